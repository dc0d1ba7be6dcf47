//! Counts over all files: the last line of a report, and the exit code.

use std::path::Path;

use serde_json::{Value, json};

use crate::exit::Exit;
use crate::input::Inputs;
use crate::render::{Counts, count};
use crate::words::plural;

/// What came of all files.
#[derive(Debug, Default)]
pub(super) struct Summary {
    /// What it all comes to.
    pub(super) exit: Exit,
    /// Files that were skipped as they are no artifacts.
    pub(super) skipped: u64,
    /// Artifacts in each directory.
    pub(super) artifacts: Vec<u64>,
    files: u64,
    conforming: u64,
    broken: u64,
    no_verdict: u64,
    faults: u64,
    unreadable: u64,
    counts: Counts,
}

fn increase(number: &mut u64) {
    *number = number.saturating_add(1);
}

impl Summary {
    /// Adds a file that was judged.
    pub(super) fn add(&mut self, exit: Exit, counts: Counts, directory: Option<usize>) {
        increase(&mut self.files);
        increase(match exit {
            Exit::Fine => &mut self.conforming,
            Exit::Broken => &mut self.broken,
            Exit::NoVerdict => &mut self.no_verdict,
            Exit::Fault => &mut self.faults,
        });
        if let Some(artifacts) = directory.and_then(|index| self.artifacts.get_mut(index)) {
            increase(artifacts);
        }
        self.counts.errors = self.counts.errors.saturating_add(counts.errors);
        self.counts.warnings = self.counts.warnings.saturating_add(counts.warnings);
        self.exit = self.exit.max(exit);
    }

    /// Adds something that could not be read.
    pub(super) fn unreadable(&mut self) {
        increase(&mut self.unreadable);
        self.exit = Exit::Fault;
    }

    /// The directories in which there is nothing to judge; each means that there is no verdict.
    pub(super) fn without_artifacts<'a>(&mut self, inputs: &'a Inputs) -> impl Iterator<Item = &'a Path> + use<'a> {
        let empty: Vec<&Path> = inputs
            .directories
            .iter()
            .zip(&self.artifacts)
            .filter(|(_, artifacts)| **artifacts == 0)
            .map(|(path, _)| &**path)
            .collect();
        if !empty.is_empty() {
            self.exit = self.exit.max(Exit::NoVerdict);
        }
        empty.into_iter()
    }

    /// For people.
    pub(super) fn line(&self) -> String {
        let verdicts = [
            (self.conforming, "conforming"),
            (self.broken, "broken"),
            (self.no_verdict, "without verdict"),
            (self.faults, "with a fault of the verifier"),
            (self.unreadable, "unreadable"),
        ];
        let verdicts = verdicts.iter().filter(|(number, _)| *number > 0);
        let verdicts: Vec<String> = verdicts.map(|(number, word)| format!("{number} {word}")).collect();
        let mut parts =
            vec![format!("{}: {}", plural(self.files.saturating_add(self.unreadable), "file"), verdicts.join(", "))];
        if verdicts.is_empty() {
            parts = vec![plural(self.files, "file")];
        }
        parts.extend(count(self.counts.errors, "error"));
        parts.extend(count(self.counts.warnings, "warning"));
        parts.extend(count(self.skipped, "other file").map(|text| format!("{text} skipped")));
        parts.join("; ")
    }

    /// For programs.
    pub(super) fn json(&self, without_artifacts: &[String]) -> Value {
        json!({
            "files": self.files,
            "conforming": self.conforming,
            "broken": self.broken,
            "no_verdict": self.no_verdict,
            "faults": self.faults,
            "unreadable": self.unreadable,
            "skipped": self.skipped,
            "errors": self.counts.errors,
            "warnings": self.counts.warnings,
            "directories_without_artifacts": without_artifacts,
            "exit_code": self.exit.code(),
        })
    }
}
