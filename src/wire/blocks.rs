//! Tables of entries in blocks: two numbers, an index, then the blocks, whose entries tell their distance to the one before.

use super::reader::{RESERVED, Reader};
use super::writer::Writer;
use crate::error::{Error, ErrorKind};

/// How the values of entries are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A byte behind the token, or the byte that the block begins with.
    Default,
    /// The difference to the last value of the block, or none.
    Chain,
}

/// An entry: an offset, and a value if it has one.
pub(crate) type Entry = (u32, Option<u32>);

/// Bytes of the two numbers, and of the index for a block.
const PAIR: usize = 8;

/// Reads the table that fills what is left.
pub(crate) fn read(wire: &mut Reader<'_>, per_block: u32, form: Form) -> Result<Vec<Entry>, Error> {
    let (mut left, blocks) = (wire.u32()?, wire.u32()?);
    let index_at = wire.position();
    let size = usize::try_from(blocks).ok().and_then(|blocks| blocks.checked_mul(PAIR));
    let size = size.filter(|size| *size <= wire.left());
    let bodies = size.and_then(|size| index_at.checked_add(size)).ok_or_else(|| wire.fail(ErrorKind::Truncated))?;
    let mut entries = Vec::with_capacity(RESERVED);
    let mut end = bodies;
    for block in 0..blocks {
        let pair = usize::try_from(block).unwrap_or(usize::MAX).saturating_mul(PAIR);
        wire.go_to(index_at.saturating_add(pair))?;
        let (first, place) = (wire.u32()?, wire.u32()?);
        wire.go_to(usize::try_from(place).unwrap_or(usize::MAX).saturating_add(bodies))?;
        let count = left.min(per_block);
        left = left.saturating_sub(count);
        read_block(wire, first, count, form, &mut entries)?;
        end = wire.position();
    }
    wire.go_to(end)?;
    Ok(entries)
}

fn read_block(
    wire: &mut Reader<'_>,
    first: u32,
    count: u32,
    form: Form,
    entries: &mut Vec<Entry>,
) -> Result<(), Error> {
    if count == 0 {
        return Ok(());
    }
    let mut chain = Chain::begin(wire, first, form)?;
    for _ in 0..count {
        entries.push(chain.next(wire)?);
    }
    Ok(())
}

/// How far the entries of a block were read: each goes on from the ones before it.
#[derive(Clone, Copy)]
pub(crate) struct Chain {
    form: Form,
    offset: u32,
    /// The default, or the last value.
    value: Option<u32>,
}

impl Chain {
    /// Begins a block whose first entry is at this offset.
    pub(crate) fn begin(wire: &mut Reader<'_>, first: u32, form: Form) -> Result<Self, Error> {
        let value = match form {
            Form::Default => Some(u32::from(wire.byte()?)),
            Form::Chain => None,
        };
        Ok(Self { form, offset: first, value })
    }

    /// The next entry.
    #[inline]
    pub(crate) fn next(&mut self, wire: &mut Reader<'_>) -> Result<Entry, Error> {
        let token = wire.leb()?;
        let flag = token & 1 != 0;
        let next = u64::from(self.offset).checked_add(token >> 1).and_then(|next| u32::try_from(next).ok());
        self.offset = next.ok_or_else(|| wire.fail(ErrorKind::VarintTooLong))?;
        let value = match self.form {
            Form::Default if flag => Some(u32::from(wire.byte()?)),
            Form::Default => self.value,
            Form::Chain if flag => None,
            Form::Chain => {
                let value = match self.value {
                    None => wire.leb()?,
                    Some(last) => u64::from(last).wrapping_add(wire.signed_leb()?),
                };
                self.value = Some(u32::try_from(value).map_err(|_| wire.fail(ErrorKind::VarintTooLong))?);
                self.value
            }
        };
        Ok((self.offset, value))
    }
}

/// Writes a table as its writer does. Offsets must not go back.
pub(crate) fn write(wire: &mut Writer, entries: &[Entry], per_block: u32, form: Form) -> Result<(), Error> {
    let size = usize::try_from(per_block).unwrap_or(usize::MAX).max(1);
    let count: u32 = wire.fit(entries.len())?;
    let blocks: u32 = wire.fit(entries.len().div_ceil(size))?;
    wire.u32(count)?;
    wire.u32(blocks)?;
    let mut bodies = Writer::new();
    for block in entries.chunks(size) {
        wire.u32(block.first().map_or(0, |(offset, _)| *offset))?;
        let place: u32 = wire.fit(bodies.position())?;
        wire.u32(place)?;
        write_block(&mut bodies, block, form)?;
    }
    wire.bytes(&bodies.finish())
}

fn write_block(wire: &mut Writer, block: &[Entry], form: Form) -> Result<(), Error> {
    let default = if form == Form::Default { most_frequent(block) } else { 0 };
    if form == Form::Default {
        let byte: u8 = wire.fit(default)?;
        wire.u8(byte)?;
    }
    let mut before = block.first().map_or(0, |(offset, _)| *offset);
    let mut last = None;
    for (offset, value) in block {
        let distance = offset.checked_sub(before).ok_or_else(|| Error::new(ErrorKind::Unsorted))?;
        before = *offset;
        let flag = match form {
            Form::Default => *value != Some(default),
            Form::Chain => value.is_none(),
        };
        wire.leb(u64::from(distance) << 1 | u64::from(flag));
        match (form, *value) {
            (Form::Default, Some(value)) if flag => {
                let byte: u8 = wire.fit(value)?;
                wire.u8(byte)?;
            }
            (Form::Chain, Some(value)) => {
                match last {
                    None => wire.leb(u64::from(value)),
                    Some(last) => wire.signed_leb(i64::from(value).saturating_sub(i64::from(last))),
                }
                last = Some(value);
            }
            _ => {}
        }
    }
    Ok(())
}

/// The value that is the first to be as frequent as any.
fn most_frequent(block: &[Entry]) -> u32 {
    let mut counts = std::collections::BTreeMap::<u32, u32>::new();
    let (mut most, mut winner) = (0, 0);
    for value in block.iter().filter_map(|(_, value)| *value) {
        let count = counts.entry(value).or_default();
        *count = count.saturating_add(1);
        if *count > most {
            (most, winner) = (*count, value);
        }
    }
    winner
}
