//! Words that compare numbers: `equals`, `one-of`, `at-least`, `multiple` and the like.

use cwasm_spec::model::{Arg, Check, Place, Rule};

use super::rows::{Item, Row, bytes, item, names, rows};
use super::{numbers, subject};
use crate::raw::slice;
use crate::run::{Run, finding, hex, number};

/// Reports an item that is not as it should be.
fn report(run: &mut Run<'_>, rule: &Rule, place: Place, item: &Item, found: String, expected: String) {
    let (section, path) = names(run, place, item.row);
    let range = item.range.clone();
    run.report(rule, || finding(range, section, path, found, expected));
}

/// Looks at every number of the check's subject; `test` gives what was expected of a wrong one.
fn each(run: &mut Run<'_>, rule: &Rule, check: &Check, test: impl Fn(&Run<'_>, &Item) -> Option<String>) {
    let Some(place) = subject(check) else { return };
    let found: Vec<(Item, String)> = rows(run, check, place)
        .filter_map(|row| item(run, place, row))
        .filter_map(|item| test(run, &item).map(|expected| (item, expected)))
        .take(LISTED)
        .collect();
    for (item, expected) in found {
        report(run, rule, place, &item, number(item.value), expected);
    }
}

/// More breaches of one rule by one check are not looked for.
const LISTED: usize = 64;

/// The second argument of a check: a number, or a number elsewhere, first in the same record.
fn operand(run: &Run<'_>, check: &Check, row: Row) -> Option<u64> {
    match check.args.get(1)? {
        Arg::Number(number) => Some(*number),
        Arg::Place(place) => item(run, *place, row).or_else(|| item(run, *place, Row::One)).map(|item| item.value),
        _ => None,
    }
}

pub(super) fn equals(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let Some(place) = subject(check) else { return };
    if let Some(range) = bytes(run, place) {
        return equals_bytes(run, rule, check, place, range);
    }
    each(run, rule, check, |run, item| {
        operand(run, check, item.row).filter(|wanted| *wanted != item.value).map(number)
    });
}

fn equals_bytes(run: &mut Run<'_>, rule: &Rule, check: &Check, place: Place, range: std::ops::Range<u64>) {
    let length = range.end.saturating_sub(range.start);
    let Some(found) = slice(run.bytes(), range.start, length) else { return };
    let wanted = match check.args.get(1) {
        Some(Arg::Bytes(wanted)) => wanted.to_vec(),
        _ => vec![0; found.len()],
    };
    if found != wanted {
        let path = match place {
            Place::Header(field, _) => format!("header.{}", run.records.header.path(field, None)),
            Place::NullSymbol => "symbols[0]".to_owned(),
            _ => "sections[0]".to_owned(),
        };
        let (found, wanted) = (hex(found), hex(&wanted));
        run.report(rule, || finding(range, String::new(), path, found, wanted));
    }
}

pub(super) fn one_of(run: &mut Run<'_>, rule: &Rule, check: &Check, wanted: bool) {
    let numbers = numbers(check);
    let listed: Vec<String> = numbers.iter().map(|value| number(*value)).collect();
    let expected = if wanted { listed.join(" or ") } else { format!("not {}", listed.join(" or ")) };
    each(run, rule, check, |_, item| (numbers.contains(&item.value) != wanted).then(|| expected.clone()));
}

pub(super) fn at_least(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    each(run, rule, check, |run, item| {
        operand(run, check, item.row)
            .filter(|least| item.value < *least)
            .map(|least| format!("{} or more", number(least)))
    });
}

pub(super) fn below(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    each(run, rule, check, |run, item| {
        operand(run, check, item.row)
            .filter(|bound| item.value >= *bound)
            .map(|bound| format!("below {}", number(bound)))
    });
}

pub(super) fn multiple(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    each(run, rule, check, |run, item| {
        let unit = operand(run, check, item.row)?;
        // 0 aligns nothing.
        let rest = item.value.checked_rem(unit)?;
        (rest != 0).then(|| format!("a multiple of {}", number(unit)))
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

pub(super) fn pair(run: &mut Run<'_>, rule: &Rule, check: &Check, how: Pair) {
    let [Arg::Place(first), Arg::Place(second)] = &*check.args else { return };
    let (Some(left), Some(right)) = (item(run, *first, Row::One), item(run, *second, Row::One)) else { return };
    let (is, other) = (left.value != 0, right.value != 0);
    let holds = match how {
        Pair::Together | Pair::Same => is == other,
        Pair::Requires => !is || other,
        Pair::Excludes => !(is && other),
    };
    if !holds {
        let name = |place: Place, row: Row| {
            let (section, path) = names(run, place, row);
            if section.is_empty() || !path.starts_with("sections") { path } else { format!("{section} {path}") }
        };
        let (first_name, second_name) = (name(*first, left.row), name(*second, right.row));
        let found = format!("{first_name} = {}, {} = {}", left.value, display(&second_name), right.value);
        let expected = match how {
            Pair::Together => "both 0 or none",
            Pair::Same => "both on or both off",
            Pair::Requires => "the second on with the first",
            Pair::Excludes => "not both on",
        };
        report(run, rule, *first, &left, found, expected.to_owned());
    }
}

/// The name of a place that has none of its own.
fn display(name: &str) -> &str {
    if name == "header." { "number of function symbols" } else { name }
}
