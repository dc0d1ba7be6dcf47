//! Places of the description as numbers in the file: one, or one a section, symbol or relocation.

use std::ops::Range;

use cwasm_spec::model::{Check, Content, Place};

use crate::run::{Run, Value};

/// One number that a check looks at.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) value: u64,
    /// Its bytes in the file.
    pub(super) range: Range<u64>,
    /// The record that it is a field of, for other fields of the same.
    pub(super) row: Row,
}

/// A record in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// There is only one.
    One,
    /// Index of a section.
    Section(usize),
    /// Index of a symbol, and where it stands.
    Symbol(u64, u64),
    /// Index of the section that holds the relocation, index of the relocation, and where it stands.
    Relocation(usize, u64, u64),
}

/// The records that a place speaks about, after the check's own limits.
pub(super) fn rows<'r>(run: &'r Run<'_>, check: &'r Check, place: Place) -> Box<dyn Iterator<Item = Row> + 'r> {
    match place {
        Place::Sections(..) | Place::SectionNames | Place::SectionNameLengths => {
            let sections = run.image.real_sections();
            let wanted = sections.filter(|(_, section)| !check.filled || section.size > 0);
            Box::new(wanted.map(|(index, _)| Row::Section(index)))
        }
        Place::RelocationSections(_) => Box::new(relocation_sections(run).map(Row::Section)),
        Place::Symbols(..) | Place::SymbolNames => {
            let symbols =
                run.symbols().filter(|(_, at)| check.of.is_none_or(|kind| run.symbol_kind(*at) == Some(kind)));
            Box::new(symbols.map(|(index, at)| Row::Symbol(index, at)))
        }
        Place::Relocations(..) => {
            let sections = relocation_sections(run).filter(|section| {
                let known = run.image.sections.get(*section).and_then(|section| section.known);
                let excluded = known.is_some_and(|known| check.not_in.contains(&known));
                !excluded && check.only_in.is_none_or(|only| known == Some(only))
            });
            Box::new(sections.flat_map(|section| relocations(run, section)))
        }
        _ => Box::new(std::iter::once(Row::One)),
    }
}

/// Indices of the sections that hold relocations.
pub(super) fn relocation_sections<'r>(run: &'r Run<'_>) -> impl Iterator<Item = usize> + 'r {
    run.image
        .real_sections()
        .filter(|(index, section)| {
            let declared = section.known.and_then(|known| run.spec.sections.get(usize::from(known)));
            declared.is_some_and(|declared| matches!(declared.content, Content::Relocations))
                && !run.image.is_repeated(*index)
        })
        .map(|(index, _)| index)
}

/// The relocations of a section.
pub(super) fn relocations<'r>(run: &'r Run<'_>, section: usize) -> impl Iterator<Item = Row> + use<'r> {
    let found = run.image.sections.get(section);
    let (start, count) = found.map_or((0, 0), |found| (found.offset, run.entries(found)));
    let size = run.records.relocation.size;
    (0..count).map(move |index| Row::Relocation(section, index, start.saturating_add(index.saturating_mul(size))))
}

/// The number at a place in a record; `None` if it cannot be read or is not known.
pub(super) fn item(run: &Run<'_>, place: Place, row: Row) -> Option<Item> {
    let one = |value: u64, range: Range<u64>| Some(Item { value, range, row });
    match (place, row) {
        (Place::FileSize, _) => {
            let size = u64::try_from(run.bytes().len()).ok()?;
            one(size, size..size)
        }
        (Place::Header(field, slice), _) => field_item(run, Table::Header, 0, field, slice, row),
        (Place::LastSection, _) => {
            let last = run.image.sections.len().checked_sub(1)?;
            one(u64::try_from(last).ok()?, 0..0)
        }
        (Place::Sections(field, slice), Row::Section(index)) => {
            field_item(run, Table::Section, run.image.sections.get(index)?.header, field, slice, row)
        }
        (Place::RelocationSections(field), Row::Section(index)) => {
            field_item(run, Table::Section, run.image.sections.get(index)?.header, field, None, row)
        }
        (Place::SectionNameLengths, Row::Section(index)) => {
            let section = run.image.sections.get(index)?;
            let length = u64::try_from(section.name.ok()?.len()).ok()?;
            one(length, section.header..section.header.saturating_add(4))
        }
        (Place::Section(section, field), _) => {
            let index = run.image.find(section)?;
            let header = run.image.sections.get(index)?.header;
            field_item(run, Table::Section, header, field, None, Row::Section(index))
        }
        (Place::SymbolCount, _) => {
            let table = run.symbol_table()?;
            one(run.entries(table), table.range())
        }
        (Place::FunctionCount, _) => {
            let table = run.symbol_table()?.range();
            let count = run.symbols().filter(|(_, at)| run.symbol_kind(*at) == Some(0)).count();
            one(u64::try_from(count).ok()?, table)
        }
        (Place::Symbols(field, slice), Row::Symbol(_, at)) => field_item(run, Table::Symbol, at, field, slice, row),
        (Place::Relocations(field, slice), Row::Relocation(_, _, at)) => {
            field_item(run, Table::Relocation, at, field, slice, row)
        }
        (Place::TargetMachine, _) => one(run.target.architecture?.machine, 0..0),
        (Place::TargetData, _) => one(run.target.architecture?.data, 0..0),
        (Place::TargetFlag, _) => one(run.target.architecture?.flag, 0..0),
        (Place::TargetWords, _) => {
            let Value::Text { at, length } = value(run, run.spec.identity.target)? else { return None };
            let words = u64::try_from(run.triple?.split('-').count()).ok()?;
            one(words, at..at.saturating_add(length))
        }
        (Place::Value(_), _) => match value(run, place)? {
            Value::Number { value, at, length } => one(value, at..at.saturating_add(length)),
            Value::Text { at, length } => one(length, at..at.saturating_add(length)),
            Value::Unknown => None,
        },
        _ => None,
    }
}

/// A decoded value.
pub(super) fn value(run: &Run<'_>, place: Place) -> Option<Value> {
    let Place::Value(index) = place else { return None };
    run.values.get(usize::from(index)).copied().filter(|value| *value != Value::Unknown)
}

enum Table {
    Header,
    Section,
    Symbol,
    Relocation,
}

fn field_item(run: &Run<'_>, table: Table, at: u64, field: u16, slice: Option<u16>, row: Row) -> Option<Item> {
    let record = match table {
        Table::Header => &run.records.header,
        Table::Section => &run.records.section,
        Table::Symbol => &run.records.symbol,
        Table::Relocation => &run.records.relocation,
    };
    let (offset, width) = record.place(field)?;
    let start = at.checked_add(offset)?;
    // Fields of one byte can be read before the byte order is known.
    let order = if width > 1 { run.image.order? } else { run.order() };
    let value = record.read_slice(run.bytes(), at, field, slice, order)?;
    Some(Item { value, range: start..start.saturating_add(width), row })
}

/// The bytes of a place that is no number: its range in the file.
pub(super) fn bytes(run: &Run<'_>, place: Place) -> Option<Range<u64>> {
    match place {
        Place::Header(field, None) => {
            let (offset, width) = run.records.header.place(field)?;
            // Numbers are compared as numbers.
            (!matches!(width, 1 | 2 | 4 | 8) || is_bytes(run, field)).then(|| offset..offset.saturating_add(width))
        }
        Place::NullSection => {
            let header = run.image.sections.first()?.header;
            Some(header..header.saturating_add(run.records.section.size))
        }
        Place::NullSymbol => {
            let table = run.symbol_table()?;
            (run.entries(table) > 0).then(|| table.offset..table.offset.saturating_add(run.records.symbol.size))
        }
        _ => None,
    }
}

fn is_bytes(run: &Run<'_>, field: u16) -> bool {
    let field = run.records.header.fields.get(usize::from(field));
    field.is_some_and(|field| matches!(field.ty.first(), Some(cwasm_spec::model::Word::Bytes(_))))
}

/// The section that a record belongs to, and the path to a place in it.
pub(super) fn names(run: &Run<'_>, place: Place, row: Row) -> (String, String) {
    let section =
        |index: usize| run.image.sections.get(index).map(crate::raw::elf::Section::display_name).unwrap_or_default();
    let field = match place {
        Place::Header(field, slice) => run.records.header.path(field, slice),
        Place::Sections(field, slice) => run.records.section.path(field, slice),
        Place::RelocationSections(field) | Place::Section(_, field) => run.records.section.path(field, None),
        Place::Symbols(field, slice) => run.records.symbol.path(field, slice),
        Place::Relocations(field, slice) => run.records.relocation.path(field, slice),
        Place::SectionNames | Place::SectionNameLengths | Place::SymbolNames => "name".to_owned(),
        Place::Value(index) => {
            return (payload_section(run, index), value_path(run, index));
        }
        _ => String::new(),
    };
    match row {
        Row::One => (String::new(), format!("header.{field}")),
        Row::Section(index) => (section(index), format!("sections[{index}].{field}")),
        Row::Symbol(index, _) => (
            run.symbol_table().map(crate::raw::elf::Section::display_name).unwrap_or_default(),
            format!("symbols[{index}].{field}"),
        ),
        Row::Relocation(index, entry, _) => (section(index), format!("relocations[{entry}].{field}")),
    }
}

fn value_path(run: &Run<'_>, index: u16) -> String {
    run.spec.values.get(usize::from(index)).map(|value| value.text.to_string()).unwrap_or_default()
}

fn payload_section(run: &Run<'_>, index: u16) -> String {
    let layout = run.spec.values.get(usize::from(index)).map(|value| value.layout);
    let section = run.spec.sections.iter().find(|section| match section.content {
        Content::Layout(content) => Some(content) == layout,
        _ => false,
    });
    section.map(|section| section.name.to_string()).unwrap_or_default()
}
