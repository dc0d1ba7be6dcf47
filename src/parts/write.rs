//! Puts the bytes of the file together. What stands where, and in which section, is decided before.

use object::elf::{SHN_LORESERVE, SHT_PROGBITS, STB_LOCAL, SectionFlags, SectionHeader64, SectionType};
use object::{Endianness, U32, U64, pod};

use super::Parts;
use super::image::{self, Context, Image, Out};
use super::layout::{self, Placed};
use crate::elf;
use crate::error::{Error, ErrorKind};
use crate::generated::header::ElfHeader;
use crate::generated::sections::SECTION_NAMES;
use crate::kind::Kind;
use crate::release::Release;
use crate::section::{Info, SectionId};
use crate::target::Target;

/// Size of a section header in bytes.
const ENTRY_SIZE: u64 = size_of::<SectionHeader64<Endianness>>() as u64;

/// The file of some parts, as a release writes it.
pub(super) fn file(parts: &Parts, release: Release) -> Result<Vec<u8>, Error> {
    let unknown = || Error::new(ErrorKind::UnknownTarget).of("engine.metadata.target");
    let target = Target::parse(parts.engine.target()).ok_or_else(unknown)?;
    if parts.kind.is_none() && Kind::is_recorded(release) {
        return Err(Error::new(ErrorKind::UnknownKind).of("kind"));
    }
    let header = ElfHeader::canonical(release, target, parts.kind);
    let context = Context { release, target, endian: elf::endian(&header) };
    let (image, names) = image::of(parts, context)?;
    let placed = layout::place(&image, release, elf::HEADER_SIZE, ENTRY_SIZE)?;
    let header = counted(header, &image, &placed)?;
    let table = section_headers(&image, &placed, &names.offsets, parts, context);
    emit(&header, &image, &placed, &table)
}

/// The header with what depends on the other pieces.
fn counted(header: ElfHeader, image: &Image<'_>, placed: &Placed) -> Result<ElfHeader, Error> {
    // From here on ELF would need its escapes for large counts, which no reader of artifacts need know.
    let count = u16::try_from(image.sections.len().saturating_add(1)).ok().filter(|count| *count < SHN_LORESERVE);
    let e_shnum = count.ok_or_else(|| Error::new(ErrorKind::TooLarge).of("sections"))?;
    Ok(ElfHeader { e_shoff: placed.table, e_shnum, e_shstrndx: image.index(SECTION_NAMES), ..header })
}

/// All pieces in the order of the file, and zeros between them.
fn emit(
    header: &ElfHeader,
    image: &Image<'_>,
    placed: &Placed,
    table: &[SectionHeader64<Endianness>],
) -> Result<Vec<u8>, Error> {
    let length = usize::try_from(placed.end).map_err(|_| Error::new(ErrorKind::TooLarge).of("file"))?;
    let mut file = Vec::with_capacity(length);
    file.extend_from_slice(&elf::header_bytes(header));
    for position in &placed.order {
        if let (Some(section), Some(offset)) = (image.sections.get(*position), placed.offsets.get(*position)) {
            pad(&mut file, *offset);
            file.extend_from_slice(&section.data);
        }
    }
    pad(&mut file, placed.table);
    // The null section.
    pad(&mut file, placed.table.saturating_add(ENTRY_SIZE));
    file.extend_from_slice(pod::bytes_of_slice(table));
    Ok(file)
}

fn pad(file: &mut Vec<u8>, offset: u64) {
    // The layout never goes back, and its end has been seen to fit.
    file.resize(usize::try_from(offset).unwrap_or_default().max(file.len()), 0);
}

/// The headers of all sections but the null one.
fn section_headers(
    image: &Image<'_>,
    placed: &Placed,
    names: &[u32],
    parts: &Parts,
    context: Context,
) -> Vec<SectionHeader64<Endianness>> {
    let local = local_symbols(parts);
    let sections = image.sections.iter().zip(&placed.offsets).zip(names);
    sections.map(|((section, offset), name)| section_header(image, section, *offset, *name, local, context)).collect()
}

fn section_header(
    image: &Image<'_>,
    section: &Out<'_>,
    offset: u64,
    name: u32,
    local: u32,
    context: Context,
) -> SectionHeader64<Endianness> {
    let Context { release, target, endian } = context;
    let info = match section.id.map_or(Info::None, SectionId::info) {
        Info::None => 0,
        Info::LocalSymbols => local,
        Info::Relocated(id) if section.relocated == 0 => u32::from(image.index(id)),
        Info::Relocated(_) => u32::from(section.relocated),
    };
    let link = section.id.and_then(SectionId::link).map_or(0, |id| image.index(id));
    SectionHeader64 {
        sh_name: U32::new(endian, name),
        sh_type: U32::new(endian, section.id.map_or(SHT_PROGBITS, |id| SectionType(id.section_type()))),
        sh_flags: U64::new(endian, SectionFlags(section.id.map_or(0, |id| id.flags(release, target)))),
        sh_addr: U64::new(endian, 0),
        sh_offset: U64::new(endian, offset),
        sh_size: U64::new(endian, u64::try_from(section.data.len()).unwrap_or(u64::MAX)),
        sh_link: U32::new(endian, u32::from(link)),
        sh_info: U32::new(endian, info),
        sh_addralign: U64::new(endian, section.align),
        sh_entsize: U64::new(endian, section.id.map_or(0, SectionId::entry_size)),
    }
}

/// The number of local symbols, the null symbol included.
fn local_symbols(parts: &Parts) -> u32 {
    let local = parts.symbols.iter().filter(|symbol| symbol.info >> 4 == STB_LOCAL.0).count();
    u32::try_from(local.saturating_add(1)).unwrap_or(u32::MAX)
}
