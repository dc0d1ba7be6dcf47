//! What is known of all numbers of a value together: most rules hold of every number if they hold of the least and the
//! greatest.

/// About the numbers of a value; those that are missing do not count.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Summary {
    least: u64,
    greatest: u64,
    last: u64,
    any: bool,
    /// Whether one is not above the one before, or may not be.
    descends: bool,
    /// Those below 64, a bit each; `None` if they were not counted.
    small: Option<u64>,
}

impl Default for Summary {
    fn default() -> Self {
        Self { least: u64::MAX, greatest: 0, last: 0, any: false, descends: false, small: Some(0) }
    }
}

impl Summary {
    #[inline]
    pub(crate) fn add(&mut self, number: u64) {
        self.descends |= self.any & (number <= self.last);
        self.any = true;
        self.least = self.least.min(number);
        self.greatest = self.greatest.max(number);
        self.last = number;
        self.small = self.small.map(|small| small | bit(number));
    }

    /// Takes numbers that ascend, from the first to the last.
    pub(crate) fn add_ascending(&mut self, first: u64, last: u64) {
        self.descends |= self.any & (first <= self.last);
        (self.any, self.last) = (true, last);
        (self.least, self.greatest) = (self.least.min(first), self.greatest.max(last));
        self.small = None;
    }

    /// Takes numbers of which the least and the greatest are known, but not the order.
    pub(crate) fn add_between(&mut self, least: u64, greatest: u64) {
        self.descends = true;
        (self.any, self.last) = (true, greatest);
        (self.least, self.greatest) = (self.least.min(least), self.greatest.max(greatest));
        self.small = None;
    }

    /// The same, and those below 64 as bits, if all are.
    pub(crate) fn add_few(&mut self, least: u64, greatest: u64, small: u64) {
        let before = self.small;
        self.add_between(least, greatest);
        self.small = before.map(|before| before | small);
    }

    /// Whether all numbers are known to be among these, of which those below 64 are given as bits.
    pub(crate) fn is_among(&self, few: u64) -> bool {
        self.greatest < 64 && self.small.is_some_and(|small| small & !few == 0)
    }

    /// Whether every number is above the one before, and so in each structure.
    pub(crate) fn ascends(&self) -> bool {
        !self.descends
    }

    /// The greatest number, if there is one.
    pub(crate) fn greatest(&self) -> Option<u64> {
        self.any.then_some(self.greatest)
    }

    /// Whether something holds of all numbers that holds of all between two if it holds of both.
    pub(crate) fn between(&self, holds: impl Fn(u64) -> bool) -> bool {
        !self.any || holds(self.least) && holds(self.greatest)
    }
}

/// The bit of a number below 64.
#[inline]
pub(crate) fn bit(number: u64) -> u64 {
    u32::try_from(number).ok().and_then(|number| 1_u64.checked_shl(number)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_the_greatest_and_the_order() {
        let mut summary = Summary::default();
        assert!(summary.between(|_| false) && summary.ascends());
        [3, 7].into_iter().for_each(|number| summary.add(number));
        assert!(summary.between(|number| (3..8).contains(&number)) && summary.ascends());
        summary.add(7);
        assert!(!summary.ascends());
        summary.add(1);
        assert!(!summary.between(|number| number >= 3));
        assert!(summary.is_among(0b1000_1010) && !summary.is_among(0b1000_1000));
    }

    #[test]
    fn what_was_counted_elsewhere() {
        let mut summary = Summary::default();
        summary.add_ascending(4, 9);
        assert!(summary.ascends() && !summary.is_among(u64::MAX));
        summary.add_ascending(10, 12);
        assert!(summary.ascends() && summary.greatest() == Some(12));
        summary.add_between(2, 5);
        assert!(!summary.ascends() && !summary.between(|number| number > 2));
    }
}
