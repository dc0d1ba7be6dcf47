//! One input from its bytes to a rendered report. Runs on any thread and prints nothing.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use cwasm_spec::model::Spec;
use cwasm_spec::version::Edition;
use cwasm_verify::report::{Coverage, Release, Report, Subject, Verdict};
use cwasm_verify::{Options, verify};

use crate::args::Format;
use crate::exit::Exit;
use crate::input::Input;
use crate::render::{self, Counts, Detail, View};
use crate::{json, suggest};

/// Under which release files are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// As each file says.
    Recorded,
    /// As each file says, or if it does not fit that, as any that fits.
    Auto,
    /// This one.
    Given(Edition),
}

/// What every file is judged by.
pub(super) struct Judge<'a> {
    pub(super) spec: &'a Spec,
    pub(super) choice: Choice,
    pub(super) format: Format,
    pub(super) detail: Detail,
    /// Whether a SHOULD counts like a MUST.
    pub(super) strict: bool,
}

/// What became of an input.
pub(super) enum Judged {
    /// It could not be read: the reason.
    Unreadable(String),
    /// In a directory only artifacts count, and this is none.
    Skipped,
    /// It was judged.
    Report {
        /// What it comes to.
        exit: Exit,
        /// Its violations.
        counts: Counts,
        /// The report in the form that was asked for; empty if there is nothing to say.
        text: String,
    },
}

impl Choice {
    /// Reads the option; an unknown release is a fault that lists the known ones.
    pub(crate) fn parse(spec: &Spec, name: Option<&str>) -> Result<Self, Exit> {
        match name {
            None => Ok(Self::Recorded),
            Some("auto") => Ok(Self::Auto),
            Some(name) => suggest::edition(spec, name).map(Self::Given),
        }
    }
}

impl Judge<'_> {
    /// Reads and judges an input.
    pub(super) fn input(&self, input: &Input) -> Judged {
        let bytes = match input.read() {
            Ok(bytes) => bytes,
            Err(error) => return Judged::Unreadable(error.to_string()),
        };
        let report = report_on(self.spec, &bytes, self.choice);
        let counts = matches!(report.subject, Subject::Artifact | Subject::Legacy);
        if input.directory.is_some() && !counts && report.faults.is_empty() {
            return Judged::Skipped;
        }
        let text = self.rendered(&input.name(), &bytes, &report);
        let counts = Counts::of(&report);
        Judged::Report { exit: self.exit(&report, counts), counts, text }
    }

    fn rendered(&self, name: &str, bytes: &[u8], report: &Report) -> String {
        match self.format {
            Format::Human => render::file(&View { spec: self.spec, name, bytes, report }, self.detail),
            Format::Json => {
                let file = json::File::new(self.spec, name, bytes.len(), report);
                serde_json::to_string(&file).unwrap_or_default()
            }
        }
    }

    fn exit(&self, report: &Report, counts: Counts) -> Exit {
        let exit = Exit::of(report.verdict());
        if self.strict && counts.warnings > 0 { exit.max(Exit::Broken) } else { exit }
    }
}

/// What the verifier says about a file under a choice of release.
pub(crate) fn report_on(spec: &Spec, bytes: &[u8], choice: Choice) -> Report {
    let edition = match choice {
        Choice::Given(edition) => Some(edition),
        Choice::Recorded | Choice::Auto => None,
    };
    let report = guarded(spec, bytes, edition);
    if choice == Choice::Auto { auto(spec, bytes, report) } else { report }
}

/// Tries all editions if the recorded one does not fit: the first that fits, or the one with the fewest breaches.
fn auto(spec: &Spec, bytes: &[u8], report: Report) -> Report {
    let tried = matches!(report.release, Release::Fitting(_) | Release::Nearest(_));
    if report.subject != Subject::Artifact || report.verdict() == Verdict::Conforming || tried {
        return report;
    }
    let recorded = report.edition();
    let mut fitting = Vec::new();
    let mut best: Option<(u64, Edition, Report)> = None;
    for edition in (0..spec.editions.len()).filter_map(|index| u16::try_from(index).ok()).map(Edition) {
        let report = guarded(spec, bytes, Some(edition));
        if report.verdict() == Verdict::Conforming {
            fitting.push(edition);
        }
        let breaches = Counts::of(&report).errors;
        let nearer = best
            .as_ref()
            .is_none_or(|(fewest, _, _)| breaches < *fewest || (breaches == *fewest && Some(edition) == recorded));
        if nearer {
            best = Some((breaches, edition, report));
        }
    }
    match best {
        None => report,
        Some((_, _, nearest)) if !fitting.is_empty() => Report { release: Release::Fitting(fitting), ..nearest },
        Some((_, edition, nearest)) => Report { release: Release::Nearest(edition), ..nearest },
    }
}

/// A verifier that fails is a fault about this file, and none about the others.
fn guarded(spec: &Spec, bytes: &[u8], edition: Option<Edition>) -> Report {
    let options = Options { edition };
    catch_unwind(AssertUnwindSafe(|| verify(bytes, spec, &options))).unwrap_or_else(|panic| failed(&*panic))
}

fn failed(panic: &(dyn Any + Send)) -> Report {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    Report {
        subject: Subject::Artifact,
        kind: None,
        target: None,
        recorded_version: None,
        release: Release::Unknown,
        sections: Vec::new(),
        violations: Vec::new(),
        unreached: Vec::new(),
        coverage: Coverage::default(),
        faults: vec![format!("panic: {}", text.unwrap_or("no message"))],
    }
}

#[cfg(test)]
mod tests {
    use cwasm_verify::SPEC;

    use super::*;

    #[test]
    fn a_release_is_named_as_in_the_description() {
        assert_eq!(Choice::parse(&SPEC, None), Ok(Choice::Recorded));
        assert_eq!(Choice::parse(&SPEC, Some("auto")), Ok(Choice::Auto));
        let newest = SPEC.edition_name(SPEC.newest());
        assert_eq!(Choice::parse(&SPEC, Some(newest)), Ok(Choice::Given(SPEC.newest())));
        assert_eq!(Choice::parse(&SPEC, Some("no such")), Err(Exit::Fault));
    }

    #[test]
    fn a_failure_of_the_verifier_is_a_fault() {
        let report = failed(&"index out of range");
        assert_eq!(Exit::of(report.verdict()), Exit::Fault);
        assert_eq!(report.faults, ["panic: index out of range"]);
    }

    #[test]
    fn a_warning_counts_only_if_it_is_denied() {
        let exit = |strict, warnings, exit: Report| {
            let judge =
                Judge { spec: &SPEC, choice: Choice::Auto, format: Format::Json, detail: Detail::Quiet, strict };
            judge.exit(&exit, Counts { warnings, ..Counts::default() })
        };
        let conforming = || Report { release: Release::Recorded(Edition::FIRST), faults: Vec::new(), ..failed(&"") };
        assert_eq!(exit(false, 1, conforming()), Exit::Fine);
        assert_eq!(exit(true, 0, conforming()), Exit::Fine);
        assert_eq!(exit(true, 1, conforming()), Exit::Broken);
        assert_eq!(exit(true, 1, failed(&"")), Exit::Fault);
    }
}
