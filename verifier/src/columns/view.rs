//! Values that stand in the file at equal distances.

use std::ops::Range;

use crate::columns::Entry;
use crate::payload::{UniformColumn, UniformPlace};
use crate::raw::{Order, uint};

/// One value of each of many elements of the same size.
#[derive(Clone, Debug)]
pub(crate) struct View<'a> {
    /// The elements.
    data: &'a [u8],
    /// Where they begin in the file.
    at: u64,
    /// Size of an element, in bytes.
    size: u64,
    count: usize,
    column: UniformColumn,
    order: Order,
}

impl<'a> View<'a> {
    pub(crate) fn new(data: &'a [u8], at: u64, size: u64, count: usize, column: UniformColumn, order: Order) -> Self {
        Self { data, at, size, count, column, order }
    }

    pub(crate) fn len(&self) -> usize {
        self.count
    }

    fn number(&self, position: usize, place: UniformPlace) -> Option<(u64, u64)> {
        let start = u64::try_from(position).ok()?.checked_mul(self.size)?.checked_add(place.offset)?;
        let number = uint(self.data, start, place.width, self.order)?;
        Some((number, self.at.saturating_add(start)))
    }

    pub(crate) fn entry(&self, position: usize) -> Option<Entry> {
        if position >= self.count {
            return None;
        }
        let (number, at) = self.number(position, self.column.number)?;
        if self.column.none == Some(number) {
            return Some(Entry::none_at(at));
        }
        Some(Entry { value: number.checked_shr(u32::from(self.column.shift)).unwrap_or(0) & self.column.mask, at })
    }

    /// The numbers at some positions, `None` for those that stand for none.
    #[inline]
    pub(crate) fn numbers(&self, positions: Range<usize>) -> impl Iterator<Item = Option<u64>> {
        let UniformColumn { number, shift, mask, none, .. } = self.column;
        let size = usize::try_from(self.size).unwrap_or(usize::MAX).max(1);
        let count = positions.end.min(self.count).saturating_sub(positions.start);
        let elements = self.data.chunks_exact(size).skip(positions.start).take(count);
        let offset = usize::try_from(number.offset).unwrap_or(usize::MAX);
        let is_plain = number.width == 4 && self.order == Order::Little;
        elements.map(move |element| {
            let number = if is_plain {
                u64::from(u32::from_le_bytes(*element.get(offset..)?.first_chunk()?))
            } else {
                uint(element, number.offset, number.width, self.order)?
            };
            (none != Some(number)).then(|| number.checked_shr(u32::from(shift)).unwrap_or(0) & mask)
        })
    }

    /// Whether something holds of all numbers at some positions.
    pub(crate) fn all(&self, positions: Range<usize>, mut holds: impl FnMut(u64) -> bool) -> bool {
        self.numbers(positions).all(|number| number.is_none_or(&mut holds))
    }

    pub(crate) fn end(&self, position: usize) -> Option<u64> {
        let (place, is_length) = self.column.end?;
        let (end, _) = self.number(position, place)?;
        if !is_length {
            return Some(end);
        }
        let (start, _) = self.number(position, self.column.number)?;
        Some(start.saturating_add(end))
    }
}
