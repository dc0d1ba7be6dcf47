//! Places of the description as numbers in the file: one, or one a section, symbol or relocation.

use std::ops::Range;

use cwasm_spec::model::{Check, Content, Place};

use crate::columns::Column;
use crate::run::{Run, Value, finding, payload_finding};
use crate::sink::Finding;

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
    /// Decoded values: which, the structure that it stands in, and its position among all.
    Entry(u16, usize, usize),
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
        Place::Value(slot) => {
            let column = run.columns.get(usize::from(slot));
            let structures =
                column.into_iter().flat_map(|column| (0..column.count()).map(move |index| (column, index)));
            Box::new(structures.flat_map(move |(column, structure)| {
                column.positions(structure).map(move |position| Row::Entry(slot, structure, position))
            }))
        }
        _ => Box::new(std::iter::once(Row::One)),
    }
}

/// The number at a second place that belongs to the number at the first: in the same record; of decoded values the one at
/// the same position of the same structure, or the only one there is.
pub(super) fn beside(run: &Run<'_>, check: &Check, place: Place, row: Row) -> Option<Item> {
    let (Row::Entry(first, structure, position), Place::Value(second)) = (row, place) else {
        return item(run, place, row).or_else(|| item(run, place, Row::One));
    };
    let (first, column) = (run.columns.get(usize::from(first))?, run.columns.get(usize::from(second))?);
    let same = same_structure(first, structure, column)?;
    let behind = position.saturating_sub(first.positions(structure).start);
    let positions = column.positions(same);
    let skipped = match check.from {
        Some(from) => usize::try_from(item_in(run, from, first, structure)?.value).ok()?,
        None => 0,
    };
    let alone = positions.len() == 1 && check.from.is_none();
    let position = if alone { positions.start } else { positions.start.checked_add(behind)?.checked_add(skipped)? };
    positions.contains(&position).then(|| item(run, place, Row::Entry(second, same, position)))?
}

/// The number at a second place at the very position of the first.
pub(super) fn item_beside(run: &Run<'_>, place: Place, row: Row) -> Option<Item> {
    let (Row::Entry(first, structure, position), Place::Value(second)) = (row, place) else { return None };
    let (first, column) = (run.columns.get(usize::from(first))?, run.columns.get(usize::from(second))?);
    let same = same_structure(first, structure, column)?;
    let behind = position.checked_sub(first.positions(structure).start)?;
    let position = column.positions(same).nth(behind)?;
    item(run, place, Row::Entry(second, same, position))
}

/// The structure of another value that belongs to a structure of the first: the same, or the only one there is.
pub(super) fn same_structure(first: &Column<'_>, structure: usize, second: &Column<'_>) -> Option<usize> {
    match second.count() {
        1 => Some(0),
        count if count == first.count() => Some(structure),
        _ => None,
    }
}

/// The only number of a value in the structure that belongs to a structure of the first.
pub(super) fn item_in(run: &Run<'_>, place: Place, first: &Column<'_>, structure: usize) -> Option<Item> {
    let Place::Value(slot) = place else { return item(run, place, Row::One) };
    let column = run.columns.get(usize::from(slot))?;
    let same = same_structure(first, structure, column)?;
    item(run, place, Row::Entry(slot, same, column.positions(same).next()?))
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
        (Place::Value(slot), Row::Entry(of, _, position)) if slot == of => {
            let entry = run.columns.get(usize::from(slot))?.entry(position)?;
            one(entry.number()?, entry.at..entry.at.saturating_add(1))
        }
        (Place::TargetPage, _) => one(run.target.architecture.map(|_| run.target.page(run.spec, run.edition))?, 0..0),
        (Place::TargetMachine, _) => one(run.target.architecture?.machine, 0..0),
        (Place::TargetData, _) => one(run.target.architecture?.data, 0..0),
        (Place::TargetFlag, _) => one(run.target.architecture?.flag, 0..0),
        (Place::TargetWords, _) => {
            let Value::Text { at, length } = run.value(run.spec.identity.target)? else { return None };
            let words = u64::try_from(run.triple?.split('-').count()).ok()?;
            one(words, at..at.saturating_add(length))
        }
        (Place::Value(_), _) => match run.value(place)? {
            Value::Number { value, at } => one(value, at..at.saturating_add(1)),
            Value::Text { at, length } => one(length, at..at.saturating_add(length)),
        },
        _ => None,
    }
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

/// What is said of a number that is not as it should be.
pub(super) fn wrong(run: &Run<'_>, place: Place, item: &Item, found: String, expected: String) -> Finding {
    let range = item.range.clone();
    if let Some(column) = run.column(place) {
        let section = run.image.sections.get(column.section).map(crate::raw::elf::Section::display_name);
        return payload_finding(range, column.section, section.unwrap_or_default(), found, expected);
    }
    let (section, path) = names(run, place, item.row);
    finding(range, section, path, found, expected)
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
        _ => String::new(),
    };
    match row {
        Row::One => (String::new(), format!("header.{field}")),
        Row::Entry(..) => (String::new(), field),
        Row::Section(index) => (section(index), format!("sections[{index}].{field}")),
        Row::Symbol(index, _) => (
            run.symbol_table().map(crate::raw::elf::Section::display_name).unwrap_or_default(),
            format!("symbols[{index}].{field}"),
        ),
        Row::Relocation(index, entry, _) => (section(index), format!("relocations[{entry}].{field}")),
    }
}
