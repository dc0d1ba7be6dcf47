//! The tokens of blocks, read without a branch where nobody can foresee how long what comes is. What is longer than nearly all
//! is read by a slower function; what no writer makes gives `None`.

use super::TOO_LARGE;

/// The lower half of a number.
#[inline]
pub(super) fn low(number: u64) -> u32 {
    u32::try_from(number & u64::from(u32::MAX)).unwrap_or(0)
}

/// Eight bytes at once, the first the lowest: how long what stands in them is nobody can foresee, so that it is read without
/// asking.
#[inline]
fn window(bytes: &[u8]) -> Option<u64> {
    bytes.first_chunk().map(|bytes| u64::from_le_bytes(*bytes))
}

/// A LEB128 of one or two bytes: its bits, 1 if there are two, and 1 if there are more or fewer would do.
#[inline]
fn short(window: u64) -> (u32, u32, u32) {
    let bytes = low(window);
    let two = bytes >> 7 & 1;
    let number = bytes & 0x7f | (bytes >> 1 & 0x3f80) & two.wrapping_neg();
    (number, two, two & (bytes >> 15 | u32::from(number < 0x80)))
}

/// A token and the byte behind it, which belongs to the entry if the token is odd.
#[inline]
pub(super) fn short_own(bytes: &[u8]) -> Option<(u32, u32, &[u8])> {
    let window = window(bytes)?;
    let (token, two, is_odd) = short(window);
    let byte = low(window.wrapping_shr(two.wrapping_mul(8).wrapping_add(8)) & 0xff);
    let length = (token & 1).wrapping_add(two).wrapping_add(1);
    (is_odd == 0).then_some((token, byte, behind(bytes, length)?))
}

#[inline(never)]
pub(super) fn long_own(bytes: &[u8]) -> Option<(u32, u32, &[u8])> {
    let (token, behind) = leb(bytes)?;
    if token & 1 == 0 {
        return Some((token, 0, behind));
    }
    let (byte, rest) = behind.split_first()?;
    Some((token, u32::from(*byte), rest))
}

/// So many entries are read together where each of their numbers has one byte, as most have.
pub(super) const FEW: usize = 4;

/// Eight bytes, none of which goes on in the next one: as many as a few entries have at most.
pub(super) struct Window {
    left: u64,
    /// How many bytes were read.
    read: u32,
}

impl Window {
    /// The bytes at the beginning.
    #[inline]
    pub(super) fn of_short(bytes: &[u8]) -> Option<Self> {
        let left = window(bytes).filter(|left| left & 0x8080_8080_8080_8080 == 0)?;
        Some(Self { left, read: 0 })
    }

    /// A token and the distance behind it, 0 if there is none. Whether the second byte belongs to the entry nobody can
    /// foresee: it is read in any case.
    #[inline]
    pub(super) fn pair(&mut self) -> (u32, u32) {
        let (token, distance, length) = pair(low(self.left));
        self.left = self.left.wrapping_shr(length.wrapping_mul(8));
        self.read = self.read.wrapping_add(length);
        (token, distance)
    }

    /// What is behind all that was read.
    #[inline]
    pub(super) fn behind(self, bytes: &[u8]) -> Option<&[u8]> {
        behind(bytes, self.read)
    }
}

/// A token of one byte, the distance of one byte behind it or 0, and how many bytes these are.
#[inline]
fn pair(both: u32) -> (u32, u32, u32) {
    let is_there = !both & 1;
    let distance = (both >> 8 & 0x7f ^ 0x40).wrapping_sub(0x40) & is_there.wrapping_neg();
    (both & 0x7f, distance, is_there.wrapping_add(1))
}

/// The same of one entry.
#[inline]
pub(super) fn shortest_pair(bytes: &[u8]) -> Option<(u32, u32, &[u8])> {
    let both = u32::from(u16::from_le_bytes(*bytes.first_chunk()?));
    let (token, distance, length) = pair(Some(both).filter(|both| both & 0x8080 == 0)?);
    Some((token, distance, behind(bytes, length)?))
}

/// A token and the distance behind it, where both have one or two bytes.
#[inline]
pub(super) fn short_pair(bytes: &[u8]) -> Option<(u32, u32, &[u8])> {
    let window = window(bytes)?;
    let (token, two, is_odd) = short(window);
    let rest = low(window.wrapping_shr(two.wrapping_mul(8).wrapping_add(8)) & 0xffff);
    let (is_there, more) = (!token & 1, rest >> 7 & 1);
    let bits = rest & 0x7f | (rest >> 1 & 0x3f80) & more.wrapping_neg();
    // The highest bit is the sign.
    let sign = 0x40_u32.wrapping_shl(more.wrapping_mul(7));
    let distance = (bits ^ sign).wrapping_sub(sign);
    // Of two bytes the last must say more than the sign that the one before has.
    let is_needless = u32::from(distance.wrapping_add(0x40) < 0x80);
    let is_odd = is_odd | is_there & more & (rest >> 15 | is_needless);
    let length = two.wrapping_add(1).wrapping_add(is_there).wrapping_add(more & is_there);
    (is_odd == 0).then_some((token, distance & is_there.wrapping_neg(), behind(bytes, length)?))
}

fn behind(bytes: &[u8], length: u32) -> Option<&[u8]> {
    bytes.get(usize::try_from(length).ok()?..)
}

/// The same of any length; no sum with the value before may pass 31 bits.
#[inline(never)]
pub(super) fn long_pair(bytes: &[u8], value: u32) -> Option<(u32, u32, &[u8])> {
    let (token, behind) = leb(bytes)?;
    if token & 1 != 0 {
        return Some((token, 0, behind));
    }
    let (number, bits, [before, last], rest) = long(behind)?;
    // The last byte must say more than the sign that the one before has.
    let is_needless = bits > 7 && if before & 0x40 == 0 { last == 0 } else { last == 0x7f };
    let unused = 64_u32.checked_sub(bits).filter(|_| !is_needless)?;
    let distance = number.wrapping_shl(unused).cast_signed().wrapping_shr(unused);
    let sum = i64::from(value).checked_add(distance)?;
    let sum = u32::try_from(sum).ok().filter(|sum| *sum < TOO_LARGE)?;
    Some((token, sum.wrapping_sub(value), rest))
}

/// An unsigned LEB128 of 32 bits that is no longer than needed.
#[inline]
pub(super) fn leb(bytes: &[u8]) -> Option<(u32, &[u8])> {
    match bytes {
        [low, rest @ ..] if *low < 0x80 => Some((u32::from(*low), rest)),
        [low, high @ 1..0x80, rest @ ..] => Some((u32::from(*low & 0x7f) | u32::from(*high).wrapping_shl(7), rest)),
        _ => long_leb(bytes),
    }
}

#[inline(never)]
fn long_leb(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (number, _, [_, last], rest) = long(bytes)?;
    Some((u32::try_from(number).ok().filter(|_| last != 0)?, rest))
}

/// A number, how many bits there were, the last two bytes, and what is behind.
fn long(bytes: &[u8]) -> Option<(u64, u32, [u8; 2], &[u8])> {
    let (mut number, mut bits, mut before, mut rest) = (0_u64, 0_u32, 0, bytes);
    while bits <= 35 {
        let (byte, behind) = rest.split_first()?;
        rest = behind;
        number |= u64::from(byte & 0x7f).checked_shl(bits)?;
        bits = bits.saturating_add(7);
        if *byte < 0x80 {
            return Some((number, bits, [before, *byte], rest));
        }
        before = *byte;
    }
    None
}
