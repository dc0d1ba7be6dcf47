//! Property: a dump tells every byte of any file once and in order, a part of it is the same as in the whole, and of a file
//! without a finding nothing stays dark.

use std::ops::{ControlFlow, Range};

use cwasm_verify::SPEC;
use cwasm_verify::dump::{Kind, Scope, dump};
use cwasm_verify::report::{Report, Verdict};

use crate::{Outcome, ensure};

/// What is told of a range.
type Told = (Range<u64>, Kind, String, String, Vec<u16>);

/// Looks at the dump of a file and at that of its middle.
pub fn whole(bytes: &[u8], report: &Report) -> Outcome {
    let told = tell(bytes, report, &Scope::ALL);
    let size = bytes.len() as u64;
    let mut end = 0;
    for (range, ..) in &told {
        ensure(range.start == end && range.end >= end, || format!("told {range:?} behind {end}"))?;
        end = range.end;
    }
    ensure(end == size, || format!("told to {end} of {size}"))?;
    let dark = |told: &&Told| matches!(told.1, Kind::Undecoded | Kind::Nothing);
    if report.verdict() == Verdict::Conforming && report.violations.is_empty() && report.unreached.is_empty() {
        ensure(!told.iter().any(|told| dark(&told)), || format!("dark: {:?}", told.iter().find(dark)))?;
    }
    let middle = size / 3..size / 3 * 2;
    let mut part = tell(bytes, report, &Scope { range: middle.clone(), ..Scope::ALL });
    part.retain(|(range, ..)| !range.is_empty());
    let within = told.into_iter().filter(|(range, ..)| range.start < middle.end && middle.start < range.end);
    let within: Vec<Told> = within.filter(|(range, ..)| !range.is_empty()).collect();
    ensure(part == within, || format!("{middle:?} is told otherwise alone than in the whole"))
}

fn tell(bytes: &[u8], report: &Report, scope: &Scope<'_>) -> Vec<Told> {
    let mut told = Vec::new();
    dump(bytes, &SPEC, report.edition(), scope, &mut |field| {
        let (path, value) = (field.path.to_owned(), field.value.to_owned());
        told.push((field.range.clone(), field.kind, path, value, field.rules.to_vec()));
        ControlFlow::Continue(())
    });
    told
}
