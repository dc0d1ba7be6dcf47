//! Editions and ranges of editions: the one notion of "when" that all tools share.

/// A position in [`Spec::editions`](crate::model::Spec::editions); 0 is the oldest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "load", derive(serde::Serialize))]
pub struct Edition(pub u16);

/// The editions from `since` on and before `removed`.
///
/// ```
/// use cwasm_spec::version::{Edition, Range};
/// let range = Range { since: Edition(3), removed: Edition(5) };
/// assert!(range.contains(Edition(4)));
/// assert!(!range.contains(Edition(5)));
/// assert!(range.overlaps(Range { since: Edition(4), removed: Edition::NEVER }));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "load", derive(serde::Serialize))]
pub struct Range {
    /// First edition inside.
    pub since: Edition,
    /// First edition behind, or [`Edition::NEVER`].
    pub removed: Edition,
}

impl Edition {
    /// The first edition of the list.
    pub const FIRST: Self = Self(0);
    /// Behind every edition: the end of a range that is still open.
    pub const NEVER: Self = Self(u16::MAX);

    /// The one behind it.
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl Range {
    /// Every edition.
    pub const ALL: Self = Self { since: Edition::FIRST, removed: Edition::NEVER };

    /// No edition.
    pub const NONE: Self = Self { since: Edition::NEVER, removed: Edition::NEVER };

    /// One edition.
    pub const fn only(edition: Edition) -> Self {
        Self { since: edition, removed: edition.next() }
    }

    /// Whether `edition` is in the range.
    pub const fn contains(self, edition: Edition) -> bool {
        self.since.0 <= edition.0 && edition.0 < self.removed.0
    }

    /// Whether some edition is in both.
    pub const fn overlaps(self, other: Self) -> bool {
        self.since.0 < other.removed.0 && other.since.0 < self.removed.0
    }

    /// The editions that are in both; `None` if there are none.
    pub fn intersection(self, other: Self) -> Option<Self> {
        let both = Self { since: self.since.max(other.since), removed: self.removed.min(other.removed) };
        (both.since < both.removed).then_some(both)
    }

    /// Whether every edition of `other` is also in this range.
    pub const fn covers(self, other: Self) -> bool {
        self.since.0 <= other.since.0 && other.removed.0 <= self.removed.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn range(since: u16, removed: u16) -> Range {
        Range { since: Edition(since), removed: Edition(removed) }
    }

    #[test]
    fn touching_ranges_do_not_overlap() {
        assert!(!range(0, 3).overlaps(range(3, 5)));
        assert!(range(0, 4).overlaps(range(3, 5)));
        assert_eq!(range(0, 4).intersection(range(3, 9)), Some(range(3, 4)));
        assert_eq!(range(0, 3).intersection(range(3, 9)), None);
    }

    #[test]
    fn a_range_covers_its_parts_only() {
        assert!(Range::ALL.covers(range(2, 7)));
        assert!(!range(2, 7).covers(Range::ALL));
    }
}
