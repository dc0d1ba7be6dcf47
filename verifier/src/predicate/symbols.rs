//! Words about symbols: their kinds, and the ranges of functions.

use cwasm_spec::model::{Check, Place, Rule};

use super::named_sections;
use super::rows::{Row, item, names};
use super::subject;
use crate::run::{Run, finding, hex, number};

pub(super) fn of_kind(run: &mut Run<'_>, rule: &Rule) {
    let Some(field) = run.records.symbol.index("st_info") else { return };
    let strange: Vec<Row> = run
        .symbols()
        .filter(|(_, at)| run.symbol_kind(*at).is_none())
        .map(|(index, at)| Row::Symbol(index, at))
        .take(64)
        .collect();
    let here = run.spec.symbol_kinds.iter().filter(|kind| run.container_only || kind.range.contains(run.edition));
    let kinds: Vec<String> = here.map(|kind| kind.name.to_string()).collect();
    for row in strange {
        let Some(item) = item(run, Place::Symbols(field, None), row) else { continue };
        let (section, path) = names(run, Place::Symbols(field, None), row);
        let expected = format!("a {}", kinds.join(" or "));
        run.report(rule, || finding(item.range, section, path, number(item.value), expected));
    }
}

pub(super) fn kinds_ordered(run: &mut Run<'_>, rule: &Rule) {
    let mut highest = 0;
    let mut misplaced = Vec::new();
    for (index, at) in run.symbols() {
        let Some(kind) = run.symbol_kind(at) else { continue };
        if kind < highest && misplaced.len() < 64 {
            misplaced.push((index, at, kind, highest));
        }
        highest = highest.max(kind);
    }
    for (index, at, kind, highest) in misplaced {
        let name = |kind: u16| run.spec.symbol_kinds.get(usize::from(kind)).map_or("", |kind| &*kind.name);
        let (found, expected) = (format!("{} behind {}", name(kind), name(highest)), format!("{} first", name(kind)));
        let section = run.symbol_table().map(crate::raw::elf::Section::display_name).unwrap_or_default();
        let range = at..at.saturating_add(run.records.symbol.size);
        run.report(rule, || finding(range, section, format!("symbols[{index}]"), found, expected));
    }
}

/// Index and place of each symbol of the check's kind, with start and size.
fn ranges<'r>(run: &'r Run<'_>, check: &'r Check) -> impl Iterator<Item = (Row, u64, u64)> + 'r {
    let symbols = run.symbols().zip(run.symbol_places());
    symbols
        .filter(|(_, symbol)| check.of.is_none() || symbol.kind == check.of)
        .map(|((index, at), symbol)| (Row::Symbol(index, at), symbol.start, symbol.size))
}

pub(super) fn consecutive(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let Some(place) = subject(check) else { return };
    let mut end: Option<u64> = None;
    let mut wrong = Vec::new();
    for (row, start, size) in ranges(run, check) {
        let expected = match end {
            None if start != 0 => Some("0".to_owned()),
            Some(end) if start < end => Some(format!("{} or more", number(end))),
            _ => None,
        };
        wrong.extend(expected.filter(|_| wrong.len() < 64).map(|expected| (row, start, expected)));
        end = Some(end.unwrap_or(0).max(start.saturating_add(size)));
    }
    for (row, start, expected) in wrong {
        let (section, path) = names(run, place, row);
        let range = item(run, place, row).map_or(0..0, |item| item.range);
        run.report(rule, || finding(range, section, path, number(start), expected));
    }
}

pub(super) fn end_inside(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let (Some(place), &[section]) = (subject(check), named_sections(run, check).as_slice()) else { return };
    let Some(size) = run.image.section(section).map(|section| section.size) else { return };
    let outside: Vec<(Row, u64)> = ranges(run, check)
        .map(|(row, start, length)| (row, start.saturating_add(length)))
        .filter(|(_, end)| *end > size)
        .take(64)
        .collect();
    for (row, end) in outside {
        let (section, path) = names(run, place, row);
        let range = item(run, place, row).map_or(0..0, |item| item.range);
        run.report(rule, || {
            finding(range, section, path, format!("an end at {}", number(end)), format!("{} at most", number(size)))
        });
    }
}

/// What is asked of the bytes between functions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Gaps {
    Small,
    Zero,
}

pub(super) fn gaps(run: &mut Run<'_>, rule: &Rule, check: &Check, asked: Gaps) {
    let [section] = *named_sections(run, check) else { return };
    let Some((at, data, name)) =
        run.image.section(section).and_then(|section| Some((section.offset, section.data?, section.display_name())))
    else {
        return;
    };
    let size = u64::try_from(data.len()).unwrap_or(0);
    let mut end: u64 = 0;
    let mut wrong: Vec<(std::ops::Range<u64>, String, String)> = Vec::new();
    let mut any = false;
    let mut look = |start: u64, end: u64, last: bool| {
        let gap = start.saturating_sub(end);
        if gap == 0 || wrong.len() >= 64 {
            return;
        }
        let found = match asked {
            // The function behind needs an alignment larger than the gap; the end of the section is a page border.
            Gaps::Small if !last && !fits(start, gap) => Some((
                end,
                format!("{gap} bytes before {}", number(start)),
                "fewer bytes than the alignment there".to_owned(),
            )),
            Gaps::Zero => nonzero(data, end, gap).map(|(place, bytes)| (place, bytes, "00".to_owned())),
            Gaps::Small => None,
        };
        wrong.extend(
            found.map(|(place, found, expected)| (at.saturating_add(place)..at.saturating_add(start), found, expected)),
        );
    };
    for (_, start, length) in ranges(run, check) {
        // Functions out of order have a rule of their own.
        if start < end {
            return;
        }
        look(start, end, false);
        end = start.saturating_add(length);
        any = true;
    }
    // Without function symbols nothing is known about the bytes.
    if any && end <= size {
        look(size, end, true);
    }
    for (range, found, expected) in wrong {
        let name = name.clone();
        run.report(rule, || finding(range, name, "between functions".to_owned(), found, expected));
    }
}

/// Whether an alignment larger than the gap explains it; of a gap of half the address space no alignment does.
fn fits(start: u64, gap: u64) -> bool {
    let alignment = gap.saturating_add(1).checked_next_power_of_two();
    alignment.and_then(|alignment| start.checked_rem(alignment)) == Some(0)
}

/// The first byte of a gap that is not zero, and what stands there.
fn nonzero(data: &[u8], start: u64, length: u64) -> Option<(u64, String)> {
    let bytes = crate::raw::slice(data, start, length)?;
    let index = crate::raw::first_nonzero(bytes)?;
    let place = start.saturating_add(u64::try_from(index).ok()?);
    Some((place, hex(bytes.get(index..)?)))
}
