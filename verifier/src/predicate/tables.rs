//! Words about elements of no fixed size, and about lists in groups whose ends stand in another one.

use cwasm_spec::model::{Arg, Check, Rule};

use super::counts::by_structure;
use super::rows::{Row, same_structure};
use super::values::LISTED;
use crate::columns::Column;
use crate::run::{Run, number};

pub(super) fn sized_as(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [_, Arg::Place(elements)] = &*check.args else { return };
    by_structure(run, rule, check, |run, structure, wrong| {
        let Some(column) = run.column(*elements) else { return };
        let Some(same) = same_structure(structure.column, structure.index, column) else { return };
        for (item, (position, element)) in structure.items().zip(column.iter(same)) {
            let Row::Entry(_, _, own) = item.row else { return };
            let size = column.end(position).and_then(|end| end.checked_sub(element.at));
            let said = structure.column.end(own).map(|end| end.wrapping_sub(item.value));
            if let (Some(size), Some(said)) = (size, said)
                && size != said
                && wrong.len() < LISTED
            {
                wrong.push((item, format!("a place of {size} bytes, not of {}", number(said))));
            }
        }
    });
}

/// Positions behind each of which a group ends.
fn group_of(ends: &Column<'_>, structure: usize) -> impl FnMut(u64) -> Option<(usize, u64)> {
    let mut ends = ends.iter(structure).enumerate().peekable();
    move |position| {
        while ends.next_if(|(_, (_, end))| end.number().is_some_and(|end| end <= position)).is_some() {}
        let (group, (_, end)) = ends.peek()?;
        Some((*group, end.number()?))
    }
}

pub(super) fn below_owner(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [_, Arg::Place(owners), Arg::Place(ends)] = &*check.args else { return };
    by_structure(run, rule, check, |run, structure, wrong| {
        let (Some(owners), Some(ends)) = (run.column(*owners), run.column(*ends)) else { return };
        let mut group_of = group_of(ends, structure.index);
        for (position, (own, entry)) in (0_u64..).zip(structure.column.iter(structure.index)) {
            let Some((group, _)) = group_of(position) else { return };
            let bound = owners.nth(structure.index, group).and_then(|owner| owner.number());
            if let (Some(item), Some(bound)) = (structure.item(own, entry), bound)
                && item.value >= bound
                && wrong.len() < LISTED
            {
                wrong.push((item, format!("below {}", number(bound))));
            }
        }
    });
}

/// `below-named VALUES BOUNDS POSITIONS`.
pub(super) fn below_named(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [_, Arg::Place(bounds), Arg::Place(names)] = &*check.args else { return };
    by_structure(run, rule, check, |run, structure, wrong| {
        let (Some(bounds), Some(names)) = (run.column(*bounds), run.column(*names)) else { return };
        let Some(same) = same_structure(structure.column, structure.index, names) else { return };
        for ((position, entry), (_, name)) in structure.column.iter(structure.index).zip(names.iter(same)) {
            let Some(item) = structure.item(position, entry) else { continue };
            let name = name.number().and_then(|name| usize::try_from(name).ok());
            // A position that names nothing has a rule of its own.
            let bound = name.and_then(|name| bounds.nth(structure.index, name)?.number());
            if let Some(bound) = bound.filter(|bound| item.value >= *bound)
                && wrong.len() < LISTED
            {
                wrong.push((item, format!("below {}", number(bound))));
            }
        }
    });
}

/// `pairs-ascending FIRST SECOND`.
pub(super) fn pairs_ascending(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [_, Arg::Place(seconds)] = &*check.args else { return };
    by_structure(run, rule, check, |run, structure, wrong| {
        let Some(seconds) = run.column(*seconds) else { return };
        let Some(same) = same_structure(structure.column, structure.index, seconds) else { return };
        let mut before = None;
        for (item, (_, second)) in structure.items().zip(seconds.iter(same)) {
            let Some(second) = second.number() else { return };
            if let Some((first, other)) = before.filter(|before| (item.value, second) <= *before)
                && wrong.len() < LISTED
            {
                let expected =
                    format!("above {}, or the same with more than {} beside it", number(first), number(other));
                wrong.push((item.clone(), expected));
            }
            before = Some((item.value, second));
        }
    });
}

/// `set-but-last FLAGS STARTS UNIT`.
pub(super) fn set_but_last(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [_, Arg::Place(starts), Arg::Number(unit)] = &*check.args else { return };
    by_structure(run, rule, check, |run, structure, wrong| {
        let Some(column) = run.column(*starts) else { return };
        let Some(same) = same_structure(structure.column, structure.index, column) else { return };
        let mut starts = column.iter(same).filter_map(|(_, start)| start.number()?.checked_div(*unit)).peekable();
        let count = u64::try_from(structure.column.positions(structure.index).len()).unwrap_or(u64::MAX);
        for (next, item) in (1_u64..).zip(structure.items()) {
            while starts.next_if(|start| *start < next).is_some() {}
            let is_last = next == count || starts.peek() == Some(&next);
            if (item.value == 0) != is_last && wrong.len() < LISTED {
                wrong.push((item, number(u64::from(!is_last))));
            }
        }
    });
}
