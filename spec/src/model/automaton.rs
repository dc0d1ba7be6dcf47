//! A pattern as an automaton: one step a byte, whatever the pattern looks like.

use super::List;

plain_data! {
/// What a pattern that says itself where it ends does with each next byte.
struct Automaton {
    /// Bytes that never make a difference are of one class: the class of each of the 256.
    pub classes: List<u8>,
    /// How many classes there are.
    pub count: u16,
    /// For each state and each class what comes next, as [`Next`] reads it.
    pub steps: List<u8>,
}

/// What comes next.
#[derive(Copy)]
enum Next {
    /// The bytes do not fit.
    Nothing,
    /// They fit, and so many more that can be anything belong to it.
    Ends(u8),
    /// It goes on in this state.
    State(u8),
}
}

impl Automaton {
    /// The number of the first state.
    pub const START: u8 = 0;
    /// As many bytes that can be anything are counted instead of stepped over.
    pub const MOST_LEFT: u8 = 30;

    /// What comes next behind a byte.
    #[inline]
    pub fn next(&self, state: u8, byte: u8) -> Next {
        let class = self.classes.get(usize::from(byte)).copied().unwrap_or(0);
        let row = usize::from(state).wrapping_mul(usize::from(self.count));
        Next::of(self.steps.get(row.wrapping_add(usize::from(class))).copied().unwrap_or(0))
    }

    /// How many bytes at the beginning of these fit; `None` if they do not, or end too early.
    ///
    /// ```
    /// use cwasm_spec::model::{Automaton, Next};
    /// // The byte 7, and one that can be anything.
    /// let mut classes = vec![0; 256];
    /// classes[7] = 1;
    /// let steps = vec![Next::Nothing.number(), Next::Ends(1).number()];
    /// let automaton = Automaton { classes: classes.into(), count: 2, steps: steps.into() };
    /// assert_eq!(automaton.length(&[7, 7, 7]), Some(2));
    /// assert_eq!(automaton.length(&[7]), None);
    /// assert_eq!(automaton.length(&[0, 7]), None);
    /// ```
    #[inline]
    pub fn length(&self, bytes: &[u8]) -> Option<usize> {
        let mut state = Self::START;
        for (at, byte) in bytes.iter().enumerate() {
            match self.next(state, *byte) {
                Next::State(next) => state = next,
                Next::Ends(left) => {
                    let length = at.wrapping_add(1).wrapping_add(usize::from(left));
                    return (length <= bytes.len()).then_some(length);
                }
                Next::Nothing => return None,
            }
        }
        None
    }
}

impl Next {
    /// As it is in [`Automaton::steps`].
    pub fn number(self) -> u8 {
        match self {
            Self::Nothing => 0,
            Self::Ends(left) => left.min(Automaton::MOST_LEFT).wrapping_add(1),
            Self::State(state) => state.wrapping_add(Automaton::MOST_LEFT).wrapping_add(2),
        }
    }

    #[inline]
    fn of(number: u8) -> Self {
        match number {
            0 => Self::Nothing,
            ends if ends <= Automaton::MOST_LEFT.wrapping_add(1) => Self::Ends(ends.wrapping_sub(1)),
            state => Self::State(state.wrapping_sub(Automaton::MOST_LEFT).wrapping_sub(2)),
        }
    }
}
