//! LEB128 as tables in blocks have it: of at most ten bytes, longer ones than needed included.

use super::reader::Reader;
use super::writer::Writer;
use crate::error::{Error, ErrorKind};

/// Bits of a number in ten bytes.
const BITS: u32 = 70;

impl Reader<'_> {
    /// An unsigned number; bits above the 64th are dropped.
    #[inline]
    pub(super) fn leb(&mut self) -> Result<u64, Error> {
        // Most have one byte.
        if let Some(byte) = self.short() {
            return Ok(u64::from(byte));
        }
        self.leb_bits().map(|(number, ..)| number)
    }

    /// A signed number, in two's complement.
    #[inline]
    pub(super) fn signed_leb(&mut self) -> Result<u64, Error> {
        if let Some(byte) = self.short() {
            return Ok(extended(u64::from(byte), 7, byte & 0x40 != 0));
        }
        let (number, bits, negative) = self.leb_bits()?;
        Ok(extended(number, bits, negative))
    }

    /// The number, how many bits its bytes have, and whether the highest of them is set.
    fn leb_bits(&mut self) -> Result<(u64, u32, bool), Error> {
        let (mut number, mut bits) = (0_u64, 0_u32);
        loop {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f).checked_shl(bits).unwrap_or(0);
            bits = bits.saturating_add(7);
            if byte & 0x80 == 0 {
                return Ok((number, bits, byte & 0x40 != 0));
            }
            if bits >= BITS {
                return Err(self.fail(ErrorKind::VarintTooLong));
            }
        }
    }
}

/// A number of so many bits in 64.
#[inline]
fn extended(number: u64, bits: u32, negative: bool) -> u64 {
    if negative { number | u64::MAX.checked_shl(bits).unwrap_or(0) } else { number }
}

impl Writer {
    /// An unsigned number in as few bytes as it needs.
    pub(super) fn leb(&mut self, number: u64) {
        let mut left = number;
        while left > 0x7f {
            self.push(low_seven(left) | 0x80);
            left >>= 7;
        }
        self.push(low_seven(left));
    }

    /// A signed number in as few bytes as it needs.
    pub(super) fn signed_leb(&mut self, number: i64) {
        let mut left = number;
        while !(-0x40..0x40).contains(&left) {
            self.push(low_seven(left.cast_unsigned()) | 0x80);
            left >>= 7;
        }
        self.push(low_seven(left.cast_unsigned()));
    }
}

fn low_seven(number: u64) -> u8 {
    u8::try_from(number & 0x7f).unwrap_or(0)
}
