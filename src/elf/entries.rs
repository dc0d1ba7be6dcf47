//! Symbols and relocations: entries of fixed size in the byte order of the file.

use object::elf::{Rela64, RelocationType, Sym64, SymbolInfo, SymbolOther, SymbolSection};
use object::{Endianness, I64, U16, U32, U64, pod};

use super::names;
use crate::error::{Error, ErrorKind};
use crate::section::Section;

/// A symbol as it stands in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Symbol<'a> {
    /// Its name; empty for none.
    pub name: &'a str,
    /// st_info: binding in the upper, type in the lower four bits.
    pub info: u8,
    /// st_other: visibility.
    pub other: u8,
    /// st_shndx: index of the section that it lies in; 0 for none.
    pub section: u16,
    /// Offset in that section, in bytes.
    pub value: u64,
    /// Length in bytes.
    pub size: u64,
}

/// A place that depends on where a symbol ends up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relocation {
    /// Offset of the place in the section that is relocated, in bytes.
    pub offset: u64,
    /// How the place is computed; the numbers belong to the machine.
    pub kind: u32,
    /// Index in the symbol table, in which the null symbol is 0.
    pub symbol: u32,
    /// Constant that is added to the symbol's value.
    pub addend: i64,
}

const SYMBOL_SIZE: u64 = size_of::<Sym64<Endianness>>() as u64;

/// The entries of a table, or an error if it has a part of one.
fn entries<'a, T: pod::Pod>(section: &Section<'a>) -> Result<&'a [T], Error> {
    let data = section.data();
    let count = data.len().checked_div(size_of::<T>()).unwrap_or_default();
    let partial =
        || Error::new(ErrorKind::PartialEntry).at(section.offset()).inside(section.name()).found(section.size());
    match pod::slice_from_bytes(data, count) {
        Ok((entries, [])) => Ok(entries),
        _ => Err(partial()),
    }
}

/// All symbols but the null one. Those without a name (offset 0) ask nothing of the names.
pub(crate) fn symbols<'a>(table: &Section<'a>, names: Option<Section<'a>>) -> Result<Vec<Symbol<'a>>, Error> {
    let endian = table.endian;
    let entries: &[Sym64<Endianness>] = entries(table)?;
    let entries = entries.get(1..).unwrap_or_default();
    let strings = names.map(|section| section.data()).unwrap_or_default();
    let named = || entries.iter().enumerate().filter(|(_, entry)| entry.st_name.get(endian) != 0);
    let resolved = names::resolve(strings, named().map(|(_, entry)| entry.st_name.get(endian)));
    let resolved = resolved.map_err(|(position, kind)| {
        let index = named().nth(position).map_or(0, |(index, _)| index).saturating_add(1);
        let offset = table.offset().saturating_add(u64::try_from(index).unwrap_or(0).saturating_mul(SYMBOL_SIZE));
        Error::new(kind).of(format!("symbols[{index}].st_name")).at(offset).inside(table.name())
    })?;
    let mut resolved = resolved.into_iter();
    let name = |entry: &Sym64<Endianness>| match entry.st_name.get(endian) {
        0 => "",
        _ => resolved.next().unwrap_or_default(),
    };
    let names: Vec<&str> = entries.iter().map(name).collect();
    Ok(entries.iter().zip(names).map(|(entry, name)| symbol(entry, name, endian)).collect())
}

fn symbol<'a>(entry: &Sym64<Endianness>, name: &'a str, endian: Endianness) -> Symbol<'a> {
    Symbol {
        name,
        info: entry.st_info.0,
        other: entry.st_other.0,
        section: entry.st_shndx.get(endian).0,
        value: entry.st_value.get(endian),
        size: entry.st_size.get(endian),
    }
}

/// All relocations of a section that holds some.
pub(crate) fn relocations(table: &Section<'_>) -> Result<Vec<Relocation>, Error> {
    let endian = table.endian;
    let entries: &[Rela64<Endianness>] = entries(table)?;
    let relocation = |entry: &Rela64<Endianness>| Relocation {
        offset: entry.r_offset.get(endian),
        kind: entry.r_type(endian, false).0,
        symbol: entry.r_sym(endian, false),
        addend: entry.r_addend.get(endian),
    };
    Ok(entries.iter().map(relocation).collect())
}

/// A symbol as bytes; `name` is its offset in the names.
pub(crate) fn symbol_bytes(symbol: &Symbol<'_>, name: u32, endian: Endianness, out: &mut Vec<u8>) {
    let entry = Sym64 {
        st_name: U32::new(endian, name),
        st_info: SymbolInfo(symbol.info),
        st_other: SymbolOther(symbol.other),
        st_shndx: U16::new(endian, SymbolSection(symbol.section)),
        st_value: U64::new(endian, symbol.value),
        st_size: U64::new(endian, symbol.size),
    };
    out.extend_from_slice(pod::bytes_of(&entry));
}

/// A relocation as bytes.
pub(crate) fn relocation_bytes(relocation: &Relocation, endian: Endianness, out: &mut Vec<u8>) {
    let entry = Rela64 {
        r_offset: U64::new(endian, relocation.offset),
        r_info: Rela64::r_info(endian, false, relocation.symbol, RelocationType(relocation.kind)),
        r_addend: I64::new(endian, relocation.addend),
    };
    out.extend_from_slice(pod::bytes_of(&entry));
}
