//! The edits: a closed list. Those of bytes leave everything else where it is; those of parts lay the file out again.

use super::elf::Elf;
use super::{bytes, value};

/// What is done to an artifact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Bytes of the file become others.
    Splice {
        /// Offset in the file.
        at: u64,
        /// What stands there.
        old: Vec<u8>,
        /// What is to stand there.
        new: Vec<u8>,
    },
    /// Bytes behind the end.
    Append(Vec<u8>),
    /// The file ends earlier.
    Cut(u64),
    /// A field of the ELF header.
    SetHeader {
        /// Its name.
        field: String,
        /// What it becomes.
        value: u64,
    },
    /// A field of a section header.
    SetSection {
        /// The section.
        section: String,
        /// The field's name.
        field: String,
        /// What it becomes.
        value: u64,
    },
    /// A field of a symbol.
    SetSymbol {
        /// The symbol.
        index: u64,
        /// The field's name.
        field: String,
        /// What it becomes.
        value: u64,
    },
    /// A field of a relocation.
    SetRelocation {
        /// The section that holds it.
        section: String,
        /// Its number there.
        index: u64,
        /// The field's name.
        field: String,
        /// What it becomes.
        value: u64,
    },
    /// A number of a payload.
    SetValue {
        /// Its path, as in a report.
        path: String,
        /// What it becomes.
        value: u64,
    },
    /// A text of a payload.
    SetText {
        /// Its path, as in a report.
        path: String,
        /// What it becomes.
        text: Vec<u8>,
    },
    /// Bytes of a payload become others, from the beginning of a value on.
    Bytes {
        /// The value's path, as in a report.
        path: String,
        /// What stands there.
        old: Vec<u8>,
        /// What is to stand there.
        new: Vec<u8>,
    },
    /// Bytes of a section become others, perhaps more or fewer.
    Data {
        /// The section.
        section: String,
        /// Where in it.
        at: At,
        /// What stands there.
        old: Vec<u8>,
        /// What is to stand there.
        new: Vec<u8>,
    },
    /// A section loses its data.
    Clear(String),
    /// Zero bytes before a piece of the file.
    Gap {
        /// How many.
        bytes: u64,
        /// The section; the section header table if there is none.
        before: Option<String>,
    },
    /// A new section.
    Add {
        /// Its name.
        name: Vec<u8>,
        /// The section before it.
        after: String,
        /// sh_type.
        ty: u64,
        /// sh_flags.
        flags: u64,
        /// sh_addralign.
        align: u64,
        /// What it holds.
        data: Vec<u8>,
    },
    /// A section less.
    Drop(String),
    /// Another name for a section.
    Rename {
        /// The section.
        section: String,
        /// The new name.
        name: Vec<u8>,
    },
    /// Two sections change places.
    Swap(String, String),
    /// A section goes elsewhere.
    Move {
        /// The section.
        section: String,
        /// The section that it is to follow.
        after: String,
    },
    /// Another name for a symbol.
    NameSymbol {
        /// The symbol.
        index: u64,
        /// The new name.
        name: Vec<u8>,
    },
    /// Two symbols change places.
    SwapSymbols(u64, u64),
    /// Symbols less.
    DropSymbols {
        /// The first of them.
        first: u64,
        /// The last of them.
        last: u64,
    },
}

/// An offset in a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// From its beginning.
    Start(u64),
    /// Back from its end.
    BeforeEnd(u64),
}

impl Edit {
    /// The file after the edit.
    pub(super) fn apply(&self, file: &[u8]) -> Result<Vec<u8>, String> {
        match self {
            Self::Splice { at, old, new } => bytes::splice(file, *at, old, new),
            Self::Append(new) => Ok([file, new].concat()),
            Self::Cut(length) => bytes::cut(file, *length),
            Self::SetHeader { field, value } => bytes::set_header(file, field, *value),
            Self::SetSection { section, field, value } => bytes::set_section(file, section, field, *value),
            Self::SetSymbol { index, field, value } => bytes::set_symbol(file, *index, field, *value),
            Self::SetRelocation { section, index, field, value } => {
                bytes::set_relocation(file, section, *index, field, *value)
            }
            Self::SetValue { path, value } => value::set_value(file, path, *value),
            Self::SetText { path, text } => value::set_text(file, path, text),
            Self::Bytes { path, old, new } => value::set_bytes(file, path, old, new),
            _ => {
                let mut elf = Elf::read(file)?;
                self.apply_to_parts(&mut elf)?;
                Ok(elf.write())
            }
        }
    }

    fn apply_to_parts(&self, elf: &mut Elf) -> Result<(), String> {
        match self {
            Self::Data { section, at, old, new } => elf.change_data(section, *at, old, new),
            Self::Clear(section) => elf.clear(section),
            Self::Gap { bytes, before } => elf.put_gap(*bytes, before.as_deref()),
            Self::Add { name, after, ty, flags, align, data } => elf.add(name, after, [*ty, *flags, *align], data),
            Self::Drop(section) => elf.drop_section(section),
            Self::Rename { section, name } => elf.rename(section, name),
            Self::Swap(one, other) => elf.swap(one, other),
            Self::Move { section, after } => elf.move_after(section, after),
            Self::NameSymbol { index, name } => elf.name_symbol(*index, name),
            Self::SwapSymbols(one, other) => elf.swap_symbols(*one, *other),
            Self::DropSymbols { first, last } => elf.drop_symbols(*first, *last),
            _ => Ok(()),
        }
    }
}
