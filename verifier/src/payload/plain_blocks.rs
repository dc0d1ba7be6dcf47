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

    /// Reads a block with nothing odd in it, which `data` begin with and which has so many entries. Gives where it ends; `None`
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
        let offsets = self.offsets.get_mut(before..)?;
        let (values, rest) = match form {
            BlockForm::Default => with_default(data, first, offsets)?,
            BlockForm::Chain { none } => in_chain(data, first, none, offsets)?,
        };
        (offsets.first() == Some(&first)).then_some((data.len().checked_sub(rest.len())?, values))
    }
}

/// Entries that have the value of the block or a byte of their own.
fn with_default<'a>(data: &'a [u8], first: u32, offsets: &mut [u32]) -> Option<(Summary, &'a [u8])> {
    let (default, mut rest) = data.split_first()?;
    let mut offset = Offset::new(first);
    let mut values = Summary::default();
    let mut counts = [0_usize; 256];
    let entries = offsets.len();
    let mut own: usize = 0;
    for slot in offsets {
        let (token, behind) = leb(rest)?;
        rest = behind;
        *slot = offset.step(token >> 1);
        if token & 1 != 0 {
            let (value, behind) = rest.split_first().filter(|(value, _)| *value != default)?;
            rest = behind;
            let count = counts.get_mut(usize::from(*value))?;
            (*count, own) = (count.saturating_add(1), own.saturating_add(1));
            values.add(u64::from(*value));
        }
    }
    values.add(u64::from(*default));
    // What most entries have is the block's, without a doubt.
    let most = counts.iter().fold(0, |most, count| most.max(*count));
    (!offset.is_odd() && entries.saturating_sub(own) > most).then_some((values, rest))
}

/// Entries without a value or with the distance to the value before.
fn in_chain<'a>(data: &'a [u8], first: u32, none: u64, offsets: &mut [u32]) -> Option<(Summary, &'a [u8])> {
    let mut rest = data;
    let mut offset = Offset::new(first);
    let mut slots = offsets.iter_mut();
    let first = loop {
        let Some(slot) = slots.next() else {
            return (!offset.is_odd()).then_some((Summary::default(), rest));
        };
        let (token, behind) = leb(rest)?;
        rest = behind;
        *slot = offset.step(token >> 1);
        if token & 1 == 0 {
            let (value, behind) = leb(rest)?;
            rest = behind;
            break i64::from(value);
        }
    };
    let (mut value, mut least, mut greatest) = (first, first, first);
    for slot in slots {
        let (token, distance, behind) = short_pair(rest).or_else(|| long_pair(rest))?;
        rest = behind;
        *slot = offset.step(token >> 1);
        value = value.wrapping_add(distance);
        (least, greatest) = (value.min(least), value.max(greatest));
    }
    let (least, greatest) = (u64::from(u32::try_from(least).ok()?), u64::from(u32::try_from(greatest).ok()?));
    // The number that stands for none would have no place of its own.
    if offset.is_odd() || (least..=greatest).contains(&none) {
        return None;
    }
    let mut values = Summary::default();
    values.add_between(least, greatest);
    Some((values, rest))
}

/// The offset that was read last. What is odd is asked at the end, so that reading has few branches.
struct Offset {
    last: u64,
    /// How many entries did not go on; the first of a block does not.
    still: u64,
}

impl Offset {
    fn new(first: u32) -> Self {
        Self { last: u64::from(first), still: 0 }
    }

    /// Goes on. No table is so long that the sum has more than 64 bits.
    #[inline]
    fn step(&mut self, distance: u32) -> u32 {
        self.still = self.still.wrapping_add(u64::from(distance == 0));
        self.last = self.last.wrapping_add(u64::from(distance));
        u32::try_from(self.last & u64::from(u32::MAX)).unwrap_or(0)
    }

    /// Whether an entry but the first did not go on, or one is too far.
    fn is_odd(&self) -> bool {
        self.still != 1 || self.last > u64::from(u32::MAX)
    }
}

/// A token and the distance behind it, 0 if there is none, where both have one byte as nearly all have: read together, as
/// whether the second byte belongs to the entry nobody can foresee.
#[inline]
fn short_pair(bytes: &[u8]) -> Option<(u32, i64, &[u8])> {
    let [token, behind @ ..] = bytes else { return None };
    let [value, rest @ ..] = behind else { return None };
    if (token | value) >= 0x80 {
        return None;
    }
    let is_there = token & 1 == 0;
    let distance = i64::from(value.wrapping_shl(1).cast_signed()).wrapping_shr(1);
    let none = i64::from(is_there).wrapping_neg();
    Some((u32::from(*token), distance & none, if is_there { rest } else { behind }))
}

#[inline(never)]
fn long_pair(bytes: &[u8]) -> Option<(u32, i64, &[u8])> {
    let (token, behind) = leb(bytes)?;
    if token & 1 != 0 {
        return Some((token, 0, behind));
    }
    let (number, bits, [before, last], rest) = long(behind)?;
    // The last byte must say more than the sign that the one before has.
    let is_needless = bits > 7 && if before & 0x40 == 0 { last == 0 } else { last == 0x7f };
    let unused = 64_u32.checked_sub(bits).filter(|_| !is_needless)?;
    Some((token, number.wrapping_shl(unused).cast_signed().wrapping_shr(unused), rest))
}

/// An unsigned LEB128 of 32 bits that is no longer than needed.
#[inline]
fn leb(bytes: &[u8]) -> Option<(u32, &[u8])> {
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
