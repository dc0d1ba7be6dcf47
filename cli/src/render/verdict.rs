//! The line with the verdict on a file, and what could not be looked at.

use std::fmt::Write as _;

use anstyle::Style;
use cwasm_spec::model::Spec;
use cwasm_spec::version::Edition;
use cwasm_verify::report::{Class, Kind, Release, Report, SectionReport, State, Subject, Verdict};

use super::style::{ERROR, FAINT, FRAME, GOOD, WARNING};
use super::{Counts, Detail, View};
use crate::words::{clean, editions, plural};

/// So many names of sections are said in a line.
const NAMES: usize = 4;

/// The verdict in a word that JSON has too.
pub(crate) const fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Conforming => "conforming",
        Verdict::Broken => "broken",
        Verdict::None => "none",
        Verdict::Fault => "fault",
    }
}

/// Whether even those who want to hear little must hear of this file.
pub(super) fn is_worth_a_line(report: &Report) -> bool {
    report.verdict() != Verdict::Conforming
}

/// Writes a fault of the verifier.
pub(super) fn fault(text: &mut String, view: &View<'_>, fault: &str) {
    let _ = writeln!(text, "{ERROR}fault{ERROR:#}: {}: the verifier itself failed: {}", view.name, clean(fault));
    let _ = writeln!(text, "     {FRAME}note{FRAME:#}: this is a bug of cwasm, and says nothing about the file\n");
}

/// Writes what an earlier breach kept the verifier from.
pub(super) fn unreached(text: &mut String, view: &View<'_>, detail: Detail) {
    if detail == Detail::Quiet {
        return;
    }
    for one in &view.report.unreached {
        let _ = writeln!(text, "{FRAME}not checked{FRAME:#}: {}, because {}", clean(&one.what), clean(&one.why));
    }
    if !view.report.unreached.is_empty() {
        text.push('\n');
    }
}

/// Writes the verdict, and which sections nobody describes yet.
pub(super) fn line(text: &mut String, view: &View<'_>) {
    let report = view.report;
    let (style, word) = verdict(view.spec, report);
    let mut facts = Vec::new();
    if report.subject == Subject::Artifact {
        facts.extend(release(view.spec, report));
        facts.extend(report.target.as_ref().map(|target| format!("target {}", clean(target))));
    }
    let counts = Counts::of(report);
    facts.extend(count(counts.errors, "error"));
    facts.extend(count(counts.warnings, "warning"));
    facts.extend(count(counts.consequences, "consequence"));
    let facts = facts.iter().fold(String::new(), |text, fact| text + ", " + fact);
    let _ = writeln!(text, "{}: {style}{word}{style:#}{facts}", view.name);
    undescribed(text, report);
}

/// The verdict with its colour.
fn verdict(spec: &Spec, report: &Report) -> (Style, String) {
    let what = kind(report).map_or_else(String::new, |kind| format!(" {kind}"));
    match report.verdict() {
        Verdict::Conforming => (GOOD, format!("conforming{what}")),
        Verdict::Broken => (ERROR, format!("broken{what}")),
        Verdict::None => (WARNING, format!("no verdict: {}", no_verdict(spec, report))),
        Verdict::Fault => (ERROR, "no verdict: the verifier failed".to_owned()),
    }
}

/// The verdict in its colour.
pub(crate) fn verdict_text(spec: &Spec, report: &Report) -> String {
    let (style, text) = verdict(spec, report);
    format!("{style}{text}{style:#}")
}

/// So many of something, or nothing if there are none.
pub(crate) fn count(number: u64, thing: &str) -> Option<String> {
    (number > 0).then(|| plural(number, thing))
}

fn kind(report: &Report) -> Option<&'static str> {
    report.kind.map(|kind| match kind {
        Kind::Module => "module",
        Kind::Component => "component",
    })
}

/// Why there is no verdict.
fn no_verdict(spec: &Spec, report: &Report) -> String {
    let oldest = clean(spec.edition_name(Edition::FIRST));
    match (report.subject, &report.release) {
        (Subject::Empty, _) => "the file is empty".to_owned(),
        (Subject::NotElf, _) => "not an artifact: no ELF file".to_owned(),
        (Subject::OtherElf, _) => "not an artifact: an ELF file, but not one of Wasmtime's".to_owned(),
        (Subject::Legacy, _) => format!("a legacy artifact, older than {oldest}: recognised, not verified"),
        (Subject::Artifact, Release::Undescribed(name)) => {
            let newest = clean(spec.edition_name(spec.newest()));
            format!(
                "release {} is not described ({oldest} to {newest} are); the rules of the container hold",
                clean(name)
            )
        }
        (Subject::Artifact, _) => "an artifact, but nothing says of which release; try --release auto".to_owned(),
    }
}

/// The release in words, with how it was chosen if that is not plain.
pub(crate) fn release(spec: &Spec, report: &Report) -> Option<String> {
    let recorded = match &report.recorded_version {
        Some(version) => format!("recorded: \"{}\"", clean(version)),
        None => "nothing recorded".to_owned(),
    };
    let name = |edition: &Edition| clean(spec.edition_name(*edition)).into_owned();
    Some(match &report.release {
        Release::Recorded(edition) if report.recorded_version.as_deref() == Some(spec.edition_name(*edition)) => {
            format!("release {}", name(edition))
        }
        Release::Recorded(edition) => format!("release {} ({recorded})", name(edition)),
        Release::Given(edition) => format!("read as release {} ({recorded})", name(edition)),
        Release::Fitting(fitting) => format!("fits release {} ({recorded})", editions(spec, fitting)),
        Release::Nearest(edition) => format!("fits no release, {} is nearest ({recorded})", name(edition)),
        Release::Undescribed(_) | Release::Unknown => return None,
    })
}

/// Says which sections are not described yet, in every report that has some.
fn undescribed(text: &mut String, report: &Report) {
    let sections = report.sections.iter().filter(|section| matches!(section.state, State::Undescribed(_)));
    let sections: Vec<&SectionReport> = sections.collect();
    if sections.is_empty() {
        return;
    }
    let mut names: Vec<String> = sections.iter().take(NAMES).map(|section| clean(&section.name).into_owned()).collect();
    if let Some(more) = sections.len().checked_sub(NAMES).filter(|more| *more > 0) {
        names.push(format!("{more} more"));
    }
    let length = u64::try_from(sections.len()).unwrap_or(u64::MAX);
    let bytes = plural(report.bytes(Class::Undescribed), "byte");
    let _ = writeln!(
        text,
        "  {FAINT}not yet described: {}, {bytes} ({}){FAINT:#}",
        plural(length, "section"),
        names.join(", ")
    );
}
