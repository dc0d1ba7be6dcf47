//! Choices out of bytes. Without bytes every choice is the first one, so fewer bytes make a simpler value.

use arbitrary::Unstructured;
use cwasm_spec::model::Word;

/// Bytes that decide what a generator makes.
pub struct Choices<'a> {
    bytes: Unstructured<'a>,
}

impl<'a> Choices<'a> {
    /// Choices made by these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes: Unstructured::new(bytes) }
    }

    /// A number from 0 to one below `bound`; 0 if there is none.
    pub fn below(&mut self, bound: usize) -> usize {
        self.bytes.int_in_range(0..=bound.saturating_sub(1)).unwrap_or(0)
    }

    /// One of several; `None` if there are none.
    pub fn one<'v, T>(&mut self, values: &'v [T]) -> Option<&'v T> {
        values.get(self.below(values.len()))
    }

    /// Yes once in `times`, on average; no without bytes.
    pub fn once_in(&mut self, times: usize) -> bool {
        !self.is_done() && self.below(times) == times.saturating_sub(1)
    }

    /// Any byte.
    pub fn byte(&mut self) -> u8 {
        self.bytes.arbitrary().unwrap_or(0)
    }

    /// Any number that the type holds, a signed one by its bits: often a small one, sometimes the largest.
    pub fn number(&mut self, word: Word) -> u64 {
        let most = largest(word);
        match self.below(4) {
            0 => u64::from(self.byte()).min(most),
            1 => self.bytes.arbitrary::<u64>().unwrap_or(0) & most,
            2 => most.saturating_sub(u64::from(self.byte()).min(most)),
            _ => 1_u64.wrapping_shl(u32::from(self.byte())).min(most),
        }
    }

    /// Any text of fewer bytes than `bound`.
    pub fn text(&mut self, bound: usize) -> String {
        String::from_utf8_lossy(&self.bytes(bound)).chars().take(bound.saturating_sub(1)).collect()
    }

    /// Any bytes, fewer than `bound`.
    pub fn bytes(&mut self, bound: usize) -> Vec<u8> {
        let count = self.below(bound).min(self.bytes.len());
        self.bytes.bytes(count).unwrap_or_default().to_vec()
    }

    /// Whether there is nothing left to choose by.
    pub fn is_done(&self) -> bool {
        self.bytes.is_empty()
    }
}

/// The largest number that fits, as bits: of a signed type it is -1.
pub(crate) fn largest(word: Word) -> u64 {
    match word {
        Word::Bool => 1,
        Word::U8 => u64::from(u8::MAX),
        Word::U16 => u64::from(u16::MAX),
        Word::U32 | Word::I32 | Word::NonZeroU32 => u64::from(u32::MAX),
        _ => u64::MAX,
    }
}
