//! Sequences as they stand in a section: an element is decoded when it is asked for.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

use super::Fixed;

/// Elements one behind the other in the bytes of a section. Nothing is decoded before it is asked for, nor copied.
pub struct List<'a, T> {
    bytes: &'a [u8],
    element: PhantomData<fn() -> T>,
}

impl<'a, T: Fixed> List<'a, T> {
    /// The elements that these bytes hold; what is left at the end is none.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, element: PhantomData }
    }

    /// Takes so many elements off the beginning of some bytes; `None` if they are too few.
    pub(crate) fn take(bytes: &mut &'a [u8], count: u32) -> Option<Self> {
        let size = usize::try_from(count).ok()?.checked_mul(T::SIZE)?;
        let (list, rest) = bytes.split_at_checked(size)?;
        *bytes = rest;
        Some(Self::new(list))
    }

    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.bytes.len().checked_div(T::SIZE).unwrap_or(0)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at this position.
    #[inline]
    pub fn get(&self, position: usize) -> Option<T> {
        let start = position.checked_mul(T::SIZE)?;
        let mut bytes = self.bytes.get(start..start.checked_add(T::SIZE)?)?;
        T::take(&mut bytes)
    }

    /// All elements.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = T> + Clone + use<'a, T> {
        self.bytes.chunks_exact(T::SIZE.max(1)).filter_map(|mut bytes| T::take(&mut bytes))
    }

    /// Those at these positions; `None` if not all are there.
    pub(crate) fn within(&self, positions: Range<usize>) -> Option<Self> {
        let bytes = positions.start.checked_mul(T::SIZE)?..positions.end.checked_mul(T::SIZE)?;
        self.bytes.get(bytes).map(Self::new)
    }

    /// Those from a byte on, whether an element begins there or not.
    pub(crate) fn behind(&self, start: usize) -> Option<Self> {
        self.bytes.get(start..).map(Self::new)
    }

    /// How many elements at the beginning are `before`, if all that are stand there.
    #[inline]
    pub(crate) fn partition(&self, before: impl Fn(&T) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.get(middle) {
                Some(element) if before(&element) => low = middle.saturating_add(1),
                _ => high = middle,
            }
        }
        low
    }
}

impl<T: Fixed + Ord> List<'_, T> {
    /// Position of this element in a list that ascends.
    pub fn position(&self, element: &T) -> Option<usize> {
        let position = self.partition(|other| other < element);
        self.get(position).filter(|found| found == element).map(|_| position)
    }

    /// Position of the last element of a list that ascends which is this one or less.
    pub fn at_or_before(&self, element: &T) -> Option<usize> {
        self.partition(|other| other <= element).checked_sub(1)
    }

    /// Positions of all elements of a list that ascends which are equal to this one.
    pub fn positions(&self, element: &T) -> Range<usize> {
        self.partition(|other| other < element)..self.partition(|other| other <= element)
    }
}

impl List<'_, u32> {
    /// If the numbers say where groups of another list end: the positions of the group with this number. `None` if there is
    /// no such group, or if it ends before it begins.
    pub(crate) fn group(&self, number: usize) -> Option<Range<usize>> {
        let start = number.checked_sub(1).map_or(Some(0), |before| self.get(before))?;
        let end = self.get(number)?;
        (start <= end).then_some(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
    }
}

impl<T> Clone for List<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for List<'_, T> {}

impl<T> Default for List<'_, T> {
    fn default() -> Self {
        Self { bytes: &[], element: PhantomData }
    }
}

impl<T: Fixed + fmt::Debug> fmt::Debug for List<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<T: Fixed + PartialEq> PartialEq for List<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(bytes: &[u8]) -> List<'_, u16> {
        List::new(bytes)
    }

    #[test]
    fn looks_up_what_ascends() {
        let list = list(&[1, 0, 3, 0, 3, 0, 9, 0]);
        assert_eq!((list.len(), list.get(3), list.get(4)), (4, Some(9), None));
        assert_eq!(
            [0, 1, 3, 4, 9, 10].map(|element| list.position(&element)),
            [None, Some(0), Some(1), None, Some(3), None]
        );
        assert_eq!(
            [0, 1, 2, 3, 10].map(|element| list.at_or_before(&element)),
            [None, Some(0), Some(0), Some(2), Some(3)]
        );
        assert_eq!([3, 4].map(|element| list.positions(&element)), [1..3, 3..3]);
    }

    #[test]
    fn what_is_left_is_no_element() {
        assert_eq!(list(&[1, 0, 3]).iter().collect::<Vec<_>>(), [1]);
        assert_eq!(List::<u32>::take(&mut &[1, 0, 0, 0, 2][..], 2), None);
    }

    #[test]
    fn groups_end_where_the_next_begins() {
        let ends = [2, 0, 0, 0, 5, 0, 0, 0, 4, 0, 0, 0];
        let ends = List::<u32>::new(&ends);
        assert_eq!([0, 1, 2, 3].map(|number| ends.group(number)), [Some(0..2), Some(2..5), None, None]);
    }
}
