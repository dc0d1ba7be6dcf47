//! An ELF image taken apart so that sections can be edited: what follows from what is left to `layout`.

use cwasm_spec::version::Edition;
use cwasm_verify::{Options, SPEC, verify};

use super::record::Record;

/// Values of sh_type that the layout of a file depends on.
pub(super) const SYMTAB: u64 = 2;
pub(super) const RELA: u64 = 4;

/// An image in pieces.
#[derive(Clone, Debug)]
pub struct Elf {
    /// The 64 bytes of the file header; offsets, counts and indices in it are computed again.
    pub(super) header: Vec<u8>,
    /// Whether numbers have their high byte first.
    pub(super) big: bool,
    /// The sections, the null section first.
    pub(super) sections: Vec<Section>,
    /// Index of the section that holds the section names.
    pub(super) names: usize,
    /// Whether a section without data stands unaligned, as the description says of this release.
    pub(super) empty_unaligned: bool,
    /// Zero bytes too many: how many, before which section, or before the section header table.
    pub(super) gaps: Vec<(Option<usize>, u64)>,
}

/// A section in pieces.
#[derive(Clone, Debug)]
pub(super) struct Section {
    /// The 64 bytes of its header; offset, size and name offset are computed again.
    pub(super) header: Vec<u8>,
    pub(super) name: Vec<u8>,
    pub(super) data: Vec<u8>,
}

impl Section {
    pub(super) fn get(&self, field: &str, big: bool) -> u64 {
        Record::Section.get(&self.header, field, big).unwrap_or_default()
    }

    pub(super) fn set(&mut self, field: &str, value: u64, big: bool) {
        // All callers name fields of the description and fitting values.
        let _ = Record::Section.set(&mut self.header, field, value, big);
    }
}

impl Elf {
    /// Takes a file apart.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let header = bytes.get(..64).ok_or("the file has no ELF header")?.to_vec();
        let big = header.get(5) == Some(&2);
        let field = |name: &str| Record::Header.get(&header, name, big).unwrap_or_default();
        let names = index(field("e_shstrndx"));
        let mut sections = Vec::new();
        for number in 0..field("e_shnum") {
            let start = index(field("e_shoff").saturating_add(number * 64));
            let header = bytes.get(start..start.saturating_add(64)).ok_or("the section header table is cut")?.to_vec();
            sections.push(Section { header, name: Vec::new(), data: Vec::new() });
        }
        for section in &mut sections {
            let (start, size) = (index(section.get("sh_offset", big)), index(section.get("sh_size", big)));
            section.data =
                bytes.get(start..start.saturating_add(size)).ok_or("a section is outside the file")?.to_vec();
        }
        let table = sections.get(names).ok_or("no section holds the section names")?.data.clone();
        for section in &mut sections {
            section.name = string(&table, section.get("sh_name", big));
        }
        let empty_unaligned = edition(bytes).is_some_and(|edition| SPEC.layout.empty_unaligned.contains(edition));
        Ok(Self { header, big, sections, names, empty_unaligned, gaps: Vec::new() })
    }

    /// The index of the section that a case names: by its name, or by its number in the table.
    pub(super) fn find(&self, name: &str) -> Result<usize, String> {
        let by_name = self.sections.iter().skip(1).position(|section| section.name == name.as_bytes());
        let by_number = name.parse().ok().filter(|index| *index < self.sections.len());
        by_name.map(|index| index + 1).or(by_number).ok_or_else(|| format!("the artifact has no section `{name}`"))
    }

    /// The index of the section of this type, the first one.
    pub(super) fn typed(&self, ty: u64) -> Option<usize> {
        self.sections.iter().position(|section| section.get("sh_type", self.big) == ty)
    }
}

/// The release that the file was written by.
fn edition(bytes: &[u8]) -> Option<Edition> {
    verify(bytes, &SPEC, &Options::default()).edition()
}

pub(super) fn index(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The string at an offset of a string table, to its zero byte or the end.
pub(super) fn string(table: &[u8], offset: u64) -> Vec<u8> {
    table.get(index(offset)..).unwrap_or_default().iter().copied().take_while(|byte| *byte != 0).collect()
}
