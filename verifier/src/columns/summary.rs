//! What is known of all numbers of a value together: most rules hold of every number if they hold of the least and the
//! greatest.

/// About the numbers of a value; those that are missing do not count.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Summary {
    least: u64,
    greatest: u64,
    last: u64,
    any: bool,
    descends: bool,
}

impl Default for Summary {
    fn default() -> Self {
        Self { least: u64::MAX, greatest: 0, last: 0, any: false, descends: false }
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
    }
}
