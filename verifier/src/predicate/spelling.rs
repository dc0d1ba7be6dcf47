//! Words about decoded texts: `spelled-as`, `among`.

use cwasm_spec::model::{Arg, Check, Place, Rule};

use super::counts::by_structure;
use super::display::text;
use super::rows::{item_in, same_structure};
use super::values::{LISTED, value_name};
use crate::columns::Column;
use crate::raw::slice;
use crate::run::{Run, quoted};

pub(super) fn spelled_as(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [_, Arg::Place(Place::Value(model)), Arg::Place(chosen)] = &*check.args else { return };
    by_structure(run, rule, check, |run, structure, wrong| {
        let Some(model) = run.columns.get(usize::from(*model)) else { return };
        let chosen = item_in(run, *chosen, structure.column, structure.index);
        let Some(chosen) = chosen.and_then(|item| usize::try_from(item.value).ok()) else { return };
        let pairs = structure.items().zip(texts(run, model, chosen));
        let differ = pairs.filter(|(item, wanted)| text(run, item) != *wanted);
        wrong.extend(differ.map(|(item, wanted)| (item, quoted(wanted))).take(1));
    });
}

pub(super) fn among(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [_, Arg::Place(place @ Place::Value(known))] = &*check.args else { return };
    by_structure(run, rule, check, |run, structure, wrong| {
        let Some(known) = run.columns.get(usize::from(*known)) else { return };
        let Some(same) = same_structure(structure.column, structure.index, known) else { return };
        let mut known: Vec<_> = texts(run, known, same).map(key).collect();
        known.sort_unstable();
        let unknown = structure.items().filter(|item| known.binary_search(&key(text(run, item))).is_err());
        let expected = || format!("one of {}", value_name(run, *place));
        wrong.extend(unknown.map(|item| (item, expected())).take(LISTED));
    });
}

/// The texts of a structure.
fn texts<'a>(run: &Run<'a>, column: &Column<'_>, structure: usize) -> impl Iterator<Item = &'a [u8]> {
    let bytes = run.bytes();
    column.iter(structure).filter_map(move |(_, entry)| slice(bytes, entry.at, entry.number()?))
}

/// Texts are sorted with the shorter first, so that only those of one length are compared.
fn key(text: &[u8]) -> (usize, &[u8]) {
    (text.len(), text)
}
