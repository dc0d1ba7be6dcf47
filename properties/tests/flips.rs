//! Damage: real artifacts cut at every length and with every single bit flipped. Nothing panics, and a flip goes unreported
//! only in a field that the description declares free. `cargo test -p cwasm-properties --test flips -- --nocapture` prints
//! how many flips were reported, by region, and where the others lie. More artifacts are in spec/FLIPS.md.

use std::collections::BTreeSet;
use std::fs;
use std::thread;

use cwasm_properties::cases::root;
use cwasm_properties::flips::{Table, add, flip_all, says, sum, unwatched};
use cwasm_verify::report::Subject;
use cwasm_verify::{Options, SPEC, verify};

/// Every described byte of these is flipped: both wires, both byte orders, with and without symbols.
const WHOLE: &[&str] = &[
    "tests/corpus/3/3.0.1-comp_v3-s390x-unknown-linux-gnu-default.cwasm",
    "tests/corpus/22/22.0.0-empty-default.cwasm",
    "tests/corpus/48/48.0.0-component-empty-default.cwasm",
];

/// Of these the container only: libcalls, and native DWARF with relocations and section symbols.
const CONTAINER: &[&str] = &["tests/corpus/20/20-ceil.cwasm", "tests/corpus/36/36.0.0-dwarf-debug.cwasm"];

/// A small one with code, for cutting at every length.
const CUT: &str = "tests/corpus/8/8.0.1-one-function-mvp.cwasm";

fn read(path: &str) -> Vec<u8> {
    fs::read(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn a_cut_artifact_is_never_conforming() {
    let bytes = read(CUT);
    for length in 0..bytes.len() {
        let report = verify(bytes.get(..length).unwrap_or_default(), &SPEC, &Options::default());
        assert!(says(&report), "cut to {length} bytes it goes unnoticed");
        assert!(
            report.subject != Subject::Artifact || !report.violations.is_empty(),
            "cut to {length} bytes it has no finding"
        );
    }
}

#[test]
fn a_flipped_bit_is_noticed_or_lies_in_a_free_field() {
    let whole = WHOLE.iter().map(|path| (path, true));
    let all: Vec<_> = whole.chain(CONTAINER.iter().map(|path| (path, false))).collect();
    let start = |(path, whole): &(&'static &str, bool)| {
        let (path, whole) = (**path, *whole);
        thread::spawn(move || flip_all(&read(path), |field| whole || !field.is_payload))
    };
    let workers: Vec<_> = all.iter().map(start).collect();
    let mut table = Table::new();
    for (worker, (path, _)) in workers.into_iter().zip(&all) {
        add(&mut table, &worker.join().unwrap_or_else(|_| panic!("{path}: the verifier panicked")));
    }
    print(&table);
    let unwatched = unwatched(&table);
    assert!(unwatched.is_empty(), "unnoticed, and not declared free:\n{}", unwatched.join("\n"));
    // Whether each reason is needed, the command asks that flips more artifacts: examples/flips.rs.
}

fn print(table: &Table) {
    let regions: BTreeSet<&String> = table.keys().map(|(region, ..)| region).collect();
    println!("{:28} {:>8} {:>8} {:>10}", "region", "flips", "reported", "unreported");
    for region in regions {
        let rows = table.iter().filter(|((of, ..), _)| of == region);
        let all = sum(rows.clone().map(|(_, count)| count));
        println!("{region:28} {:8} {:8} {:10}", all.flips, all.flips - all.silent, all.silent);
        for ((_, name, free), count) in rows.filter(|(_, count)| count.silent > 0) {
            println!("    {name:62} {:6} of {:6} free: {free}", count.silent, count.flips);
        }
    }
}
