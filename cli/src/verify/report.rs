//! Puts the reports of all files together: text for people, or one JSON document with a file in each line.

use std::io::{self, Write};

use serde_json::{json, to_string};

use super::judge::Judged;
use super::summary::Summary;
use crate::args::Format;
use crate::exit::Exit;
use crate::input::{Input, Inputs};
use crate::json::{SCHEMA_VERSION, Unreadable};
use crate::render::Detail;
use crate::render::style::WARNING;
use crate::{console, words};

/// Writes reports, and keeps count.
pub(super) struct Reporter<W> {
    format: Format,
    detail: Detail,
    output: W,
    summary: Summary,
    /// Whether a file stands in the JSON document already.
    follows: bool,
}

impl<W: Write> Reporter<W> {
    /// For output that has not begun.
    pub(super) fn new(format: Format, detail: Detail, output: W) -> Self {
        Self { format, detail, output, summary: Summary::default(), follows: false }
    }

    /// What everything so far comes to.
    pub(super) fn exit(&self) -> Exit {
        self.summary.exit
    }

    /// Opens the document and says what cannot be looked at.
    pub(super) fn begin(&mut self, inputs: &Inputs) -> io::Result<()> {
        self.summary.artifacts = vec![0; inputs.directories.len()];
        if self.format == Format::Json {
            let tool = json!({ "name": env!("CARGO_BIN_NAME"), "version": env!("CARGO_PKG_VERSION") });
            write!(self.output, "{{\"schema_version\":{SCHEMA_VERSION},\"tool\":{tool},\"files\":[")?;
        }
        inputs.unreadable.iter().try_for_each(|(path, reason)| self.unreadable(path, reason))
    }

    /// Adds a batch of files, and lets readers see it.
    pub(super) fn add(&mut self, batch: &[Input], judged: Vec<Judged>) -> io::Result<()> {
        for (input, judged) in batch.iter().zip(judged) {
            match judged {
                Judged::Skipped => self.summary.skipped = self.summary.skipped.saturating_add(1),
                Judged::Unreadable(reason) => self.unreadable(&input.name(), &reason)?,
                Judged::Report { exit, counts, text } => {
                    self.summary.add(exit, counts, input.directory);
                    self.entry(&text)?;
                }
            }
        }
        self.output.flush()
    }

    fn unreadable(&mut self, path: &str, error: &str) -> io::Result<()> {
        console::error(format_args!("{path}: {error}"));
        self.summary.unreadable();
        match self.format {
            Format::Human => Ok(()),
            Format::Json => {
                self.entry(&to_string(&Unreadable { path, verdict: "unreadable", error }).unwrap_or_default())
            }
        }
    }

    fn entry(&mut self, text: &str) -> io::Result<()> {
        if self.format == Format::Json {
            self.output.write_all(if self.follows { b",\n" } else { b"\n" })?;
        }
        self.follows = true;
        self.output.write_all(text.as_bytes())
    }

    /// Says what is missing, and closes the document.
    pub(super) fn end(&mut self, inputs: &Inputs) -> io::Result<()> {
        let empty: Vec<String> = self.summary.without_artifacts(inputs).map(words::path).collect();
        match self.format {
            Format::Json => writeln!(self.output, "\n],\"summary\":{}}}", self.summary.json(&empty))?,
            Format::Human => {
                for path in &empty {
                    writeln!(self.output, "{path}: {WARNING}no verdict{WARNING:#}: a directory without artifacts")?;
                }
                let one = inputs.files.len() == 1 && inputs.directories.is_empty() && inputs.unreadable.is_empty();
                if self.detail != Detail::Quiet && !one {
                    writeln!(self.output, "{}", self.summary.line())?;
                }
            }
        }
        self.output.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Source;
    use crate::render::Counts;

    fn document(judged: Vec<Judged>) -> serde_json::Value {
        let batch: Vec<Input> = judged.iter().map(|_| Input { source: Source::Stdin, directory: None }).collect();
        let mut bytes = Vec::new();
        let mut reporter = Reporter::new(Format::Json, Detail::Normal, &mut bytes);
        let written = reporter.begin(&Inputs::default()).and_then(|()| reporter.add(&batch, judged));
        assert!(written.and_then(|()| reporter.end(&Inputs::default())).is_ok());
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    #[test]
    fn the_document_is_json_with_no_one_or_two_files() {
        let report = || Judged::Report { exit: Exit::Fine, counts: Counts::default(), text: "{}".to_owned() };
        let files = |judged| document(judged).pointer("/files").and_then(|files| files.as_array().map(Vec::len));
        assert_eq!(files(Vec::new()), Some(0));
        assert_eq!(files(vec![report(), Judged::Skipped]), Some(1));
        assert_eq!(files(vec![Judged::Skipped, report(), report()]), Some(2));
    }
}
