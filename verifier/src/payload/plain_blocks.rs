//! Blocks as writers make them, read fast. Whoever finds anything else in a block gives up, and it is read again entry by
//! entry, by who can say what is wrong.

mod forms;
mod tokens;

use cwasm_spec::model::BlockForm;

use self::forms::{Offset, in_chain, with_default};
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
        let mut offset = Offset::new(first);
        let rest = match form {
            BlockForm::Default => with_default(data, &mut offset, offsets, values)?,
            BlockForm::Chain { .. } => in_chain(data, &mut offset, offsets, values)?,
        };
        let is_plain = offsets.first() == Some(&first);
        let last = offset.last().filter(|_| is_plain && self.about(form))?;
        Some((last, rest.len()))
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

/// The least and the greatest of values of one byte, and those below 64 as bits.
fn about_few(values: &[u32]) -> (u32, u32, u64) {
    values.iter().fold((u32::MAX, 0, 0), |(least, greatest, small), value| {
        // Which bit one of 64 or more sets does not matter: nobody asks for them then.
        (least.min(*value), greatest.max(*value), small | 1_u64.wrapping_shl(*value))
    })
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
