//! The file up to its section header table. Its work does not grow with the file, only with the number of sections.

use std::collections::BTreeMap;

use object::elf::SectionHeader64;
use object::{Endianness, pod};

use super::header::read_header;
use super::names;
use crate::error::{Error, ErrorKind};
use crate::generated::header::ElfHeader;
use crate::section::{Section, SectionId};

/// A parsed container: every section has a name and lies inside the file.
#[derive(Clone)]
pub(crate) struct Container<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) header: ElfHeader,
    pub(crate) endian: Endianness,
    table: &'a [SectionHeader64<Endianness>],
    /// By index; the null section has none.
    names: Vec<&'a str>,
    /// Index of the first section of each described one.
    first: BTreeMap<SectionId, usize>,
}

impl<'a> Container<'a> {
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, Error> {
        let (header, endian) = read_header(bytes)?;
        let table = table(bytes, &header)?;
        for (index, section) in table.iter().enumerate().skip(1) {
            data(bytes, endian, section).ok_or_else(|| outside(&header, index))?;
        }
        let strings = table.get(usize::from(header.e_shstrndx));
        let strings = strings.and_then(|section| data(bytes, endian, section)).unwrap_or_default();
        let offsets = table.iter().skip(1).map(|section| section.sh_name.get(endian));
        let resolved = names::resolve(strings, offsets).map_err(|(position, kind)| {
            let index = position.saturating_add(1);
            Error::new(kind).of(format!("sections[{index}].sh_name")).at(entry_offset(&header, index))
        })?;
        let names: Vec<&str> = std::iter::once("").chain(resolved).collect();
        Ok(Self { bytes, header, endian, table, first: first(&names), names })
    }

    /// All sections but the null one.
    pub(crate) fn sections(&self) -> impl Iterator<Item = Section<'a>> {
        let indexed = self.table.iter().zip(self.names.iter().copied()).enumerate().skip(1);
        indexed.map(|(index, (header, name))| self.section(index, name, header))
    }

    /// The section with this index.
    fn nth(&self, index: usize) -> Option<Section<'a>> {
        Some(self.section(index, self.names.get(index)?, self.table.get(index)?))
    }

    fn section(&self, index: usize, name: &'a str, header: &'a SectionHeader64<Endianness>) -> Section<'a> {
        // Always inside, as `parse` has seen.
        let data = data(self.bytes, self.endian, header).unwrap_or_default();
        Section { index, name, header, endian: self.endian, data }
    }

    /// The first section with a name.
    pub(crate) fn named(&self, name: &str) -> Option<Section<'a>> {
        self.sections().find(|section| section.name == name)
    }

    /// The first section with the name of a described one.
    pub(crate) fn find(&self, id: SectionId) -> Option<Section<'a>> {
        self.first.get(&id).and_then(|index| self.nth(*index))
    }

    /// What stands behind the section header table.
    pub(crate) fn tail(&self) -> &'a [u8] {
        let start = usize::try_from(self.header.e_shoff).ok();
        let end = start.and_then(|start| start.checked_add(size_of_val(self.table)));
        end.and_then(|end| self.bytes.get(end..)).unwrap_or_default()
    }
}

fn first(names: &[&str]) -> BTreeMap<SectionId, usize> {
    let mut first = BTreeMap::new();
    for (index, name) in names.iter().enumerate() {
        if let Some(id) = SectionId::from_name(name) {
            first.entry(id).or_insert(index);
        }
    }
    first
}

fn table<'a>(bytes: &'a [u8], header: &ElfHeader) -> Result<&'a [SectionHeader64<Endianness>], Error> {
    let behind = usize::try_from(header.e_shoff).ok().and_then(|offset| bytes.get(offset..));
    let table = behind.and_then(|behind| pod::slice_from_bytes(behind, usize::from(header.e_shnum)).ok());
    let missing = || Error::new(ErrorKind::OutsideFile).of("header.e_shoff").at(40).found(header.e_shoff);
    table.map(|(table, _)| table).ok_or_else(missing)
}

fn data<'a>(bytes: &'a [u8], endian: Endianness, section: &SectionHeader64<Endianness>) -> Option<&'a [u8]> {
    let start = usize::try_from(section.sh_offset.get(endian)).ok()?;
    let size = usize::try_from(section.sh_size.get(endian)).ok()?;
    bytes.get(start..start.checked_add(size)?)
}

fn outside(header: &ElfHeader, index: usize) -> Error {
    Error::new(ErrorKind::OutsideFile).of(format!("sections[{index}]")).at(entry_offset(header, index))
}

/// Where an entry of the table stands in the file.
fn entry_offset(header: &ElfHeader, index: usize) -> u64 {
    let size = index.saturating_mul(size_of::<SectionHeader64<Endianness>>());
    header.e_shoff.saturating_add(u64::try_from(size).unwrap_or(u64::MAX))
}
