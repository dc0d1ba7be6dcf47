//! Tables of GitHub Markdown. A column that is empty in every row is left out.

/// A table.
pub(super) struct Table {
    titles: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new(titles: &[&str]) -> Self {
        Self { titles: titles.iter().map(|title| (*title).to_owned()).collect(), rows: Vec::new() }
    }

    /// Adds a row; cells are Markdown.
    pub(super) fn row(&mut self, cells: impl Into<Vec<String>>) {
        self.rows.push(cells.into());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Leaves a column out if it says the same in every row.
    pub(super) fn without_constant(mut self, title: &str, value: &str) -> Self {
        let Some(column) = self.titles.iter().position(|name| name == title) else { return self };
        if self.rows.iter().all(|row| row.get(column).is_some_and(|cell| cell == value)) {
            for row in &mut self.rows {
                row.remove(column);
            }
            self.titles.remove(column);
        }
        self
    }

    pub(super) fn to_markdown(&self) -> String {
        if self.is_empty() {
            return String::new();
        }
        let kept: Vec<usize> = (0..self.titles.len()).filter(|column| !self.is_empty_column(*column)).collect();
        let mut lines = vec![line(&self.titles, &kept), format!("|{}", "---|".repeat(kept.len()))];
        lines.extend(self.rows.iter().map(|row| line(row, &kept)));
        lines.join("\n")
    }

    fn is_empty_column(&self, column: usize) -> bool {
        self.rows.iter().all(|row| row.get(column).is_none_or(String::is_empty))
    }
}

fn line(cells: &[String], kept: &[usize]) -> String {
    let shown = kept.iter().filter_map(|column| cells.get(*column)).map(|text| text.replace('|', "\\|"));
    format!("| {} |", shown.collect::<Vec<_>>().join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_columns_and_bars_do_not_break_a_table() {
        let mut table = Table::new(&["A", "B", "C"]);
        table.row(["1|2".to_owned(), String::new(), "3".to_owned()]);
        assert_eq!(table.to_markdown(), "| A | C |\n|---|---|\n| 1\\|2 | 3 |");
    }
}
