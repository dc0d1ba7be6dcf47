//! Values of a table in blocks, decoded as they are asked for. The table was walked before, so that it decodes.

use crate::columns::Entry;
use crate::payload::{BlockItem, BlockTable};

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

    pub(crate) fn iter(&self) -> impl Iterator<Item = Entry> + '_ {
        self.table.items().map(|item| self.pick(item))
    }

    pub(crate) fn entry(&self, position: usize) -> Option<Entry> {
        let block = position.checked_div(self.table.per_block())?;
        let inside = position.checked_rem(self.table.per_block())?;
        self.table.block(block).nth(inside).map(|item| self.pick(item))
    }

    fn pick(&self, item: BlockItem) -> Entry {
        match self.which {
            Which::Offset => Entry { value: item.offset, at: item.at },
            Which::Value => item.value.map_or(Entry::NONE, |value| Entry { value, at: item.value_at }),
        }
    }
}
