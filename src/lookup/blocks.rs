//! Tables in blocks as they stand in a section: a look-up decodes one block at most.

use super::List;
use crate::error::{Error, ErrorKind};
use crate::wire::Reader;
use crate::wire::blocks::{Chain, Entry, Form};

/// A table in blocks. Damage is met where it is looked at, and ends its block.
#[derive(Clone, Copy)]
pub(crate) struct Blocks<'a> {
    entries: u32,
    per_block: u32,
    form: Form,
    /// Of each block the first offset and where it begins.
    index: List<'a, [u32; 2]>,
    bodies: &'a [u8],
}

impl<'a> Reader<'a> {
    /// The table in blocks that takes all that is left.
    pub(crate) fn blocks(&mut self, per_block: u32, form: Form) -> Result<Blocks<'a>, Error> {
        let (entries, blocks) = (self.u32()?, self.u32()?);
        let index = self.list(blocks, 1)?;
        let bodies = self.remaining()?;
        Ok(Blocks { entries, per_block, form, index, bodies })
    }

    /// So many elements of a fixed size, of which an earlier number counts `per` for each.
    pub(crate) fn list<T: super::Fixed>(&mut self, number: u32, per: u32) -> Result<List<'a, T>, Error> {
        let count = number.checked_div(per).unwrap_or(0);
        let size = usize::try_from(count).ok().and_then(|count| count.checked_mul(T::SIZE));
        let bytes = size.map(|size| self.raw(size)).transpose()?;
        bytes.map(List::new).ok_or_else(|| self.fail(ErrorKind::LengthTooLarge))
    }
}

impl<'a> Blocks<'a> {
    /// The first entry with this offset.
    pub(crate) fn find(&self, offset: u32) -> Option<Entry> {
        for entry in self.block(self.block_of(offset)?)? {
            if entry.0 >= offset {
                return (entry.0 == offset).then_some(entry);
            }
        }
        None
    }

    /// The last entry with this offset or one before.
    pub(crate) fn at_or_before(&self, offset: u32) -> Option<Entry> {
        let mut found = None;
        // A plain loop: adapters take longer here.
        for entry in self.block(self.block_of(offset)?)? {
            if entry.0 > offset {
                break;
            }
            found = Some(entry);
        }
        found
    }

    /// All entries.
    pub(crate) fn iter(self) -> impl Iterator<Item = Entry> + use<'a> {
        (0..self.index.len()).flat_map(move |number| self.block(number).into_iter().flatten())
    }

    /// The last block that begins at an offset or before.
    fn block_of(&self, offset: u32) -> Option<usize> {
        self.index.partition(|[first, _]| *first <= offset).checked_sub(1)
    }

    /// The entries of a block, up to the first that does not decode; `None` if there is no such block.
    fn block(&self, number: usize) -> Option<Block<'a>> {
        let [first, place] = self.index.get(number)?;
        let before = u32::try_from(number).ok()?.checked_mul(self.per_block)?;
        let left = self.entries.checked_sub(before)?.min(self.per_block);
        let mut wire = Reader::new(self.bodies.get(usize::try_from(place).ok()?..)?);
        let chain = Chain::begin(&mut wire, first, self.form).ok()?;
        Some(Block { left, chain, wire })
    }
}

/// The entries of a block that are left.
struct Block<'a> {
    left: u32,
    chain: Chain,
    wire: Reader<'a>,
}

impl Iterator for Block<'_> {
    type Item = Entry;

    #[inline]
    fn next(&mut self) -> Option<Entry> {
        self.left = self.left.checked_sub(1)?;
        match self.chain.next(&mut self.wire) {
            Ok(entry) => Some(entry),
            Err(_) => {
                self.left = 0;
                None
            }
        }
    }
}

impl std::fmt::Debug for Blocks<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
