//! A structure of ELF as the description declares it: where each field stands, and how wide it is.

use cwasm_spec::model::{Field, Spec, TypeDef, TypeKind, Word};

use super::{Order, uint};

/// A record of the description with the offsets of its fields.
pub(crate) struct Record<'s> {
    /// The declared fields.
    pub(crate) fields: &'s [Field],
    /// Offset and width of each, in bytes.
    places: Vec<(u64, u64)>,
    /// Size of the whole.
    pub(crate) size: u64,
}

impl<'s> Record<'s> {
    /// The record with this name; `None` if the description has none.
    pub(crate) fn named(spec: &'s Spec, name: &str) -> Option<Self> {
        let ty: &TypeDef = spec.type_named(name)?;
        let TypeKind::Record { size, fields } = &ty.kind else { return None };
        let mut offset: u64 = 0;
        let mut places = Vec::new();
        for field in fields.iter() {
            let width = width(&field.ty);
            places.push((offset, width));
            offset = offset.saturating_add(width);
        }
        Some(Self { fields, places, size: *size })
    }

    /// The index of a field.
    pub(crate) fn index(&self, name: &str) -> Option<u16> {
        u16::try_from(self.fields.iter().position(|field| field.name == name)?).ok()
    }

    /// Offset and width of a field inside the record.
    pub(crate) fn place(&self, field: u16) -> Option<(u64, u64)> {
        self.places.get(usize::from(field)).copied()
    }

    /// The number in a field of the record that stands at `at`.
    pub(crate) fn read(&self, bytes: &[u8], at: u64, field: u16, order: Order) -> Option<u64> {
        let (offset, width) = self.place(field)?;
        uint(bytes, at.checked_add(offset)?, width, order)
    }

    /// The number in a field, cut to a slice of it.
    pub(crate) fn read_slice(
        &self,
        bytes: &[u8],
        at: u64,
        field: u16,
        slice: Option<u16>,
        order: Order,
    ) -> Option<u64> {
        let number = self.read(bytes, at, field, order)?;
        let Some(slice) = slice else { return Some(number) };
        let slice = self.fields.get(usize::from(field))?.slices.get(usize::from(slice))?;
        let mask = u64::MAX.checked_shr(64_u32.checked_sub(u32::from(slice.bits))?)?;
        Some(number.checked_shr(u32::from(slice.at))? & mask)
    }

    /// The name of a field.
    pub(crate) fn name(&self, field: u16) -> &'s str {
        self.fields.get(usize::from(field)).map_or("", |field| &*field.name)
    }

    /// The path of a field and a slice of it.
    pub(crate) fn path(&self, field: u16, slice: Option<u16>) -> String {
        let Some(field) = self.fields.get(usize::from(field)) else { return String::new() };
        match slice.and_then(|slice| field.slices.get(usize::from(slice))) {
            Some(slice) => format!("{}.{}", field.name, slice.name),
            None => field.name.to_string(),
        }
    }
}

/// The width of a fixed type, in bytes.
fn width(words: &[Word]) -> u64 {
    match words {
        [Word::U8 | Word::Bool] => 1,
        [Word::U16] => 2,
        [Word::U32 | Word::NonZeroU32] => 4,
        [Word::U64] => 8,
        [Word::Bytes(count)] => u64::from(*count),
        _ => 0,
    }
}
