//! Tables in blocks, encoded without the library: random entries, and their bytes.

use cwasm_spec::model::{BlockForm, Blocks, Word};

use super::any::Maker;
use super::value::Value;

/// Most steps between two entries.
const STEP: usize = 300;

impl Maker<'_, '_> {
    /// Entries in the order of their offsets.
    pub(super) fn blocks(&mut self, table: &'static Blocks) -> Value {
        let count = if self.choices.once_in(4) { self.choices.below(self.left.max(1)) } else { self.choices.below(4) };
        let mut offset = 0;
        let mut entries = Vec::new();
        for _ in 0..count {
            offset += self.choices.below(STEP) as u32 + 1;
            let value = match table.value.form {
                BlockForm::Default => Some(self.choices.number(Word::U8) as u32),
                BlockForm::Chain { none } => {
                    let value = self.choices.number(Word::U32);
                    (value != none && !self.choices.once_in(3)).then_some(value as u32)
                }
            };
            entries.push((offset, value));
        }
        Value::Blocks(table, entries)
    }
}

/// Appends a table as its writer makes it.
pub(super) fn encode(out: &mut Vec<u8>, table: &Blocks, entries: &[(u32, Option<u32>)]) {
    let blocks = entries.chunks(table.per_block as usize);
    out.extend((entries.len() as u32).to_le_bytes());
    out.extend((blocks.len() as u32).to_le_bytes());
    let mut bodies = Vec::new();
    for block in blocks {
        out.extend(block[0].0.to_le_bytes());
        out.extend((bodies.len() as u32).to_le_bytes());
        encode_block(&mut bodies, table.value.form, block);
    }
    out.extend(bodies);
}

fn encode_block(out: &mut Vec<u8>, form: BlockForm, block: &[(u32, Option<u32>)]) {
    let default = default_of(block);
    if form == BlockForm::Default {
        out.extend(default.map(|value| value as u8));
    }
    let (mut before, mut last) = (block[0].0, None);
    for (offset, value) in block {
        let flag = if form == BlockForm::Default { *value != default } else { value.is_none() };
        leb(out, i128::from(offset - before) << 1 | i128::from(flag), false);
        before = *offset;
        match (form, *value) {
            (BlockForm::Default, Some(value)) if flag => out.push(value as u8),
            (BlockForm::Chain { .. }, Some(value)) => {
                leb(out, i128::from(value) - i128::from(last.unwrap_or(0)), last.is_some());
                last = Some(value);
            }
            _ => {}
        }
    }
}

/// Of the values that come up most often the one that did so first.
fn default_of(block: &[(u32, Option<u32>)]) -> Option<u32> {
    let up_to = |end: usize, value| block[..=end].iter().filter(|entry| entry.1 == value).count();
    let most = block.iter().map(|entry| up_to(block.len() - 1, entry.1)).max()?;
    (0..block.len()).find(|end| up_to(*end, block[*end].1) == most).and_then(|end| block[end].1)
}

/// A LEB128 in as few bytes as it needs.
fn leb(out: &mut Vec<u8>, number: i128, signed: bool) {
    let mut left = number;
    loop {
        let low = (left & 0x7f) as u8;
        left >>= 7;
        let done = if signed { left == 0 && low & 0x40 == 0 || left == -1 && low & 0x40 != 0 } else { left == 0 };
        out.push(if done { low } else { low | 0x80 });
        if done {
            return;
        }
    }
}
