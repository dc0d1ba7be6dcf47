//! Damage: real artifacts cut at every length and with every single bit flipped. Nothing panics, and a flip goes unreported
//! only in a field that the description declares free. `cargo test -p cwasm-properties --test flips -- --nocapture` prints
//! how many flips were reported, by region, and where the others lie.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::thread;

use cwasm_properties::cases::{Field, map, root};
use cwasm_verify::report::{Report, Subject, Verdict};
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

fn report(bytes: &[u8]) -> Report {
    verify(bytes, &SPEC, &Options::default())
}

/// Whether a report says that something is wrong.
fn complains(report: &Report) -> bool {
    assert!(report.faults.is_empty(), "{:?}", report.faults);
    report.verdict() != Verdict::Conforming || !report.violations.is_empty()
}

#[test]
fn a_cut_artifact_is_never_conforming() {
    let bytes = read(CUT);
    for length in 0..bytes.len() {
        let report = report(bytes.get(..length).unwrap_or_default());
        assert!(complains(&report), "cut to {length} bytes it goes unnoticed");
        assert!(
            report.subject != Subject::Artifact || !report.violations.is_empty(),
            "cut to {length} bytes it has no finding"
        );
    }
}

/// Numbers of flips: all, and those that nobody noticed.
#[derive(Clone, Copy, Default)]
struct Count {
    flips: usize,
    silent: usize,
}

/// By region, field, and the reason for which the field is declared free.
type Table = BTreeMap<(String, String, String), Count>;

#[test]
fn a_flipped_bit_is_noticed_or_lies_in_a_free_field() {
    let whole = WHOLE.iter().map(|path| (path, true));
    let all: Vec<_> = whole.chain(CONTAINER.iter().map(|path| (path, false))).collect();
    let start = |(path, whole): &(&'static &str, bool)| {
        let (path, whole) = (**path, *whole);
        thread::spawn(move || flip_all(&read(path), whole))
    };
    let workers: Vec<_> = all.iter().map(start).collect();
    let mut table = Table::new();
    for (worker, (path, _)) in workers.into_iter().zip(&all) {
        let part = worker.join().unwrap_or_else(|_| panic!("{path}: the verifier panicked"));
        for (key, count) in part {
            let sum = table.entry(key).or_default();
            *sum = Count { flips: sum.flips + count.flips, silent: sum.silent + count.silent };
        }
    }
    print(&table);
    let bound = table.iter().filter(|((.., free), count)| free.is_empty() && count.silent > 0);
    let bound: Vec<String> =
        bound.map(|((region, name, _), count)| format!("{region}: {name}: {} flips", count.silent)).collect();
    assert!(bound.is_empty(), "unnoticed, and not declared free:\n{}", bound.join("\n"));
    assert_eq!(idle(&table), BTreeSet::new(), "declared free for reasons that no unnoticed flip shows");
}

/// Reasons for which fields are declared free although every flip in them was noticed: those fields are bound.
fn idle(table: &Table) -> BTreeSet<&str> {
    let reasons = |silent: bool| {
        let rows = table.iter().filter(move |(_, count)| !silent || count.silent > 0);
        rows.map(|((.., free), _)| &**free).filter(|free| !free.is_empty()).collect::<BTreeSet<_>>()
    };
    &reasons(false) - &reasons(true)
}

/// Flips every bit of every field; of payloads only if `whole`.
fn flip_all(bytes: &[u8], whole: bool) -> Table {
    let mut table = Table::new();
    let mut file = bytes.to_vec();
    for Field { region, name, range, free, .. } in map(bytes).into_iter().filter(|field| whole || !field.is_payload) {
        let count = table.entry((region, name, free)).or_default();
        for at in range {
            for bit in 0..8 {
                flip(&mut file, at, bit);
                count.flips += 1;
                count.silent += usize::from(!complains(&report(&file)));
                flip(&mut file, at, bit);
            }
        }
    }
    table
}

fn flip(file: &mut [u8], at: usize, bit: u32) {
    if let Some(byte) = file.get_mut(at) {
        *byte ^= 1 << bit;
    }
}

fn print(table: &Table) {
    let regions: BTreeSet<&String> = table.keys().map(|(region, ..)| region).collect();
    println!("{:28} {:>8} {:>8} {:>10}", "region", "flips", "reported", "unreported");
    for region in regions {
        let rows = table.iter().filter(|((of, ..), _)| of == region);
        let flips: usize = rows.clone().map(|(_, count)| count.flips).sum();
        let silent: usize = rows.clone().map(|(_, count)| count.silent).sum();
        println!("{region:28} {flips:8} {:8} {silent:10}", flips - silent);
        for ((_, name, free), count) in rows.filter(|(_, count)| count.silent > 0) {
            println!("    {name:62} {:6} of {:6} free: {free}", count.silent, count.flips);
        }
    }
}
