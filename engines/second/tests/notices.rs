//! Whether a difference is noticed: a Wasmtime that says nothing, or nearly the right thing, does not agree.

use std::path::PathBuf;

use cwasm::Release;
use cwasm::types::{Addrmap, TrapCode, Traps};
use cwasm_second::{Tally, Wasmtime, compare};

/// Reads the layout of its release by way of the library, so that it must agree.
const ECHO: Wasmtime = Wasmtime {
    file_pos: |section, offset| {
        let map = Addrmap::from_bytes(section, Release::R36).ok()?;
        let at = map.offset?.iter().rposition(|each| *each <= offset)?;
        let position = map.position?[at];
        Some((!position.is_none()).then_some(position.0))
    },
    address_map: None,
    trap: |section, offset| trap(section, |each| each == offset),
    traps: None,
    stack_map: None,
    stack_maps: None,
    call_site: None,
    call_sites: None,
    point: None,
    points: None,
    breakpoint: None,
    breakpoints: None,
    value_type: None,
    load: None,
};

/// The last trap that is wanted.
fn trap(section: &[u8], wanted: impl Fn(u32) -> bool) -> Option<String> {
    let traps = Traps::from_bytes(section, Release::R36).ok()?;
    let at = traps.offset?.iter().rposition(|offset| wanted(*offset))?;
    TrapCode::from_number(traps.code?[at].into(), Release::R36).map(|code| format!("{code:?}"))
}

fn compared(wasmtime: Wasmtime) -> Tally {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/36/36.0.0-traps-default.cwasm");
    compare(&wasmtime, Release::R36, [path].into_iter())
}

#[test]
fn the_same_agrees() {
    let tally = compared(ECHO);
    assert_eq!(tally.differences, 0);
    assert_eq!(Tally::parse(&tally.to_string()), Some(tally));
    assert_eq!(Tally::parse("tally 1 2"), None);
    assert_eq!(Tally::parse("something else"), None);
}

#[test]
fn silence_is_no_agreement() {
    let tally = compared(Wasmtime { file_pos: |_, _| None, trap: |_, _| None, ..ECHO });
    let [map, traps, ..] = tally.tables;
    assert!(tally.differences >= tally.names + traps.entries + map.entries + tally.made.entries, "{tally:?}");
}

#[test]
fn one_byte_beside_is_a_difference() {
    let next = compared(Wasmtime {
        trap: |section, offset| trap(section, |each| Some(each) == offset.checked_add(1)),
        ..ECHO
    });
    let before = compared(Wasmtime { trap: |section, offset| trap(section, |each| each <= offset), ..ECHO });
    assert!(next.differences > 0 && before.differences > 0);
}

#[test]
fn an_entry_that_is_not_listed_is_a_difference() {
    let tally = compared(Wasmtime { traps: Some(|_| Ok(Vec::new())), ..ECHO });
    assert!(tally.differences > 0);
}
