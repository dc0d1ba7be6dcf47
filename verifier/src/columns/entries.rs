//! The entries of a structure, wherever they are kept.

use std::iter::{Skip, Zip};
use std::ops::Range;

use super::blocks::BlockEntries;
use super::kept::{Kept, widen};
use super::{BlockColumn, Entry, View};

/// Entries with their positions, in order.
pub(crate) enum Entries<'c, 'a> {
    /// In memory, short.
    Short(Zip<Range<usize>, std::slice::Iter<'c, (u32, u32)>>),
    /// In memory.
    Wide(Zip<Range<usize>, std::slice::Iter<'c, Entry>>),
    /// In the file, each as far from the one before.
    View(&'c View<'a>, Range<usize>),
    /// In the file, in blocks.
    Blocks(Zip<Range<usize>, Skip<BlockEntries<'a>>>),
}

impl<'c, 'a> Entries<'c, 'a> {
    pub(super) fn kept(entries: &'c Kept, positions: Range<usize>) -> Self {
        match entries {
            Kept::Short(entries) => Self::Short(positions.clone().zip(entries.get(positions).unwrap_or_default())),
            Kept::Wide(entries) => Self::Wide(positions.clone().zip(entries.get(positions).unwrap_or_default())),
        }
    }

    pub(super) fn blocks(blocks: &BlockColumn<'a>, positions: Range<usize>) -> Self {
        let entries = blocks.iter().skip(positions.start);
        Self::Blocks(positions.zip(entries))
    }
}

impl Iterator for Entries<'_, '_> {
    type Item = (usize, Entry);

    #[inline]
    fn next(&mut self) -> Option<(usize, Entry)> {
        match self {
            Self::Short(entries) => entries.next().map(|(position, short)| (position, widen(*short))),
            Self::Wide(entries) => entries.next().map(|(position, entry)| (position, *entry)),
            Self::View(view, positions) => {
                let position = positions.next()?;
                Some((position, view.entry(position)?))
            }
            Self::Blocks(entries) => entries.next(),
        }
    }
}
