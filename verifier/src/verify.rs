//! The order of work: what the file is, under which release, then every rule, then the report.

use std::cell::OnceCell;

use cwasm_spec::model::{Arg, Content, Place, Rule, Spec};
use cwasm_spec::predicate::Predicate;
use cwasm_spec::query::Target;
use cwasm_spec::version::Edition;

use crate::Options;
use crate::choose::{self, Recorded};
use crate::columns::Column;
use crate::coverage::coverage;
use crate::fields::FieldPlace;
use crate::payload::{self, Plans};
use crate::predicate::check_rule;
use crate::raw::elf::{Image, Records};
use crate::raw::slice;
use crate::report::{Coverage, Release, Report, SectionReport, State, Subject, Unreached};
use crate::run::{Kinds, Run, Value};
use crate::sink::Sink;
use crate::verifier::Verifier;

/// Verifies a file; for many files a [`Verifier`] is faster.
///
/// ```
/// use cwasm_verify::{Options, SPEC, report::Subject, verify};
/// let report = verify(b"", &SPEC, &Options::default());
/// assert_eq!(report.subject, Subject::Empty);
/// ```
pub fn verify(bytes: &[u8], spec: &Spec, options: &Options) -> Report {
    Verifier::new(spec).verify(bytes, options)
}

/// Does something with a file and what its recorded version says, if it is an artifact; else says what it is.
pub(crate) fn on_artifact<'s>(
    bytes: &[u8],
    plans: &Plans<'s>,
    work: impl FnOnce(&Job<'_, 's>, Option<Recorded>) -> Report,
) -> Report {
    let spec = plans.spec;
    let Some(records) = Records::new(spec) else {
        return empty(Subject::Empty, vec!["the description lacks a record of ELF".to_owned()]);
    };
    let image = Image::read(bytes, spec, &records);
    let subject = choose::subject(&image, spec, &records);
    if subject != Subject::Artifact {
        return empty(subject, Vec::new());
    }
    let version = recorded_version(plans, &records, &image);
    let recorded = version.as_deref().and_then(|version| std::str::from_utf8(version).ok());
    let recorded = recorded.map(|version| choose::recorded(version, &image, spec));
    work(&Job { spec, plans, records: &records, image: &image, version: version.as_deref() }, recorded)
}

/// About a file in which there is nothing to check.
pub(crate) fn empty(subject: Subject, faults: Vec<String>) -> Report {
    Report {
        subject,
        kind: None,
        target: None,
        recorded_version: None,
        release: Release::Unknown,
        tried: Vec::new(),
        sections: Vec::new(),
        violations: Vec::new(),
        unreached: Vec::new(),
        coverage: Coverage::default(),
        faults,
    }
}

/// `values`: of so many values can be asked.
fn run<'a>(spec: &'a Spec, records: &'a Records<'a>, image: &'a Image<'a>, edition: Edition, values: usize) -> Run<'a> {
    Run {
        spec,
        records,
        image,
        edition,
        container_only: false,
        target: Target::default(),
        triple: None,
        columns: std::iter::repeat_with(Column::default).take(values).collect(),
        kinds: Kinds::new(spec, records, Some(edition)),
        sink: Sink::default(),
        kind: OnceCell::new(),
        symbol_places: OnceCell::new(),
        settled: Vec::new(),
        unreached: Vec::new(),
    }
}

/// The bytes of the recorded version, which stand where every release has them.
fn recorded_version(plans: &Plans<'_>, records: &Records<'_>, image: &Image<'_>) -> Option<Vec<u8>> {
    let spec = plans.spec;
    let section = choose::engine_section(image, spec)?;
    let mut peek = run(spec, records, image, spec.newest(), values_of_identity(spec));
    payload::peek(&mut peek, plans, section);
    text(&peek, spec.identity.version).map(<[u8]>::to_vec)
}

/// How many values there are up to the last of those that say what a file is.
fn values_of_identity(spec: &Spec) -> usize {
    let behind = |place: Place| if let Place::Value(index) = place { usize::from(index).saturating_add(1) } else { 0 };
    behind(spec.identity.version).max(behind(spec.identity.target))
}

/// Reads the target triple: what flags there are depends on it.
fn set_target<'a, 's: 'a>(run: &mut Run<'a>, plans: &Plans<'s>) {
    if let Some(section) = choose::engine_section(run.image, run.spec) {
        payload::peek(run, plans, section);
    }
    run.triple = text(run, run.spec.identity.target).and_then(|triple| std::str::from_utf8(triple).ok());
    run.target = run.triple.map(|triple| Target::parse(run.spec, triple)).unwrap_or_default();
    run.forget([run.spec.identity.version, run.spec.identity.target]);
}

/// Does something with a file that is read as an edition; without one, only what all editions have in common is known.
pub(crate) fn with_run(bytes: &[u8], spec: &Spec, edition: Option<Edition>, work: impl FnOnce(&mut Run<'_>)) {
    let Some(records) = Records::new(spec) else { return };
    let image = Image::read(bytes, spec, &records);
    let mut run = run(spec, &records, &image, edition.unwrap_or(spec.newest()), spec.values.len());
    run.container_only = edition.is_none();
    match edition {
        Some(_) => set_target(&mut run, &Plans::new(spec)),
        None => run.kinds = Kinds::new(spec, &records, None),
    }
    work(&mut run);
}

/// The fields of all payloads, read under one release.
pub(crate) fn trace(bytes: &[u8], spec: &Spec, edition: Edition) -> Vec<FieldPlace> {
    let Some(records) = Records::new(spec) else { return Vec::new() };
    let image = Image::read(bytes, spec, &records);
    let mut run = run(spec, &records, &image, edition, spec.values.len());
    set_target(&mut run, &Plans::new(spec));
    payload::trace(&mut run)
}

/// The bytes of a decoded text.
fn text<'a>(run: &Run<'a>, place: Place) -> Option<&'a [u8]> {
    match run.value(place)? {
        Value::Text { at, length } => slice(run.bytes(), at, length),
        Value::Number { .. } => None,
    }
}

/// A file that is an artifact.
pub(crate) struct Job<'a, 's: 'a> {
    pub(crate) spec: &'s Spec,
    pub(crate) plans: &'a Plans<'s>,
    pub(crate) records: &'a Records<'a>,
    pub(crate) image: &'a Image<'a>,
    version: Option<&'a [u8]>,
}

/// A file after all rules of a release.
pub(crate) struct Checked<'a> {
    run: Run<'a>,
    unreached: Vec<Unreached>,
    version: Option<&'a [u8]>,
}

impl<'a, 's: 'a> Job<'a, 's> {
    /// Nothing known yet but the target.
    pub(crate) fn start(&self, edition: Edition) -> Run<'a> {
        let mut run = run(self.spec, self.records, self.image, edition, self.spec.values.len());
        set_target(&mut run, self.plans);
        run
    }

    pub(crate) fn check(&self, edition: Edition, container_only: bool) -> Checked<'a> {
        let mut run = run(self.spec, self.records, self.image, edition, self.spec.values.len());
        run.container_only = container_only;
        if container_only {
            run.kinds = Kinds::new(self.spec, self.records, None);
        }
        let mut unreached = Vec::new();
        if container_only {
            unreached.push(Unreached {
                what: "everything that depends on the release".to_owned(),
                why: "the release is not known or not described".to_owned(),
            });
            // No release has another way to record its version.
            if self.version.is_none()
                && let Some(section) = choose::engine_section(self.image, self.spec)
            {
                payload::walk(&mut run, self.plans, section, &mut unreached);
            }
        } else {
            set_target(&mut run, self.plans);
            payload::walk_all(&mut run, self.plans, &mut unreached);
        }
        if self.image.sections.is_empty() {
            let why = "the section header table cannot be read".to_owned();
            unreached.push(Unreached { what: "all sections".to_owned(), why });
        } else if self.image.names.is_none() {
            let why = "the table of section names cannot be read".to_owned();
            unreached.push(Unreached { what: "what each section holds".to_owned(), why });
        }
        unreached.extend(self.rules_not_kept(edition));
        self.check_rules(&mut run);
        payload::locate(&mut run);
        Checked { run, unreached, version: self.version }
    }

    pub(crate) fn check_rules(&self, run: &mut Run<'a>) {
        for rule in self.spec.rules_of(run.edition) {
            if self.speaks(rule, run) {
                check_rule(run, rule);
            }
        }
    }

    /// What a custom edition says that it does not keep to.
    fn rules_not_kept(&self, edition: Edition) -> impl Iterator<Item = Unreached> {
        let numbers = self.spec.custom(edition).map(|custom| &*custom.rules).unwrap_or_default();
        let rules = numbers.iter().filter_map(|number| self.spec.rule(*number));
        rules.map(move |rule| Unreached {
            what: format!("rule {:04} {}", rule.number, rule.slug),
            why: format!("edition {} does not keep to it", self.spec.edition_name(edition)),
        })
    }

    /// Whether a rule is to be checked at all.
    fn speaks(&self, rule: &Rule, run: &Run<'_>) -> bool {
        let chapter = self.spec.chapters.get(usize::from(rule.chapter));
        // Whether the section that names the release is there can be said without knowing the release.
        let names_release = || {
            !self.image.sections.is_empty()
                && rule.checks.iter().any(|check| {
                    let about = choose::engine(self.spec).map(Arg::Section);
                    check.predicate == Predicate::Present && about.is_some_and(|about| check.args.contains(&about))
                })
        };
        !run.container_only || chapter.is_some_and(|chapter| chapter.container) || names_release()
    }
}

impl Checked<'_> {
    pub(crate) fn report(self, release: Release) -> Report {
        let Self { mut run, unreached, version } = self;
        let spec = run.spec;
        let violations = std::mem::take(&mut run.sink).finish(spec);
        Report {
            subject: Subject::Artifact,
            kind: run.kind(),
            target: run.triple.map(str::to_owned),
            recorded_version: version.map(|version| String::from_utf8_lossy(version).into_owned()),
            release,
            tried: Vec::new(),
            sections: section_reports(&run),
            violations,
            unreached,
            coverage: coverage(&run),
            faults: Vec::new(),
        }
    }
}

fn section_reports(run: &Run<'_>) -> Vec<SectionReport> {
    let sections = run.image.real_sections().map(|(index, section)| {
        let known = section.known.filter(|known| run.container_only || run.in_release(*known));
        let content =
            known.and_then(|known| run.spec.sections.get(usize::from(known))).map(|declared| &declared.content);
        let state = match content {
            _ if section.data.is_none() || run.unreached.contains(&index) => State::Unreached,
            None => State::Unknown,
            Some(Content::Opaque(what)) => State::Opaque(what.to_string()),
            Some(Content::Undescribed(what)) => State::Undescribed(what.to_string()),
            Some(Content::Layout(_) | Content::ByKind { .. }) if run.container_only => State::Unreached,
            Some(_) => State::Checked,
        };
        SectionReport { name: section.display_name(), range: section.range(), state }
    });
    sections.collect()
}
