//! Where each piece of the file stands. Only positions are computed here, no bytes.

use super::image::Image;
use crate::error::{Error, ErrorKind};
use crate::generated::layout::{PIECES, empty_unaligned};
use crate::release::Release;
use crate::section::SectionId;

/// A piece of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// The ELF header.
    Header,
    /// The data of all sections that no other piece names.
    Added,
    /// The data of a section.
    Section(SectionId),
    /// The data of all relocation sections.
    Relocations,
    /// The section header table.
    SectionTable,
}

/// A finished layout.
#[derive(Default)]
pub(super) struct Placed {
    /// Offset of the data of each section, by position.
    pub(super) offsets: Vec<u64>,
    /// Positions of the sections in the order of the file.
    pub(super) order: Vec<usize>,
    /// Offset of the section header table.
    pub(super) table: u64,
    /// Length of the file.
    pub(super) end: u64,
}

/// Places all pieces, one behind the other.
pub(super) fn place(image: &Image<'_>, release: Release, header: u64, entry: u64) -> Result<Placed, Error> {
    let mut placed = Placed { offsets: vec![0; image.sections.len()], ..Placed::default() };
    for (piece, alignment) in PIECES {
        match piece {
            Piece::Header => placed.end = after(placed.end, header)?,
            Piece::SectionTable => {
                placed.table = align(placed.end, *alignment)?;
                let count = u64::try_from(image.sections.len()).map_or(u64::MAX, |count| count.saturating_add(1));
                placed.end = after(placed.table, count.checked_mul(entry).ok_or_else(too_large)?)?;
            }
            _ => place_sections(&mut placed, image, release, *piece, *alignment)?,
        }
    }
    Ok(placed)
}

fn place_sections(
    placed: &mut Placed,
    image: &Image<'_>,
    release: Release,
    piece: Piece,
    least: u64,
) -> Result<(), Error> {
    for (position, section) in image.sections.iter().enumerate().filter(|(_, section)| section.piece == piece) {
        // Nothing at all stands nowhere, and so at 0.
        if section.absent {
            continue;
        }
        let own = if piece == Piece::Added { section.align } else { least };
        let aligned = !(section.data.is_empty() && piece == Piece::Added && empty_unaligned(release));
        let offset = if aligned { align(placed.end, own)? } else { placed.end };
        if let Some(slot) = placed.offsets.get_mut(position) {
            *slot = offset;
        }
        placed.order.push(position);
        placed.end = after(offset, u64::try_from(section.data.len()).unwrap_or(u64::MAX))?;
    }
    Ok(())
}

fn too_large() -> Error {
    Error::new(ErrorKind::TooLarge).of("file")
}

fn after(offset: u64, length: u64) -> Result<u64, Error> {
    offset.checked_add(length).ok_or_else(too_large)
}

fn align(offset: u64, alignment: u64) -> Result<u64, Error> {
    offset.checked_next_multiple_of(alignment.max(1)).ok_or_else(too_large)
}
