//! Functions in the code, symbols of every kind, and relocations that refer to them.

use cwasm::{Home, Relocation, SymbolPart};
use cwasm_spec::model::{Arg, Check, Info, Link, Place, Section, SymbolHome, SymbolKind};
use cwasm_spec::predicate::Predicate;
use cwasm_verify::SPEC;

use super::draft::Draft;
use super::names::Names;
use super::sections::{Chosen, checks};
use crate::choices::Choices;

/// A symbol, and the index of its kind.
pub(super) struct Symbol {
    pub(super) kind: usize,
    pub(super) part: SymbolPart,
}

/// Code with some functions in it: bytes, and begin and size of each function. What lies between is zero.
pub(super) fn functions(choices: &mut Choices<'_>) -> (Vec<u8>, Vec<(u64, u64)>) {
    let mut code: Vec<u8> = Vec::new();
    let mut functions = Vec::new();
    for _ in 0..=choices.below(4) {
        let start = code.len().next_multiple_of(if functions.is_empty() { 1 } else { 1 << choices.below(6) });
        code.resize(start, 0);
        code.push(choices.byte());
        code.extend(choices.bytes(60));
        functions.push((start as u64, (code.len() - start) as u64));
    }
    (code, functions)
}

/// Symbols of every kind that the release has, for the sections that are there.
pub(super) fn symbols(draft: &Draft, chosen: &[Chosen], choices: &mut Choices<'_>) -> Vec<Symbol> {
    let mut symbols = Vec::new();
    for (index, kind) in SPEC.symbol_kinds.iter().enumerate().filter(|(_, kind)| kind.range.contains(draft.edition)) {
        let parts = match &kind.home {
            SymbolHome::Section(home) => function_symbols(draft, kind, *home, chosen, choices),
            SymbolHome::Group(group) => section_symbols(kind, group, chosen, choices),
            SymbolHome::None => listed_symbols(draft, index, kind, choices),
        };
        symbols.extend(parts.into_iter().map(|part| Symbol { kind: index, part }));
    }
    symbols
}

/// One for each function.
fn function_symbols(
    draft: &Draft,
    kind: &SymbolKind,
    home: u16,
    chosen: &[Chosen],
    choices: &mut Choices<'_>,
) -> Vec<SymbolPart> {
    let Some(position) = chosen.iter().position(|section| section.section == home) else { return Vec::new() };
    let names = Names::new(draft, choices);
    let functions = chosen[position].functions.iter().enumerate();
    let symbol = |(index, (value, size)): (usize, &(u64, u64))| {
        let name = names.of(index, choices);
        SymbolPart { name, home: Home::Section(position), value: *value, size: *size, ..fixed(kind) }
    };
    functions.map(symbol).collect()
}

fn section_symbols(kind: &SymbolKind, group: &str, chosen: &[Chosen], choices: &mut Choices<'_>) -> Vec<SymbolPart> {
    let of_group = |section: &Chosen| {
        SPEC.sections.get(usize::from(section.section)).is_some_and(|section| section.group == group)
    };
    let positions = chosen.iter().enumerate().filter(|(_, section)| of_group(section) && choices.once_in(2));
    positions.map(|(position, _)| SymbolPart { home: Home::Section(position), ..fixed(kind) }).collect()
}

/// Symbols whose names are in a list of the description.
fn listed_symbols(draft: &Draft, index: usize, kind: &SymbolKind, choices: &mut Choices<'_>) -> Vec<SymbolPart> {
    let about = |check: &&Check| check.predicate == Predicate::Listed && check.of.map(usize::from) == Some(index);
    let tables = checks(draft).filter(about).flat_map(|check| check.args.iter()).filter_map(|arg| match arg {
        Arg::Names(table) => SPEC.names.get(usize::from(*table)),
        _ => None,
    });
    let names = tables.flat_map(|table| table.names.iter()).filter(|name| name.range.contains(draft.edition));
    // Only code refers to them.
    let names = names
        .filter(|_| draft.filled && choices.once_in(4))
        .map(|name| SymbolPart { name: name.name.to_string(), ..fixed(kind) });
    names.collect()
}

/// A symbol with the fields that all of its kind have.
fn fixed(kind: &SymbolKind) -> SymbolPart {
    let fields = SPEC.type_named("symbol").map_or(&[][..], |ty| ty.fields());
    let value = |name: &str| {
        let fixed = kind
            .fixed
            .iter()
            .find(|fixed| fields.get(usize::from(fixed.field)).is_some_and(|field| field.name == name));
        fixed.map_or(0, |fixed| fixed.value)
    };
    SymbolPart {
        name: String::new(),
        info: value("st_info") as u8,
        other: value("st_other") as u8,
        home: Home::Index(value("st_shndx") as u16),
        value: value("st_value"),
        size: value("st_size"),
    }
}

/// Relocations of a section, in ascending places, if it can have some and there is a symbol for them.
pub(super) fn relocations(
    draft: &Draft,
    to: &Chosen,
    symbols: &[Symbol],
    choices: &mut Choices<'_>,
) -> Vec<Relocation> {
    let Some((index, section)) = relocating(draft, to) else { return Vec::new() };
    let allowed = allowed(section, symbols);
    let types = types(draft, index);
    let addend = checks(draft).any(|check| check.only_in == Some(index) && asks_addend(check));
    let holds = holds_addends(draft, index);
    let before = wanted_before(draft, index).map_or(0, |bytes| bytes.len() as u64);
    let in_code = |offset: u64| to.functions.iter().any(|(at, size)| at + before <= offset && offset <= at + size);
    let mut relocations = Vec::new();
    let mut offset = 0;
    for _ in 0..choices.below(5) {
        offset += choices.below(5) as u64 + before;
        if before > 0 && !in_code(offset) {
            continue;
        }
        let (Some(symbol), Some((kind, bytes))) = (choices.one(&allowed), choices.one(&types)) else { break };
        if offset + bytes > to.data.len() as u64 {
            break;
        }
        let addend = if addend { 0 } else { choices.number(cwasm_spec::model::Word::U64) as i64 };
        // What stands in so many bytes is no larger, and no two share some.
        let (addend, next) = match holds && *bytes < 8 {
            true => (addend & ((1 << (8 * bytes)) - 1), *bytes),
            false => (addend, if holds { *bytes } else { 1 }),
        };
        relocations.push(Relocation { offset, kind: *kind as u32, symbol: *symbol, addend });
        offset += next;
    }
    if checks(draft).any(|check| check.predicate == Predicate::Ascending && check.not_in.contains(&index)) {
        let by = choices.below(relocations.len());
        relocations.rotate_left(by);
    }
    relocations
}

/// Whether the places that this section relocates have to hold the addends.
fn holds_addends(draft: &Draft, relocations: u16) -> bool {
    checks(draft).any(|check| check.predicate == Predicate::Holds && !check.not_in.contains(&relocations))
}

/// The section with the relocations of another one, and its index.
fn relocating(draft: &Draft, to: &Chosen) -> Option<(u16, &'static Section)> {
    let mut sections = (0_u16..).zip(SPEC.sections.iter()).filter(|(_, section)| section.range.contains(draft.edition));
    sections.find(|(_, section)| section.info == Info::Relocated(to.section) && section.link != Link::None)
}

/// What has to stand in front of every place that this section relocates.
fn wanted_before(draft: &Draft, relocations: u16) -> Option<&'static [u8]> {
    let mut found = checks(draft).filter(|check| check.only_in == Some(relocations));
    found.find_map(|check| match &check.args[..] {
        [_, Arg::Section(_), Arg::Bytes(before), _] if check.predicate == Predicate::CodeBefore => Some(&**before),
        _ => None,
    })
}

/// The bytes of a section, with what has to stand in front of relocated places.
pub(super) fn with_operands(draft: &Draft, to: &Chosen, relocations: &[Relocation]) -> Vec<u8> {
    let mut data = to.data.clone();
    if let Some((index, _)) = relocating(draft, to).filter(|(index, _)| holds_addends(draft, *index)) {
        let types = types(draft, index);
        let is_big = draft.target.architecture.is_some_and(|architecture| architecture.data == 2);
        for relocation in relocations {
            let (_, size) = types.iter().find(|(kind, _)| *kind == u64::from(relocation.kind)).expect("one of them");
            let (start, size) = (relocation.offset as usize, *size as usize);
            let bytes = if is_big { relocation.addend.to_be_bytes() } else { relocation.addend.to_le_bytes() };
            let bytes = if is_big { &bytes[8 - size..] } else { &bytes[..size] };
            data[start..start + size].copy_from_slice(bytes);
        }
    }
    let Some(before) = relocating(draft, to).and_then(|(index, _)| wanted_before(draft, index)) else { return data };
    for relocation in relocations {
        let end = relocation.offset as usize;
        data[end - before.len()..end].copy_from_slice(before);
    }
    data
}

/// Indices of the symbols that relocations in this section may refer to.
fn allowed(section: &Section, symbols: &[Symbol]) -> Vec<u32> {
    let fits =
        |symbol: &Symbol| SPEC.symbol_kinds.get(symbol.kind).is_some_and(|kind| section.symbols.contains(&kind.name));
    (1..).zip(symbols).filter(|(_, symbol)| fits(symbol)).map(|(index, _)| index).collect()
}

/// The types that relocations in this section may have, and how many bytes they fill.
fn types(draft: &Draft, section: u16) -> Vec<(u64, u64)> {
    let fitting = SPEC.relocation_types.iter().filter(|ty| ty.on.fits(draft.edition, &draft.target));
    let (own, general): (Vec<_>, Vec<_>) =
        fitting.filter(|ty| ty.section.is_none_or(|of| of == section)).partition(|ty| ty.section.is_some());
    let types = if own.is_empty() { general } else { own };
    types.into_iter().map(|ty| (ty.number, ty.bytes)).collect()
}

/// Whether a check says that an addend is 0: of all that stands in a relocation, only the addend is.
fn asks_addend(check: &Check) -> bool {
    check.predicate == Predicate::Equals
        && matches!(check.args[..], [Arg::Place(Place::Relocations(_, None)), Arg::Number(0)])
}
