//! `alike-by-type`: code that depends on nothing but a type has one length for each type.

use std::collections::BTreeMap;

use cwasm_spec::model::{Arg, Check, Place, Rule};

use super::counts::{Structure, by_structure};
use super::groups::{Groups, numbers_of};
use super::rows::{item_in, same_structure};
use crate::columns::Entry;
use crate::run::{Run, number};

/// `alike-by-type TYPES PLACES [PLACE-STARTS KEYS KEY-STARTS KIND KINDS OWNERS]`.
pub(super) fn alike_by_type(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    by_structure(run, rule, check, |run, structure, wrong| {
        let skipped = check.from.and_then(|from| item_in(run, from, structure.column, structure.index));
        let skipped = skipped.and_then(|item| usize::try_from(item.value).ok()).unwrap_or(0);
        let mut known: BTreeMap<u64, u64> = BTreeMap::new();
        for (index, length) in lengths(run, check, structure) {
            let Some(position) = structure.column.positions(structure.index).nth(skipped.saturating_add(index)) else {
                return;
            };
            let Some(item) = structure.column.entry(position).and_then(|entry| structure.item(position, entry)) else {
                continue;
            };
            let first = *known.entry(item.value).or_insert(length);
            if first != length {
                let expected = format!(
                    "a type whose functions are entered by {} bytes of code, not {}",
                    number(length),
                    number(first)
                );
                wrong.push((item, expected));
                return;
            }
        }
    });
}

/// How long the code is that belongs to the types of a structure, by their positions behind those that are skipped.
fn lengths(run: &Run<'_>, check: &Check, structure: Structure<'_>) -> Vec<(usize, u64)> {
    match &*check.args {
        [_, Arg::Place(places)] => listed(run, *places, structure).unwrap_or_default(),
        [
            _,
            Arg::Place(places),
            Arg::Place(place_starts),
            Arg::Place(keys),
            Arg::Place(key_starts),
            Arg::Word(kind),
            Arg::Place(kinds),
            Arg::Place(owners),
        ] => {
            let group = group(run, kind, *kinds, *owners, structure.index);
            group
                .and_then(|group| keyed(run, group, (*place_starts, *places), (*key_starts, *keys)))
                .unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// One place for each type.
fn listed(run: &Run<'_>, places: Place, structure: Structure<'_>) -> Option<Vec<(usize, u64)>> {
    let column = run.column(places)?;
    let same = same_structure(structure.column, structure.index, column)?;
    let length = |position, entry: Entry| column.end(position)?.checked_sub(entry.number()?);
    let entries = column.iter(same).enumerate();
    Some(entries.filter_map(|(index, (position, entry))| Some((index, length(position, entry)?))).collect())
}

/// The group of a kind that belongs to an owner.
fn group(run: &Run<'_>, kind: &str, kinds: Place, owners: Place, owner: usize) -> Option<usize> {
    let kind = numbers_of(run, kind).next()?;
    let mut groups = run.column(kinds)?.iter(0).zip(run.column(owners)?.iter(0));
    let owner = u64::try_from(owner).ok();
    groups.position(|((_, found), (_, owned))| found.number() == Some(kind) && owned.number() == owner)
}

/// The places of a group, and the position of the type of each.
fn keyed(run: &Run<'_>, group: usize, places: (Place, Place), keys: (Place, Place)) -> Option<Vec<(usize, u64)>> {
    let (places, keys) = (Groups::new(run, places.0, places.1, 0)?, Groups::new(run, keys.0, keys.1, 0)?);
    let pairs = keys.elements(group).zip(places.elements(group));
    let pair = |((_, key), (position, place)): ((usize, Entry), (usize, Entry))| {
        Some((usize::try_from(key.number()?).ok()?, places.end(position)?.checked_sub(place.number()?)?))
    };
    Some(pairs.filter_map(pair).collect())
}
