//! Words about where things stand: numbers that say a position, last numbers, and rows of bits.

use cwasm_spec::model::{Arg, Check, Place, Rule};

use super::counts::{Structure, by_structure};
use super::rows::{Row, item, item_in};
use super::subject;
use super::values::{LISTED, report};
use crate::columns::Column;
use crate::run::{Run, number};

/// The column of an argument.
fn column<'r>(run: &'r Run<'_>, check: &Check, index: usize) -> Option<&'r Column<'r>> {
    match check.args.get(index)? {
        Arg::Place(place) => run.column(*place),
        _ => None,
    }
}

fn plain(check: &Check, index: usize) -> Option<u64> {
    match check.args.get(index)? {
        Arg::Number(number) => Some(*number),
        _ => None,
    }
}

pub(super) fn stands_at(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let origin = column(run, check, 2).and_then(Column::first).map(|entry| entry.at);
    let (Some(origin), Some(unit)) = (origin, plain(check, 3)) else { return };
    let added = match check.args.get(4) {
        Some(Arg::Place(place)) => item(run, *place, Row::One).map(|item| item.value),
        Some(_) => return,
        None => Some(0),
    };
    let Some(added) = added else { return };
    by_structure(run, rule, check, |run, structure, wrong| {
        // What stands in bytes that do not decode is not known.
        let Some(goals) = column(run, check, 1).filter(|goals| !run.unreached.contains(&goals.section)) else { return };
        for item in structure.items() {
            let Row::Entry(_, _, position) = item.row else { continue };
            // That as many are there has a rule of its own.
            let Some(goal) = goals.entry(position) else { return };
            let distance = goal.at.checked_sub(origin).and_then(|distance| distance.checked_div(unit));
            let Some(wanted) = distance.map(|distance| distance.saturating_add(added)) else { continue };
            if item.value != wanted && wrong.len() < LISTED {
                wrong.push((item, number(wanted)));
            }
        }
    });
}

pub(super) fn ends_at(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    by_structure(run, rule, check, |run, structure, wrong| {
        let (Some(last), Some(bound)) = (structure.items().last(), structure.bound(run)) else { return };
        if last.value != bound.value {
            wrong.push((last, format!("{}, as the last one", number(bound.value))));
        }
    });
    if let Some(Arg::Place(bound)) = check.args.get(1) {
        nothing_ends(run, rule, check, *bound);
    }
}

/// Without values the number is 0 where the last of them should end.
fn nothing_ends(run: &mut Run<'_>, rule: &Rule, check: &Check, bound: Place) {
    let Some(values) = subject(check).and_then(|place| run.column(place)) else { return };
    let empty = (0..values.count()).filter(|index| values.positions(*index).is_empty());
    let wrong: Vec<_> = empty
        .filter_map(|index| item_in(run, bound, values, index))
        .filter(|said| said.value != 0)
        .take(LISTED)
        .collect();
    for said in wrong {
        report(run, rule, bound, &said, number(said.value), "0".to_owned());
    }
}

pub(super) fn bits_fit(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let (Some(unit), Some(width)) = (plain(check, 2), plain(check, 3)) else { return };
    by_structure(run, rule, check, |run, structure, wrong| {
        let Some(bound) = structure.bound(run) else { return };
        let Some((highest, last)) = highest_bit(structure, width) else { return };
        if highest.is_none_or(|highest| highest < last.saturating_mul(width)) {
            let expected = "a bit in the last one".to_owned();
            wrong.extend(structure.items().last().map(|item| (item, expected)));
        } else if let Some(highest) = highest
            && highest.saturating_mul(unit) >= bound.value
        {
            let expected = format!("no bit from {} on", number(bound.value.div_ceil(unit.max(1))));
            wrong.extend(structure.items().last().map(|item| (item, expected)));
        }
    });
}

pub(super) fn row_of_bits(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let Some(width) = plain(check, 2) else { return };
    by_structure(run, rule, check, |run, structure, wrong| {
        let Some(bound) = structure.bound(run) else { return };
        let row = highest_bit(structure, width);
        let there = row.map_or(0, |(_, last)| last.saturating_add(1));
        let wanted = bound.value.div_ceil(width.max(1));
        if there != wanted {
            let expected = format!("a length for which {} numbers of {width} bits are enough", number(there));
            wrong.push((bound, expected));
        } else if let Some((Some(highest), _)) = row
            && highest >= bound.value
        {
            let expected = format!("no bit from {} on", number(bound.value));
            wrong.extend(structure.items().last().map(|item| (item, expected)));
        }
    });
}

/// The position of the highest set bit of a row of numbers, and of the last number; `None` for an empty row.
fn highest_bit(structure: Structure<'_>, width: u64) -> Option<(Option<u64>, u64)> {
    let mut highest = None;
    let mut last = None;
    let numbers = structure.column.iter(structure.index).filter_map(|(_, entry)| entry.number());
    for (number, index) in numbers.zip(0_u64..) {
        last = Some(index);
        if let Some(bit) = number.checked_ilog2() {
            highest = Some(index.saturating_mul(width).saturating_add(u64::from(bit)));
        }
    }
    last.map(|last| (highest, last))
}
