//! The document while it is written: headings with fixed anchors, paragraphs, lists, tables.

use super::table::Table;

/// Text that grows block by block; blocks have one empty line between them.
#[derive(Default)]
pub(super) struct Page {
    text: String,
}

impl Page {
    /// Any block of Markdown; nothing if it is empty.
    pub(super) fn block(&mut self, markdown: &str) {
        let markdown = markdown.trim_end();
        if markdown.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(markdown);
        self.text.push('\n');
    }

    /// A heading that can be linked to by this anchor.
    pub(super) fn heading(&mut self, level: usize, anchor: &str, title: &str) {
        self.block(&format!("<a id=\"{anchor}\"></a>\n\n{} {title}", "#".repeat(level)));
    }

    /// Further anchors for what follows.
    pub(super) fn anchors(&mut self, anchors: &[String]) {
        self.block(&anchors.iter().map(|anchor| format!("<a id=\"{anchor}\"></a>")).collect::<Vec<_>>().join("\n"));
    }

    /// A list of points.
    pub(super) fn bullets(&mut self, points: &[String]) {
        let lines: Vec<String> = points.iter().map(|point| format!("- {point}")).collect();
        self.block(&lines.join("\n"));
    }

    /// A numbered list.
    pub(super) fn steps(&mut self, steps: &[String]) {
        let lines: Vec<String> = steps.iter().zip(1_u32..).map(|(step, number)| format!("{number}. {step}")).collect();
        self.block(&lines.join("\n"));
    }

    /// Text as it is.
    pub(super) fn verbatim(&mut self, text: &str) {
        self.block(&format!("```text\n{}\n```", text.trim_end()));
    }

    /// A table; nothing if it has no rows.
    pub(super) fn table(&mut self, table: &Table) {
        self.block(&table.to_markdown());
    }

    /// The document.
    pub(super) fn finish(self) -> String {
        self.text
    }
}
