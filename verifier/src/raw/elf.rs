//! The ELF image: header, section table and names, as far as they can be read at all.

use std::ops::Range;

use cwasm_spec::model::Spec;

use super::record::Record;
use super::strings::{NoString, strings};
use super::{Order, slice};

/// Names that ELF gives to the fields that lead from the header to the data of a section.
const LINKS: Links = Links {
    byte_order: "data",
    table: "e_shoff",
    count: "e_shnum",
    names: "e_shstrndx",
    name: "sh_name",
    ty: "sh_type",
    offset: "sh_offset",
    size: "sh_size",
};

/// Longer names are cut in messages: each of very many sections may have one as long as the file.
const LONGEST: usize = 64;

struct Links {
    byte_order: &'static str,
    table: &'static str,
    count: &'static str,
    names: &'static str,
    name: &'static str,
    ty: &'static str,
    offset: &'static str,
    size: &'static str,
}

/// The records of ELF that the description declares.
pub(crate) struct Records<'s> {
    pub(crate) header: Record<'s>,
    pub(crate) section: Record<'s>,
    pub(crate) symbol: Record<'s>,
    pub(crate) relocation: Record<'s>,
}

impl<'s> Records<'s> {
    /// `None` if the description lacks one of them.
    pub(crate) fn new(spec: &'s Spec) -> Option<Self> {
        Some(Self {
            header: Record::named(spec, "elf_header")?,
            section: Record::named(spec, "section_header")?,
            symbol: Record::named(spec, "symbol")?,
            relocation: Record::named(spec, "relocation")?,
        })
    }
}

/// A section as the table has it.
#[derive(Clone, Debug)]
pub(crate) struct Section<'a> {
    /// Where its header stands.
    pub(crate) header: u64,
    /// Its name.
    pub(crate) name: Result<&'a [u8], NoString>,
    /// sh_type.
    pub(crate) ty: u64,
    /// sh_offset.
    pub(crate) offset: u64,
    /// sh_size.
    pub(crate) size: u64,
    /// Its data; `None` if they do not lie inside the file.
    pub(crate) data: Option<&'a [u8]>,
    /// Index in the description's sections, whatever the release.
    pub(crate) known: Option<u16>,
}

impl Section<'_> {
    /// Where its data stand; wrapped to the end of numbers if they cannot.
    pub(crate) fn range(&self) -> Range<u64> {
        self.offset..self.offset.saturating_add(self.size)
    }

    /// The name as text, for messages.
    pub(crate) fn display_name(&self) -> String {
        let name = self.name.unwrap_or_default();
        let shown = name.get(..LONGEST).map(|start| format!("{}...", String::from_utf8_lossy(start)));
        shown.unwrap_or_else(|| String::from_utf8_lossy(name).into_owned())
    }
}

/// What could be read of the ELF structures.
pub(crate) struct Image<'a> {
    /// The whole file.
    pub(crate) bytes: &'a [u8],
    /// `None` if the header does not say.
    pub(crate) order: Option<Order>,
    /// Where the section table stands, and how many bytes it has by the header.
    pub(crate) table: Option<Range<u64>>,
    /// The sections, the null section first; empty if the table cannot be read.
    pub(crate) sections: Vec<Section<'a>>,
    /// The table of their names. Without one nothing can be said about any section by name.
    pub(crate) names: Option<&'a [u8]>,
    /// Index of the first section of each that the description knows: a file may have very many of one name.
    firsts: Vec<Option<usize>>,
}

impl<'a> Image<'a> {
    pub(crate) fn read(bytes: &'a [u8], spec: &Spec, records: &Records<'_>) -> Self {
        let mut image = Self {
            bytes,
            order: None,
            table: None,
            sections: Vec::new(),
            names: None,
            firsts: vec![None; spec.sections.len()],
        };
        if slice(bytes, 0, records.header.size).is_some() {
            image.read_table(spec, records);
        }
        image
    }

    fn read_table(&mut self, spec: &Spec, records: &Records<'_>) -> Option<()> {
        let header = |name: &str, order| records.header.read(self.bytes, 0, records.header.index(name)?, order);
        self.order = match header(LINKS.byte_order, Order::Little)? {
            1 => Some(Order::Little),
            2 => Some(Order::Big),
            _ => None,
        };
        let order = self.order?;
        let start = header(LINKS.table, order)?;
        let count = header(LINKS.count, order)?;
        let names = header(LINKS.names, order)?;
        let size = count.saturating_mul(records.section.size);
        self.table = Some(start..start.saturating_add(size));
        slice(self.bytes, start, size)?;
        let field = |at: u64, name: &str| records.section.read(self.bytes, at, records.section.index(name)?, order);
        let names_at =
            (0 < names && names < count).then(|| start.saturating_add(names.saturating_mul(records.section.size)));
        let table = names_at.and_then(|at| slice(self.bytes, field(at, LINKS.offset)?, field(at, LINKS.size)?));
        let headers = (0..count).map(|index| start.saturating_add(index.saturating_mul(records.section.size)));
        let places = headers.clone().map(|at| field(at, LINKS.name)).collect::<Option<Vec<u64>>>()?;
        let names = strings(table.unwrap_or_default(), &places);
        let mut sections = Vec::with_capacity(names.len());
        for (index, (at, name)) in headers.zip(names).enumerate() {
            let (offset, size) = (field(at, LINKS.offset)?, field(at, LINKS.size)?);
            let known = name.ok().filter(|_| index > 0).and_then(|name| known(spec, name));
            let data = slice(self.bytes, offset, size);
            sections.push(Section { header: at, name, ty: field(at, LINKS.ty)?, offset, size, data, known });
        }
        self.names = table;
        for (index, section) in sections.iter().enumerate().rev() {
            if let Some(first) = section.known.and_then(|known| self.firsts.get_mut(usize::from(known))) {
                *first = Some(index);
            }
        }
        self.sections = sections;
        Some(())
    }

    /// Index of the first section that the description knows by this index.
    pub(crate) fn find(&self, section: u16) -> Option<usize> {
        self.firsts.get(usize::from(section)).copied().flatten()
    }

    /// The first section that the description knows by this index.
    pub(crate) fn section(&self, section: u16) -> Option<&Section<'a>> {
        self.sections.get(self.find(section)?)
    }

    /// Whether an earlier section has the same known name. That has a rule of its own, and its data are not looked at.
    pub(crate) fn is_repeated(&self, index: usize) -> bool {
        let known = self.sections.get(index).and_then(|section| section.known);
        known.is_some_and(|known| self.find(known) != Some(index))
    }

    /// The sections but the null one, with their indices.
    pub(crate) fn real_sections(&self) -> impl Iterator<Item = (usize, &Section<'a>)> {
        self.sections.iter().enumerate().skip(1)
    }
}

fn known(spec: &Spec, name: &[u8]) -> Option<u16> {
    let index = spec.sections.iter().position(|section| section.name.as_bytes() == name)?;
    u16::try_from(index).ok()
}
