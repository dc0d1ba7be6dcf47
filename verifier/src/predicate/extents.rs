//! Words about places: where each lies, and how they follow each other.

use std::cell::Cell;
use std::ops::Range;

use cwasm_spec::model::{Arg, Check, Rule};

use super::counts::{Structure, by_structure};
use super::rows::{Item, Row, beside};
use super::values::LISTED;
use super::{named_sections, numbers};
use crate::raw::slice;
use crate::run::{Run, number};
use crate::symbols::SymbolPlace;

/// The places of a structure: the number where each begins, and where it ends.
fn places(structure: Structure<'_>) -> impl Iterator<Item = (Item, u64)> {
    structure.items().filter_map(move |item| {
        let Row::Entry(_, _, position) = item.row else { return None };
        let end = structure.column.end(position)?;
        Some((item, end))
    })
}

pub(super) fn apart(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    by_structure(run, rule, check, |_, structure, wrong| {
        let mut before = 0;
        for (item, end) in places(structure) {
            if item.value < before && wrong.len() < LISTED {
                wrong.push((item, format!("{} or more", number(before))));
            }
            before = before.max(end);
        }
    });
}

pub(super) fn tiles(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    by_structure(run, rule, check, |run, structure, wrong| {
        let mut before = 0;
        let mut last = None;
        for (item, end) in places(structure) {
            if item.value != before {
                wrong.push((item, number(before)));
                return;
            }
            before = end;
            last = Some(item);
        }
        if let (Some(last), Some(bound)) = (last, structure.bound(run))
            && before != bound.value
        {
            wrong.push((last, format!("an end at {}, not {}", number(bound.value), number(before))));
        }
    });
}

/// Whether the description says that a section has to be there.
fn is_wanted(run: &Run<'_>, section: u16) -> bool {
    let declared = run.spec.sections.get(usize::from(section));
    declared.is_some_and(|declared| run.wanted(&declared.presence) == Some(true))
}

/// Whether there is a section whose name says nothing.
fn has_unknown(run: &Run<'_>) -> bool {
    run.image.real_sections().any(|(_, section)| section.known.is_none())
}

/// What has to lie inside.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    /// Any bytes.
    Bytes,
    /// UTF-8.
    Text,
}

pub(super) fn within(run: &mut Run<'_>, rule: &Rule, check: &Check, inside: Inside) {
    let &[section] = named_sections(run, check).as_slice() else { return };
    let data = match run.image.section(section) {
        Some(section) => match section.data {
            Some(data) => data,
            None => return,
        },
        // That it has to be there has a rule of its own, and so has a section that nobody knows, which may be this one.
        None if is_wanted(run, section) || has_unknown(run) => return,
        None => &[],
    };
    let size = u64::try_from(data.len()).unwrap_or(u64::MAX);
    let from = numbers(check).first().copied().unwrap_or(0);
    by_structure(run, rule, check, |_, structure, wrong| {
        for (item, end) in places(structure) {
            if wrong.len() >= LISTED {
                return;
            }
            let bytes = end.checked_sub(item.value).and_then(|length| slice(data, item.value, length));
            let expected = match bytes {
                _ if item.value < from => Some(format!("{} or more", number(from))),
                None if end < item.value => Some(format!("an end there or behind, not at {}", number(end))),
                None if inside == Inside::Bytes => {
                    Some(format!("a place in {} bytes, not up to {}", number(size), number(end)))
                }
                Some(bytes) if inside == Inside::Text && std::str::from_utf8(bytes).is_err() => {
                    Some("the place of a text in UTF-8".to_owned())
                }
                _ => None,
            };
            wrong.extend(expected.map(|expected| (item, expected)));
        }
    });
}

pub(super) fn at_symbol(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    // Symbols in another order than by their values have a rule of their own.
    let symbols = Symbols::new(run, check);
    by_structure(run, rule, check, |run, structure, wrong| {
        for (item, end) in places(structure) {
            if wrong.len() < LISTED && item.value < end && !symbols.has(run, item.value, end.saturating_sub(item.value))
            {
                let expected = format!("the place of a symbol, not {} bytes", number(end.saturating_sub(item.value)));
                wrong.push((item, expected));
            }
        }
    });
}

/// The symbols of one kind, where they stand one behind the other.
struct Symbols {
    /// Which of all.
    range: Range<usize>,
    /// Behind the one that was found last: who asks in order finds the next one there.
    next: Cell<usize>,
}

impl Symbols {
    fn new(run: &Run<'_>, check: &Check) -> Self {
        let all = run.symbol_places();
        let of_kind = |symbol: &SymbolPlace| check.of.is_none() || symbol.kind == check.of;
        let first = all.iter().position(of_kind).unwrap_or(all.len());
        let rest = all.get(first..).unwrap_or_default();
        let count = rest.iter().position(|symbol| !of_kind(symbol)).unwrap_or(rest.len());
        Self { range: first..first.saturating_add(count), next: Cell::new(0) }
    }

    /// Whether a symbol has this place.
    fn has(&self, run: &Run<'_>, start: u64, length: u64) -> bool {
        let symbols = run.symbol_places().get(self.range.clone()).unwrap_or_default();
        let is_it = |symbol: &&SymbolPlace| symbol.start == start && symbol.size == length;
        let next = self.next.get();
        let found = match symbols.get(next).filter(is_it) {
            Some(_) => Some(next),
            None => symbols.binary_search_by_key(&start, |symbol| symbol.start).ok(),
        };
        self.next.set(found.unwrap_or(next).saturating_add(1));
        found.and_then(|index| symbols.get(index)).as_ref().is_some_and(is_it)
    }
}

pub(super) fn fits_pages(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [_, Arg::Place(bytes), Arg::Place(pages), Arg::Number(page)] = &*check.args else { return };
    by_structure(run, rule, check, |run, structure, wrong| {
        for item in structure.items() {
            let length = beside(run, check, *bytes, item.row).and_then(|place| {
                let Row::Entry(_, _, position) = place.row else { return None };
                run.column(*bytes)?.end(position)?.checked_sub(place.value)
            });
            let pages = beside(run, check, *pages, item.row).map(|pages| pages.value);
            let (Some(length), Some(pages)) = (length, pages) else { continue };
            let most = pages.saturating_mul(*page);
            if item.value.saturating_add(length) > most && wrong.len() < LISTED {
                let expected = format!("{length} bytes that end at {} at most", number(most));
                wrong.push((item, expected));
            }
        }
    });
}
