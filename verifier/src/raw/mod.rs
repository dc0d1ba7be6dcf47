//! Bytes of a file, read with every bound checked. Shares nothing with the parser.

pub(crate) mod digest;
pub(crate) mod elf;
pub(crate) mod record;
pub(crate) mod strings;
pub(crate) mod version;
pub(crate) mod wire;

/// Which byte of a number comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Little,
    Big,
}

/// The bytes from `start` on, `length` of them; `None` if the file does not have them.
#[inline]
pub(crate) fn slice(bytes: &[u8], start: u64, length: u64) -> Option<&[u8]> {
    let end = usize::try_from(start.checked_add(length)?).ok()?;
    bytes.get(usize::try_from(start).ok()?..end)
}

/// An unsigned number of up to eight bytes.
#[inline]
pub(crate) fn uint(bytes: &[u8], start: u64, width: u64, order: Order) -> Option<u64> {
    slice(bytes, start, width).map(|bytes| number(bytes, order))
}

/// The number that all of up to eight bytes make.
#[inline]
pub(crate) fn number(bytes: &[u8], order: Order) -> u64 {
    match order {
        Order::Little => little(bytes),
        Order::Big => bytes.iter().fold(0, push),
    }
}

/// A number whose first byte is the lowest. Those of four and eight bytes are read as such: most of a file is made of them.
#[inline]
fn little(bytes: &[u8]) -> u64 {
    if let Ok(four) = bytes.try_into() {
        u64::from(u32::from_le_bytes(four))
    } else if let Ok(eight) = bytes.try_into() {
        u64::from_le_bytes(eight)
    } else {
        bytes.iter().rev().fold(0, push)
    }
}

fn push(number: u64, byte: &u8) -> u64 {
    number.wrapping_shl(8) | u64::from(*byte)
}

/// The first multiple of `align` that is not below `position`; 0 and 1 align nothing.
pub(crate) fn align_up(position: u64, align: u64) -> Option<u64> {
    match position.checked_rem(align) {
        None | Some(0) => Some(position),
        Some(rest) => position.checked_add(align.saturating_sub(rest)),
    }
}

/// Index of the first byte that is not zero. Padding can be most of a file, so it is looked at in blocks.
pub(crate) fn first_nonzero(bytes: &[u8]) -> Option<usize> {
    const BLOCK: usize = 64;
    let is_zero = |block: &&[u8]| block.iter().fold(0, |all, byte| all | byte) == 0;
    let zeros = bytes.chunks(BLOCK).take_while(is_zero).map(<[u8]>::len).sum();
    let within = bytes.get(zeros..)?.iter().position(|byte| *byte != 0)?;
    Some(within.saturating_add(zeros))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_both_orders() {
        let bytes = [1, 2, 3, 4];
        assert_eq!(uint(&bytes, 1, 2, Order::Little), Some(0x0302));
        assert_eq!(uint(&bytes, 1, 2, Order::Big), Some(0x0203));
        assert_eq!(uint(&bytes, 3, 2, Order::Big), None);
        assert_eq!(uint(&bytes, u64::MAX, 2, Order::Big), None);
    }

    #[test]
    fn the_first_byte_that_is_not_zero() {
        let mut bytes = [0; 200];
        assert_eq!(first_nonzero(&bytes), None);
        for index in [199, 128, 127, 64, 63, 0] {
            bytes[index] = 1;
            assert_eq!(first_nonzero(&bytes), Some(index));
        }
    }

    #[test]
    fn alignment_moves_up_only() {
        assert_eq!(align_up(9, 8), Some(16));
        assert_eq!(align_up(16, 8), Some(16));
        assert_eq!(align_up(9, 0), Some(9));
        assert_eq!(align_up(u64::MAX, 8), None);
    }
}
