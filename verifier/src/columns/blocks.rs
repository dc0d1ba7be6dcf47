//! Values of a table in blocks. The table was walked before, so that it decodes; it is decoded again as it is asked for.

use crate::columns::Entry;
use crate::payload::{AllItems, BlockItem, BlockTable};

/// Which value of an entry is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    Offset,
    Value,
}

/// One value of each entry of a table.
#[derive(Clone, Debug)]
pub(crate) struct BlockColumn<'a> {
    table: BlockTable<'a>,
    which: Which,
}

impl<'a> BlockColumn<'a> {
    pub(crate) fn new(table: BlockTable<'a>, which: Which) -> Self {
        Self { table, which }
    }

    pub(crate) fn len(&self) -> usize {
        self.table.entries()
    }

    pub(crate) fn iter(&self) -> BlockEntries<'a> {
        BlockEntries { items: self.table.items(), which: self.which }
    }

    /// Whether something holds of all numbers.
    pub(crate) fn all(&self, mut holds: impl FnMut(u64) -> bool) -> bool {
        match self.which {
            Which::Offset => self.table.all(|item| holds(item.offset)),
            Which::Value => self.table.all(|item| item.value.is_none_or(&mut holds)),
        }
    }

    pub(crate) fn entry(&self, position: usize) -> Option<Entry> {
        let block = position.checked_div(self.table.per_block())?;
        let inside = position.checked_rem(self.table.per_block())?;
        self.table.block(block).nth(inside).map(|item| self.which.pick(item))
    }
}

/// One value of each entry, in order.
pub(crate) struct BlockEntries<'a> {
    items: AllItems<'a>,
    which: Which,
}

impl Iterator for BlockEntries<'_> {
    type Item = Entry;

    #[inline]
    fn next(&mut self) -> Option<Entry> {
        self.items.next().map(|item| self.which.pick(item))
    }
}

impl Which {
    #[inline]
    fn pick(self, item: BlockItem) -> Entry {
        match self {
            Self::Offset => Entry { value: item.offset, at: item.at },
            Self::Value => item.value.map_or(Entry::NONE, |value| Entry { value, at: item.value_at }),
        }
    }
}
