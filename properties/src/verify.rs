//! Property: no bytes make the verifier panic; and its report fits the bytes, the description and itself.

use cwasm_verify::report::{Report, Subject, Verdict, Violation};
use cwasm_verify::{Options, SPEC, fields, verify};

use crate::{Outcome, dump, ensure};

/// A report lists no more breaches of a rule than this.
const LISTED: usize = 8;

/// Verifies the bytes as what they say they are, and looks at the report and at the dump.
pub fn survives(bytes: &[u8]) -> Outcome {
    let options = Options::default();
    let report = verify(bytes, &SPEC, &options);
    fields::fields(bytes, &SPEC, &options);
    sound(&report, bytes)?;
    dump::whole(bytes, &report)
}

/// Whether a report can be one about these bytes.
pub fn sound(report: &Report, bytes: &[u8]) -> Outcome {
    ensure(report.faults.is_empty(), || format!("faults: {:?}", report.faults))?;
    ensure((report.subject == Subject::Empty) == bytes.is_empty(), || format!("{:?}", report.subject))?;
    report.violations.iter().try_for_each(|violation| sound_violation(report, violation, bytes))?;
    if report.subject == Subject::Artifact {
        covered(report, bytes)?;
    }
    let broken = report.violations.iter().any(|violation| violation.malformed);
    ensure(!broken || report.verdict() == Verdict::Broken, || format!("malformed, but {:?}", report.verdict()))
}

fn sound_violation(report: &Report, violation: &Violation, bytes: &[u8]) -> Outcome {
    let wrong = |what: &str| format!("{what}: {violation:?}");
    let rule = SPEC.rule(violation.rule).ok_or_else(|| wrong("unknown rule"))?;
    let same = rule.level == violation.level && rule.malformed == violation.malformed;
    ensure(same, || wrong("not as the rule says"))?;
    let in_release = report.edition().is_none_or(|edition| rule.range.contains(edition));
    ensure(in_release, || wrong("a rule of other releases"))?;
    ensure(violation.range.start <= violation.range.end, || wrong("a range that ends before it begins"))?;
    let length = bytes.len() as u64;
    // What is missing behind the end of the file is shown there.
    ensure(violation.range.start <= length || violation.malformed, || wrong("outside of the file"))?;
    let listed = report.violations.iter().filter(|other| other.rule == violation.rule).count();
    ensure(listed <= LISTED, || wrong("listed too often"))?;
    let Some(cause) = violation.cause else { return Ok(()) };
    let cause = report.violations.get(cause).ok_or_else(|| wrong("a cause that is not there"))?;
    ensure(cause.cause.is_none() && cause.rule != violation.rule, || wrong("a cause that is none"))
}

/// Every byte belongs to one piece.
fn covered(report: &Report, bytes: &[u8]) -> Outcome {
    let mut end = 0;
    for piece in &report.coverage.pieces {
        ensure(piece.range.start == end && piece.range.end > end, || format!("{piece:?} does not begin at {end}"))?;
        end = piece.range.end;
    }
    ensure(end == bytes.len() as u64, || format!("covered to {end} of {}", bytes.len()))
}
