//! Words about lists in groups, of which another list says where each begins: `groups-match`, `ascending-in-groups`,
//! `gaps-filled`, `keyed`.

use std::ops::Range;

use cwasm_spec::model::{Arg, Check, Place, Rule};

use super::counts::by_structure;
use super::numbers;
use super::rows::Item;
use super::values::LISTED;
use crate::columns::{Column, Entry};
use crate::run::{Run, number};

/// A list in groups.
#[derive(Clone, Copy)]
pub(super) struct Groups<'c> {
    starts: &'c Column<'c>,
    list: &'c Column<'c>,
    structure: usize,
}

impl<'c> Groups<'c> {
    pub(super) fn new(run: &'c Run<'_>, starts: Place, list: Place, structure: usize) -> Option<Self> {
        Some(Self { starts: run.column(starts)?, list: run.column(list)?, structure })
    }

    pub(super) fn len(self) -> usize {
        self.starts.positions(self.structure).len()
    }

    /// Where an element with an extent ends, by its position among all.
    pub(super) fn end(self, position: usize) -> Option<u64> {
        self.list.end(position)
    }

    /// Positions in the list, counted from its beginning, as far as they lie in it.
    pub(super) fn range(self, group: usize) -> Range<usize> {
        let there = self.list.positions(self.structure).len();
        let start = |group: usize| {
            let start = self.starts.nth(self.structure, group)?.number()?;
            usize::try_from(start).ok()
        };
        let from = start(group).unwrap_or(there).min(there);
        let to = start(group.saturating_add(1)).unwrap_or(there).min(there);
        from..to.max(from)
    }

    /// The elements of a group with their positions among all.
    pub(super) fn elements(self, group: usize) -> impl Iterator<Item = (usize, Entry)> + 'c {
        let first = self.list.positions(self.structure).start;
        self.range(group).filter_map(move |index| {
            let position = first.checked_add(index)?;
            Some((position, self.list.entry(position)?))
        })
    }
}

/// Names as numbers of the release.
pub(super) fn named(run: &Run<'_>, check: &Check) -> Vec<u64> {
    let lists = check.args.iter().filter_map(|arg| if let Arg::Names(list) = arg { Some(*list) } else { None });
    let mut numbers = Vec::new();
    for list in lists.filter_map(|list| run.spec.names.get(usize::from(list))) {
        for name in list.names.iter().filter(|name| name.range.contains(run.edition)) {
            numbers.extend(numbers_of(run, &name.name));
        }
    }
    numbers
}

/// The numbers that a name has in the numbered tables of the release.
pub(super) fn numbers_of(run: &Run<'_>, name: &str) -> impl Iterator<Item = u64> {
    let edition = run.edition;
    let tables = run.spec.names.iter().filter(|table| table.numbered);
    let names = tables.flat_map(|table| table.names.iter());
    names.filter(move |known| known.name == name && known.range.contains(edition)).map(|known| known.value)
}

/// `groups-match STARTS KINDS LIST OTHER-STARTS OTHER NAMES`.
pub(super) fn groups_match(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [Arg::Place(starts), Arg::Place(list), Arg::Place(other_starts), Arg::Place(other), Arg::Place(kinds), ..] =
        &*check.args
    else {
        return;
    };
    let alike = named(run, check);
    by_structure(run, rule, check, |run, structure, wrong| {
        let groups = |starts, list| Groups::new(run, starts, list, structure.index);
        let (Some(one), Some(two)) = (groups(*starts, *list), groups(*other_starts, *other)) else { return };
        let Some(kinds) = run.column(*kinds) else { return };
        for (group, item) in structure.items().enumerate().take(two.len()) {
            let kind = kinds.nth(structure.index, group).and_then(Entry::number);
            let length = one.range(group).len();
            let wanted = if kind.is_some_and(|kind| alike.contains(&kind)) { two.range(group).len() } else { 0 };
            if length != wanted {
                // A wrong start makes the next group wrong too.
                wrong.push((item, format!("{wanted} from there on for this group, not {length}")));
                return;
            }
        }
    });
}

/// `ascending-in-groups LIST STARTS`.
pub(super) fn ascending_in_groups(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [Arg::Place(list), Arg::Place(starts)] = &*check.args else { return };
    by_structure(run, rule, check, |run, structure, wrong| {
        let Some(groups) = Groups::new(run, *starts, *list, structure.index) else { return };
        let mut begins = (0..groups.len()).map(|group| groups.range(group).start).peekable();
        let mut before = None;
        for (index, item) in structure.items().enumerate() {
            let mut is_first = false;
            while begins.next_if(|begin| *begin <= index).is_some() {
                is_first = true;
            }
            if let Some(before) = before.filter(|before| !is_first && item.value <= *before)
                && wrong.len() < LISTED
            {
                wrong.push((item.clone(), format!("above {}", number(before))));
            }
            before = Some(item.value);
        }
    });
}

/// `gaps-filled PLACES STARTS KINDS NAMES`.
pub(super) fn gaps_filled(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [Arg::Place(list), Arg::Place(starts), Arg::Place(kinds), ..] = &*check.args else { return };
    let allowed = named(run, check);
    by_structure(run, rule, check, |run, structure, wrong| {
        let Some(groups) = Groups::new(run, *starts, *list, structure.index) else { return };
        let Some(kinds) = run.column(*kinds) else { return };
        let mut behind = 0;
        let (mut group, mut group_end) = (0, groups.range(0).end);
        for (index, item) in structure.items().enumerate() {
            while group < groups.len() && group_end <= index {
                group = group.saturating_add(1);
                group_end = groups.range(group).end;
            }
            let end = groups.list.end(groups.list.positions(structure.index).start.saturating_add(index));
            let is_empty = end.is_some_and(|end| end == item.value);
            let kind = kinds.nth(structure.index, group).and_then(Entry::number);
            let expected = match kind {
                _ if !is_empty => None,
                Some(kind) if !allowed.contains(&kind) => Some("a place that is not empty".to_owned()),
                _ if group_end == index.saturating_add(1) => {
                    Some("a place that is not empty at the end of a group".to_owned())
                }
                _ if item.value != behind => Some(format!("{}, where the place before ends", number(behind))),
                _ => None,
            };
            behind = end.unwrap_or(behind);
            if let Some(expected) = expected
                && wrong.len() < LISTED
            {
                wrong.push((item, expected));
            }
        }
    });
}

/// What the keys of a kind have to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// All numbers below how many there are.
    Each,
    /// The positions at which there is something.
    Present,
    /// What is listed.
    Values,
    /// Whatever they are.
    Any,
}

/// `keyed KIND KINDS OWNERS STARTS LIST each|present|values EXPECTED`.
pub(super) fn keyed(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [
        Arg::Word(kind),
        Arg::Place(_),
        Arg::Place(owners),
        Arg::Place(starts),
        Arg::Place(list),
        Arg::Word(mode),
        Arg::Place(expected),
        ..,
    ] = &*check.args
    else {
        return;
    };
    let wanted = match &**mode {
        "each" => Wanted::Each,
        "present" => Wanted::Present,
        "values" => Wanted::Values,
        _ => Wanted::Any,
    };
    let given = numbers(check);
    let Some(kind_number) = numbers_of(run, kind).next() else { return };
    let Some(all) = run.column(*expected) else { return };
    // Owners that are no structures all want the same.
    let owned: Vec<(u64, Vec<u64>)> = if given.is_empty() {
        (0..all.count())
            .zip(0..)
            .map(|(structure, owner)| (owner, keys_wanted(run, check, wanted, all, structure)))
            .collect()
    } else {
        given.iter().map(|owner| (*owner, keys_wanted(run, check, wanted, all, 0))).collect()
    };
    by_structure(run, rule, check, |run, structure, wrong| {
        let Some(groups) = Groups::new(run, *starts, *list, structure.index) else { return };
        let Some(owner_column) = run.column(*owners) else { return };
        let mut seen = vec![false; owned.len()];
        for (group, item) in structure.items().enumerate().filter(|(_, item)| item.value == kind_number) {
            let owner = owner_column.nth(structure.index, group).and_then(Entry::number);
            let place = owned.iter().position(|(known, _)| Some(*known) == owner);
            let Some((_, keys)) = place.and_then(|place| owned.get(place)) else {
                wrong.push((item, format!("{kind} of {}", owners_text(&owned))));
                return;
            };
            if let Some(seen) = place.and_then(|place| seen.get_mut(place)) {
                *seen = true;
            }
            let different = difference(keys_of(groups, group), keys.iter().copied());
            if let Some(expected) = different.filter(|_| wanted != Wanted::Any) {
                wrong.push((item, expected));
                return;
            }
        }
        let missing = seen.iter().zip(&owned).find(|(seen, (_, keys))| !**seen && !keys.is_empty());
        if let Some((_, (owner, _))) = missing
            && let Some(item) = structure.items().next()
        {
            wrong.push((item, format!("a group of kind {kind} for {owner}")));
        }
    });
}

fn owners_text(owned: &[(u64, Vec<u64>)]) -> String {
    match owned {
        [] => "nothing".to_owned(),
        [(one, _)] => number(*one),
        [(first, _), .., (last, _)] => format!("{} to {}", number(*first), number(*last)),
    }
}

/// The keys of a group: of places the positions of those that are not empty, of numbers they themselves.
fn keys_of<'c>(groups: Groups<'c>, group: usize) -> impl Iterator<Item = u64> + 'c {
    (0_u64..).zip(groups.elements(group)).filter_map(move |(index, (position, entry))| {
        match groups.list.end(position) {
            Some(end) => (entry.number()? != end).then_some(index),
            None => entry.number(),
        }
    })
}

fn keys_wanted(run: &Run<'_>, check: &Check, wanted: Wanted, column: &Column<'_>, structure: usize) -> Vec<u64> {
    let skipped = check.from.and_then(|from| super::rows::item_in(run, from, column, structure));
    let skipped = usize::try_from(skipped.map_or(0, |item: Item| item.value)).unwrap_or(usize::MAX);
    match wanted {
        Wanted::Each => {
            let count = column.nth(structure, 0).and_then(Entry::number).unwrap_or(0);
            let skipped = u64::try_from(skipped).unwrap_or(u64::MAX);
            (0..count.saturating_sub(skipped)).collect()
        }
        Wanted::Present => {
            let there = column.iter(structure).skip(skipped);
            (0_u64..).zip(there).filter(|(_, (_, entry))| entry.number().is_some()).map(|(index, _)| index).collect()
        }
        Wanted::Any => Vec::new(),
        Wanted::Values => {
            let mut values: Vec<u64> = column.iter(structure).filter_map(|(_, entry)| entry.number()).collect();
            values.sort_unstable();
            values.dedup();
            values
        }
    }
}

/// The first key that is missing or too many.
fn difference(mut found: impl Iterator<Item = u64>, mut wanted: impl Iterator<Item = u64>) -> Option<String> {
    loop {
        match (found.next(), wanted.next()) {
            (None, None) => return None,
            (Some(one), Some(other)) if one == other => {}
            (Some(one), Some(other)) if one < other => return Some(format!("no {}", number(one))),
            (Some(one), None) => return Some(format!("no {}", number(one))),
            (_, Some(other)) => return Some(format!("a place for {}", number(other))),
        }
    }
}
