//! Damage by flipped bits: which of them the verifier notices, by field. `tests/flips.rs` asks it of small artifacts, the
//! command `cargo run --release -p cwasm-properties --example flips` of more, into spec/FLIPS.md.

use std::collections::{BTreeMap, BTreeSet};

use cwasm_verify::report::{Report, Verdict};
use cwasm_verify::{Options, SPEC, verify};

use crate::cases::{Field, map};

/// What is done to a byte: one bit flipped, each in turn, and all at once.
pub const MASKS: [u8; 9] = [1, 2, 4, 8, 16, 32, 64, 128, 255];

/// Numbers of flips: all, and those that nobody noticed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// All.
    pub flips: usize,
    /// Those after which the verifier has nothing to say.
    pub silent: usize,
}

/// By region, field, and the reason for which the field is declared free.
pub type Table = BTreeMap<(String, String, String), Count>;

/// Whether the verifier says that something is wrong.
///
/// # Panics
///
/// If the description is at fault.
pub fn complains(bytes: &[u8]) -> bool {
    says(&verify(bytes, &SPEC, &Options::default()))
}

/// Whether a report says that something is wrong.
///
/// # Panics
///
/// If the description is at fault.
pub fn says(report: &Report) -> bool {
    assert!(report.faults.is_empty(), "{:?}", report.faults);
    report.verdict() != Verdict::Conforming || !report.violations.is_empty()
}

/// Flips every bit of every field that is wanted, and all bits of every byte of it at once.
pub fn flip_all(bytes: &[u8], wanted: impl Fn(&Field) -> bool) -> Table {
    let mut table = Table::new();
    let mut file = bytes.to_vec();
    for Field { region, name, range, free, .. } in map(bytes).into_iter().filter(wanted) {
        let count = table.entry((region, name, free)).or_default();
        for at in range {
            for mask in MASKS {
                flip(&mut file, at, mask);
                count.flips += 1;
                count.silent += usize::from(!complains(&file));
                flip(&mut file, at, mask);
            }
        }
    }
    table
}

fn flip(file: &mut [u8], at: usize, mask: u8) {
    if let Some(byte) = file.get_mut(at) {
        *byte ^= mask;
    }
}

/// Adds the numbers of another table.
pub fn add(table: &mut Table, other: &Table) {
    for (key, count) in other {
        let sum = table.entry(key.clone()).or_default();
        *sum = Count { flips: sum.flips + count.flips, silent: sum.silent + count.silent };
    }
}

/// The sum of some rows.
pub fn sum<'a>(counts: impl IntoIterator<Item = &'a Count>) -> Count {
    counts.into_iter().fold(Count::default(), |sum, count| Count {
        flips: sum.flips + count.flips,
        silent: sum.silent + count.silent,
    })
}

/// Rows with flips that nobody noticed, of fields that are not declared free.
pub fn unwatched(table: &Table) -> Vec<String> {
    let rows = table.iter().filter(|((.., free), count)| free.is_empty() && count.silent > 0);
    rows.map(|((region, name, _), count)| format!("{region}: {name}: {} flips", count.silent)).collect()
}

/// Reasons for which fields are declared free although every flip in them was noticed: those fields are bound. Lengths and
/// options do not count: a wrong one moves all that follows.
pub fn idle(table: &Table) -> BTreeSet<&str> {
    let counts = |name: &str| !name.ends_with(" Length") && !name.ends_with(" Option");
    let reasons = |silent: bool| {
        let rows =
            table.iter().filter(move |((_, name, _), count)| if silent { count.silent > 0 } else { counts(name) });
        rows.map(|((.., free), _)| &**free).filter(|free| !free.is_empty()).collect::<BTreeSet<_>>()
    };
    &reasons(false) - &reasons(true)
}
