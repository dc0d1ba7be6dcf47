//! Words about numbers that are the same all over something, and numbers that have to be there: `alike`, `alike-in-place`,
//! `not-none`.

use cwasm_spec::model::{Arg, Check, Rule};

use super::counts::by_structure;
use super::places::Places;
use super::rows::{Item, Row, same_structure};
use super::values::LISTED;
use crate::run::{Run, number};

pub(super) fn alike(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    by_structure(run, rule, check, |_, structure, wrong| {
        let mut items = structure.items();
        let Some(first) = items.next() else { return };
        let other = items.find(|item| item.value != first.value);
        wrong.extend(other.map(|item| (item, format!("{}, as the first one", number(first.value)))));
    });
}

pub(super) fn alike_in_place(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [_, Arg::Place(offsets), Arg::Place(places)] = &*check.args else { return };
    let Some(places) = Places::new(run, check, *places) else { return };
    by_structure(run, rule, check, |run, structure, wrong| {
        let Some(offsets) = run.column(*offsets) else { return };
        let Some(same) = same_structure(structure.column, structure.index, offsets) else { return };
        let mut last: Option<(usize, u64)> = None;
        for ((position, entry), (_, offset)) in structure.column.iter(structure.index).zip(offsets.iter(same)) {
            let Some(item) = structure.item(position, entry) else { continue };
            // Who calls is in front of where the call returns to.
            let called = offset.number().and_then(|offset| offset.checked_sub(1));
            let Some((place, (start, _))) = called.and_then(|called| places.find(called)) else { continue };
            match last {
                Some((before, value)) if before == place => {
                    if value != item.value {
                        let expected = format!("{}, as before in the function at {}", number(value), number(start));
                        wrong.push((item, expected));
                        return;
                    }
                }
                _ => last = Some((place, item.value)),
            }
        }
    });
}

pub(super) fn not_none(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    by_structure(run, rule, check, |_, structure, wrong| {
        for (_, entry) in structure.column.iter(structure.index) {
            if let Some(at) = entry.none_place().filter(|_| wrong.len() < LISTED) {
                let item = Item { value: u64::from(u32::MAX), range: at..at.saturating_add(1), row: Row::One };
                wrong.push((item, "one that is there".to_owned()));
            }
        }
    });
}
