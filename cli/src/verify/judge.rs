//! One input from its bytes to a rendered report. Runs on any thread and prints nothing.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use cwasm_spec::model::Spec;
use cwasm_spec::version::Edition;
use cwasm_verify::report::{Coverage, Release, Report, Subject, Trial};
use cwasm_verify::{Options, Verifier};

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
    /// Whatever fits, or is nearest.
    Auto,
    /// This one.
    Given(Edition),
}

/// What every file is judged by.
pub(super) struct Judge<'a> {
    pub(super) spec: &'a Spec,
    /// What it has found out about a release serves all files.
    pub(super) verifier: Verifier<'a>,
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
        let report = report_on(&self.verifier, &bytes, self.choice);
        let counts = matches!(report.subject, Subject::Artifact | Subject::Legacy);
        if input.directory.is_some() && !counts && report.faults.is_empty() {
            return Judged::Skipped;
        }
        let text = self.rendered(&input.name(), &bytes, &report);
        let counts = Counts::of(&report);
        Judged::Report { exit: self.exit(&report, counts), counts, text }
    }

    fn rendered(&self, name: &str, bytes: &[u8], report: &Report) -> String {
        let further = further(self.spec, &self.verifier, bytes, report);
        let view = View {
            spec: self.spec,
            name,
            bytes,
            report,
            further: further.as_ref(),
            trials: self.choice == Choice::Auto,
        };
        match self.format {
            Format::Human => render::file(&view, self.detail),
            Format::Json => serde_json::to_string(&json::File::new(&view)).unwrap_or_default(),
        }
    }

    fn exit(&self, report: &Report, counts: Counts) -> Exit {
        let exit = Exit::of(report.verdict());
        if self.strict && counts.warnings > 0 { exit.max(Exit::Broken) } else { exit }
    }
}

/// What the verifier says about a file under a choice of release.
pub(crate) fn report_on(verifier: &Verifier<'_>, bytes: &[u8], choice: Choice) -> Report {
    guarded(|| match choice {
        Choice::Recorded => verifier.verify(bytes, &Options::default()),
        Choice::Given(edition) => verifier.verify(bytes, &Options { edition: Some(edition) }),
        Choice::Auto => verifier.try_all(bytes),
    })
}

/// The edition as which most of a file decodes, if it does not decode as the one that it was read as.
fn further(spec: &Spec, verifier: &Verifier<'_>, bytes: &[u8], report: &Report) -> Option<Trial> {
    let used = report.edition().filter(|_| report.tried.is_empty())?;
    render::stuck(spec, report)?;
    let tried = guarded(|| verifier.try_all(bytes)).tried;
    let decoded = tried.iter().find(|trial| trial.edition == used)?.decoded;
    tried.into_iter().next().filter(|nearest| nearest.decoded > decoded)
}

/// A verifier that fails is a fault about this file, and none about the others.
fn guarded(verify: impl FnOnce() -> Report) -> Report {
    catch_unwind(AssertUnwindSafe(verify)).unwrap_or_else(|panic| failed(&*panic))
}

fn failed(panic: &(dyn Any + Send)) -> Report {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    Report {
        subject: Subject::Artifact,
        kind: None,
        target: None,
        recorded_version: None,
        release: Release::Unknown,
        tried: Vec::new(),
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
            let verifier = Verifier::new(&SPEC);
            let (choice, format, detail) = (Choice::Auto, Format::Json, Detail::Quiet);
            let judge = Judge { spec: &SPEC, verifier, choice, format, detail, strict };
            judge.exit(&exit, Counts { warnings, ..Counts::default() })
        };
        let conforming = || Report { release: Release::Recorded(Edition::FIRST), faults: Vec::new(), ..failed(&"") };
        assert_eq!(exit(false, 1, conforming()), Exit::Fine);
        assert_eq!(exit(true, 0, conforming()), Exit::Fine);
        assert_eq!(exit(true, 1, conforming()), Exit::Broken);
        assert_eq!(exit(true, 1, failed(&"")), Exit::Fault);
    }
}
