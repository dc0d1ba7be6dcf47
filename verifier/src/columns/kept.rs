//! Entries that are kept in memory, in half as much as they would need if numbers and places never are above 32 bits, as in
//! nearly all files.

use std::ops::Range;

use super::Entry;

/// Entries one behind the other.
#[derive(Clone, Debug)]
pub(super) enum Kept {
    /// Number and place; the place is [`MISSING`] if there is none.
    Short(Vec<(u32, u32)>),
    Wide(Vec<Entry>),
}

/// [`Entry::MISSING`], short.
const MISSING: u32 = u32::MAX;

impl Default for Kept {
    fn default() -> Self {
        Self::Short(Vec::new())
    }
}

fn shorten(entry: Entry) -> Option<(u32, u32)> {
    let at = match entry.at {
        Entry::MISSING => MISSING,
        at => u32::try_from(at).ok().filter(|at| *at != MISSING)?,
    };
    Some((u32::try_from(entry.value).ok()?, at))
}

#[inline]
pub(super) fn widen((value, at): (u32, u32)) -> Entry {
    Entry { value: u64::from(value), at: if at == MISSING { Entry::MISSING } else { u64::from(at) } }
}

impl Kept {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Short(entries) => entries.len(),
            Self::Wide(entries) => entries.len(),
        }
    }

    #[inline]
    pub(super) fn push(&mut self, entry: Entry) {
        match (&mut *self, shorten(entry)) {
            (Self::Short(entries), Some(short)) => entries.push(short),
            _ => self.push_wide(entry),
        }
    }

    #[cold]
    fn push_wide(&mut self, entry: Entry) {
        if let Self::Short(entries) = self {
            *self = Self::Wide(entries.iter().copied().map(widen).collect());
        }
        if let Self::Wide(entries) = self {
            entries.push(entry);
        }
    }

    pub(super) fn get(&self, position: usize) -> Option<Entry> {
        match self {
            Self::Short(entries) => entries.get(position).copied().map(widen),
            Self::Wide(entries) => entries.get(position).copied(),
        }
    }

    /// Forgets all entries from a position on.
    pub(super) fn truncate(&mut self, position: usize) {
        match self {
            Self::Short(entries) => entries.truncate(position),
            Self::Wide(entries) => entries.truncate(position),
        }
    }

    /// Whether something holds of all numbers at some positions.
    pub(super) fn all(&self, positions: Range<usize>, mut holds: impl FnMut(u64) -> bool) -> bool {
        match self {
            Self::Short(entries) => {
                let entries = entries.get(positions).unwrap_or_default();
                entries.iter().all(|(value, at)| *at == MISSING || holds(u64::from(*value)))
            }
            Self::Wide(entries) => {
                let entries = entries.get(positions).unwrap_or_default();
                entries.iter().all(|entry| entry.at == Entry::MISSING || holds(entry.value))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_large_is_kept_all_the_same() {
        let few = [Entry { value: 7, at: 100 }, Entry::NONE, Entry::none_at(40)];
        let large = [Entry { value: u64::MAX, at: 8 }, Entry { value: 1, at: u64::from(u32::MAX) }];
        for last in [&[][..], &large] {
            let all: Vec<Entry> = few.iter().chain(last).copied().collect();
            let mut kept = Kept::default();
            all.iter().for_each(|entry| kept.push(*entry));
            let read: Vec<Entry> = (0..kept.len()).filter_map(|position| kept.get(position)).collect();
            assert_eq!(read, all);
            let mut numbers = Vec::new();
            assert!(kept.all(0..kept.len(), |number| {
                numbers.push(number);
                true
            }));
            assert_eq!(numbers, all.iter().filter_map(|entry| entry.number()).collect::<Vec<_>>());
        }
    }
}
