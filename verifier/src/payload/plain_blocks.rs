//! Blocks as writers make them, read fast. Whoever finds anything else in a block gives up, and it is read again entry by
//! entry, by who can say what is wrong.

mod tokens;

use cwasm_spec::model::BlockForm;

use self::tokens::{leb, long_own, long_pair, low, short_own, short_pair, shortest_pair};
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
    let mut slots = offsets.iter_mut().zip(&mut *values);
    let mut value = loop {
        let Some((slot, told)) = slots.next() else { return Some(rest) };
        let (token, behind) = leb(rest)?;
        rest = behind;
        (*slot, *told) = (offset.step(token), NO_VALUE);
        if token & 1 == 0 {
            let (value, behind) = leb(rest)?;
            rest = behind;
            *told = value;
            break value;
        }
    };
    let mut any = value;
    for (slot, told) in slots {
        let (token, distance, behind) = match shortest_pair(rest).or_else(|| short_pair(rest)) {
            Some(read) => read,
            None => long_pair(rest, value)?,
        };
        rest = behind;
        *slot = offset.step(token);
        value = value.wrapping_add(distance);
        any |= value;
        *told = value | (token & 1).wrapping_neg();
    }
    (any < TOO_LARGE).then_some(rest)
}

/// The least and the greatest value, if there is any.
fn about_many(values: &[u32]) -> Option<(u32, u32)> {
    // One more than each, so that those without a value are no more than the least.
    let above = values.iter().fold(0, |above, value| value.wrapping_add(1).max(above));
    let least = values.iter().fold(u32::MAX, |least, value| least.min(*value));
    Some((least, above.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Distances at which an encoding has another length, or another sign.
    const STEPS: [i64; 15] = [0, 1, -1, 2, 63, 64, -64, -65, 127, 128, 8191, 8192, -8192, -8193, 100_000];

    fn unsigned(mut number: u64, bytes: &mut Vec<u8>) {
        while number >= 0x80 {
            bytes.push(u8::try_from(number & 0x7f).expect("seven bits") | 0x80);
            number >>= 7;
        }
        bytes.push(u8::try_from(number).expect("seven bits"));
    }

    fn signed(mut number: i64, bytes: &mut Vec<u8>) {
        while !(-64..64).contains(&number) {
            bytes.push(u8::try_from(number & 0x7f).expect("seven bits") | 0x80);
            number >>= 7;
        }
        bytes.push(u8::try_from(number & 0x7f).expect("seven bits"));
    }

    /// A block of a chain with each pair of steps next to each other, every fifth entry without a value.
    fn chain() -> (Vec<u8>, Vec<u32>, Vec<u32>) {
        let (mut bytes, mut offsets, mut values) = (Vec::new(), Vec::new(), Vec::new());
        let (mut offset, mut value) = (7_u32, 1_000_000_i64);
        for (index, step) in STEPS.iter().flat_map(|one| STEPS.map(|two| [*one, two])).flatten().enumerate() {
            let distance = if index == 0 { 0 } else { step.unsigned_abs().max(1) };
            offset += u32::try_from(distance).expect("small");
            offsets.push(offset);
            let is_none = index % 5 == 3;
            unsigned(distance << 1 | u64::from(is_none), &mut bytes);
            if is_none {
                values.push(NO_VALUE);
                continue;
            }
            match index {
                0 => unsigned(value.unsigned_abs(), &mut bytes),
                _ => signed(step, &mut bytes),
            }
            value += if index == 0 { 0 } else { step };
            values.push(u32::try_from(value).expect("small"));
        }
        (bytes, offsets, values)
    }

    #[test]
    fn a_chain_is_read_as_it_was_written() {
        let (bytes, offsets, values) = chain();
        let form = BlockForm::Chain { none: u64::from(u32::MAX) };
        let mut read = Gathered::default();
        assert_eq!(read.block(&bytes, form, 7, offsets.len()), Some(bytes.len()));
        assert_eq!((&read.offsets, &read.values), (&offsets, &values));
        // Nothing of it is left in the next one.
        assert_eq!(read.block(&[1, 3, 2, 5], form, 7, 3), Some(4));
        assert_eq!((read.offsets, read.values), (vec![7, 8, 9], vec![NO_VALUE, NO_VALUE, 5]));
    }

    #[test]
    fn a_value_below_none_is_odd() {
        let form = BlockForm::Chain { none: u64::from(u32::MAX) };
        // 1, then 2 less, which is below 0, then 2 more.
        let bytes = [0, 1, 2, 0x7e, 2, 2, 0, 0, 0, 0, 0, 0];
        let mut read = Gathered::default();
        assert_eq!(read.block(&bytes, form, 0, 3), None);
        assert_eq!(read.block(&[0, 2, 2, 0x7e, 2, 2, 0, 0, 0, 0, 0, 0], form, 0, 3), Some(6));
    }

    #[test]
    fn what_no_writer_makes_is_odd() {
        let mut read = Gathered::default();
        let mut default = |bytes: &[u8], entries| read.block(bytes, BlockForm::Default, 0, entries);
        assert_eq!(default(&[1, 0, 2, 3, 9, 2], 4), Some(6));
        // An offset twice, a value that is the default's, a default that is not the most frequent, two bytes for one.
        assert_eq!(default(&[1, 0, 0], 2), None);
        assert_eq!(default(&[1, 0, 3, 1], 2), None);
        assert_eq!(default(&[1, 1, 9, 3, 9, 2], 3), None);
        assert_eq!(default(&[1, 0x80, 0, 0, 0, 0, 0, 0, 0, 0], 1), None);
    }
}
