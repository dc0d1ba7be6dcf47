//! A pattern as an automaton: one step a byte, whatever the pattern looks like.

use super::List;

plain_data! {
/// What a pattern that says itself where it ends does with each next byte.
struct Automaton {
    /// A row for each state, the first one first, and in it what comes next for each byte, as [`Next::number`] writes it.
    pub rows: List<u8>,
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
    /// How many states there can be.
    pub const MOST_STATES: usize = 224;

    /// The automaton, ready to be asked.
    pub fn reader(&self) -> Reader<'_> {
        Reader { rows: self.rows.as_chunks().0 }
    }
}

/// Reads bytes with an automaton.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    rows: &'a [[u8; 256]],
}

impl Reader<'_> {
    /// How many bytes at the beginning of these fit; `None` if they do not, or end too early.
    ///
    /// ```
    /// use cwasm_spec::model::{Automaton, Next};
    /// // The byte 7, and one that can be anything.
    /// let mut row = vec![Next::Nothing.number(); 256];
    /// row[7] = Next::Ends(1).number();
    /// let automaton = Automaton { rows: row.into() };
    /// assert_eq!(automaton.reader().length(&[7, 7, 7]), Some(2));
    /// assert_eq!(automaton.reader().length(&[0, 7]), None);
    /// assert_eq!(automaton.reader().length(&[7]), None);
    /// ```
    #[inline]
    pub fn length(self, bytes: &[u8]) -> Option<usize> {
        let mut row = self.rows.first()?;
        for (at, byte) in bytes.iter().enumerate() {
            let number = row.get(usize::from(*byte)).copied().unwrap_or(Next::NOTHING);
            match self.rows.get(usize::from(number)) {
                Some(next) => row = next,
                None => {
                    let left = Next::NOTHING_LEFT.checked_sub(number)?;
                    let length = at.wrapping_add(1).wrapping_add(usize::from(left));
                    return (length <= bytes.len()).then_some(length);
                }
            }
        }
        None
    }
}

impl Next {
    const NOTHING: u8 = u8::MAX;
    const NOTHING_LEFT: u8 = u8::MAX - 1;
    /// So many bytes that can be anything are counted; more are states.
    pub const MOST_LEFT: u8 = 30;

    /// As it is in [`Automaton::rows`]: the next state; the last number of all if the bytes do not fit; else how many bytes are
    /// left, counted from the number before that one downwards.
    pub fn number(self) -> u8 {
        match self {
            Self::Nothing => Self::NOTHING,
            Self::Ends(left) => Self::NOTHING_LEFT.saturating_sub(left.min(Self::MOST_LEFT)),
            Self::State(state) => state,
        }
    }
}
