//! A report for people: diagnostics as a good compiler gives them, then one line with the verdict.

mod hex;
pub(crate) mod style;
mod tables;
mod trials;
mod verdict;
mod violation;

use cwasm_spec::model::{Level, Spec};
use cwasm_verify::report::{Release, Report, Trial, Violation};

pub(crate) use trials::stuck;
use violation::Around;

pub(crate) use verdict::{count, release, verdict_text, verdict_word};

/// How much is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Only what is wrong.
    Quiet,
    /// What is wrong, and a verdict on each file.
    Normal,
    /// Also sections, coverage, and every consequence.
    Verbose,
}

/// A file with what is said about it.
pub(crate) struct View<'a> {
    /// The description.
    pub(crate) spec: &'a Spec,
    /// How the file is called; already safe to print.
    pub(crate) name: &'a str,
    /// Its bytes.
    pub(crate) bytes: &'a [u8],
    /// The verifier's answer.
    pub(crate) report: &'a Report,
    /// The edition as which more of it decodes, if it does not decode as the one that it was read as.
    pub(crate) further: Option<&'a Trial>,
    /// Whether somebody wants to see what came of each edition.
    pub(crate) trials: bool,
}

/// How many violations of each level there are that follow from no other, unlisted ones included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Of a MUST.
    pub(crate) errors: u64,
    /// Of a SHOULD.
    pub(crate) warnings: u64,
    /// Violations that follow from others.
    pub(crate) consequences: u64,
}

impl Counts {
    /// Counts a report's violations.
    pub(crate) fn of(report: &Report) -> Self {
        let mut counts = Self::default();
        for violation in &report.violations {
            let number = match (violation.cause, violation.level) {
                (Some(_), _) => &mut counts.consequences,
                (None, Level::Must) => &mut counts.errors,
                (None, Level::Should) => &mut counts.warnings,
            };
            *number = number.saturating_add(violation.more).saturating_add(1);
        }
        counts
    }
}

/// Everything about one file.
pub(crate) fn file(view: &View<'_>, detail: Detail) -> String {
    let mut text = String::new();
    for fault in &view.report.faults {
        verdict::fault(&mut text, view, fault);
    }
    let stuck = stuck(view.spec, view.report);
    for (index, violation) in view.report.violations.iter().enumerate() {
        if violation.cause.is_none() {
            let around = Around { follow: consequences(view.report, index), is_stuck: stuck == Some(index) };
            violation::block(&mut text, view, violation, &around, detail);
        }
    }
    verdict::unreached(&mut text, view, detail);
    if are_trials_shown(view, detail) {
        trials::table(&mut text, view, detail);
    }
    if detail == Detail::Verbose {
        tables::sections(&mut text, view);
        tables::coverage(&mut text, view);
    }
    if detail != Detail::Quiet || !text.is_empty() || verdict::is_worth_a_line(view.report) {
        verdict::line(&mut text, view);
    }
    text
}

/// Trials are for those who asked, and for those whose file fits nothing.
fn are_trials_shown(view: &View<'_>, detail: Detail) -> bool {
    let asked = view.trials || detail == Detail::Verbose || matches!(view.report.release, Release::Nearest(_));
    asked && detail != Detail::Quiet && !view.report.tried.is_empty()
}

/// What follows from a violation, directly or not.
fn consequences(report: &Report, cause: usize) -> Vec<&Violation> {
    let all = report.violations.iter().enumerate();
    all.filter(|(index, _)| *index != cause && root(report, *index) == cause).map(|(_, violation)| violation).collect()
}

/// The violation at the beginning of the chain. Chains are short, and a circle must not hang this.
fn root(report: &Report, index: usize) -> usize {
    let mut at = index;
    for _ in 0..report.violations.len() {
        match report.violations.get(at).and_then(|violation| violation.cause) {
            Some(cause) => at = cause,
            None => return at,
        }
    }
    at
}

#[cfg(test)]
mod tests;
