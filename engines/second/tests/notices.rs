//! Whether a difference is noticed: a Wasmtime that says nothing, or nearly the right thing, does not agree.

use std::path::PathBuf;

use cwasm::types::{TrapCode, Traps};
use cwasm::{Artifact, Release};
use cwasm_second::{Tally, Wasmtime, compare};

const SILENT: Wasmtime = Wasmtime {
    file_pos: |_, _| None,
    address_map: None,
    trap: |_, _| None,
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

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/36/36.0.0-traps-default.cwasm")
}

fn compared(wasmtime: Wasmtime) -> Tally {
    compare(&wasmtime, Release::R36, [path()].into_iter())
}

#[test]
fn silence_is_no_agreement() {
    let tally = compared(SILENT);
    let [map, traps, ..] = tally.tables;
    // Each name and each trap, and every offset from the first entry of the map that has a position.
    assert!(tally.differences >= tally.names + traps.entries + map.entries, "{tally:?}");
}

#[test]
fn one_offset_is_enough() {
    // The traps as the library reads them, but each entry holds up to the one behind it.
    let near = Wasmtime {
        trap: |section, offset| {
            let traps = Traps::from_bytes(section, Release::R36).ok()?;
            let at = traps.offset?.iter().rposition(|each| *each <= offset)?;
            TrapCode::from_number(traps.code?[at].into(), Release::R36).map(|code| format!("{code:?}"))
        },
        ..SILENT
    };
    let bytes = std::fs::read(path()).expect("the artifact can be read");
    let artifact = Artifact::parse(&bytes).expect("it is one");
    let first = artifact.traps().expect("its traps decode").and_then(|traps| traps.offset).expect("it has traps")[0];
    let (silent, near) = (compared(SILENT), compared(near));
    let wrong = near.tables[1].look_ups - u64::from(first) - near.tables[1].entries;
    assert_eq!(near.differences, silent.differences - near.names - near.tables[1].entries + wrong);
}

#[test]
fn a_tally_is_read_as_it_was_written() {
    let tally = compared(SILENT);
    assert_eq!(Tally::parse(&tally.to_string()), Some(tally));
    assert_eq!(Tally::parse("tally 1 2"), None);
    assert_eq!(Tally::parse("something else"), None);
}
