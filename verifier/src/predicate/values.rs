//! Words that compare numbers: `one-of`, `at-least`, `multiple` and the like.

use cwasm_spec::model::{Arg, Check, Place, Rule};

use super::display::{shown, variants};
use super::groups::numbers_of;
use super::rows::{Item, Row, beside, item, rows, same_structure, wrong};
use super::{numbers, subject};
use crate::columns::{Column, bit};
use crate::run::{Run, number};

/// Reports an item that is not as it should be.
pub(super) fn report(run: &mut Run<'_>, rule: &Rule, place: Place, item: &Item, found: String, expected: String) {
    let finding = wrong(run, place, item, found, expected);
    run.report(rule, || finding);
}

/// Looks at every number of the check's subject; `test` gives what was expected of a wrong one, `quick` says of decoded
/// values whether a structure is known to have none.
pub(super) fn each(
    run: &mut Run<'_>,
    rule: &Rule,
    check: &Check,
    quick: impl Fn(&Run<'_>, &Column<'_>, usize) -> bool,
    test: impl Fn(&Run<'_>, &Item) -> Option<String>,
) {
    let Some(place) = subject(check) else { return };
    let wrong = |item: Item| test(run, &item).map(|expected| (item, expected));
    let wrong: Vec<(Item, String)> = match place {
        Place::Value(slot) => decoded(run, slot, quick).filter_map(wrong).take(LISTED).collect(),
        _ => rows(run, check, place).filter_map(|row| wrong(item(run, place, row)?)).take(LISTED).collect(),
    };
    for (item, expected) in wrong {
        let found = shown(run, place, &item);
        report(run, rule, place, &item, found, expected);
    }
}

/// The numbers that a check looks at.
pub(super) fn items<'r>(run: &'r Run<'_>, check: &'r Check, place: Place) -> Box<dyn Iterator<Item = Item> + 'r> {
    match place {
        Place::Value(slot) => Box::new(decoded(run, slot, |_, _, _| false)),
        _ => Box::new(rows(run, check, place).filter_map(move |row| item(run, place, row))),
    }
}

/// The decoded numbers of the structures that are not known to be right.
fn decoded<'r>(
    run: &'r Run<'_>,
    slot: u16,
    quick: impl Fn(&Run<'_>, &Column<'_>, usize) -> bool + 'r,
) -> impl Iterator<Item = Item> + 'r {
    let column = run.columns.get(usize::from(slot));
    let structures = column.into_iter().flat_map(|column| (0..column.count()).map(move |index| (column, index)));
    let asked = structures.filter(move |(column, structure)| !quick(run, column, *structure));
    asked.flat_map(move |(column, structure)| {
        column.iter(structure).filter_map(move |(position, entry)| {
            let range = entry.at..entry.at.saturating_add(1);
            Some(Item { value: entry.number()?, range, row: Row::Entry(slot, structure, position) })
        })
    })
}

/// Whether a comparison that holds of two numbers holds of all between them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Between {
    Too,
    Unknown,
}

/// Compares every number with the second argument of the check, which is one for all, one for each structure, or one for
/// each number; `expected` is told it.
pub(super) fn compare(
    run: &mut Run<'_>,
    rule: &Rule,
    check: &Check,
    between: Between,
    holds: impl Fn(u64, u64) -> bool,
    expected: impl Fn(u64) -> String,
) {
    let common = common_operand(run, check);
    if common.is_some_and(|operand| {
        operand.is_none_or(|operand| all_right(run, check, between, |number| holds(number, operand)))
    }) {
        return;
    }
    let quick = |run: &Run<'_>, column: &Column<'_>, structure| {
        let operand = common.or_else(|| own_operand(run, check, column, structure));
        operand
            .is_some_and(|operand| operand.is_none_or(|operand| column.all(structure, |number| holds(number, operand))))
    };
    each(run, rule, check, quick, |run, item| {
        operand(run, check, item.row).filter(|operand| !holds(item.value, *operand)).map(&expected)
    });
}

/// Whether something holds of all numbers of the check's subject; false if that is not known without looking at each.
fn all_right(run: &Run<'_>, check: &Check, between: Between, holds: impl Fn(u64) -> bool) -> bool {
    match subject(check) {
        Some(place @ Place::Value(_)) => run.column(place).is_some_and(|column| match between {
            Between::Too => column.summary().between(holds),
            Between::Unknown => (0..column.count()).all(|structure| column.all(structure, &holds)),
        }),
        Some(Place::Symbols(field, slice)) => run.symbol_numbers(check.of, field, slice).all(holds),
        _ => false,
    }
}

/// The second argument, if all numbers are compared with the same: that, or that there is none.
fn common_operand(run: &Run<'_>, check: &Check) -> Option<Option<u64>> {
    let decoded = matches!(subject(check), Some(Place::Value(_)));
    match check.args.get(1) {
        Some(Arg::Number(number)) => Some(Some(*number)),
        Some(Arg::Place(place @ Place::Value(_))) if decoded => {
            let column = run.column(*place)?;
            let positions = column.positions(0);
            let is_one = column.count() == 1 && positions.len() <= 1 && check.from.is_none();
            is_one.then(|| positions.take(1).next().and_then(|position| column.entry(position)?.number()))
        }
        Some(Arg::Place(
            Place::Sections(..)
            | Place::SectionNames
            | Place::SectionNameLengths
            | Place::RelocationSections(_)
            | Place::Symbols(..)
            | Place::SymbolNames
            | Place::Relocations(..),
        )) => None,
        Some(Arg::Place(place)) => Some(item(run, *place, Row::One).map(|item| item.value)),
        _ => Some(None),
    }
}

/// The second argument, if all numbers of a structure are compared with the same: that, or that there is none.
fn own_operand(run: &Run<'_>, check: &Check, column: &Column<'_>, structure: usize) -> Option<Option<u64>> {
    let Some(Arg::Place(place @ Place::Value(_))) = check.args.get(1) else { return None };
    let second = run.column(*place).filter(|_| check.from.is_none())?;
    let Some(same) = same_structure(column, structure, second) else { return Some(None) };
    let mut positions = second.positions(same);
    let first = positions.next().and_then(|position| second.entry(position)?.number());
    positions.next().is_none().then_some(first)
}

/// More breaches of one rule by one check are not looked for.
pub(super) const LISTED: usize = 64;

/// The second argument of a check: a number, or a number elsewhere, first in the same record.
pub(super) fn operand(run: &Run<'_>, check: &Check, row: Row) -> Option<u64> {
    match check.args.get(1)? {
        Arg::Number(number) => Some(*number),
        Arg::Place(place) => beside(run, check, *place, row).map(|item| item.value),
        _ => None,
    }
}

pub(super) fn one_of(run: &mut Run<'_>, rule: &Rule, check: &Check, wanted: bool) {
    let named = variants(run, check, subject(check));
    let numbers = numbers(check);
    let is_listed = |value: u64| numbers.contains(&value) || named.iter().any(|(_, named)| *named == value);
    let holds = |value: u64| is_listed(value) == wanted;
    let expected = || {
        let numbers = numbers.iter().map(|value| number(*value));
        let listed: Vec<String> = numbers.chain(named.iter().map(|(name, _)| (*name).to_owned())).collect();
        if wanted { listed.join(" or ") } else { format!("not {}", listed.join(" or ")) }
    };
    each(run, rule, check, quick(&holds), |_, item| (!holds(item.value)).then(expected));
}

/// Numbers that have a name in a table.
pub(super) fn listed(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let Some(table) = check.args.iter().find_map(|arg| if let Arg::Names(table) = arg { Some(*table) } else { None })
    else {
        return;
    };
    let Some(table) = run.spec.names.get(usize::from(table)) else { return };
    let edition = run.edition;
    let here = table.names.iter().filter(|name| name.range.contains(edition));
    let known: Vec<u64> = if table.numbered {
        here.map(|name| name.value).collect()
    } else {
        here.flat_map(|name| numbers_of(run, &name.name)).collect()
    };
    let expected = || format!("a number of the table {}", table.name);
    // Those below 64 as a set of bits, as there can be very many.
    let small = known.iter().fold(0, |small, value| small | bit(*value));
    if subject(check).and_then(|place| run.column(place)).is_some_and(|column| column.summary().is_among(small)) {
        return;
    }
    let holds = |value: u64| small & bit(value) != 0;
    each(run, rule, check, quick(&holds), |_, item| (!known.contains(&item.value)).then(expected));
}

pub(super) fn at_least(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let expected = |least| format!("{} or more", number(least));
    compare(run, rule, check, Between::Too, |value, least| value >= least, expected);
}

pub(super) fn at_most(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let expected = |most| format!("{} or less", number(most));
    compare(run, rule, check, Between::Too, |value, most| value <= most, expected);
}

pub(super) fn below(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let is_never = matches!(check.args.get(1), Some(Arg::Number(0)));
    let expected = |bound| if is_never { "none".to_owned() } else { format!("below {}", number(bound)) };
    compare(run, rule, check, Between::Too, |value, bound| value < bound, expected);
}

pub(super) fn multiple(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    // What is added before, as a size that does not count the bytes which hold it.
    let added = numbers(check).get(1).copied().unwrap_or(0);
    // 0 aligns nothing.
    let holds = |value: u64, unit| value.saturating_add(added).checked_rem(unit).is_none_or(|rest| rest == 0);
    let behind = if added == 0 { String::new() } else { format!(", less {}", number(added)) };
    compare(run, rule, check, Between::Unknown, holds, |unit| format!("a multiple of {}{behind}", number(unit)));
}

/// Whether something holds of all numbers of a structure.
fn quick(holds: &impl Fn(u64) -> bool) -> impl Fn(&Run<'_>, &Column<'_>, usize) -> bool {
    move |_, column, structure| column.all(structure, holds)
}

pub(super) fn stepped(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let steps = numbers(check);
    let unknown = |_: &Run<'_>, _: &Column<'_>, _| false;
    each(run, rule, check, unknown, |run, item| {
        let other = operand(run, check, item.row)?;
        let mut steps = steps.chunks(2);
        let step = steps.find(|step| step.get(1).is_none_or(|most| other <= *most))?;
        let wanted = step.first().filter(|wanted| **wanted != item.value)?;
        Some(format!("{} for {}", number(*wanted), number(other)))
    });
}

pub(super) fn bits_clear(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let mask = numbers(check).first().copied().unwrap_or(0);
    let clear = |value: u64| value & mask == 0;
    each(run, rule, check, quick(&clear), |_, item| (!clear(item.value)).then(|| format!("no bit of 0x{mask:x}")));
}

pub(super) fn power_of_two(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let expected = || "a power of two".to_owned();
    each(run, rule, check, quick(&u64::is_power_of_two), |_, item| (!item.value.is_power_of_two()).then(expected));
}

/// The path of a decoded value in the description.
pub(super) fn value_name(run: &Run<'_>, place: Place) -> String {
    let Place::Value(index) = place else { return String::new() };
    run.spec.values.get(usize::from(index)).map(|value| value.text.to_string()).unwrap_or_default()
}
