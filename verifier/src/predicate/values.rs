//! Words that compare numbers: `one-of`, `at-least`, `multiple` and the like.

use cwasm_spec::model::{Arg, Check, Place, Rule};

use super::display::{shown, text, variants};
use super::groups::numbers_of;
use super::rows::{Item, Row, beside, item, names, rows, wrong};
use super::{numbers, subject};
use crate::run::{Run, number, quoted};

/// Reports an item that is not as it should be.
pub(super) fn report(run: &mut Run<'_>, rule: &Rule, place: Place, item: &Item, found: String, expected: String) {
    let finding = wrong(run, place, item, found, expected);
    run.report(rule, || finding);
}

/// Looks at every number of the check's subject; `test` gives what was expected of a wrong one.
pub(super) fn each(run: &mut Run<'_>, rule: &Rule, check: &Check, test: impl Fn(&Run<'_>, &Item) -> Option<String>) {
    let Some(place) = subject(check) else { return };
    let wrong: Vec<(Item, String)> = items(run, check, place)
        .filter_map(|item| test(run, &item).map(|expected| (item, expected)))
        .take(LISTED)
        .collect();
    for (item, expected) in wrong {
        let found = shown(run, place, &item);
        report(run, rule, place, &item, found, expected);
    }
}

/// The numbers that a check looks at.
pub(super) fn items<'r>(run: &'r Run<'_>, check: &'r Check, place: Place) -> Box<dyn Iterator<Item = Item> + 'r> {
    let Place::Value(slot) = place else {
        return Box::new(rows(run, check, place).filter_map(move |row| item(run, place, row)));
    };
    let column = run.columns.get(usize::from(slot));
    let structures =
        column.into_iter().flat_map(|column| (0..column.count()).map(move |structure| (column, structure)));
    Box::new(structures.flat_map(move |(column, structure)| {
        column.iter(structure).filter_map(move |(position, entry)| {
            let range = entry.at..entry.at.saturating_add(1);
            Some(Item { value: entry.number()?, range, row: Row::Entry(slot, structure, position) })
        })
    }))
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
    let mut numbers = numbers(check);
    let mut listed: Vec<String> = numbers.iter().map(|value| number(*value)).collect();
    numbers.extend(named.iter().map(|(_, value)| value));
    listed.extend(named.iter().map(|(name, _)| (*name).to_owned()));
    let expected = if wanted { listed.join(" or ") } else { format!("not {}", listed.join(" or ")) };
    each(run, rule, check, |_, item| (numbers.contains(&item.value) != wanted).then(|| expected.clone()));
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
    let expected = format!("a number of the table {}", table.name);
    each(run, rule, check, |_, item| (!known.contains(&item.value)).then(|| expected.clone()));
}

pub(super) fn at_least(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    each(run, rule, check, |run, item| {
        operand(run, check, item.row)
            .filter(|least| item.value < *least)
            .map(|least| format!("{} or more", number(least)))
    });
}

pub(super) fn at_most(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    each(run, rule, check, |run, item| {
        operand(run, check, item.row).filter(|most| item.value > *most).map(|most| format!("{} or less", number(most)))
    });
}

pub(super) fn below(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let is_never = matches!(check.args.get(1), Some(Arg::Number(0)));
    each(run, rule, check, |run, item| {
        operand(run, check, item.row)
            .filter(|bound| item.value >= *bound)
            .map(|bound| if is_never { "none".to_owned() } else { format!("below {}", number(bound)) })
    });
}

pub(super) fn multiple(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    // What is added before, as a size that does not count the bytes which hold it.
    let added = numbers(check).get(1).copied().unwrap_or(0);
    each(run, rule, check, |run, item| {
        let unit = operand(run, check, item.row)?;
        // 0 aligns nothing.
        let rest = item.value.saturating_add(added).checked_rem(unit)?;
        let behind = if added == 0 { String::new() } else { format!(", less {}", number(added)) };
        (rest != 0).then(|| format!("a multiple of {}{behind}", number(unit)))
    });
}

pub(super) fn stepped(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let steps = numbers(check);
    each(run, rule, check, |run, item| {
        let other = operand(run, check, item.row)?;
        let mut steps = steps.chunks(2);
        let step = steps.find(|step| step.get(1).is_none_or(|most| other <= *most))?;
        let wanted = step.first().filter(|wanted| **wanted != item.value)?;
        Some(format!("{} for {}", number(*wanted), number(other)))
    });
}

pub(super) fn power_of_two(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    each(run, rule, check, |_, item| (!item.value.is_power_of_two()).then(|| "a power of two".to_owned()));
}

/// How two values have to agree.
#[derive(Clone, Copy)]
pub(super) enum Pair {
    Together,
    Same,
    Requires,
    Excludes,
}

/// Two values that do not agree: where it is said, and what they are.
struct Unequal {
    at: Item,
    rows: (Row, Row),
    values: (String, String),
}

pub(super) fn pair(run: &mut Run<'_>, rule: &Rule, check: &Check, how: Pair) {
    let [Arg::Place(first), Arg::Place(second)] = &*check.args else { return };
    let decoded = run.column(*first).is_some();
    let wrong: Vec<Unequal> = rows(run, check, *first)
        .filter_map(|row| {
            // Decoded values can be missing, which is as if they were 0.
            let (left, right) = (item(run, *first, row), beside(run, check, *second, row));
            if !decoded && (left.is_none() || right.is_none()) || decoded && !is_known(run, *second) {
                return None;
            }
            let value = |place: Place, item: &Option<Item>| match item {
                Some(item) if run.column(place).is_some_and(|column| column.is_text) => quoted(text(run, item)),
                Some(_) if run.column(place).is_some_and(|column| column.is_optional) => "present".to_owned(),
                Some(item) => item.value.to_string(),
                None if run.column(place).is_some_and(|column| column.is_optional) => "none".to_owned(),
                None => "0".to_owned(),
            };
            let (is, other) = (presence(run, *first, &left), presence(run, *second, &right));
            let holds = match how {
                Pair::Together | Pair::Same => is == other,
                Pair::Requires => !is || other,
                Pair::Excludes => !(is && other),
            };
            let values = (value(*first, &left), value(*second, &right));
            let (first_row, second_row) =
                (left.as_ref().map_or(row, |item| item.row), right.as_ref().map_or(row, |item| item.row));
            let at = left.or(right)?;
            (!holds).then_some(Unequal { at, rows: (first_row, second_row), values })
        })
        .take(LISTED)
        .collect();
    for Unequal { at, rows: (row, second_row), values: (left, right) } in wrong {
        let name = |place: Place, row: Row| {
            let (section, path) = match run.column(place) {
                Some(_) => (String::new(), value_name(run, place)),
                None => names(run, place, row),
            };
            if section.is_empty() || !path.starts_with("sections") { path } else { format!("{section} {path}") }
        };
        let (first_name, second_name) = (name(*first, row), name(*second, second_row));
        let found = format!("{first_name} = {left}, {} = {right}", display(&second_name));
        let expected = match how {
            Pair::Together => "both 0 or none",
            Pair::Same => "both on or both off",
            Pair::Requires => "the second on with the first",
            Pair::Excludes => "not both on",
        };
        let place =
            if matches!(at.row, Row::Entry(slot, ..) if Place::Value(slot) == *second) { *second } else { *first };
        report(run, rule, place, &at, found, expected.to_owned());
    }
}

/// Whether a decoded value was decoded at all, or the place is in the container.
fn is_known(run: &Run<'_>, place: Place) -> bool {
    run.column(place).is_none_or(|column| column.first().is_some())
}

/// Whether a number counts as set: a place or something optional by being there, all else by not being 0.
fn presence(run: &Run<'_>, place: Place, item: &Option<Item>) -> bool {
    let Some(item) = item else { return false };
    let by_being = |column: &crate::columns::Column<'_>| column.is_optional;
    run.column(place).is_some_and(by_being) || item.value != 0
}

/// The path of a decoded value in the description.
pub(super) fn value_name(run: &Run<'_>, place: Place) -> String {
    let Place::Value(index) = place else { return String::new() };
    run.spec.values.get(usize::from(index)).map(|value| value.text.to_string()).unwrap_or_default()
}

/// The name of a place that has none of its own.
fn display(name: &str) -> &str {
    if name == "header." { "number of function symbols" } else { name }
}
