//! A section as it stands in the file, and what the description can say about section headers.

use object::Endianness;
use object::elf::SectionHeader64;

pub use crate::generated::sections::SectionId;

/// A section of an artifact: its header, and its data in the file.
#[derive(Clone, Copy)]
pub struct Section<'a> {
    pub(crate) index: usize,
    pub(crate) name: &'a str,
    pub(crate) header: &'a SectionHeader64<Endianness>,
    pub(crate) endian: Endianness,
    pub(crate) data: &'a [u8],
}

impl<'a> Section<'a> {
    /// Index in the section header table; the first section has 1.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Its name.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// Which of the described sections has this name, if one has.
    pub fn id(&self) -> Option<SectionId> {
        SectionId::from_name(self.name)
    }

    /// Its data: a part of the bytes that the artifact was parsed from.
    pub fn data(&self) -> &'a [u8] {
        self.data
    }

    /// sh_type.
    pub fn section_type(&self) -> u32 {
        self.header.sh_type.get(self.endian).0
    }

    /// sh_flags.
    pub fn flags(&self) -> u64 {
        self.header.sh_flags.get(self.endian).0
    }

    /// sh_addr; 0 in every artifact.
    pub fn address(&self) -> u64 {
        self.header.sh_addr.get(self.endian)
    }

    /// sh_offset: where the data begin in the file, in bytes.
    pub fn offset(&self) -> u64 {
        self.header.sh_offset.get(self.endian)
    }

    /// sh_size: the length of the data in bytes.
    pub fn size(&self) -> u64 {
        self.header.sh_size.get(self.endian)
    }

    /// sh_link: the index of a section that belongs to it.
    pub fn link(&self) -> u32 {
        self.header.sh_link.get(self.endian)
    }

    /// sh_info: a number of symbols, or the index of the section that relocations apply to.
    pub fn info(&self) -> u32 {
        self.header.sh_info.get(self.endian)
    }

    /// sh_addralign, in bytes.
    pub fn alignment(&self) -> u64 {
        self.header.sh_addralign.get(self.endian)
    }

    /// sh_entsize, in bytes; 0 if it is no table.
    pub fn entry_size(&self) -> u64 {
        self.header.sh_entsize.get(self.endian)
    }
}

impl std::fmt::Debug for Section<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = f.debug_struct("Section");
        text.field("index", &self.index).field("name", &self.name);
        text.field("offset", &self.offset()).field("size", &self.size()).finish_non_exhaustive()
    }
}

/// An alignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Align {
    /// In bytes.
    Bytes(u64),
    /// The page size that the release's compiler assumes for the target.
    Page,
}

/// What sh_info holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Info {
    /// 0.
    None,
    /// The number of local symbols, the null symbol included.
    LocalSymbols,
    /// The index of the section that the relocations apply to.
    Relocated(SectionId),
}
