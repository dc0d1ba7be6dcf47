//! What fuzzing and random damage found once, made again by an edit of a real artifact.

use std::fs;

use cwasm_properties::cases::{Record, root, sections};
use cwasm_properties::{agree, parse, roundtrip, verify};

const ARTIFACT: &str = "tests/corpus/50/50.0.1-traps-default.cwasm";

/// The artifact, and where the header and the data of a section stand in it.
fn artifact(section: &str) -> (Vec<u8>, usize, usize) {
    let bytes = fs::read(root().join(ARTIFACT)).unwrap();
    let (index, _, data) = sections(&bytes).into_iter().find(|(_, name, _)| name == section).unwrap();
    let table = Record::Header.get(&bytes, "e_shoff", false).unwrap() as usize;
    (bytes, table + 64 * index, data.start as usize)
}

fn all_hold(bytes: &[u8]) {
    parse::survives(bytes).unwrap();
    verify::survives(bytes).unwrap();
    agree::agree(bytes).unwrap();
    roundtrip::bytes(bytes).unwrap();
}

/// The alignment that would explain the gap before it did not fit 64 bits: the verifier panicked.
#[test]
fn a_function_at_the_end_of_the_address_space() {
    let (mut bytes, _, symbols) = artifact(".symtab");
    for value in [u64::MAX, u64::MAX - 1, 1 << 63, (1 << 63) + 1] {
        Record::Symbol.set(&mut bytes[symbols + 48..], "st_value", value, false).unwrap();
        all_hold(&bytes);
    }
}

/// The verifier took the file for a module, the parser for neither.
#[test]
fn a_file_that_does_not_say_its_kind() {
    let (mut bytes, ..) = artifact(".text");
    for flags in [0, 3] {
        Record::Header.set(&mut bytes, "e_flags", flags, false).unwrap();
        all_hold(&bytes);
    }
}

/// The verifier looked at nothing but the container, and found no fault with a section that does not decode.
#[test]
fn an_engine_section_without_a_version() {
    let (mut bytes, header, data) = artifact(".wasmtime.engine");
    for size in [0, 1, 2, 3] {
        Record::Section.set(&mut bytes[header..], "sh_size", size, false).unwrap();
        all_hold(&bytes);
    }
    let (mut bytes, ..) = artifact(".wasmtime.engine");
    bytes[data + 2] = 0xff;
    all_hold(&bytes);
}

/// The writer keeps the sections that it does not decode; the property took a malformed one for its fault.
#[test]
fn a_section_that_is_malformed_in_the_parts_too() {
    let (mut bytes, header, _) = artifact(".wasmtime.bti");
    Record::Section.set(&mut bytes[header..], "sh_size", 0, false).unwrap();
    all_hold(&bytes);
}
