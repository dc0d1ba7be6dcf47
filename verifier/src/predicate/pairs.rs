//! Words about two values that have to agree: `together`, `same`, `requires`, `excludes`.

use cwasm_spec::model::{Arg, Check, Place, Rule};

use super::display::text;
use super::rows::{Item, Row, beside, item, names, rows};
use super::values::{LISTED, report, value_name};
use crate::columns::Column;
use crate::run::{Run, quoted};

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
            if holds {
                return None;
            }
            let values = (value(*first, &left), value(*second, &right));
            let (first_row, second_row) =
                (left.as_ref().map_or(row, |item| item.row), right.as_ref().map_or(row, |item| item.row));
            let at = left.or(right)?;
            Some(Unequal { at, rows: (first_row, second_row), values })
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
    let by_being = |column: &Column<'_>| column.is_optional;
    run.column(place).is_some_and(by_being) || item.value != 0
}

/// The name of a place that has none of its own.
fn display(name: &str) -> &str {
    if name == "header." { "number of function symbols" } else { name }
}
