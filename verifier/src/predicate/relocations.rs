//! Words about relocations: their places, their order, and what they refer to.

use cwasm_spec::model::{Arg, Check, Info, Rule};

use super::declared::relocation_bytes;
use super::rows::{Item, Row, item, names, rows};
use super::subject;
use super::values::LISTED;
use crate::raw::uint;
use crate::run::{Run, finding, number};

pub(super) fn ascending(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let Some(place) = subject(check) else { return };
    let mut last: Option<(usize, u64)> = None;
    let mut wrong: Vec<(Item, u64)> = Vec::new();
    for row in rows(run, check, place) {
        let (Row::Relocation(section, ..), Some(item)) = (row, item(run, place, row)) else { continue };
        if let Some((before, value)) = last
            && before == section
            && item.value <= value
            && wrong.len() < 64
        {
            wrong.push((item.clone(), value));
        }
        last = Some((section, item.value));
    }
    for (item, before) in wrong {
        let (section, path) = names(run, place, item.row);
        run.report(rule, || {
            finding(item.range, section, path, number(item.value), format!("above {}", number(before)))
        });
    }
}

pub(super) fn place_inside(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let Some(place) = subject(check) else { return };
    let outside: Vec<(Item, u64)> = rows(run, check, place)
        .filter_map(|row| {
            let item = item(run, place, row)?;
            let size = target_size(run, row)?;
            let end = item.value.checked_add(filled(run, row));
            end.is_none_or(|end| end > size).then_some((item, size))
        })
        .take(64)
        .collect();
    for (item, size) in outside {
        let (section, path) = names(run, place, item.row);
        run.report(rule, || {
            finding(item.range, section, path, number(item.value), format!("a place below {}", number(size)))
        });
    }
}

/// The size of the section that a relocation applies to.
fn target_size(run: &Run<'_>, row: Row) -> Option<u64> {
    let Row::Relocation(section, ..) = row else { return None };
    let known = run.image.sections.get(section)?.known?;
    let Info::Relocated(target) = run.spec.sections.get(usize::from(known))?.info else { return None };
    Some(run.image.section(target)?.size)
}

/// How many bytes a relocation fills; at least one.
fn filled(run: &Run<'_>, row: Row) -> u64 {
    let Row::Relocation(section, _, at) = row else { return 1 };
    let record = &run.records.relocation;
    let number =
        record.index("r_info").and_then(|field| record.read_slice(run.bytes(), at, field, Some(0), run.order()));
    number.and_then(|number| relocation_bytes(run, section, number)).unwrap_or(1)
}

/// `holds PLACE ADDEND`.
pub(super) fn holds(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [Arg::Place(places), Arg::Place(addends)] = &*check.args else { return };
    let mut wrong: Vec<(Item, u64)> = Vec::new();
    for row in rows(run, check, *places) {
        let (Some(place), Some(addend)) = (item(run, *places, row), item(run, *addends, row)) else { continue };
        let Some(found) = at_place(run, row, place.value) else { continue };
        if found != addend.value && wrong.len() < LISTED {
            wrong.push((addend, found));
        }
    }
    for (item, found) in wrong {
        let (section, path) = names(run, *addends, item.row);
        run.report(rule, || {
            finding(item.range, section, path, number(item.value), format!("{}, which is there", number(found)))
        });
    }
}

/// The number where a relocation has its place; `None` if it lies outside, which has a rule of its own.
fn at_place(run: &Run<'_>, row: Row, place: u64) -> Option<u64> {
    let Row::Relocation(section, ..) = row else { return None };
    let known = run.image.sections.get(section)?.known?;
    let Info::Relocated(target) = run.spec.sections.get(usize::from(known))?.info else { return None };
    let data = run.image.section(target)?.data?;
    uint(data, place, filled(run, row), run.order())
}

pub(super) fn refers_to(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let Some(place) = subject(check) else { return };
    let Some(table) = run.symbol_table().map(|table| (table.offset, run.entries(table))) else { return };
    let wrong: Vec<(Item, String, String)> = rows(run, check, place)
        .filter_map(|row| {
            let Row::Relocation(section, ..) = row else { return None };
            let item = item(run, place, row).filter(|item| 0 < item.value && item.value < table.1)?;
            let at = table.0.checked_add(item.value.checked_mul(run.records.symbol.size)?)?;
            let declared = run.spec.sections.get(usize::from(run.image.sections.get(section)?.known?))?;
            let kind = run.symbol_kind(at).and_then(|kind| run.spec.symbol_kinds.get(usize::from(kind)))?;
            let found = format!("symbol {} of kind {}", item.value, kind.name);
            (!declared.symbols.contains(&kind.name)).then(|| (item, found, declared.symbols.join(" or ")))
        })
        .take(64)
        .collect();
    for (item, found, expected) in wrong {
        let (section, path) = names(run, place, item.row);
        run.report(rule, || finding(item.range, section, path, found, expected));
    }
}
