//! The entries of a block in each form.

use super::tokens::{FEW, Window, leb, long_own, long_pair, low, short_own, short_pair, shortest_pair};
use super::{NO_VALUE, TOO_LARGE};

/// The offset that was read last. What is odd is asked at the end, so that reading has few branches.
pub(super) struct Offset {
    last: u64,
    /// How many entries did not go on.
    still: u32,
}

impl Offset {
    /// Before the first entry of a block.
    pub(super) fn new(first: u32) -> Self {
        Self { last: u64::from(first), still: 0 }
    }

    /// The last offset, if that is one and all entries but the first went on.
    pub(super) fn last(&self) -> Option<u64> {
        (self.still == 1 && self.last <= u64::from(u32::MAX)).then_some(self.last)
    }

    /// Goes on. No table is so long that the sum has more than 64 bits.
    #[inline]
    fn step(&mut self, token: u32) -> u32 {
        self.still = self.still.wrapping_add(u32::from(token < 2));
        self.last = self.last.wrapping_add(u64::from(token >> 1));
        low(self.last)
    }
}

/// Entries that have the value of the block or a byte of their own. Gives what is behind.
pub(super) fn with_default<'a>(
    data: &'a [u8],
    offset: &mut Offset,
    offsets: &mut [u32],
    values: &mut [u32],
) -> Option<&'a [u8]> {
    let (default, mut rest) = data.split_first()?;
    let default = u32::from(*default);
    let (mut own, mut needless) = (0_usize, false);
    for (slot, told) in offsets.iter_mut().zip(&mut *values) {
        let (token, byte, behind) = match short_own(rest) {
            Some(read) => read,
            None => long_own(rest)?,
        };
        rest = behind;
        *slot = offset.step(token);
        let is_own = token & 1 != 0;
        *told = if is_own { byte } else { default };
        needless |= is_own & (byte == default);
        own = own.wrapping_add(usize::from(is_own));
    }
    // What most entries have is the block's, without a doubt.
    let others = values.len().saturating_sub(own);
    let is_most = others > own || others > most_but(values, default);
    (is_most && !needless).then_some(rest)
}

/// How often the value comes up that is the most frequent of all but one.
#[cold]
fn most_but(values: &[u32], one: u32) -> usize {
    let mut counts = [0_usize; 256];
    for value in values.iter().filter(|value| **value != one) {
        if let Some(count) = usize::try_from(*value).ok().and_then(|value| counts.get_mut(value)) {
            *count = count.saturating_add(1);
        }
    }
    counts.iter().fold(0, |most, count| most.max(*count))
}

/// Entries without a value or with the distance to the value before. Gives what is behind.
pub(super) fn in_chain<'a>(
    data: &'a [u8],
    offset: &mut Offset,
    offsets: &mut [u32],
    values: &mut [u32],
) -> Option<&'a [u8]> {
    let (mut rest, mut read, mut first) = (data, 0_usize, None);
    for (slot, told) in offsets.iter_mut().zip(&mut *values) {
        let (token, behind) = leb(rest)?;
        rest = behind;
        (*slot, *told) = (offset.step(token), NO_VALUE);
        read = read.saturating_add(1);
        if token & 1 == 0 {
            (*told, rest) = leb(rest)?;
            first = Some(*told);
            break;
        }
    }
    let Some(value) = first else { return Some(rest) };
    let mut chain = Chain { value, any: value };
    let (slots, last_slots) = offsets.get_mut(read..)?.as_chunks_mut::<FEW>();
    let (told, last_told) = values.get_mut(read..)?.as_chunks_mut::<FEW>();
    for (slots, told) in slots.iter_mut().zip(told) {
        rest = match chain.few(rest, offset, slots, told) {
            Some(behind) => behind,
            None => chain.each(rest, offset, slots, told)?,
        };
    }
    let rest = chain.each(rest, offset, last_slots, last_told)?;
    (chain.any < TOO_LARGE).then_some(rest)
}

/// The value that was read last.
struct Chain {
    value: u32,
    /// All bits of all values.
    any: u32,
}

impl Chain {
    /// A few entries whose numbers all have one byte; `None` if one has more, and nothing was taken.
    #[inline]
    fn few<'a>(
        &mut self,
        rest: &'a [u8],
        offset: &mut Offset,
        slots: &mut [u32; FEW],
        told: &mut [u32; FEW],
    ) -> Option<&'a [u8]> {
        let mut window = Window::of_short(rest)?;
        for (slot, told) in slots.iter_mut().zip(told) {
            let (token, distance) = window.pair();
            (*slot, *told) = (offset.step(token), self.step(token, distance));
        }
        window.behind(rest)
    }

    /// Entries of any length.
    fn each<'a>(
        &mut self,
        mut rest: &'a [u8],
        offset: &mut Offset,
        slots: &mut [u32],
        told: &mut [u32],
    ) -> Option<&'a [u8]> {
        for (slot, told) in slots.iter_mut().zip(told) {
            let (token, distance, behind) = match shortest_pair(rest).or_else(|| short_pair(rest)) {
                Some(read) => read,
                None => long_pair(rest, self.value)?,
            };
            rest = behind;
            (*slot, *told) = (offset.step(token), self.step(token, distance));
        }
        Some(rest)
    }

    /// Goes on. Gives the value of the entry.
    #[inline]
    fn step(&mut self, token: u32, distance: u32) -> u32 {
        self.value = self.value.wrapping_add(distance);
        self.any |= self.value;
        self.value | (token & 1).wrapping_neg()
    }
}
