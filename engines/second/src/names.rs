//! Whether both sides call the same numbers by the same names: all that a byte can hold, whether an artifact has them or not.

use cwasm::lookup::Trap;
use cwasm::types::{FrameValue, TrapCode, Traps};
use cwasm::{Error, Release};

use crate::tally::Tally;
use crate::wasmtime::Wasmtime;

pub(crate) fn compare(wasmtime: &Wasmtime, release: Release, tally: &mut Tally) {
    for number in 0..=u8::MAX {
        let ours = TrapCode::from_number(number.into(), release).map(|code| format!("{code:?}"));
        let theirs = match one_trap(number, release) {
            Ok(section) => (wasmtime.trap)(&section, 0),
            Err(error) => Some(error.to_string()),
        };
        same("trap", number, ours, theirs, tally);
        if let Some(value_type) = wasmtime.value_type {
            let ours = FrameValue::from_number(number.into(), release).map(|value| format!("{value:?}"));
            same("type", number, ours, value_type(number), tally);
        }
    }
}

/// A section with one trap at the start of `.text`.
fn one_trap(code: u8, release: Release) -> Result<Vec<u8>, Error> {
    Traps::build(release, [Trap { offset: 0, code }])?.to_bytes(release)
}

/// Names of one word are written in different ways: `AnyRef` and `Anyref`.
fn same(what: &str, number: u8, ours: Option<String>, theirs: Option<String>, tally: &mut Tally) {
    if ours.is_some() || theirs.is_some() {
        tally.names += 1;
    }
    let alike = match (&ours, &theirs) {
        (Some(ours), Some(theirs)) => ours.eq_ignore_ascii_case(theirs),
        (ours, theirs) => ours == theirs,
    };
    if !alike {
        tally.differs(&format!("{what} {number}"), &format!("{ours:?} here, {theirs:?} in Wasmtime"));
    }
}
