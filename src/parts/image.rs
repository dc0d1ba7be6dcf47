//! The sections of the file to be, in the order of their headers: those of the parts, and those that follow from them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use object::Endianness;

use super::align;
use super::layout::Piece;
use super::{Body, Home, Parts, SectionPart};
use crate::elf::{self, StringTable, Symbol};
use crate::error::{Error, ErrorKind};
use crate::generated::layout::{PIECES, names_may_be_empty};
use crate::generated::sections::{SECTION_NAMES, SYMBOL_NAMES, SYMBOLS};
use crate::release::Release;
use crate::section::SectionId;
use crate::target::Target;

/// All sections but the null one.
pub(super) struct Image<'p> {
    pub(super) sections: Vec<Out<'p>>,
    /// Index of the first section of each described one.
    first: BTreeMap<SectionId, u16>,
}

/// A section on its way into the file.
pub(super) struct Out<'p> {
    pub(super) name: &'p str,
    pub(super) id: Option<SectionId>,
    pub(super) piece: Piece,
    pub(super) data: Cow<'p, [u8]>,
    pub(super) align: u64,
    /// Whether it has not even an offset.
    pub(super) absent: bool,
    /// Index of the section that its relocations apply to, 0 for none.
    pub(super) relocated: u16,
}

/// What decides besides the parts.
#[derive(Clone, Copy)]
pub(super) struct Context {
    pub(super) release: Release,
    pub(super) target: Target,
    pub(super) endian: Endianness,
}

/// All sections of the file, and the names of them.
pub(super) fn of(parts: &Parts, context: Context) -> Result<(Image<'_>, StringTable), Error> {
    let (mut image, homes) = added(parts, context)?;
    let names = append_computed(&mut image, parts, &homes, context)?;
    Ok((image, names))
}

/// The sections of the parts, each followed by its relocations; and the index that each part got.
fn added(parts: &Parts, context: Context) -> Result<(Image<'_>, Vec<u16>), Error> {
    let mut image = Image { sections: Vec::new(), first: BTreeMap::new() };
    let mut homes = Vec::with_capacity(parts.sections.len());
    for (position, part) in parts.sections.iter().enumerate() {
        let data = data(parts, part, context)?;
        if part.id().is_some_and(is_computed) {
            return Err(Error::new(ErrorKind::Computed).of(format!("sections[{position}].name")));
        }
        let align = align::allowed(part, context)
            .ok_or_else(|| Error::new(ErrorKind::NotInRelease).of(format!("sections[{position}].align")))?;
        let (name, id) = (part.name.as_str(), part.id());
        let index = image.push(Out { name, id, piece: Piece::Added, data, align, absent: false, relocated: 0 })?;
        homes.push(index);
        if !part.relocations.is_empty() {
            let missing = || Error::new(ErrorKind::NotInRelease).of(format!("sections[{position}].relocations"));
            let id = id.and_then(SectionId::relocations).ok_or_else(missing)?;
            image.push(relocations(part, id, index, context))?;
        }
    }
    Ok((image, homes))
}

fn data<'p>(parts: &Parts, part: &'p SectionPart, context: Context) -> Result<Cow<'p, [u8]>, Error> {
    let release = context.release;
    Ok(match &part.body {
        Body::Data(data) => Cow::Borrowed(data.as_slice()),
        Body::Engine => Cow::Owned(parts.engine.to_bytes(release)?),
        Body::ModuleInfo(info) => Cow::Owned(info.to_bytes(release)?),
        Body::ComponentInfo(info) => Cow::Owned(info.to_bytes(release)?),
        Body::ModuleTypesApart(types) => Cow::Owned(types.to_bytes(release)?),
        Body::Table(table) => Cow::Owned(table.to_bytes(release, context.target)?),
    })
}

/// Whether a section follows from the other parts, and so is none itself.
pub(super) fn is_computed(id: SectionId) -> bool {
    [SYMBOLS, SYMBOL_NAMES, SECTION_NAMES].contains(&id)
}

fn relocations(part: &SectionPart, id: SectionId, relocated: u16, context: Context) -> Out<'_> {
    let mut data = Vec::new();
    for relocation in &part.relocations {
        elf::relocation_bytes(relocation, context.endian, &mut data);
    }
    Out {
        name: id.name(),
        id: Some(id),
        piece: Piece::Relocations,
        data: Cow::Owned(data),
        align: align::described(id, context),
        absent: false,
        relocated,
    }
}

/// Symbols, their names and the names of all sections; returns the last.
fn append_computed<'p>(
    image: &mut Image<'p>,
    parts: &'p Parts,
    homes: &[u16],
    context: Context,
) -> Result<StringTable, Error> {
    let symbol_names: Vec<&str> = parts.symbols.iter().map(|symbol| symbol.name.as_str()).collect();
    let symbol_names = StringTable::canonical(&symbol_names)?;
    let symbols = symbols(parts, homes, &symbol_names, context)?;
    let nameless = symbol_names.offsets.iter().all(|offset| *offset == 0);
    let absent = nameless && parts.nameless_strtab_empty && names_may_be_empty(context.release);
    let first = image.sections.len();
    for (piece, _) in PIECES {
        let Piece::Section(id) = *piece else { continue };
        let data = match id {
            SYMBOLS => symbols.clone(),
            SYMBOL_NAMES if !absent => symbol_names.bytes.clone(),
            _ => Vec::new(),
        };
        let (align, absent) = (align::described(id, context), absent && id == SYMBOL_NAMES);
        let (name, data) = (id.name(), Cow::Owned(data));
        image.push(Out { name, id: Some(id), piece: *piece, data, align, absent, relocated: 0 })?;
    }
    let names: Vec<&str> = image.sections.iter().map(|section| section.name).collect();
    let names = StringTable::canonical(&names)?;
    for section in image.sections.iter_mut().skip(first).filter(|section| section.id == Some(SECTION_NAMES)) {
        section.data = Cow::Owned(names.bytes.clone());
    }
    Ok(names)
}

fn symbols(parts: &Parts, homes: &[u16], names: &StringTable, context: Context) -> Result<Vec<u8>, Error> {
    let mut data = Vec::new();
    let null = Symbol { name: "", info: 0, other: 0, section: 0, value: 0, size: 0 };
    elf::symbol_bytes(&null, 0, context.endian, &mut data);
    for (position, (symbol, name)) in parts.symbols.iter().zip(&names.offsets).enumerate() {
        let dangling = || Error::new(ErrorKind::DanglingReference).of(format!("symbols[{position}].home"));
        let section = match symbol.home {
            Home::Index(index) => index,
            Home::Section(part) => *homes.get(part).ok_or_else(dangling)?,
        };
        let entry = Symbol {
            name: &symbol.name,
            info: symbol.info,
            other: symbol.other,
            section,
            value: symbol.value,
            size: symbol.size,
        };
        elf::symbol_bytes(&entry, *name, context.endian, &mut data);
    }
    Ok(data)
}

impl<'p> Image<'p> {
    /// Adds a section, and returns its index.
    fn push(&mut self, section: Out<'p>) -> Result<u16, Error> {
        let id = section.id;
        self.sections.push(section);
        let index = u16::try_from(self.sections.len()).map_err(|_| Error::new(ErrorKind::TooLarge).of("sections"))?;
        if let Some(id) = id {
            self.first.entry(id).or_insert(index);
        }
        Ok(index)
    }

    /// Index of the first section that is a described one; 0 if there is none.
    pub(super) fn index(&self, id: SectionId) -> u16 {
        self.first.get(&id).copied().unwrap_or(0)
    }
}
