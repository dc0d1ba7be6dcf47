//! Words about numbers and the places that they lie in: `in-place`, `returns-into`, `same-place`.

use cwasm_spec::model::{Arg, Check, Place, Rule};

use super::counts::by_structure;
use super::rows::same_structure;
use super::values::LISTED;
use crate::run::{Run, number};

/// Places in the order of their beginnings.
struct Places {
    /// Where each begins and ends.
    sorted: Vec<(u64, u64)>,
    /// The one that was found last: who asks in order goes on from there.
    last: std::cell::Cell<usize>,
}

impl Places {
    /// All places of a value or of the symbols of a kind, empty ones left out.
    fn new(run: &Run<'_>, check: &Check, place: Place) -> Option<Self> {
        let mut sorted = if let Place::Symbols(..) = place { of_symbols(run, check) } else { of_column(run, place)? };
        if !sorted.is_sorted() {
            sorted.sort_unstable();
        }
        Some(Self { sorted, last: std::cell::Cell::new(0) })
    }

    /// Whether a place holds a number, for those who ask for very many one behind the other.
    fn near(&self) -> impl FnMut(Option<u64>) -> bool {
        let mut near = 0..0;
        move |value| {
            let Some(value) = value else { return false };
            if near.contains(&value) {
                return true;
            }
            let found = self.find(value);
            near = found.map_or(0..0, |(_, (start, end))| start..end);
            found.is_some()
        }
    }

    /// The place that holds a number: which one, and its bounds.
    fn find(&self, value: u64) -> Option<(usize, (u64, u64))> {
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

/// The places of a decoded value.
fn of_column(run: &Run<'_>, place: Place) -> Option<Vec<(u64, u64)>> {
    // What stands in bytes that do not decode is not known.
    let column = run.column(place).filter(|column| !run.unreached.contains(&column.section))?;
    let bounds = |position: usize| {
        let start = column.entry(position)?.number()?;
        let end = column.end(position)?;
        (start < end).then_some((start, end))
    };
    Some((0..column.len()).filter_map(bounds).collect())
}

/// The places of the symbols of a kind.
fn of_symbols(run: &Run<'_>, check: &Check) -> Vec<(u64, u64)> {
    let symbols = run.symbols().filter(|(_, at)| check.of.is_none_or(|kind| run.symbol_kind(*at) == Some(kind)));
    let bounds = |(_, at)| {
        let (start, size) = (run.symbol_field(at, "st_value")?, run.symbol_field(at, "st_size")?);
        (size > 0).then(|| (start, start.saturating_add(size)))
    };
    symbols.filter_map(bounds).collect()
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

pub(super) fn in_place(run: &mut Run<'_>, rule: &Rule, check: &Check, side: Side) {
    let [_, Arg::Place(places)] = &*check.args else { return };
    let Some(places) = Places::new(run, check, *places) else { return };
    by_structure(run, rule, check, |_, structure, wrong| {
        let last = places.last.get();
        let mut near = places.near();
        if structure.column.all(structure.index, |value| match side {
            Side::Inside => near(Some(value)),
            Side::Behind => near(value.checked_sub(1)),
            Side::Either => near(value.checked_sub(1)) || near(Some(value)),
        }) {
            return;
        }
        places.last.set(last);
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
