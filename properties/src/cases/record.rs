//! The structures of ELF by the names of their fields, as the description declares them.

use cwasm_spec::model::{TypeKind, Word};
use cwasm_verify::SPEC;

/// A field of a structure, or some bits of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Offset in the structure, in bytes.
    pub offset: usize,
    /// Width in bytes.
    pub width: usize,
    /// Lowest bit and number of bits, if it is not the whole number.
    pub bits: Option<(u32, u32)>,
}

/// A structure of ELF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Record {
    /// The file header.
    Header,
    /// A section header.
    Section,
    /// A symbol.
    Symbol,
    /// A relocation.
    Relocation,
}

impl Record {
    fn name(self) -> &'static str {
        match self {
            Self::Header => "elf_header",
            Self::Section => "section_header",
            Self::Symbol => "symbol",
            Self::Relocation => "relocation",
        }
    }

    /// Every field in order, with its place and why it is declared free, if it is.
    pub fn fields(self) -> Vec<(&'static str, Place, &'static str)> {
        let Some(TypeKind::Record { fields, .. }) = SPEC.type_named(self.name()).map(|ty| &ty.kind) else {
            return Vec::new();
        };
        let mut offset = 0;
        let mut places = Vec::new();
        for field in fields.iter() {
            let width = match *field.ty {
                [Word::U8] => 1,
                [Word::U16] => 2,
                [Word::U32] => 4,
                [Word::U64] => 8,
                [Word::Bytes(count)] => usize::from(count),
                _ => 0,
            };
            places.push((&*field.name, Place { offset, width, bits: None }, &*field.free));
            offset += width;
        }
        places
    }

    /// The place of a field, or of a slice of it: `r_info.type`.
    pub fn place(self, path: &str) -> Option<Place> {
        let (name, slice) = path.split_once('.').map_or((path, None), |(name, slice)| (name, Some(slice)));
        let (_, place, _) = self.fields().into_iter().find(|(field, ..)| *field == name)?;
        let Some(slice) = slice else { return Some(place) };
        let declared = SPEC.type_named(self.name())?.fields().iter().find(|field| field.name == name)?;
        let slice = declared.slices.iter().find(|declared| declared.name == slice)?;
        Some(Place { bits: Some((u32::from(slice.at), u32::from(slice.bits))), ..place })
    }

    /// The number in a field of a structure.
    pub fn get(self, bytes: &[u8], path: &str, big: bool) -> Option<u64> {
        let place = self.place(path)?;
        let number = read(bytes.get(place.offset..place.offset + place.width)?, big);
        Some(place.bits.map_or(number, |(at, bits)| number >> at & mask(bits)))
    }

    /// Puts a number into a field of a structure; `None` if there is no such field, or it is too narrow.
    pub fn set(self, bytes: &mut [u8], path: &str, value: u64, big: bool) -> Option<()> {
        let place = self.place(path)?;
        let field = bytes.get_mut(place.offset..place.offset + place.width)?;
        let width = u32::try_from(place.width * 8).ok()?;
        let (at, bits) = place.bits.unwrap_or((0, width));
        if place.width > 8 || value & !mask(bits) != 0 {
            return None;
        }
        let kept = read(field, big) & !(mask(bits) << at);
        write(field, kept | value << at, big);
        Some(())
    }
}

fn mask(bits: u32) -> u64 {
    if bits >= 64 { u64::MAX } else { (1 << bits) - 1 }
}

fn read(bytes: &[u8], big: bool) -> u64 {
    let push = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
    if big { bytes.iter().fold(0, push) } else { bytes.iter().rev().fold(0, push) }
}

fn write(bytes: &mut [u8], value: u64, big: bool) {
    let width = bytes.len();
    for (index, byte) in bytes.iter_mut().enumerate() {
        let place = if big { width - 1 - index } else { index };
        *byte = (value >> (8 * place)) as u8;
    }
}
