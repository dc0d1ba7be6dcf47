//! The JSON of reports: one document for all files. The names of fields are promised to users; adding one is no break.

use std::ops::Range;

use cwasm_spec::model::{Level, Spec};
use cwasm_verify::report::{Class, Kind, Release, Report, State, Subject, Trial};
use serde::Serialize;

use crate::render::{View, verdict_word};

/// Goes up when a field changes its meaning or goes away.
pub(crate) const SCHEMA_VERSION: u32 = 1;

/// What is said about one file.
#[derive(Serialize)]
pub(crate) struct File<'a> {
    path: &'a str,
    size: usize,
    verdict: &'static str,
    subject: &'static str,
    kind: Option<&'static str>,
    release: Option<&'a str>,
    release_chosen: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fitting: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tried: Vec<Tried<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    further: Option<Tried<'a>>,
    recorded_version: Option<&'a str>,
    target: Option<&'a str>,
    malformed: bool,
    violations: Vec<Violation<'a>>,
    unreached: Vec<Unreached<'a>>,
    sections: Vec<Section<'a>>,
    coverage: Coverage<'a>,
    faults: &'a [String],
}

/// What is said about a file that could not be read.
#[derive(Serialize)]
pub(crate) struct Unreadable<'a> {
    pub(crate) path: &'a str,
    pub(crate) verdict: &'static str,
    pub(crate) error: &'a str,
}

#[derive(Serialize)]
struct Bytes {
    start: u64,
    end: u64,
}

#[derive(Serialize)]
struct Violation<'a> {
    rule: u16,
    slug: &'a str,
    severity: &'static str,
    malformed: bool,
    range: Bytes,
    section: &'a str,
    path: &'a str,
    found: &'a str,
    expected: &'a str,
    more: u64,
    cause: Option<usize>,
}

/// What came of reading the file as one edition.
#[derive(Serialize)]
struct Tried<'a> {
    edition: &'a str,
    decoded: u64,
    first: Option<Violation<'a>>,
}

#[derive(Serialize)]
struct Unreached<'a> {
    what: &'a str,
    why: &'a str,
}

/// A section and how much of it was looked at.
#[derive(Serialize)]
struct Section<'a> {
    name: &'a str,
    range: Bytes,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    what: Option<&'a str>,
}

#[derive(Serialize)]
struct Coverage<'a> {
    described: u64,
    padding: u64,
    opaque: u64,
    undescribed: u64,
    nothing: u64,
    pieces: Vec<Piece<'a>>,
}

#[derive(Serialize)]
struct Piece<'a> {
    name: &'a str,
    range: Bytes,
    class: &'static str,
}

impl From<&Range<u64>> for Bytes {
    fn from(range: &Range<u64>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

impl<'a> File<'a> {
    /// All of a report.
    pub(crate) fn new(view: &View<'a>) -> Self {
        let View { spec, report, .. } = *view;
        Self {
            path: view.name,
            size: view.bytes.len(),
            verdict: verdict_word(report.verdict()),
            subject: subject(report.subject),
            kind: report.kind.map(kind),
            release: report.release_name(spec),
            release_chosen: chosen(&report.release),
            fitting: fitting(spec, &report.release),
            tried: report.tried.iter().map(|trial| tried(spec, trial)).collect(),
            further: view.further.map(|trial| tried(spec, trial)),
            recorded_version: report.recorded_version.as_deref(),
            target: report.target.as_deref(),
            malformed: report.is_malformed(),
            violations: report.violations.iter().map(|one| violation(spec, one)).collect(),
            unreached: report.unreached.iter().map(|one| Unreached { what: &one.what, why: &one.why }).collect(),
            sections: report.sections.iter().map(section).collect(),
            coverage: coverage(report),
            faults: &report.faults,
        }
    }
}

/// What a file is, in a word.
pub(crate) const fn subject(subject: Subject) -> &'static str {
    match subject {
        Subject::Artifact => "artifact",
        Subject::Legacy => "legacy",
        Subject::OtherElf => "other-elf",
        Subject::NotElf => "not-elf",
        Subject::Empty => "empty",
    }
}

/// Module or component, in a word.
pub(crate) const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Module => "module",
        Kind::Component => "component",
    }
}

const fn chosen(release: &Release) -> &'static str {
    match release {
        Release::Recorded(_) => "recorded",
        Release::Given(_) => "given",
        Release::Fitting(_) => "fitting",
        Release::Nearest(_) => "nearest",
        Release::Undescribed(_) => "undescribed",
        Release::Unknown => "unknown",
    }
}

fn fitting<'a>(spec: &'a Spec, release: &Release) -> Vec<&'a str> {
    match release {
        Release::Fitting(editions) => editions.iter().map(|edition| spec.edition_name(*edition)).collect(),
        _ => Vec::new(),
    }
}

fn tried<'a>(spec: &'a Spec, trial: &'a Trial) -> Tried<'a> {
    let first = trial.first.as_ref().map(|first| violation(spec, first));
    Tried { edition: spec.edition_name(trial.edition), decoded: trial.decoded, first }
}

fn violation<'a>(spec: &'a Spec, violation: &'a cwasm_verify::report::Violation) -> Violation<'a> {
    Violation {
        rule: violation.rule,
        slug: spec.rule(violation.rule).map_or("", |rule| &rule.slug),
        severity: match violation.level {
            Level::Must => "error",
            Level::Should => "warning",
        },
        malformed: violation.malformed,
        range: (&violation.range).into(),
        section: &violation.section,
        path: &violation.path,
        found: &violation.found,
        expected: &violation.expected,
        more: violation.more,
        cause: violation.cause,
    }
}

fn section(section: &cwasm_verify::report::SectionReport) -> Section<'_> {
    let (state, what) = state(&section.state);
    Section { name: &section.name, range: (&section.range).into(), state, what }
}

/// How much of a section was looked at: a word, and what it is if nobody looks into it.
pub(crate) fn state(state: &State) -> (&'static str, Option<&str>) {
    match state {
        State::Checked => ("checked", None),
        State::Opaque(what) => ("opaque", Some(what)),
        State::Undescribed(what) => ("undescribed", Some(what)),
        State::Unknown => ("unknown", None),
        State::Unreached => ("unreached", None),
    }
}

fn coverage(report: &Report) -> Coverage<'_> {
    let pieces = report.coverage.pieces.iter();
    Coverage {
        described: report.bytes(Class::Described),
        padding: report.bytes(Class::Padding),
        opaque: report.bytes(Class::Opaque),
        undescribed: report.bytes(Class::Undescribed),
        nothing: report.bytes(Class::Nothing),
        pieces: pieces
            .map(|one| Piece { name: &one.name, range: (&one.range).into(), class: class(one.class) })
            .collect(),
    }
}

const fn class(class: Class) -> &'static str {
    match class {
        Class::Described => "described",
        Class::Padding => "padding",
        Class::Opaque => "opaque",
        Class::Undescribed => "undescribed",
        Class::Nothing => "nothing",
    }
}
