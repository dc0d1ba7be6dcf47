//! Words about ranges of bytes: inside, before, disjoint, adjacent, and what stands between.

use std::ops::Range;

use cwasm_spec::model::{Arg, Check, Rule};

use super::named_sections;
use crate::coverage::{Owner, gaps, owners};
use crate::run::{Run, finding, hex, number};

fn file_size(run: &Run<'_>) -> u64 {
    u64::try_from(run.bytes().len()).unwrap_or(u64::MAX)
}

fn header_field(run: &Run<'_>, name: &str) -> Range<u64> {
    let place = run.records.header.index(name).and_then(|field| run.records.header.place(field));
    place.map_or(0..0, |(offset, width)| offset..offset.saturating_add(width))
}

fn section_field(run: &Run<'_>, index: usize, name: &str) -> Range<u64> {
    let header = run.image.sections.get(index).map_or(0, |section| section.header);
    let place = run.records.section.index(name).and_then(|field| run.records.section.place(field));
    let (offset, width) = place.unwrap_or((0, 0));
    let start = header.saturating_add(offset);
    start..start.saturating_add(width)
}

pub(super) fn inside(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let size = file_size(run);
    if !matches!(check.args.first(), Some(Arg::Word(word)) if word == "sections") {
        let Some(table) = run.image.table.clone().filter(|table| table.end > size) else { return };
        let range = header_field(run, "e_shoff");
        let found = format!("{} to {}", number(table.start), number(table.end));
        run.report(rule, || {
            finding(
                range,
                String::new(),
                "header.e_shoff".to_owned(),
                found,
                format!("an end of {} at most", number(size)),
            )
        });
        return;
    }
    let outside: Vec<usize> = run
        .image
        .real_sections()
        .filter(|(_, section)| section.data.is_none())
        .map(|(index, _)| index)
        .take(64)
        .collect();
    for index in outside {
        let Some(section) = run.image.sections.get(index) else { continue };
        let found = format!("{} bytes from {} on", number(section.size), number(section.offset));
        let (name, range) = (section.display_name(), section_field(run, index, "sh_size"));
        run.report(rule, || {
            finding(
                range,
                name,
                format!("sections[{index}].sh_size"),
                found,
                format!("an end of {} at most", number(size)),
            )
        });
    }
}

pub(super) fn before(run: &mut Run<'_>, rule: &Rule) {
    let Some(table) = run.image.table.clone() else { return };
    let behind: Vec<usize> = run
        .image
        .real_sections()
        .filter(|(_, section)| section.data.is_some() && section.size > 0 && section.range().end > table.start)
        .map(|(index, _)| index)
        .take(64)
        .collect();
    for index in behind {
        let Some(section) = run.image.sections.get(index) else { continue };
        let found = format!("an end at {}", number(section.range().end));
        let (name, range) = (section.display_name(), section_field(run, index, "sh_offset"));
        run.report(rule, || {
            finding(
                range,
                name,
                format!("sections[{index}].sh_offset"),
                found,
                format!("{} at most", number(table.start)),
            )
        });
    }
}

pub(super) fn disjoint(run: &mut Run<'_>, rule: &Rule) {
    let mut end = 0;
    let mut last: Option<Owner> = None;
    let mut overlaps = Vec::new();
    for (range, owner) in owners(run.image, run.records) {
        if range.start < end && overlaps.len() < 64 {
            overlaps.push((range.start..end.min(range.end), owner, last));
        }
        if range.end >= end {
            (end, last) = (range.end, Some(owner));
        }
    }
    for (range, owner, other) in overlaps {
        let name = owner_name(run, owner);
        let other = other.map(|other| owner_name(run, other)).unwrap_or_default();
        let found = format!("{} bytes shared with {other}", range.end.saturating_sub(range.start));
        run.report(rule, || finding(range, name, "sections".to_owned(), found, "no shared byte".to_owned()));
    }
}

fn owner_name(run: &Run<'_>, owner: Owner) -> String {
    match owner {
        Owner::Header => "the ELF header".to_owned(),
        Owner::Table => "the section header table".to_owned(),
        Owner::Section(index) => {
            run.image.sections.get(index).map(crate::raw::elf::Section::display_name).unwrap_or_default()
        }
    }
}

pub(super) fn padding_zero(run: &mut Run<'_>, rule: &Rule) {
    let Some(table) = run.image.table.clone().filter(|_| !run.image.sections.is_empty()) else { return };
    // What stands behind the section header table is no padding.
    let gaps: Vec<Range<u64>> = gaps(run.image, run.records).filter(|gap| gap.end <= table.start).collect();
    for gap in gaps {
        let bytes = crate::raw::slice(run.bytes(), gap.start, gap.end.saturating_sub(gap.start)).unwrap_or_default();
        let first = crate::raw::first_nonzero(bytes).and_then(|index| u64::try_from(index).ok());
        let Some(first) = first else { continue };
        let at = gap.start.saturating_add(first);
        let found = hex(bytes.get(usize::try_from(first).unwrap_or(0)..).unwrap_or_default());
        run.report(rule, || finding(at..gap.end, String::new(), "padding".to_owned(), found, "00".to_owned()));
    }
}

pub(super) fn file_end(run: &mut Run<'_>, rule: &Rule) {
    let size = file_size(run);
    // A table without entries ends nothing.
    let ends = |table: &Range<u64>| table.start < table.end && table.end < size;
    let Some(table) = run.image.table.clone().filter(ends) else { return };
    let found = format!("{} more bytes", size.saturating_sub(table.end));
    run.report(rule, || {
        finding(table.end..size, String::new(), "file".to_owned(), found, "the end of the file".to_owned())
    });
}

pub(super) fn adjacent(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [first, second] = *named_sections(run, check) else { return };
    let (Some(before), Some(index)) = (run.image.section(first), run.image.find(second)) else { return };
    let Some(behind) = run.image.sections.get(index) else { return };
    let wanted = before.range().end;
    if behind.offset != wanted {
        let (name, found, range) =
            (behind.display_name(), number(behind.offset), section_field(run, index, "sh_offset"));
        run.report(rule, || finding(range, name, format!("sections[{index}].sh_offset"), found, number(wanted)));
    }
}

pub(super) fn ends_with(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let wanted = check.args.iter().find_map(|arg| match arg {
        Arg::Bytes(bytes) => Some(bytes),
        _ => None,
    });
    let (Some(wanted), &[section]) = (wanted, named_sections(run, check).as_slice()) else { return };
    if !run.in_release(section) {
        return;
    }
    let Some(found) = run.image.section(section) else { return };
    let Some(data) = found.data.filter(|data| !data.ends_with(wanted)) else { return };
    let tail = data.get(data.len().saturating_sub(wanted.len())..).unwrap_or_default();
    let end = found.range().end;
    let start = end.saturating_sub(u64::try_from(tail.len()).unwrap_or(0));
    let (name, tail) = (found.display_name(), hex(tail));
    run.report(rule, || finding(start..end, name, "end".to_owned(), tail, hex(wanted)));
}
