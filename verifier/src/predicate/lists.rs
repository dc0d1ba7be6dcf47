//! Words about lists and the positions that values name in them: `as-listed`, `defined-before`.

use cwasm_spec::model::{Arg, Check, Place, Rule};

use super::counts::by_structure;
use super::numbers;
use super::rows::{beside, same_structure};
use super::values::LISTED;
use crate::run::{Run, number};

pub(super) fn as_listed(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [_, Arg::Place(position), Arg::Place(Place::Value(list))] = &*check.args else { return };
    by_structure(run, rule, check, |run, structure, wrong| {
        let Some(list) = run.columns.get(usize::from(*list)) else { return };
        let Some(same) = same_structure(structure.column, structure.index, list) else { return };
        for item in structure.items() {
            let position = beside(run, check, *position, item.row).and_then(|item| usize::try_from(item.value).ok());
            // A position outside of the list has a rule of its own.
            let listed = position.and_then(|position| list.nth(same, position)?.number());
            if let Some(listed) = listed.filter(|listed| *listed != item.value)
                && wrong.len() < LISTED
            {
                wrong.push((item, number(listed)));
            }
        }
    });
}

pub(super) fn defined_before(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [_, Arg::Place(Place::Value(definitions)), ..] = &*check.args else { return };
    let unfinished = numbers(check).first().copied().unwrap_or(0);
    by_structure(run, rule, check, |run, structure, wrong| {
        let Some(definitions) = run.columns.get(usize::from(*definitions)) else { return };
        let Some(same) = same_structure(structure.column, structure.index, definitions) else { return };
        let there = definitions.iter(same).filter(|(_, entry)| entry.number().is_some());
        let mut places = there.map(|(_, entry)| entry.at).peekable();
        // Both stand in the order of the file.
        let mut begun: u64 = 0;
        for item in structure.items() {
            while places.next_if(|at| *at < item.range.start).is_some() {
                begun = begun.saturating_add(1);
            }
            let defined = begun.saturating_sub(unfinished);
            if item.value >= defined && wrong.len() < LISTED {
                wrong.push((item, format!("below {}, as many as are defined before", number(defined))));
            }
        }
    });
}

pub(super) fn values_of(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [_, Arg::Place(values)] = &*check.args else { return };
    // What stands in bytes that do not decode is not known.
    let Some(column) = run.column(*values).filter(|column| !run.unreached.contains(&column.section)) else { return };
    let entries = (0..column.count()).flat_map(|structure| column.iter(structure));
    let mut wanted: Vec<u64> = entries.filter_map(|(_, entry)| entry.number()).collect();
    wanted.sort_unstable();
    wanted.dedup();
    by_structure(run, rule, check, |_, structure, wrong| {
        let mut wanted = wanted.iter();
        for item in structure.items() {
            match wanted.next() {
                Some(wanted) if *wanted == item.value => {}
                next => {
                    let expected = next.map_or_else(|| "no more".to_owned(), |next| number(*next));
                    wrong.push((item, expected));
                    return;
                }
            }
        }
        if let (Some(missing), Some(last)) = (wanted.next(), structure.items().last()) {
            wrong.push((last, format!("{} behind it", number(*missing))));
        }
    });
}
