//! Property: what was read can be written, and what was written reads the same.

use cwasm::{Artifact, Parts, Release};
use cwasm_verify::report::Verdict;
use cwasm_verify::{Options, SPEC, verify};

use crate::{Outcome, ensure};

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
    ensure(!report.is_malformed(), || format!("a malformed file was written: {:?}", report.violations.first()))
}
