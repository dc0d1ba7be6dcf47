//! `mapped`: the address map next to the functions, and next to where these begin in the WebAssembly file.

use std::ops::Range;

use cwasm_spec::model::{Arg, Check, Place, Rule};

use super::counts::{Structure, Wrong, by_structure};
use super::groups::Groups;
use super::places::{Places, Side};
use super::rows::{Item, Row, same_structure};
use super::values::LISTED;
use crate::columns::{Column, Entry};
use crate::run::{Run, number};

/// The functions that have code, in its order.
pub(super) struct Bodies {
    /// Their bytes.
    pub(super) code: Places,
    /// Of each its positions in the WebAssembly file: up to where the next function of its module begins.
    pub(super) positions: Vec<Range<u64>>,
}

impl Bodies {
    /// The positions of the function with this byte of code.
    fn find(&self, byte: u64) -> Option<&Range<u64>> {
        self.code.find(byte).and_then(|(index, _)| self.positions.get(index))
    }
}

/// `mapped inside|begins|positions OFFSETS POSITIONS PLACES STARTS [PLACE-GROUPS START-GROUPS]`.
pub(super) fn mapped(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [Arg::Word(mode), Arg::Place(_), Arg::Place(positions), Arg::Place(places), Arg::Place(starts), groups @ ..] =
        &*check.args
    else {
        return;
    };
    let Some(bodies) = bodies(run, *places, *starts, groups) else { return };
    by_structure(run, rule, check, |run, structure, wrong| match &**mode {
        "inside" => inside(&bodies, structure, wrong),
        "begins" => begins(run, &bodies, structure, wrong),
        _ => {
            if let Some(column) = run.column(*positions) {
                positions_fit(&bodies, structure, column, wrong);
            }
        }
    });
}

pub(super) fn bodies(run: &Run<'_>, places: Place, starts: Place, groups: &[Arg]) -> Option<Bodies> {
    // What stands in bytes that do not decode is not known.
    let known = |column: &&Column<'_>| !run.unreached.contains(&column.section);
    let (listed, begun) = (run.column(places).filter(known)?, run.column(starts).filter(known)?);
    if listed.count() == 0 {
        return None;
    }
    let mut bodies = Vec::with_capacity(listed.len());
    for structure in 0..listed.count() {
        match groups {
            [Arg::Place(place_groups), Arg::Place(start_groups)] => {
                let code = Groups::new(run, *place_groups, places, structure)?;
                let file = Groups::new(run, *start_groups, starts, structure)?;
                for group in 0..code.len().min(file.len()) {
                    add(&mut bodies, listed, code.elements(group), file.elements(group));
                }
            }
            _ => {
                let same = same_structure(listed, structure, begun)?;
                add(&mut bodies, listed, listed.iter(structure), begun.iter(same));
            }
        }
    }
    let by_code = |body: &Body| body.0;
    if !bodies.is_sorted_by_key(by_code) {
        bodies.sort_unstable_by_key(by_code);
    }
    let (code, positions): (Vec<_>, Vec<_>) = bodies.into_iter().unzip();
    Some(Bodies { code: Places::of(code.into()), positions })
}

/// The first byte of a function and the one behind its last, and its positions.
type Body = ((u64, u64), Range<u64>);

/// Adds the functions of a module; `starts` are as many as these, or the places are of something else.
fn add(
    bodies: &mut Vec<Body>,
    listed: &Column<'_>,
    places: impl Iterator<Item = (usize, Entry)>,
    starts: impl Iterator<Item = (usize, Entry)>,
) {
    let mut starts = starts.peekable();
    for (position, place) in places {
        let Some((_, start)) = starts.next() else { return };
        let next = starts.peek().and_then(|(_, next)| next.number());
        if let (Some(from), Some(to)) = (place.number(), listed.end(position))
            && from < to
        {
            let positions = start.number().unwrap_or(0)..next.unwrap_or(u64::MAX);
            bodies.push(((from, to), positions));
        }
    }
}

fn inside(bodies: &Bodies, structure: Structure<'_>, wrong: &mut Vec<Wrong>) {
    if structure.column.all(structure.index, bodies.code.holding(Side::Inside)) {
        return;
    }
    for item in structure.items() {
        if bodies.find(item.value).is_none() && wrong.len() < LISTED {
            wrong.push((item, "a byte of a function of the WebAssembly file".to_owned()));
        }
    }
}

/// Whether numbers that ascend have each beginning among them.
fn has_begins(bodies: &Bodies, structure: Structure<'_>) -> bool {
    let mut begins = bodies.code.begins();
    let mut next = begins.next();
    structure.column.all(structure.index, |number| match next {
        Some(begin) if number >= begin => {
            next = begins.next();
            number == begin
        }
        _ => true,
    }) && next.is_none()
}

fn begins(run: &Run<'_>, bodies: &Bodies, structure: Structure<'_>, wrong: &mut Vec<Wrong>) {
    if has_begins(bodies, structure) {
        return;
    }
    let mut items = structure.items().peekable();
    let mut last = None;
    for begin in bodies.code.begins() {
        while let Some(item) = items.next_if(|item| item.value < begin) {
            last = Some(item);
        }
        if items.peek().is_some_and(|item| item.value == begin) {
            continue;
        }
        // Where it should have been: at the one behind it, or at the end.
        let at = items.peek().cloned().or(last).unwrap_or_else(|| {
            let start = run.image.sections.get(structure.column.section).map_or(0, |section| section.offset);
            Item { value: 0, range: start..start.saturating_add(1), row: Row::One }
        });
        wrong.push((at, format!("{}, where a function begins", number(begin))));
        return;
    }
}

/// Whether numbers that ascend have positions that are in the function which they lie in.
fn all_fit(bodies: &Bodies, structure: Structure<'_>, column: &Column<'_>) -> bool {
    let mut rest = bodies.code.bounds().zip(&bodies.positions);
    let (mut code, mut wanted, mut last) = ((0, 0), 0..0, 0);
    structure.column.all_with(structure.index, column, structure.index, |offset, position| {
        if offset < std::mem::replace(&mut last, offset) {
            return false;
        }
        while offset >= code.1 {
            let Some((next, positions)) = rest.next() else { return true };
            (code, wanted) = (next, positions.clone());
        }
        offset < code.0 || wanted.contains(&position)
    })
}

fn positions_fit(bodies: &Bodies, structure: Structure<'_>, column: &Column<'_>, wrong: &mut Vec<Wrong>) {
    if all_fit(bodies, structure, column) {
        return;
    }
    for ((_, offset), (_, position)) in structure.column.iter(structure.index).zip(column.iter(structure.index)) {
        let (Some(offset), Some(value)) = (offset.number(), position.number()) else { continue };
        let Some(positions) = bodies.find(offset) else { continue };
        if !positions.contains(&value) && wrong.len() < LISTED {
            let range = position.at..position.at.saturating_add(1);
            let below = match positions.end {
                u64::MAX => String::new(),
                end => format!(", below {}", number(end)),
            };
            let expected = format!("{} or more{below}", number(positions.start));
            wrong.push((Item { value, range, row: Row::One }, expected));
        }
    }
}
