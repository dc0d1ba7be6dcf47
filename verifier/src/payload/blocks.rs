//! Tables of entries in blocks, as `blocks` of the description has them: header, index, blocks. Reads lazily and gives up
//! silently; what is wrong with a table the walk says.

use cwasm_spec::model::{BlockForm, Blocks};

use crate::raw::{Order, uint};

/// Where the parts of a table are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BlockTable<'a> {
    data: &'a [u8],
    /// Where the table begins in the file.
    at: u64,
    form: BlockForm,
    per_block: u64,
    entries: u64,
    blocks: u64,
}

/// An entry of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BlockItem {
    /// Its offset, which is never above 32 bits in a table that a writer made.
    pub(crate) offset: u64,
    /// Where its token stands in the file.
    pub(crate) at: u64,
    /// Its value, if it has one.
    pub(crate) value: Option<u64>,
    /// Where the value stands in the file; the byte that the block begins with, if it has none of its own.
    pub(crate) value_at: u64,
    /// Whether bit 0 of the token is set.
    pub(crate) flag: bool,
    /// The distance in the token.
    pub(crate) distance: u64,
    /// Whether a LEB128 of it has more bytes than its number needs.
    pub(crate) long: bool,
}

/// Bytes of the counts in front.
const HEADER: u64 = 8;
/// Bytes of the index for a block.
const PAIR: u64 = 8;

impl<'a> BlockTable<'a> {
    /// The table at the beginning of some bytes; `None` if they do not hold both counts and the index.
    pub(crate) fn new(data: &'a [u8], at: u64, blocks: &Blocks) -> Option<Self> {
        let entries = uint(data, 0, 4, Order::Little)?;
        let count = uint(data, 4, 4, Order::Little)?;
        let table = Self { data, at, form: blocks.value.form, per_block: blocks.per_block, entries, blocks: count };
        let end = usize::try_from(table.bodies()).ok()?;
        (end <= data.len()).then_some(table)
    }

    /// How many entries the header says.
    pub(crate) fn entries(&self) -> usize {
        usize::try_from(self.entries).unwrap_or(usize::MAX)
    }

    /// How many blocks the header says.
    pub(crate) fn blocks(&self) -> u64 {
        self.blocks
    }

    pub(crate) fn form(&self) -> BlockForm {
        self.form
    }

    pub(crate) fn per_block(&self) -> usize {
        usize::try_from(self.per_block).unwrap_or(usize::MAX)
    }

    /// The bytes from a place on, and how many entries stand in a block.
    pub(crate) fn body(&self, block: u64, start: u64) -> Option<(&'a [u8], usize)> {
        let left = self.entries.checked_sub(block.checked_mul(self.per_block)?)?.min(self.per_block);
        Some((self.data.get(usize::try_from(start).ok()?..)?, usize::try_from(left).ok()?))
    }

    /// Where the blocks begin in the table.
    pub(crate) fn bodies(&self) -> u64 {
        HEADER.saturating_add(self.blocks.saturating_mul(PAIR))
    }

    /// Where the index names a block: in the table.
    pub(crate) fn index(&self, block: u64) -> u64 {
        HEADER.saturating_add(block.saturating_mul(PAIR))
    }

    /// First offset and place of a block, as the index has them.
    pub(crate) fn pair(&self, block: u64) -> Option<(u64, u64)> {
        let at = self.index(block);
        Some((uint(self.data, at, 4, Order::Little)?, uint(self.data, at.saturating_add(4), 4, Order::Little)?))
    }

    /// The entries of a block, as far as they decode.
    pub(crate) fn block(&self, block: usize) -> Items<'a> {
        let index = u64::try_from(block).unwrap_or(u64::MAX);
        let before = index.saturating_mul(self.per_block);
        let left = self.entries.saturating_sub(before).min(self.per_block);
        let (first, place) =
            if index < self.blocks { self.pair(index).unwrap_or((0, u64::MAX)) } else { (0, u64::MAX) };
        let at = usize::try_from(self.bodies().saturating_add(place)).unwrap_or(usize::MAX);
        Items::new(self, at, first, left)
    }

    /// All entries, block by block.
    pub(crate) fn items(self) -> AllItems<'a> {
        AllItems { table: self, next: 0, items: Items::new(&self, 0, 0, 0) }
    }

    /// Whether something holds of all entries.
    pub(crate) fn all(&self, mut holds: impl FnMut(BlockItem) -> bool) -> bool {
        let blocks = usize::try_from(self.blocks).unwrap_or(usize::MAX);
        (0..blocks).all(|block| self.block(block).all(&mut holds))
    }
}

/// The entries of a table that are still to come.
pub(crate) struct AllItems<'a> {
    table: BlockTable<'a>,
    /// The block behind the one that is read.
    next: usize,
    items: Items<'a>,
}

impl Iterator for AllItems<'_> {
    type Item = BlockItem;

    #[inline]
    fn next(&mut self) -> Option<BlockItem> {
        loop {
            if let Some(item) = self.items.next() {
                return Some(item);
            }
            if u64::try_from(self.next).map_or(true, |next| next >= self.table.blocks) {
                return None;
            }
            self.items = self.table.block(self.next);
            self.next = self.next.saturating_add(1);
        }
    }
}

/// The entries of a block that are still to come.
pub(crate) struct Items<'a> {
    data: &'a [u8],
    file: u64,
    form: BlockForm,
    at: usize,
    left: u64,
    offset: u64,
    /// The byte that the block begins with, and where it stands.
    default: Option<(u64, u64)>,
    /// The last value of a chain.
    last: Option<u64>,
}

impl<'a> Items<'a> {
    fn new(table: &BlockTable<'a>, at: usize, first: u64, left: u64) -> Self {
        let mut items = Self {
            data: table.data,
            file: table.at,
            form: table.form,
            at,
            left,
            offset: first,
            default: None,
            last: None,
        };
        if matches!(table.form, BlockForm::Default) && left > 0 {
            let place = items.place(at);
            items.default = items.byte().map(|byte| (u64::from(byte), place));
        }
        items
    }

    /// Where the next entry stands in the table.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// How many entries the block still has.
    pub(crate) fn left(&self) -> u64 {
        self.left
    }

    /// The byte that the block begins with.
    pub(crate) fn default(&self) -> Option<u64> {
        self.default.map(|(value, _)| value)
    }

    fn place(&self, at: usize) -> u64 {
        self.file.saturating_add(u64::try_from(at).unwrap_or(0))
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.data.get(self.at)?;
        self.at = self.at.saturating_add(1);
        Some(byte)
    }

    /// A LEB128: the number, and whether it was longer than needed. Most have one byte.
    #[inline]
    fn leb(&mut self, signed: bool) -> Option<(u64, bool)> {
        match self.data.get(self.at) {
            Some(byte) if *byte < 0x80 => {
                self.at = self.at.saturating_add(1);
                let negative = signed && byte & 0x40 != 0;
                Some((u64::from(*byte) | if negative { !0x7f } else { 0 }, false))
            }
            _ => self.long_leb(signed),
        }
    }

    fn long_leb(&mut self, signed: bool) -> Option<(u64, bool)> {
        let (mut number, mut shift) = (0_u64, 0_u32);
        loop {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f).checked_shl(shift)?;
            shift = shift.saturating_add(7);
            if byte & 0x80 == 0 {
                let negative = signed && byte & 0x40 != 0;
                if negative {
                    number |= u64::MAX.checked_shl(shift).unwrap_or(0);
                }
                let needed = if signed { signed_bytes(number) } else { unsigned_bytes(number) };
                return Some((number, shift > needed.saturating_mul(7)));
            }
            if shift >= 70 {
                return None;
            }
        }
    }
}

/// How many bytes an unsigned LEB128 needs.
fn unsigned_bytes(number: u64) -> u32 {
    u64::BITS.saturating_sub(number.leading_zeros()).max(1).div_ceil(7)
}

/// How many bytes a signed LEB128 needs, the sign included.
fn signed_bytes(number: u64) -> u32 {
    let sign = if number >> 63 == 0 { number.leading_zeros() } else { number.leading_ones() };
    u64::BITS.saturating_sub(sign).saturating_add(1).div_ceil(7)
}

impl Iterator for Items<'_> {
    type Item = BlockItem;

    #[inline]
    fn next(&mut self) -> Option<BlockItem> {
        self.left = self.left.checked_sub(1)?;
        let at = self.place(self.at);
        let (token, mut long) = self.leb(false)?;
        let (flag, distance) = (token & 1 != 0, token >> 1);
        self.offset = self.offset.checked_add(distance).filter(|offset| *offset <= u64::from(u32::MAX))?;
        let value_at = self.place(self.at);
        let (value, value_at) = match self.form {
            BlockForm::Default if flag => (Some(u64::from(self.byte()?)), value_at),
            BlockForm::Default => {
                let (value, at) = self.default?;
                (Some(value), at)
            }
            BlockForm::Chain { .. } if flag => (None, at),
            BlockForm::Chain { .. } => {
                let (number, long_value) = self.leb(self.last.is_some())?;
                long |= long_value;
                let value = self.last.map_or(number, |last| last.wrapping_add(number));
                if value > u64::from(u32::MAX) {
                    return None;
                }
                self.last = Some(value);
                (Some(value), value_at)
            }
        };
        Some(BlockItem { offset: self.offset, at, value, value_at, flag, distance, long })
    }
}
