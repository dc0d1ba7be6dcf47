//! The wires of payloads, read strictly: every way in which bytes can fail to be a value has a name.

use std::ops::Range;

use cwasm_spec::model::Wire;

use super::{Order, number};

/// How bytes fail to be a value; the words of the description's `check wire`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    End,
    Bool,
    Option,
    Variant,
    Utf8,
    VarintWidth,
    Length,
    NonZero,
    Default,
    Nesting,
}

impl Failure {
    /// The word in the description.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::End => "end",
            Self::Bool => "bool",
            Self::Option => "option",
            Self::Variant => "variant",
            Self::Utf8 => "utf8",
            Self::VarintWidth => "varint-width",
            Self::Length => "length",
            Self::NonZero => "nonzero",
            Self::Default => "default",
            Self::Nesting => "nesting",
        }
    }
}

/// A place in a payload. Offsets are relative to the payload.
#[derive(Clone)]
pub(crate) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Where the region ends that is read now.
    end: usize,
    /// The byte order of the container.
    native: Order,
    /// How numbers are written from here on.
    pub(crate) wire: Wire,
    /// Where the last varint had more bytes than it needed.
    pub(crate) long_varint: Option<Range<usize>>,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(bytes: &'a [u8], native: Order) -> Self {
        Self { bytes, at: 0, end: bytes.len(), native, wire: Wire::Fixed, long_varint: None }
    }

    /// The whole payload.
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Offset of the next byte.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// Number of bytes that are left.
    pub(crate) fn left(&self) -> usize {
        self.end.saturating_sub(self.at)
    }

    /// The bytes that are left.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..self.end).unwrap_or_default()
    }

    /// Goes on so many bytes.
    pub(crate) fn skip(&mut self, count: usize) -> Result<(), Failure> {
        self.take(count).map(drop)
    }

    /// Reads only the next bytes from here on; gives where the region ended so far.
    pub(crate) fn narrow(&mut self, count: usize) -> Result<usize, Failure> {
        let end = self.at.checked_add(count).filter(|end| *end <= self.end).ok_or(Failure::Length)?;
        Ok(std::mem::replace(&mut self.end, end))
    }

    /// Goes to the end of the narrow region and back to the wide one; gives what was left of it.
    pub(crate) fn widen(&mut self, end: usize) -> &'a [u8] {
        let left = self.rest();
        self.at = self.end;
        self.end = end;
        left
    }

    /// The byte order of numbers in full width.
    pub(crate) fn order(&self) -> Order {
        if self.wire == Wire::Native { self.native } else { Order::Little }
    }

    /// The next bytes.
    #[inline]
    pub(crate) fn take(&mut self, count: usize) -> Result<&'a [u8], Failure> {
        let end = self.at.checked_add(count).ok_or(Failure::End)?;
        let bytes = self.bytes.get(self.at..end).filter(|_| end <= self.end).ok_or(Failure::End)?;
        self.at = end;
        Ok(bytes)
    }

    #[inline]
    pub(crate) fn byte(&mut self) -> Result<u8, Failure> {
        self.take(1)?.first().copied().ok_or(Failure::End)
    }

    /// An unsigned number of `width` bytes in memory.
    #[inline]
    pub(crate) fn number(&mut self, width: u32) -> Result<u64, Failure> {
        match self.wire {
            Wire::Postcard if width > 1 => self.varint(width.saturating_mul(8)),
            _ if width == 1 => self.byte().map(u64::from),
            _ => self.fixed(width),
        }
    }

    /// A number of a fixed width.
    #[inline]
    fn fixed(&mut self, width: u32) -> Result<u64, Failure> {
        let bytes = self.take(usize::try_from(width).map_err(|_| Failure::End)?)?;
        Ok(number(bytes, self.order()))
    }

    /// What a number of `width` bytes in memory is that can be below 0.
    pub(crate) fn signed(&self, number: u64, width: u32) -> i64 {
        if self.wire == Wire::Postcard {
            let sign = (number & 1).wrapping_neg();
            return (number.wrapping_shr(1) ^ sign).cast_signed();
        }
        let unused = u64::BITS.saturating_sub(width.saturating_mul(8));
        number.wrapping_shl(unused).cast_signed().wrapping_shr(unused)
    }

    /// LEB128 of at most 64 bits; most have one byte.
    #[inline]
    fn varint(&mut self, bits: u32) -> Result<u64, Failure> {
        match self.bytes.get(self.at) {
            Some(byte) if *byte < 0x80 && self.at < self.end => {
                self.at = self.at.saturating_add(1);
                Ok(u64::from(*byte))
            }
            _ => self.long_varint(bits).map(|number| u64::try_from(number).unwrap_or(u64::MAX)),
        }
    }

    /// LEB128 of at most `bits` bits, seven a byte, least significant first.
    fn long_varint(&mut self, bits: u32) -> Result<u128, Failure> {
        let start = self.at;
        let mut number: u128 = 0;
        let mut shift: u32 = 0;
        while shift < bits {
            let byte = self.byte()?;
            let low = u128::from(byte & 0x7f);
            // The last byte may hold only as many bits as are left.
            if bits.saturating_sub(shift) < 7 && low.checked_shr(bits.saturating_sub(shift)).unwrap_or(0) != 0 {
                return Err(Failure::VarintWidth);
            }
            number |= low.wrapping_shl(shift);
            if byte & 0x80 == 0 {
                if byte == 0 && shift > 0 {
                    self.long_varint = Some(start..self.at);
                }
                return Ok(number);
            }
            shift = shift.saturating_add(7);
        }
        Err(Failure::VarintWidth)
    }

    /// A number of 128 bits.
    pub(crate) fn wide(&mut self) -> Result<u128, Failure> {
        if self.wire == Wire::Postcard {
            return self.long_varint(128);
        }
        let bytes = self.take(16)?;
        Ok(bytes.iter().rev().fold(0, |number, byte| number.wrapping_shl(8) | u128::from(*byte)))
    }

    pub(crate) fn bool(&mut self) -> Result<bool, Failure> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Failure::Bool),
        }
    }

    /// Whether an option holds something.
    pub(crate) fn option(&mut self) -> Result<bool, Failure> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Failure::Option),
        }
    }

    /// The index of a variant.
    pub(crate) fn variant(&mut self) -> Result<u64, Failure> {
        self.number(4)
    }

    /// A length in bytes or elements: never above the number of bytes that are left.
    pub(crate) fn length(&mut self) -> Result<usize, Failure> {
        let length = self.number(8)?;
        usize::try_from(length).ok().filter(|length| *length <= self.left()).ok_or(Failure::Length)
    }

    /// Bytes that must be UTF-8.
    pub(crate) fn text(&mut self, length: usize) -> Result<&'a str, Failure> {
        let bytes = self.take(length)?;
        std::str::from_utf8(bytes).map_err(|_| Failure::Utf8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn postcard(bytes: &[u8]) -> Cursor<'_> {
        Cursor { wire: Wire::Postcard, ..Cursor::new(bytes, Order::Little) }
    }

    #[test]
    fn varints_keep_to_their_width() {
        assert_eq!(postcard(&[0xff, 0xff, 0x03]).number(2), Ok(0xffff));
        assert_eq!(postcard(&[0xff, 0xff, 0x04]).number(2), Err(Failure::VarintWidth));
        assert_eq!(postcard(&[0xff, 0xff, 0xff, 0xff, 0x0f]).number(4), Ok(0xffff_ffff));
        assert_eq!(postcard(&[0x80, 0x80, 0x80, 0x80, 0x80, 0x00]).number(4), Err(Failure::VarintWidth));
        assert_eq!(postcard(&[0xff; 9]).number(8), Err(Failure::End));
        let mut most = [0xff; 10];
        most[9] = 1;
        assert_eq!(postcard(&most).number(8), Ok(u64::MAX));
        most[9] = 2;
        assert_eq!(postcard(&most).number(8), Err(Failure::VarintWidth));
    }

    #[test]
    fn a_longer_varint_is_read_and_remembered() {
        let mut cursor = postcard(&[0x81, 0x00]);
        assert_eq!(cursor.number(4), Ok(1));
        assert_eq!(cursor.long_varint, Some(0..2));
    }

    #[test]
    fn a_length_is_not_above_what_is_left() {
        assert_eq!(postcard(&[3, 1, 2]).length(), Err(Failure::Length));
        let mut huge = Cursor { wire: Wire::Bincode1, ..Cursor::new(&[0xff; 8], Order::Little) };
        assert_eq!(huge.length(), Err(Failure::Length));
    }
}
