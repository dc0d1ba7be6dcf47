//! Edits of bytes: nothing else moves.

use super::elf::{Elf, SYMTAB, index};
use super::record::Record;

pub(super) fn splice(file: &[u8], at: u64, old: &[u8], new: &[u8]) -> Result<Vec<u8>, String> {
    let start = index(at);
    let end = start.saturating_add(old.len());
    let found = file.get(start..end).ok_or("the offset is outside")?;
    if found != old {
        return Err(format!("there stands {}, not {}", hex(found), hex(old)));
    }
    Ok([file.get(..start).unwrap_or_default(), new, file.get(end..).unwrap_or_default()].concat())
}

pub(super) fn cut(file: &[u8], length: u64) -> Result<Vec<u8>, String> {
    file.get(..index(length)).map(<[u8]>::to_vec).ok_or_else(|| format!("the file has only {} bytes", file.len()))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
}

pub(super) fn set_header(file: &[u8], field: &str, value: u64) -> Result<Vec<u8>, String> {
    set(file, 0, Record::Header, field, value)
}

pub(super) fn set_section(file: &[u8], section: &str, field: &str, value: u64) -> Result<Vec<u8>, String> {
    let elf = Elf::read(file)?;
    let start = Record::Header.get(file, "e_shoff", elf.big).unwrap_or_default();
    set(file, start + 64 * elf.find(section)? as u64, Record::Section, field, value)
}

pub(super) fn set_symbol(file: &[u8], symbol: u64, field: &str, value: u64) -> Result<Vec<u8>, String> {
    let elf = Elf::read(file)?;
    let table = elf.typed(SYMTAB).ok_or("the artifact has no symbol table")?;
    set_entry(file, &elf, table, symbol, Record::Symbol, (field, value))
}

pub(super) fn set_relocation(
    file: &[u8],
    section: &str,
    entry: u64,
    field: &str,
    value: u64,
) -> Result<Vec<u8>, String> {
    let elf = Elf::read(file)?;
    let table = elf.find(section)?;
    set_entry(file, &elf, table, entry, Record::Relocation, (field, value))
}

fn set_entry(
    file: &[u8],
    elf: &Elf,
    table: usize,
    entry: u64,
    record: Record,
    (field, value): (&str, u64),
) -> Result<Vec<u8>, String> {
    let table = elf.sections.get(table).ok_or("there is no such table")?;
    if entry >= table.data.len() as u64 / 24 {
        return Err(format!("the table has only {} entries", table.data.len() / 24));
    }
    set(file, table.get("sh_offset", elf.big) + 24 * entry, record, field, value)
}

fn set(file: &[u8], start: u64, record: Record, field: &str, value: u64) -> Result<Vec<u8>, String> {
    let big = file.get(5) == Some(&2);
    let mut file = file.to_vec();
    let bytes = file.get_mut(index(start)..).ok_or("the structure is outside the file")?;
    record.set(bytes, field, value, big).ok_or_else(|| format!("{value} does not fit `{field}`"))?;
    Ok(file)
}
