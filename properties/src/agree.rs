//! Property: the parser fails if and only if the verifier finds the file malformed; and both read the same out of it.
//!
//! What exactly is compared depends on what the verifier takes the file for:
//! - no artifact: the parser refuses it.
//! - an artifact of a described release: the parser reads everything it can (parts, which hold engine metadata, symbols and
//!   relocations; the other decoded sections) exactly if no `malformed` rule is broken. Limits on memory are no decoding.
//! - a version that names a release in another form than this one records (rule `version-form`), or none: the parser does not
//!   guess, so it is told the release that the verifier took.
//! - an undescribed release: only the container, symbols and relocations are compared.

use cwasm::{Artifact, Error, ErrorKind, Release};
use cwasm_spec::predicate::Predicate;
use cwasm_spec::version::Edition;
use cwasm_verify::report::{self, Report, Subject};
use cwasm_verify::{Options, SPEC, verify};

use crate::{Outcome, ensure, values};

/// Whether parser and verifier agree about these bytes.
pub fn agree(bytes: &[u8]) -> Outcome {
    compare(bytes, &verify(bytes, &SPEC, &Options::default()))
}

/// Whether the parser agrees with a report about these bytes.
pub fn compare(bytes: &[u8], report: &Report) -> Outcome {
    let read = Artifact::parse(bytes);
    if report.subject != Subject::Artifact {
        return ensure(read.is_err(), || format!("parsed, but the verifier says {:?}", report.subject));
    }
    let artifact = match read {
        Err(error) => return ensure(report.is_malformed(), || format!("only the parser fails: {error}")),
        Ok(artifact) => told(artifact, report)?,
    };
    let result = match report.edition() {
        Some(_) => decode(&artifact),
        None => artifact.recorded_version().map(drop).and_then(|()| tables(&artifact)),
    };
    match result {
        Err(error) if error.kind() == ErrorKind::TooLarge => Ok(()),
        Err(error) => ensure(report.is_malformed(), || format!("only the parser fails: {error}")),
        Ok(()) if report.is_malformed() => Err(format!("only the verifier finds it malformed: {}", malformed(report))),
        Ok(()) => same(&artifact, report),
    }
}

/// The artifact, told the release where the parser does not guess it.
fn told<'a>(artifact: Artifact<'a>, report: &Report) -> Result<Artifact<'a>, String> {
    let Some(edition) = report.edition() else { return Ok(artifact) };
    let taken = named(edition)?;
    match artifact.release() {
        Ok(release) if release == taken => Ok(artifact),
        Err(_) if is_guessed(report) => {
            Artifact::parse_as(artifact.bytes(), taken).map_err(|error| format!("not parsed as {taken}: {error}"))
        }
        other => Err(format!("the verifier reads it as {taken}, the parser as {other:?}")),
    }
}

/// Whether the recorded version alone does not say the release.
fn is_guessed(report: &Report) -> bool {
    let other_form = |rule: u16| {
        let rule = SPEC.rule(rule);
        rule.is_some_and(|rule| rule.checks.iter().any(|check| check.predicate == Predicate::VersionForm))
    };
    match report.release {
        report::Release::Recorded(_) => report.violations.iter().any(|violation| other_form(violation.rule)),
        _ => true,
    }
}

fn named(edition: Edition) -> Result<Release, String> {
    let name = SPEC.edition_name(edition);
    Release::from_name(name).ok_or_else(|| format!("the parser does not know release {name}"))
}

/// Decodes all that has a described inside.
fn decode(artifact: &Artifact<'_>) -> Result<(), Error> {
    artifact.to_parts()?;
    payloads(artifact)
}

/// Decodes all that has a described inside and that parts hold as bytes.
pub(crate) fn payloads(artifact: &Artifact<'_>) -> Result<(), Error> {
    artifact.module_info()?;
    artifact.component_info()?;
    artifact.module_types_apart()?;
    artifact.bti().map(drop)
}

/// What can be decoded without knowing the release.
fn tables(artifact: &Artifact<'_>) -> Result<(), Error> {
    artifact.symbols()?;
    artifact.relocations().map(drop)
}

fn malformed(report: &Report) -> String {
    let violations = report.violations.iter().filter(|violation| violation.malformed);
    violations
        .map(|violation| format!("{} {} {}", violation.rule, violation.path, violation.found))
        .collect::<Vec<_>>()
        .join(", ")
}

/// What both read out of a file that decodes.
fn same(artifact: &Artifact<'_>, report: &Report) -> Outcome {
    let kind = match report.kind {
        Some(report::Kind::Module) => Some(cwasm::Kind::Module),
        Some(report::Kind::Component) => Some(cwasm::Kind::Component),
        None => None,
    };
    ensure(artifact.kind() == kind, || format!("kind {:?} and {kind:?}", artifact.kind()))?;
    let version = artifact.recorded_version().ok();
    ensure(version == report.recorded_version.as_deref(), || {
        format!("version {version:?} and {:?}", report.recorded_version)
    })?;
    let names = artifact.sections().map(|section| (section.name().to_owned(), section.offset(), section.size()));
    let sections = report.sections.iter().map(|section| {
        (section.name.clone(), section.range.start, section.range.end.saturating_sub(section.range.start))
    });
    ensure(names.eq(sections), || "other sections".to_owned())?;
    if report.edition().is_none() {
        return Ok(());
    }
    let engine = artifact.engine().map_err(|error| error.to_string())?;
    ensure(report.target.as_deref() == Some(engine.target()), || {
        format!("target {:?} and {}", report.target, engine.target())
    })?;
    values::same(artifact, report, &engine)
}
