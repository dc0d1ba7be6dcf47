//! The structures of ELF, field by field.

use std::ops::Range;

use cwasm_spec::model::{Check, Place};

use super::Kind;
use super::rules::Rules;
use super::teller::{Said, Teller};
use super::value::{self, Names};
use crate::raw::elf::Section;
use crate::raw::record::Record;
use crate::raw::slice;
use crate::raw::strings::beginning;
use crate::run::Run;

/// Longer names of symbols are cut: each of very many may have one as long as the file.
const LONGEST: usize = 1024;

/// A record that stands somewhere.
struct Entry<'r, 's> {
    record: &'r Record<'s>,
    at: u64,
    path: String,
}

impl Entry<'_, '_> {
    /// Tells all fields; `rules` and `more` say for the index of one which rules speak about it, and what else there is to
    /// say of its number.
    fn tell(
        &self,
        run: &Run<'_>,
        teller: &mut Teller<'_>,
        rules: impl Fn(u16) -> Vec<u16>,
        more: impl Fn(&str, u64) -> Option<String>,
    ) {
        let names = Names { spec: run.spec, edition: run.edition };
        for (index, field) in (0_u16..).zip(self.record.fields) {
            let Some((offset, width)) = self.record.place(index) else { continue };
            let at = self.at.saturating_add(offset);
            teller.field(at..at.saturating_add(width), || {
                let number = (width <= 8).then(|| self.record.read(run.bytes(), self.at, index, run.order())).flatten();
                let is_number = !matches!(&*field.ty, [cwasm_spec::model::Word::Bytes(_)]);
                let number = number.filter(|_| is_number);
                let mut value = match (number, slice(run.bytes(), at, width)) {
                    (Some(number), _) => names.number(number, &field.names, &field.slices),
                    (None, Some(bytes)) => value::bytes(bytes),
                    (None, None) => "cut off".to_owned(),
                };
                if let Some(more) = number.and_then(|number| more(&field.name, number)) {
                    value = format!("{value}: {more}");
                }
                Said {
                    kind: Kind::Value,
                    path: format!("{}.{}", self.path, field.name),
                    value,
                    number,
                    rules: rules(index),
                }
            });
        }
    }
}

pub(super) fn header(run: &Run<'_>, rules: &Rules<'_>, teller: &mut Teller<'_>) {
    let entry = Entry { record: &run.records.header, at: 0, path: "header".to_owned() };
    let about = |field| rules.about(|place, _| matches!(place, Place::Header(about, _) if about == field));
    entry.tell(run, teller, about, |field, value| (field == "e_shstrndx").then(|| section_name(run, value)).flatten());
}

/// The name of a section, by its index.
fn section_name(run: &Run<'_>, index: u64) -> Option<String> {
    run.image.sections.get(usize::try_from(index).ok()?).map(Section::display_name)
}

/// The name that begins at an offset of a table.
fn name_at(names: &[u8], at: u64) -> String {
    match beginning(names, at, LONGEST) {
        Ok((name, true)) => value::text(&String::from_utf8_lossy(name)),
        Ok((name, false)) => format!("{}...", value::text(&String::from_utf8_lossy(name))),
        Err(_) => "no name begins there".to_owned(),
    }
}

/// The name of a symbol, or that of the section that it stands for, by its index.
fn symbol_name(run: &Run<'_>, index: u64) -> Option<String> {
    let table = run.symbol_table().filter(|table| 0 < index && index < run.entries(table))?;
    let at = table.offset.saturating_add(index.saturating_mul(run.records.symbol.size));
    match run.symbol_field(at, "st_name")? {
        0 => section_name(run, run.symbol_field(at, "st_shndx")?),
        name => Some(name_at(run.symbol_names()?, name)),
    }
}

pub(super) fn table(run: &Run<'_>, rules: &Rules<'_>, teller: &mut Teller<'_>) {
    for (index, section) in run.image.sections.iter().enumerate() {
        let record = &run.records.section;
        let entry = Entry { record, at: section.header, path: format!("sections[{index}]") };
        if teller.is_over() {
            return;
        }
        let is_name = |field| record.index("sh_name") == Some(field);
        let is_relocated = || section.known.is_some_and(|known| is_relocation(run, known));
        let is_place = |field| ["sh_offset", "sh_size"].iter().any(|name| record.index(name) == Some(field));
        let about = |field| {
            let mut about = rules.about(|place, _| match place {
                Place::NullSection => index == 0,
                _ if index == 0 => false,
                Place::Sections(about, _) => about == field,
                Place::Section(of, about) => section.known == Some(of) && about == field,
                Place::RelocationSections(about) => about == field && is_relocated(),
                Place::SectionNames | Place::SectionNameLengths => is_name(field),
                _ => false,
            });
            let known = section.known.filter(|_| is_place(field));
            about.extend(known.map(|known| rules.placing(known)).unwrap_or_default());
            about.sort_unstable();
            about.dedup();
            about
        };
        let more = |field: &str, value: u64| match field {
            "sh_name" if index > 0 => Some(value::text(&section.display_name())),
            "sh_link" if value > 0 => section_name(run, value),
            _ => None,
        };
        entry.tell(run, teller, about, more);
    }
}

fn is_relocation(run: &Run<'_>, section: u16) -> bool {
    let declared = run.spec.sections.get(usize::from(section));
    declared.is_some_and(|declared| matches!(declared.content, cwasm_spec::model::Content::Relocations))
}

/// Whole entries of one size, with their index.
fn entries(range: Range<u64>, size: u64) -> impl Iterator<Item = (u64, u64)> {
    let count = range.end.saturating_sub(range.start).checked_div(size).unwrap_or(0);
    (0..count).map(move |index| (index, range.start.saturating_add(index.saturating_mul(size))))
}

pub(super) fn symbols(run: &Run<'_>, rules: &Rules<'_>, teller: &mut Teller<'_>, index: usize) {
    let Some(section) = run.image.sections.get(index) else { return };
    let record = &run.records.symbol;
    let names = run.symbol_names().unwrap_or_default();
    for (number, at) in entries(section.range(), record.size) {
        if teller.is_over() {
            return;
        }
        let kind = run.symbol_kind(at);
        let fits = |check: &Check| check.of.is_none() || check.of == kind;
        let is_name = |field| record.index("st_name") == Some(field);
        let about = |field| {
            rules.about(|place, check| match place {
                Place::NullSymbol => number == 0,
                _ if number == 0 => false,
                Place::Symbols(about, _) => about == field && fits(check),
                Place::SymbolNames => is_name(field) && fits(check),
                _ => false,
            })
        };
        let kind_name = || kind.and_then(|kind| run.spec.symbol_kinds.get(usize::from(kind)));
        let more = |field: &str, value: u64| match field {
            _ if number == 0 => None,
            "st_name" => Some(name_at(names, value)),
            "st_info" => kind_name().map(|kind| kind.name.to_string()),
            "st_shndx" => section_name(run, value),
            _ => None,
        };
        Entry { record, at, path: format!("symbols[{number}]") }.tell(run, teller, about, more);
    }
}

pub(super) fn relocations(run: &Run<'_>, rules: &Rules<'_>, teller: &mut Teller<'_>, index: usize, known: u16) {
    let Some(section) = run.image.sections.get(index) else { return };
    let record = &run.records.relocation;
    let fits = |check: &Check| check.only_in.is_none_or(|only| only == known) && !check.not_in.contains(&known);
    for (number, at) in entries(section.range(), record.size) {
        if teller.is_over() {
            return;
        }
        let about = |field| {
            rules.about(|place, check| matches!(place, Place::Relocations(about, _) if about == field) && fits(check))
        };
        let more = |field: &str, _| {
            let index = record.index("r_info").filter(|_| field == "r_info")?;
            let slices = &record.fields.get(usize::from(index))?.slices;
            let symbol = u16::try_from(slices.iter().position(|slice| slice.name == "symbol")?).ok();
            symbol_name(run, record.read_slice(run.bytes(), at, index, symbol, run.order())?)
        };
        Entry { record, at, path: format!("relocations[{number}]") }.tell(run, teller, about, more);
    }
}

/// A string table: each string with the zero byte behind it. The number in the path is what refers to it.
pub(super) fn strings(run: &Run<'_>, rules: &Rules<'_>, teller: &mut Teller<'_>, index: usize) {
    let Some(section) = run.image.sections.get(index) else { return };
    let data = section.data.unwrap_or_default();
    let is_sections = run.image.names.is_some_and(|names| std::ptr::eq(names, data));
    let mut about = rules.about(|place, _| match place {
        Place::SectionNames => is_sections,
        Place::SymbolNames => !is_sections,
        _ => false,
    });
    about.extend(section.known.map(|known| rules.of_section(known)).unwrap_or_default());
    about.sort_unstable();
    about.dedup();
    let mut start = 0;
    for piece in data.split_inclusive(|byte| *byte == 0) {
        if teller.is_over() {
            return;
        }
        let length = u64::try_from(piece.len()).unwrap_or(0);
        let at = section.offset.saturating_add(start);
        teller.field(at..at.saturating_add(length), || {
            let (text, end) = match piece.split_last() {
                Some((0, text)) => (text, ""),
                _ => (piece, ", without a zero byte behind it"),
            };
            let value = format!("{}{end}", value::text(&String::from_utf8_lossy(text)));
            Said::words(Kind::Text, &format!("strings[{start}]"), &value, about.clone())
        });
        start = start.saturating_add(length);
    }
}
