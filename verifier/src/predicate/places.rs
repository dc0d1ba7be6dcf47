//! Words about numbers and the places that they lie in: `in-place`, `returns-into`, `same-place`.

use std::ops::Range;
use std::rc::Rc;

use cwasm_spec::model::{Arg, Check, Place, Rule};

use super::counts::by_structure;
use super::rows::same_structure;
use super::values::LISTED;
use crate::columns::{Column, in_order};
use crate::run::{Run, number};

/// Places in the order of their beginnings.
pub(super) struct Places {
    /// Where each begins and ends.
    pub(super) sorted: Rc<[(u64, u64)]>,
    /// The one that was found last: who asks in order goes on from there.
    last: std::cell::Cell<usize>,
}

impl Places {
    /// All places of a value or of the symbols of a kind, empty ones left out.
    pub(super) fn new(run: &Run<'_>, check: &Check, place: Place) -> Option<Self> {
        let sorted = if let Place::Symbols(..) = place { of_symbols(run, check) } else { of_column(run, place)? };
        Some(Self::of(sorted))
    }

    /// These places, which are in order.
    pub(super) fn of(sorted: Rc<[(u64, u64)]>) -> Self {
        Self { sorted, last: std::cell::Cell::new(0) }
    }

    /// Where they begin.
    pub(super) fn begins(&self) -> impl Iterator<Item = u64> {
        self.sorted.iter().map(|(begin, _)| *begin)
    }

    /// Where one begins.
    pub(super) fn begin(&self, index: usize) -> Option<u64> {
        self.sorted.get(index).map(|(begin, _)| *begin)
    }

    /// Where they begin and end.
    pub(super) fn bounds(&self) -> impl Iterator<Item = (u64, u64)> {
        self.sorted.iter().copied()
    }

    /// Whether one of them begins there.
    pub(super) fn is_begin(&self, value: u64) -> bool {
        self.find(value).is_some_and(|(_, (begin, _))| begin == value)
    }

    /// Whether numbers lie where this side says, for those who ask for very many, one behind the other. If they ascend and
    /// all do, each answer is yes; a no may be a yes for those who go back.
    pub(super) fn holding(&self, side: Side) -> impl FnMut(u64) -> bool {
        let (mut places, mut near) = (self.sorted.iter(), 0..0);
        move |value| near.contains(&value) || go_on(&mut places, &mut near, side, value)
    }

    /// The place that holds a number: which one, and its bounds.
    pub(super) fn find(&self, value: u64) -> Option<(usize, (u64, u64))> {
        let holds = |index: usize| {
            let place = *self.sorted.get(index)?;
            (place.0 <= value && value < place.1).then_some((index, place))
        };
        let last = self.last.get();
        let near = holds(last).or_else(|| holds(last.saturating_add(1)));
        let found = near.or_else(|| {
            let behind = self.sorted.partition_point(|(start, _)| *start <= value);
            holds(behind.checked_sub(1)?)
        });
        self.last.set(found.map_or(last, |(index, _)| index));
        found
    }
}

/// Goes on to the place that holds a number.
#[inline(never)]
fn go_on(places: &mut std::slice::Iter<'_, (u64, u64)>, near: &mut Range<u64>, side: Side, value: u64) -> bool {
    while value >= near.end {
        let Some((start, end)) = places.next() else { return false };
        *near = side.numbers((*start, *end));
    }
    near.contains(&value)
}

/// The places of a decoded value.
fn of_column(run: &Run<'_>, place: Place) -> Option<Rc<[(u64, u64)]>> {
    // What stands in bytes that do not decode is not known.
    run.column(place).filter(|column| !run.unreached.contains(&column.section)).map(Column::places)
}

/// The places of the symbols of a kind.
fn of_symbols(run: &Run<'_>, check: &Check) -> Rc<[(u64, u64)]> {
    let symbols = run.symbol_places().iter().filter(|symbol| check.of.is_none() || symbol.kind == check.of);
    let filled = symbols.filter(|symbol| symbol.size > 0);
    in_order(filled.map(|symbol| (symbol.start, symbol.start.saturating_add(symbol.size))).collect())
}

/// What of a place is told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Aspect {
    /// Its first byte.
    Begin,
    /// The first byte behind it.
    End,
    /// How many bytes it has.
    Length,
}

/// One number for each place, in order.
pub(super) fn told_of_each(run: &mut Run<'_>, rule: &Rule, check: &Check, aspect: Aspect) {
    let [_, Arg::Place(places), rest @ ..] = &*check.args else { return };
    let Some(places) = Places::new(run, check, *places) else { return };
    by_structure(run, rule, check, |run, structure, wrong| {
        // Counted from where it stands itself, behind so many bytes.
        let behind = match rest.first() {
            Some(_) => match structure.argument(run, 2) {
                Some(behind) => Some(behind.value),
                None => return,
            },
            None => None,
        };
        let section = run.image.sections.get(structure.column.section).map_or(0, |section| section.offset);
        let mut expected = places.sorted.iter();
        let mut last = None;
        for item in structure.items() {
            let own = behind.map_or(0, |behind| behind.wrapping_add(item.range.start.wrapping_sub(section)));
            let told = item.value.wrapping_add(own);
            let wanted = expected.next().map(|(start, end)| match aspect {
                Aspect::Begin => *start,
                Aspect::End => *end,
                Aspect::Length => end.saturating_sub(*start),
            });
            match wanted {
                Some(wanted) if wanted == told => last = Some(item),
                Some(wanted) => {
                    wrong.push((item, number(wanted.wrapping_sub(own))));
                    return;
                }
                None => {
                    wrong.push((item, "no more: all functions were told of before".to_owned()));
                    return;
                }
            }
        }
        if let (Some((start, _)), Some(last)) = (expected.next(), last)
            && aspect == Aspect::Begin
        {
            wrong.push((last, format!("another one behind it, for the function at {}", number(*start))));
        }
    });
}

/// Which numbers belong to a place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Those of its bytes.
    Inside,
    /// Those behind one of its bytes: where a call in it returns to.
    Behind,
    /// Either.
    Either,
}

impl Side {
    /// Those of a place.
    pub(super) fn numbers(self, (start, end): (u64, u64)) -> Range<u64> {
        match self {
            Self::Inside => start..end,
            Self::Behind => start.saturating_add(1)..end.saturating_add(1),
            Self::Either => start..end.saturating_add(1),
        }
    }
}

pub(super) fn in_place(run: &mut Run<'_>, rule: &Rule, check: &Check, side: Side) {
    let [_, Arg::Place(places)] = &*check.args else { return };
    let Some(places) = Places::new(run, check, *places) else { return };
    by_structure(run, rule, check, |_, structure, wrong| {
        if structure.column.all(structure.index, places.holding(side)) {
            return;
        }
        for item in structure.items() {
            let found = |byte: Option<u64>| byte.is_some_and(|byte| places.find(byte).is_some());
            let before = item.value.checked_sub(1);
            let holds = match side {
                Side::Inside => found(Some(item.value)),
                Side::Behind => found(before),
                Side::Either => found(before) || found(Some(item.value)),
            };
            if !holds && wrong.len() < LISTED {
                let expected = match side {
                    Side::Inside => "a byte of a function",
                    Side::Behind => "behind an instruction of a function",
                    Side::Either => "in a function or right behind it",
                };
                wrong.push((item, expected.to_owned()));
            }
        }
    });
}

pub(super) fn same_place(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [_, Arg::Place(owners), Arg::Place(ends), Arg::Place(places)] = &*check.args else { return };
    let Some(places) = Places::new(run, check, *places) else { return };
    by_structure(run, rule, check, |run, structure, wrong| {
        let (Some(owners), Some(ends)) = (run.column(*owners), run.column(*ends)) else { return };
        let Some(same) = same_structure(structure.column, structure.index, owners) else { return };
        let mut owners = owners.iter(same).zip(ends.iter(same)).peekable();
        for (position, item) in (0_u64..).zip(structure.items()) {
            while owners.next_if(|(_, (_, end))| end.number().is_some_and(|end| end <= position)).is_some() {}
            let Some(((_, owner), _)) = owners.peek() else { return };
            // Who calls is in front of where the call returns to.
            let around = owner.number().and_then(|owner| places.find(owner.checked_sub(1)?));
            let Some((_, (start, end))) = around else { continue };
            if !(start..end).contains(&item.value) && wrong.len() < LISTED {
                wrong.push((item, format!("from {} on, below {}", number(start), number(end))));
            }
        }
    });
}
