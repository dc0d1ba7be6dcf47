//! A block in pieces, one for each place that some of its offsets lie in; and `in-place` and its like, which ask that they all do.

use std::ops::Range;
use std::rc::Rc;

use cwasm_spec::model::{Arg, Check};

use super::{Ask, Block};
use crate::predicate::places::{Places, Side};
use crate::run::Run;

/// Numbers that ascend, in the places that they lie in.
pub(in crate::predicate) struct Cursor {
    places: Rc<[(u64, u64)]>,
    side: Side,
    /// The place that was found last.
    index: usize,
}

impl Cursor {
    pub(in crate::predicate) fn new(places: &Places, side: Side) -> Self {
        Self { places: Rc::clone(&places.sorted), side, index: 0 }
    }

    /// How many places there are.
    pub(in crate::predicate) fn len(&self) -> usize {
        self.places.len()
    }

    /// Tells of each place that holds some of the numbers which it is and which numbers, by position; false if one lies
    /// in none, or the answer is no.
    pub(in crate::predicate) fn pieces(
        &mut self,
        numbers: &[u32],
        mut each: impl FnMut(usize, Range<usize>) -> bool,
    ) -> bool {
        let mut start = 0;
        while let Some(first) = numbers.get(start) {
            let Some(place) = self.go_on(u64::from(*first)) else { return false };
            let rest = numbers.get(start..).unwrap_or_default();
            let behind = start.saturating_add(rest.partition_point(|number| u64::from(*number) < place.end));
            if !each(self.index, start..behind) {
                return false;
            }
            start = behind;
        }
        true
    }

    /// Goes on to the place that holds a number.
    fn go_on(&mut self, number: u64) -> Option<Range<u64>> {
        loop {
            let place = self.side.numbers(*self.places.get(self.index)?);
            if number < place.end {
                return place.contains(&number).then_some(place);
            }
            self.index = self.index.saturating_add(1);
        }
    }
}

/// What `in-place` and its like ask of a table that is being read.
pub(in crate::predicate) fn along<'a>(run: &Run<'a>, check: &Check, side: Side) -> Option<Box<dyn Ask + 'a>> {
    let [_, Arg::Place(places)] = &*check.args else { return None };
    let mut cursor = Cursor::new(&Places::new(run, check, *places)?, side);
    Some(Box::new(move |block: Block<'_>| cursor.pieces(block.offsets, |_, _| true)))
}
