//! Blocks as writers make them, read fast. Whoever finds anything else in a block gives up, and it is read again entry by
//! entry, by who can say what is wrong.

mod tokens;

use cwasm_spec::model::BlockForm;

use self::tokens::{FEW, Window, leb, long_own, long_pair, low, short_own, short_pair, shortest_pair};
use crate::columns::Summary;

/// In place of the value of an entry that has none.
pub(crate) const NO_VALUE: u32 = u32::MAX;

/// No value of a plain block is as large: a sum of small steps that passes 32 bits does not pass unseen.
const TOO_LARGE: u32 = 1 << 31;

/// The entries of the block that was read last, and what all blocks of a table hold together.
#[derive(Default)]
pub(crate) struct Gathered {
    /// The offsets in order.
    pub(crate) offsets: Vec<u32>,
    /// The values, [`NO_VALUE`] where there is none.
    pub(crate) values: Vec<u32>,
    /// Which values below 64 there are, a bit each; all bits if that is not known, or one is larger.
    pub(crate) small: u64,
    /// Whether a value of any block is [`NO_VALUE`].
    pub(crate) is_ambiguous: bool,
    /// About the offsets and the values of all blocks.
    pub(crate) about_offsets: Summary,
    pub(crate) about_values: Summary,
}

impl Gathered {
    /// Forgets the block that was read last.
    pub(crate) fn clear(&mut self) {
        self.offsets.clear();
        self.values.clear();
        self.small = u64::MAX;
    }

    /// Takes one entry.
    pub(crate) fn add(&mut self, offset: u64, value: Option<u64>) {
        self.offsets.push(u32::try_from(offset).unwrap_or(u32::MAX));
        self.values.push(value.and_then(|value| u32::try_from(value).ok()).unwrap_or(NO_VALUE));
        self.about_offsets.add(offset);
        if let Some(value) = value {
            self.is_ambiguous |= value >= u64::from(NO_VALUE);
            self.about_values.add(value);
        }
    }

    /// Reads a block with nothing odd in it, which `data` begin with and which has so many entries. Gives where it ends; `None`
    /// if there is something odd, and nothing was taken.
    pub(crate) fn block(&mut self, data: &[u8], form: BlockForm, first: u64, entries: usize) -> Option<usize> {
        self.small = u64::MAX;
        if entries == 0 {
            self.clear();
            return Some(0);
        }
        let read = self.read(data, form, u32::try_from(first).ok()?, entries);
        if read.is_none() {
            self.clear();
        }
        let (last, rest) = read?;
        self.about_offsets.add_ascending(first, last);
        data.len().checked_sub(rest)
    }

    /// Gives the last offset, and how many bytes are left.
    fn read(&mut self, data: &[u8], form: BlockForm, first: u32, entries: usize) -> Option<(u64, usize)> {
        // Each entry has a byte at least.
        let entries = Some(entries).filter(|entries| *entries <= data.len())?;
        self.offsets.resize(entries, first);
        self.values.resize(entries, NO_VALUE);
        let (offsets, values) = (&mut *self.offsets, &mut *self.values);
        let mut offset = Offset { last: u64::from(first), still: 0 };
        let rest = match form {
            BlockForm::Default => with_default(data, &mut offset, offsets, values)?,
            BlockForm::Chain { .. } => in_chain(data, &mut offset, offsets, values)?,
        };
        let is_plain = offset.still == 1 && offsets.first() == Some(&first) && offset.last <= u64::from(u32::MAX);
        (is_plain && self.about(form)).then_some((offset.last, rest.len()))
    }

    /// Notes what the values are; false if one is the number that stands for none, which would have no place of its own.
    fn about(&mut self, form: BlockForm) -> bool {
        match form {
            BlockForm::Default => {
                let (least, greatest, small) = about_few(&self.values);
                self.small = if greatest < 64 { small } else { u64::MAX };
                self.about_values.add_few(u64::from(least), u64::from(greatest), small);
            }
            BlockForm::Chain { none } => {
                let Some((least, greatest)) = about_many(&self.values) else { return true };
                if (u64::from(least)..=u64::from(greatest)).contains(&none) {
                    return false;
                }
                self.about_values.add_between(u64::from(least), u64::from(greatest));
            }
        }
        true
    }
}

/// The offset that was read last. What is odd is asked at the end, so that reading has few branches.
struct Offset {
    last: u64,
    /// How many entries did not go on; the first of a block does not.
    still: u32,
}

impl Offset {
    /// Goes on. No table is so long that the sum has more than 64 bits.
    #[inline]
    fn step(&mut self, token: u32) -> u32 {
        self.still = self.still.wrapping_add(u32::from(token < 2));
        self.last = self.last.wrapping_add(u64::from(token >> 1));
        low(self.last)
    }
}

/// Entries that have the value of the block or a byte of their own. Gives what is behind.
fn with_default<'a>(data: &'a [u8], offset: &mut Offset, offsets: &mut [u32], values: &mut [u32]) -> Option<&'a [u8]> {
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

/// The least and the greatest of values of one byte, and those below 64 as bits.
fn about_few(values: &[u32]) -> (u32, u32, u64) {
    values.iter().fold((u32::MAX, 0, 0), |(least, greatest, small), value| {
        // Which bit one of 64 or more sets does not matter: nobody asks for them then.
        (least.min(*value), greatest.max(*value), small | 1_u64.wrapping_shl(*value))
    })
}

/// Entries without a value or with the distance to the value before. Gives what is behind.
fn in_chain<'a>(data: &'a [u8], offset: &mut Offset, offsets: &mut [u32], values: &mut [u32]) -> Option<&'a [u8]> {
    let mut rest = data;
    let mut first = None;
    let mut read = 0;
    for (slot, told) in offsets.iter_mut().zip(&mut *values) {
        let (token, behind) = leb(rest)?;
        rest = behind;
        (*slot, *told) = (offset.step(token), NO_VALUE);
        read = usize::saturating_add(read, 1);
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

/// The least and the greatest value, if there is any.
fn about_many(values: &[u32]) -> Option<(u32, u32)> {
    // One more than each, so that those without a value are no more than the least.
    let above = values.iter().fold(0, |above, value| value.wrapping_add(1).max(above));
    let least = values.iter().fold(u32::MAX, |least, value| least.min(*value));
    Some((least, above.checked_sub(1)?))
}

#[cfg(test)]
mod tests;
