//! `mapped`: the address map next to the functions, and next to where these begin in the WebAssembly file.

use std::ops::Range;

use cwasm_spec::model::{Arg, Check, Place, Rule};

use super::counts::{Structure, Wrong, by_structure};
use super::groups::Groups;
use super::rows::{Item, Row, same_structure};
use super::values::LISTED;
use crate::columns::{Column, Entry};
use crate::run::{Run, number};

/// A function that has code.
struct Body {
    /// Its bytes.
    bytes: Range<u64>,
    /// Its positions in the WebAssembly file: up to where the next function of its module begins.
    positions: Range<u64>,
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

/// The functions in the order of their code.
fn bodies(run: &Run<'_>, places: Place, starts: Place, groups: &[Arg]) -> Option<Vec<Body>> {
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
    if !bodies.is_sorted_by_key(|body: &Body| body.bytes.start) {
        bodies.sort_unstable_by_key(|body| body.bytes.start);
    }
    Some(bodies)
}

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
            bodies.push(Body { bytes: from..to, positions });
        }
    }
}

/// Finds the function of each of some offsets: going on from the last one while they ascend.
fn finder<'b>(bodies: &'b [Body]) -> impl FnMut(u64) -> Option<&'b Body> {
    let mut near = 0;
    move |offset| {
        let holds = |index: usize| bodies.get(index).filter(|body| body.bytes.contains(&offset));
        if holds(near).is_none() {
            near = bodies.partition_point(|body| body.bytes.start <= offset).saturating_sub(1);
        }
        holds(near)
    }
}

fn inside(bodies: &[Body], structure: Structure<'_>, wrong: &mut Vec<Wrong>) {
    let mut find = finder(bodies);
    for item in structure.items() {
        if find(item.value).is_none() && wrong.len() < LISTED {
            wrong.push((item, "a byte of a function of the WebAssembly file".to_owned()));
        }
    }
}

fn begins(run: &Run<'_>, bodies: &[Body], structure: Structure<'_>, wrong: &mut Vec<Wrong>) {
    let mut items = structure.items().peekable();
    let mut last = None;
    for body in bodies {
        while let Some(item) = items.next_if(|item| item.value < body.bytes.start) {
            last = Some(item);
        }
        if items.peek().is_some_and(|item| item.value == body.bytes.start) {
            continue;
        }
        // Where it should have been: at the one behind it, or at the end.
        let at = items.peek().cloned().or(last).unwrap_or_else(|| {
            let start = run.image.sections.get(structure.column.section).map_or(0, |section| section.offset);
            Item { value: 0, range: start..start.saturating_add(1), row: Row::One }
        });
        wrong.push((at, format!("{}, where a function begins", number(body.bytes.start))));
        return;
    }
}

fn positions_fit(bodies: &[Body], structure: Structure<'_>, column: &Column<'_>, wrong: &mut Vec<Wrong>) {
    let mut find = finder(bodies);
    for ((_, offset), (_, position)) in structure.column.iter(structure.index).zip(column.iter(structure.index)) {
        let (Some(offset), Some(value)) = (offset.number(), position.number()) else { continue };
        let Some(body) = find(offset) else { continue };
        if !body.positions.contains(&value) && wrong.len() < LISTED {
            let range = position.at..position.at.saturating_add(1);
            let below = match body.positions.end {
                u64::MAX => String::new(),
                end => format!(", below {}", number(end)),
            };
            let expected = format!("{} or more{below}", number(body.positions.start));
            wrong.push((Item { value, range, row: Row::One }, expected));
        }
    }
}
