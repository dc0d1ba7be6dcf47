//! What was kept of payloads for the rules: for each value that a rule asks for, every place where it came up, in order.

use std::ops::Range;

/// One value where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The number; of a text or sequence its length; of an enum the index of its variant in the release.
    pub(crate) value: u64,
    /// Where it begins in the file; [`Entry::MISSING`] if there is none here.
    pub(crate) at: u64,
}

impl Entry {
    /// Where nothing stands: an option without content, another variant, an index that means none.
    pub(crate) const MISSING: u64 = u64::MAX;

    /// The number, if there is one here.
    pub(crate) fn number(self) -> Option<u64> {
        (self.at != Self::MISSING).then_some(self.value)
    }
}

/// All that was kept of one value.
#[derive(Clone, Debug, Default)]
pub(crate) struct Column {
    /// Index of the section that it is in.
    pub(crate) section: usize,
    /// Whether the entries are texts.
    pub(crate) is_text: bool,
    /// Whether the value can be missing, so that being there says something.
    pub(crate) is_optional: bool,
    /// The enum of whose variants the numbers are indices: index of the type.
    pub(crate) variants_of: Option<u16>,
    /// Whether of each structure only the greatest number is kept: all that is asked of them is that none is too large.
    pub(crate) greatest_only: bool,
    entries: Vec<Entry>,
    /// Of places with an extent: where each ends.
    ends: Vec<u64>,
    /// Where the entries of each structure begin that the value is looked for in.
    starts: Vec<usize>,
}

impl Column {
    /// Begins the next structure.
    pub(crate) fn begin(&mut self, section: usize) {
        self.section = section;
        self.starts.push(self.entries.len());
    }

    pub(crate) fn push(&mut self, value: u64, at: u64) {
        let start = self.starts.last().copied().unwrap_or(0);
        match self.entries.get_mut(start) {
            Some(greatest) if self.greatest_only => {
                if greatest.value < value {
                    *greatest = Entry { value, at };
                }
            }
            _ => self.entries.push(Entry { value, at }),
        }
    }

    pub(crate) fn push_extent(&mut self, start: u64, end: u64, at: u64) {
        // Entries before that had no extent have none now.
        self.ends.resize(self.entries.len(), 0);
        self.ends.push(end);
        self.push(start, at);
    }

    pub(crate) fn push_missing(&mut self) {
        if !self.greatest_only {
            self.entries.push(Entry { value: 0, at: Entry::MISSING });
        }
    }

    /// How many structures there are.
    pub(crate) fn count(&self) -> usize {
        self.starts.len()
    }

    /// Positions of the entries of a structure.
    pub(crate) fn positions(&self, structure: usize) -> Range<usize> {
        let start = self.starts.get(structure).copied().unwrap_or(self.entries.len());
        let end = structure.checked_add(1).and_then(|next| self.starts.get(next)).copied();
        start..end.unwrap_or(self.entries.len())
    }

    /// The entries of a structure.
    pub(crate) fn entries(&self, structure: usize) -> &[Entry] {
        self.entries.get(self.positions(structure)).unwrap_or_default()
    }

    /// An entry by its position among all.
    pub(crate) fn entry(&self, position: usize) -> Option<Entry> {
        self.entries.get(position).copied()
    }

    /// Where an entry with an extent ends.
    pub(crate) fn end(&self, position: usize) -> Option<u64> {
        self.ends.get(position).copied()
    }

    /// The first entry: the only one of a value that comes up once.
    pub(crate) fn first(&self) -> Option<Entry> {
        self.entries.first().copied()
    }
}
