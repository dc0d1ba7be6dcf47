//! Words about decoded values as a whole, structure by structure: how many there are, which numbers, and their sum.

use cwasm_spec::model::{Arg, Check, Place, Rule};

use super::display::{shown, text};
use super::leads::{variants, words};
use super::rows::{Item, Row, item_in};
use super::values::{LISTED, report};
use super::{numbers, subject};
use crate::columns::{Column, Entry};
use crate::raw::digest::{differ_in, digest};
use crate::run::{Run, number};

/// A number that is not as expected, and what was expected.
pub(super) type Wrong = (Item, String);

/// Looks at a value structure by structure, and reports what is wrong.
pub(super) fn by_structure(
    run: &mut Run<'_>,
    rule: &Rule,
    check: &Check,
    look: impl Fn(&Run<'_>, Structure<'_>, &mut Vec<Wrong>),
) {
    let Some(place) = subject(check) else { return };
    let mut wrong = Vec::new();
    for structure in structures(run, check) {
        if wrong.len() >= LISTED {
            break;
        }
        look(run, structure, &mut wrong);
    }
    for (item, expected) in wrong {
        let found = shown(run, place, &item);
        report(run, rule, place, &item, found, expected);
    }
}

/// The structures that the check's value is looked for in.
pub(super) fn structures<'r>(run: &'r Run<'_>, check: &'r Check) -> impl Iterator<Item = Structure<'r>> {
    let slot = if let Some(Place::Value(slot)) = subject(check) { Some(slot) } else { None };
    let found = slot.and_then(|slot| Some((slot, run.columns.get(usize::from(slot))?)));
    found
        .into_iter()
        .flat_map(move |(slot, column)| (0..column.count()).map(move |index| Structure { check, slot, column, index }))
}

/// The entries of a value in one structure.
#[derive(Clone, Copy)]
pub(super) struct Structure<'c> {
    pub(super) check: &'c Check,
    slot: u16,
    pub(super) column: &'c Column<'c>,
    pub(super) index: usize,
}

impl<'c> Structure<'c> {
    /// The numbers that are there.
    pub(super) fn items(self) -> impl Iterator<Item = Item> + use<'c> {
        self.column.iter(self.index).filter_map(move |(position, entry)| self.item(position, entry))
    }

    /// The number of an entry, if one is there.
    pub(super) fn item(self, position: usize, entry: Entry) -> Option<Item> {
        let range = entry.at..entry.at.saturating_add(1);
        Some(Item { value: entry.number()?, range, row: Row::Entry(self.slot, self.index, position) })
    }

    /// The number of the second argument: a number, or the only one of a value in this structure.
    pub(super) fn bound(self, run: &Run<'_>) -> Option<Item> {
        self.argument(run, 1)
    }

    pub(super) fn argument(self, run: &Run<'_>, index: usize) -> Option<Item> {
        match self.check.args.get(index)? {
            Arg::Number(value) => Some(Item { value: *value, range: 0..0, row: Row::One }),
            Arg::Place(place) => item_in(run, *place, self.column, self.index),
            _ => None,
        }
    }
}

pub(super) fn counts_up(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let step = numbers(check).first().copied();
    by_structure(run, rule, check, |_, structure, wrong| {
        let wanted = (0_u64..).map(|position| match step {
            Some(step) => position.saturating_add(1).saturating_mul(step),
            None => position,
        });
        let numbers = structure.items().zip(wanted);
        let misplaced = numbers.filter(|(item, expected)| item.value != *expected);
        wrong.extend(misplaced.map(|(item, expected)| (item, number(expected))).take(1));
    });
}

pub(super) fn each_once(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    by_structure(run, rule, check, |run, structure, wrong| {
        let Some(count) = structure.bound(run).and_then(|bound| usize::try_from(bound.value).ok()) else { return };
        let there = structure.items().count();
        // As many numbers as asked for, each below their number and none twice, are all of them.
        let mut seen = vec![false; count.min(there)];
        for item in structure.items() {
            let slot = usize::try_from(item.value).ok().and_then(|value| seen.get_mut(value));
            match slot {
                Some(seen) if !*seen => *seen = true,
                _ if wrong.len() >= LISTED => break,
                Some(_) => wrong.push((item, "a number that did not come up before".to_owned())),
                None => wrong.push((item, format!("below {}", number(u64::try_from(count.min(there)).unwrap_or(0))))),
            }
        }
    });
    if let Some(Arg::Place(declared)) = check.args.get(1) {
        // What is missing is said at the number that asks for it.
        fewer(run, rule, check, *declared);
    }
}

/// Reports numbers of things of which fewer are there.
fn fewer(run: &mut Run<'_>, rule: &Rule, check: &Check, declared: Place) {
    let mut wrong = Vec::new();
    let Some(column) = subject(check).and_then(|place| run.column(place)) else { return };
    for index in 0..column.count() {
        let there = column.iter(index).filter(|(_, entry)| entry.number().is_some()).count();
        let there = u64::try_from(there).unwrap_or(u64::MAX);
        let said = item_in(run, declared, column, index);
        wrong.extend(said.filter(|said| said.value > there && wrong.len() < LISTED).map(|said| (said, there)));
    }
    for (item, there) in wrong {
        report(run, rule, declared, &item, number(item.value), format!("{} or less", number(there)));
    }
}

pub(super) fn counted(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let Some(Arg::Place(declared)) = check.args.get(1) else { return };
    let Some(Place::Value(slot)) = subject(check) else { return };
    let Some(column) = run.columns.get(usize::from(slot)) else { return };
    let words = words(check);
    let allowed = variants(run, slot, &words);
    let counts = |value: u64| words.is_empty() || allowed.contains(&value);
    let mut wrong = Vec::new();
    for index in 0..column.count() {
        let limit = |place: Place| item_in(run, place, column, index).and_then(|item| usize::try_from(item.value).ok());
        let first = check.from.and_then(limit).unwrap_or(0);
        let most = if let Some(Arg::Place(most)) = check.args.get(2) { limit(*most) } else { None };
        let looked_at = column.iter(index).skip(first).take(most.unwrap_or(usize::MAX));
        let there = looked_at.filter(|(_, entry)| entry.number().is_some_and(counts)).count();
        let Ok(there) = u64::try_from(there) else { continue };
        let said = item_in(run, *declared, column, index);
        wrong.extend(said.filter(|said| said.value != there && wrong.len() < LISTED).map(|said| (said, there)));
    }
    for (item, there) in wrong {
        report(run, rule, *declared, &item, number(item.value), number(there));
    }
}

pub(super) fn sums_to(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    by_structure(run, rule, check, |run, structure, wrong| {
        let parts: Option<Vec<u64>> = (1..structure.check.args.len())
            .map(|index| structure.argument(run, index).map(|part| part.value))
            .collect();
        let (Some(parts), Some(item)) = (parts, structure.items().next()) else { return };
        let sum = parts.iter().copied().fold(0_u64, u64::saturating_add);
        if item.value != sum {
            let parts: Vec<String> = parts.into_iter().map(|part| part.to_string()).collect();
            wrong.push((item, format!("{}, that is {}", number(sum), parts.join(" and "))));
        }
    });
}

pub(super) fn starts_in(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    by_structure(run, rule, check, |run, structure, wrong| {
        let most = structure.bound(run).map(|bound| bound.value);
        let mut before = None;
        for item in structure.items() {
            let expected = match before {
                None if item.value != 0 => Some("0".to_owned()),
                Some(before) if item.value < before => Some(format!("{} or more", number(before))),
                _ => most.filter(|most| item.value > *most).map(|most| format!("{} or less", number(most))),
            };
            before = Some(item.value);
            if let Some(expected) = expected {
                wrong.push((item, expected));
                return;
            }
        }
    });
}

pub(super) fn ascending(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    by_structure(run, rule, check, |_, structure, wrong| {
        if structure.column.summary().ascends() {
            return;
        }
        let mut before = None;
        for item in structure.items() {
            if let Some(before) = before.filter(|before| item.value <= *before)
                && wrong.len() < LISTED
            {
                wrong.push((item.clone(), format!("above {}", number(before))));
            }
            before = Some(item.value);
        }
    });
}

pub(super) fn points_back(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    by_structure(run, rule, check, |_, structure, wrong| {
        let first = structure.column.positions(structure.index).start;
        for item in structure.items() {
            let Row::Entry(_, _, position) = item.row else { continue };
            let own = u64::try_from(position.saturating_sub(first)).unwrap_or(u64::MAX);
            if item.value >= own && wrong.len() < LISTED {
                wrong.push((item, format!("below its own position {}", number(own))));
            }
        }
    });
}

pub(super) fn unique(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    by_structure(run, rule, check, |run, structure, wrong| {
        let is_text = structure.column.is_text;
        // Texts are compared by their bytes, the shorter first, so that no two long ones are compared but equal ones.
        let text = |item: &Item| if is_text { text(run, item) } else { &[] };
        let number = |item: Item| if is_text { digest(text(&item)) } else { item.value };
        if differ_in(structure.items().map(number).collect()) {
            return;
        }
        let mut items: Vec<Item> = structure.items().collect();
        items.sort_unstable_by(|one, other| {
            (one.value, text(one), one.range.start).cmp(&(other.value, text(other), other.range.start))
        });
        let pairs = items.windows(2).filter_map(|pair| if let [one, other] = pair { Some((one, other)) } else { None });
        let repeated = pairs.filter(|(one, other)| one.value == other.value && text(one) == text(other));
        wrong.extend(repeated.map(|(_, other)| (other.clone(), "another value".to_owned())).take(LISTED));
    });
}

pub(super) fn below_some(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let Some(Arg::Place(bounds)) = check.args.get(1) else { return };
    let Some(column) = run.column(*bounds) else { return };
    let Some(most) = column.summary().greatest() else { return };
    by_structure(run, rule, check, |_, structure, wrong| {
        if structure.column.summary().between(|number| number < most) {
            return;
        }
        let large = structure.items().filter(|item| item.value >= most);
        wrong.extend(
            large.map(|item| (item, format!("below {}, the most there are of them", number(most)))).take(LISTED),
        );
    });
}
