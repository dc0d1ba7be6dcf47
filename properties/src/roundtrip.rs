//! Property: what was read can be written, and what was written reads the same.

use cwasm::types::Engine;
use cwasm::{Artifact, Body, Error, ErrorKind, Parts, Release, Target};
use cwasm_spec::version::Edition;
use cwasm_verify::report::Verdict;
use cwasm_verify::{Options, SPEC, verify};

use crate::choices::Choices;
use crate::{Outcome, agree, ensure, smith};

/// Bytes -> parts -> bytes. The writer's file never is malformed and comes back as itself; a conforming file comes back too.
pub fn bytes(file: &[u8]) -> Outcome {
    let Ok(artifact) = Artifact::parse(file) else { return Ok(()) };
    if artifact.release().is_ok() {
        return again(&artifact, true);
    }
    // Nobody says which release it is, so any could be meant.
    Release::ALL.iter().step_by(8).try_for_each(|release| {
        let artifact = Artifact::parse_as(file, *release).map_err(|error| error.to_string())?;
        again(&artifact, false)
    })
}

fn again(artifact: &Artifact<'_>, recorded: bool) -> Outcome {
    let Ok(parts) = artifact.to_parts() else { return Ok(()) };
    // A file that cannot be written says why, and which part it is.
    let written = match parts.to_bytes() {
        Ok(written) => written,
        Err(error) => return ensure(!error.path().is_empty(), || format!("an error without a path: {error}")),
    };
    stable(&parts, &written)?;
    if recorded {
        let report = verify(artifact.bytes(), &SPEC, &Options::default());
        let kept = written == artifact.bytes() || report.verdict() != Verdict::Conforming;
        ensure(kept, || "a conforming file is written otherwise".to_owned())?;
    }
    Ok(())
}

/// What was written of these parts is read and written again.
pub fn stable(parts: &Parts, written: &[u8]) -> Outcome {
    let release = parts.release;
    let artifact = Artifact::parse_as(written, release).map_err(|error| format!("written, but not parsed: {error}"))?;
    let again = artifact.to_parts().map_err(|error| format!("written, but not taken apart: {error}"))?;
    let bytes = again.to_bytes().map_err(|error| format!("written, but not again: {error}"))?;
    ensure(bytes == written, || "written again, it is another file".to_owned())?;
    ensure(again.engine == parts.engine, || "other engine metadata are read than were written".to_owned())?;
    let options = Options { edition: SPEC.edition(release.name()) };
    let report = verify(written, &SPEC, &options);
    // Sections that the parts hold as bytes may be malformed from the beginning.
    let was_malformed = agree::payloads(&artifact).is_err();
    ensure(report.is_malformed() == was_malformed, || {
        format!("a malformed file was written: {:?}", report.violations.first())
    })
}

/// Values -> bytes -> values: engine metadata of any release, encoded here, are read and written as they are by the library,
/// and the verifier reads them too.
pub fn engine(choices: &mut Choices<'_>, well_formed: bool) -> Outcome {
    let (release, bytes) = smith::engine(choices, well_formed)?;
    let engine = Engine::from_bytes(&bytes, release).map_err(|error| format!("{release}: not read: {error}"))?;
    let written = engine.to_bytes(release).map_err(|error| format!("{release}: not written: {error}"))?;
    ensure(written == bytes, || format!("{release}: written as {written:02x?}, not {bytes:02x?}"))?;
    let edition = SPEC.edition(release.name()).ok_or_else(|| format!("{release} is not described"))?;
    match (Parts { engine, ..smith::simplest(edition, false)? }).to_bytes() {
        Err(error) => ensure(error.kind() == ErrorKind::UnknownTarget, || format!("{release}: no artifact: {error}")),
        Ok(file) => {
            let report = verify(&file, &SPEC, &Options { edition: Some(edition) });
            ensure(!report.is_malformed(), || format!("{release}: {:?}", report.violations.first()))
        }
    }
}

/// Values -> bytes -> values: the payload of some section of a release.
pub fn any_payload(choices: &mut Choices<'_>, edition: Edition, well_formed: bool) -> Outcome {
    let layouts = smith::layouts(edition);
    choices.one(&layouts).map_or(Ok(()), |layout| payload(choices, layout, edition, well_formed))
}

/// Values -> bytes -> values: a payload of a release, encoded here, is read and written as it is by the library; and in a
/// file the verifier reads the same out of it.
pub fn payload(choices: &mut Choices<'_>, layout: &str, edition: Edition, well_formed: bool) -> Outcome {
    let (release, bytes) = smith::payload(choices, layout, edition, well_formed)?;
    let written = rewritten(layout, &bytes, release);
    let written = written.map_err(|error| format!("{release} {layout}: not read or written: {error}"))?;
    ensure(written == bytes, || format!("{release} {layout}: written as {written:02x?}, not {bytes:02x?}"))?;
    let (section, component) = smith::home(layout).ok_or_else(|| format!("no section holds {layout}"))?;
    let mut parts = smith::simplest(edition, component)?;
    let mut homes = parts.sections.iter_mut().filter(|part| part.name == section);
    let home = homes.next().ok_or_else(|| format!("{release}: no section {section}"))?;
    home.body = Body::Data(bytes);
    let file = parts.to_bytes().map_err(|error| format!("{release} {layout}: no artifact: {error}"))?;
    let report = verify(&file, &SPEC, &Options { edition: Some(edition) });
    ensure(!report.is_malformed(), || format!("{release} {layout}: {:?}", report.violations.first()))?;
    agree::compare(&file, &report).map_err(|difference| format!("{release} {layout}: {difference}"))
}

/// What does not depend on the target has to be the same for each.
const ANY: &str = "x86_64-unknown-linux-gnu";

/// The bytes of a payload, read and written.
fn rewritten(layout: &str, bytes: &[u8], release: Release) -> Result<Vec<u8>, Error> {
    match smith::body(layout, bytes, release, ANY)? {
        Body::ModuleInfo(info) => info.to_bytes(release),
        Body::ComponentInfo(info) => info.to_bytes(release),
        Body::ModuleTypesApart(types) => types.to_bytes(release),
        Body::Table(table) => Target::parse(ANY).map_or(Ok(Vec::new()), |target| table.to_bytes(release, target)),
        // Bytes are what they are.
        _ => Ok(bytes.to_vec()),
    }
}

/// Parts -> bytes -> parts: an artifact made from the description conforms, and comes back as it was.
pub fn artifact(choices: &mut Choices<'_>) -> Outcome {
    let parts = smith::artifact(choices)?;
    let release = parts.release;
    let bytes = parts.to_bytes().map_err(|error| format!("{release}: not written: {error}"))?;
    let report = verify(&bytes, &SPEC, &Options { edition: SPEC.edition(release.name()) });
    let first = report.violations.first();
    ensure(first.is_none(), || format!("{release} {}: {first:?}", parts.engine.target()))?;
    ensure(report.verdict() == Verdict::Conforming, || format!("{:?} {:?}", report.verdict(), report.unreached))?;
    let read = Artifact::parse_as(&bytes, release).and_then(|artifact| artifact.to_parts());
    let read = read.map_err(|error| format!("{release}: not read: {error}"))?;
    ensure(read == parts, || format!("{release}: read as {read:?}, not {parts:?}"))?;
    let again = read.to_bytes().map_err(|error| format!("{release}: not written again: {error}"))?;
    ensure(again == bytes, || format!("{release}: written again, it is another file"))
}
