//! Blocks as writers make them, read fast. Whoever finds anything else in a block gives up, and it is read again entry by
//! entry, by who can say what is wrong.

use cwasm_spec::model::BlockForm;

use super::blocks::BlockTable;
use crate::columns::Summary;

/// What all blocks of a table hold together.
#[derive(Default)]
pub(crate) struct Gathered {
    /// The offsets in order: decoded once, they are asked for by several rules.
    pub(crate) offsets: Vec<u32>,
    /// About these, and about the values.
    pub(crate) about_offsets: Summary,
    pub(crate) about_values: Summary,
}

impl Gathered {
    /// For as many entries; each has a byte at least.
    pub(crate) fn of(table: &BlockTable<'_>) -> Self {
        let offsets = Vec::with_capacity(table.entries().min(table.length()));
        Self { offsets, ..Self::default() }
    }

    /// Takes one entry.
    pub(crate) fn add(&mut self, offset: u64, value: Option<u64>) {
        self.offsets.push(u32::try_from(offset).unwrap_or(u32::MAX));
        self.about_offsets.add(offset);
        if let Some(value) = value {
            self.about_values.add(value);
        }
    }

    /// Reads a block with nothing odd in it, that begins behind `data` and has so many entries. Gives where it ends; `None`
    /// if there is something odd, and nothing was taken.
    pub(crate) fn block(&mut self, data: &[u8], form: BlockForm, first: u64, entries: usize) -> Option<usize> {
        if entries == 0 {
            return Some(0);
        }
        let before = self.offsets.len();
        let read = self.read(data, form, u32::try_from(first).ok()?, entries);
        if read.is_none() {
            self.offsets.truncate(before);
        }
        let (end, values) = read?;
        let new = self.offsets.get(before..).unwrap_or_default();
        if let (Some(first), Some(last)) = (new.first(), new.last()) {
            self.about_offsets.add_ascending(u64::from(*first), u64::from(*last));
        }
        self.about_values.add_all(&values);
        Some(end)
    }

    fn read(&mut self, data: &[u8], form: BlockForm, first: u32, entries: usize) -> Option<(usize, Summary)> {
        let before = self.offsets.len();
        self.offsets.resize(before.checked_add(entries)?, first);
        let mut bytes = Bytes { data, at: 0 };
        let offsets = self.offsets.get_mut(before..)?;
        let values = match form {
            BlockForm::Default => with_default(&mut bytes, first, offsets),
            BlockForm::Chain { none } => in_chain(&mut bytes, first, none, offsets),
        };
        Some((bytes.at, values?))
    }
}

/// Entries that have the value of the block or a byte of their own.
fn with_default(bytes: &mut Bytes<'_>, first: u32, offsets: &mut [u32]) -> Option<Summary> {
    let default = bytes.byte()?;
    let mut counts = [0_u16; 256];
    let mut values = Summary::default();
    let (mut offset, mut own, mut is_first) = (first, 0_usize, true);
    let entries = offsets.len();
    for slot in offsets {
        let token = bytes.leb()?;
        let distance = token >> 1;
        if (distance == 0) != is_first {
            return None;
        }
        is_first = false;
        offset = offset.checked_add(distance)?;
        *slot = offset;
        if token & 1 != 0 {
            let value = bytes.byte()?;
            if value == default {
                return None;
            }
            let count = counts.get_mut(usize::from(value))?;
            *count = count.checked_add(1)?;
            own = own.saturating_add(1);
            values.add(u64::from(value));
        }
    }
    // What most entries have is the block's, without a doubt.
    let most = counts.iter().max().copied().map_or(0, usize::from);
    let others = entries.saturating_sub(own);
    if others <= most {
        return None;
    }
    values.add(u64::from(default));
    Some(values)
}

/// Entries without a value or with the distance to the value before.
fn in_chain(bytes: &mut Bytes<'_>, first: u32, none: u64, offsets: &mut [u32]) -> Option<Summary> {
    let (mut offset, mut is_first) = (first, true);
    let (mut last, mut least, mut greatest): (Option<u32>, _, _) = (None, u32::MAX, 0);
    for slot in offsets {
        // Nearly all numbers have one byte: two such are read together, and whether the second is a value changes nothing
        // but how far to go on.
        let (token, value) = match (bytes.two(), last) {
            (Some([token, value]), Some(before)) if (token | value) < 0x80 => {
                let is_there = usize::from(token & 1 == 0);
                bytes.at = bytes.at.saturating_add(1).saturating_add(is_there);
                let distance = i32::from(value.wrapping_shl(1).cast_signed()).wrapping_shr(1);
                let step = distance.wrapping_mul(i32::from(token & 1 == 0));
                let (value, over) = before.overflowing_add_signed(step);
                if over {
                    return None;
                }
                (u32::from(token), Some(value))
            }
            _ => {
                let token = bytes.leb()?;
                let value = match last {
                    last if token & 1 != 0 => last,
                    None => Some(bytes.leb()?),
                    Some(before) => Some(u32::try_from(i64::from(before).checked_add(bytes.signed_leb()?)?).ok()?),
                };
                (token, value)
            }
        };
        let distance = token >> 1;
        if (distance == 0) != is_first {
            return None;
        }
        is_first = false;
        offset = offset.checked_add(distance)?;
        *slot = offset;
        if let Some(value) = value {
            (least, greatest) = (value.min(least), value.max(greatest));
        }
        last = value;
    }
    let mut values = Summary::default();
    if last.is_some() {
        // The number that stands for none would have no place of its own.
        if (u64::from(least)..=u64::from(greatest)).contains(&none) {
            return None;
        }
        values.add_between(u64::from(least), u64::from(greatest));
    }
    Some(values)
}

/// The bytes of a block.
struct Bytes<'a> {
    data: &'a [u8],
    at: usize,
}

impl Bytes<'_> {
    #[inline]
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.data.get(self.at)?;
        self.at = self.at.saturating_add(1);
        Some(byte)
    }

    /// The next two bytes, without going on.
    #[inline]
    fn two(&self) -> Option<[u8; 2]> {
        self.data.get(self.at..)?.first_chunk().copied()
    }

    /// An unsigned LEB128 of 32 bits that is no longer than needed.
    #[inline]
    fn leb(&mut self) -> Option<u32> {
        let low = self.byte()?;
        if low < 0x80 {
            return Some(u32::from(low));
        }
        let (number, _, [_, last]) = self.more(low)?;
        u32::try_from(number).ok().filter(|_| last != 0)
    }

    /// The same with a sign.
    #[inline]
    fn signed_leb(&mut self) -> Option<i64> {
        let low = self.byte()?;
        if low < 0x80 {
            return Some(i64::from(low.wrapping_shl(1).cast_signed()).wrapping_shr(1));
        }
        let (number, bits, [before, last]) = self.more(low)?;
        // The last byte must say more than the sign that the one before has.
        let is_needless = if before & 0x40 == 0 { last == 0 } else { last == 0x7f };
        let unused = 64_u32.checked_sub(bits).filter(|_| !is_needless)?;
        Some(number.wrapping_shl(unused).cast_signed().wrapping_shr(unused))
    }

    /// The rest of a number whose first byte is known, how many bits there were, and the last two bytes.
    fn more(&mut self, low: u8) -> Option<(u64, u32, [u8; 2])> {
        let (mut number, mut bits, mut before) = (u64::from(low & 0x7f), 7_u32, low);
        while bits <= 35 {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f).checked_shl(bits)?;
            bits = bits.saturating_add(7);
            if byte < 0x80 {
                return Some((number, bits, [before, byte]));
            }
            before = byte;
        }
        None
    }
}
