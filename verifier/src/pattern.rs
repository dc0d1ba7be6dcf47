//! Fitting a pattern of bytes: which steps stand there, and what they say of places.

mod fitting;

use cwasm_spec::model::{Follows, Pattern, Spec, Step};
use cwasm_spec::version::Edition;

use self::fitting::{DEPTH, Fitting, State};
use crate::raw::Order;

/// What a step says, and of which place, in units from the first one on.
#[derive(Clone, Copy)]
pub(crate) struct Said<'s> {
    pub(crate) place: u64,
    pub(crate) step: &'s Step,
}

/// Where bytes do not fit, and what step was expected there.
pub(crate) struct Failure<'s> {
    pub(crate) at: usize,
    pub(crate) step: Option<&'s Step>,
}

impl Failure<'_> {
    /// What was expected, in words.
    pub(crate) fn expected(&self) -> &str {
        self.step.map_or("the end", |step| step.doc.trim_end_matches([':', '.', ',']))
    }
}

/// What bytes say that fit a pattern.
pub(crate) struct Fitted<'s> {
    /// Of places, in order.
    pub(crate) said: Vec<Said<'s>>,
    /// Which one of the first steps stood there.
    pub(crate) kind: usize,
    /// Decimal numbers, and how they follow others.
    pub(crate) numbers: Numbers,
    /// Where the name of a function begins.
    pub(crate) called: Option<usize>,
}

/// The first decimal numbers of a text, and how they follow others.
pub(crate) type Numbers = [Option<(u64, Follows)>; NUMBERS];

/// So many decimal numbers are kept.
pub(crate) const NUMBERS: usize = 2;

/// Fits bytes to a pattern, if all of them do and `agrees` with each that speaks of a place.
pub(crate) fn fit<'s>(
    spec: &'s Spec,
    edition: Edition,
    order: Order,
    pattern: &'s Pattern,
    bytes: &[u8],
    agrees: &dyn Fn(&Said<'s>) -> bool,
) -> Result<Fitted<'s>, Failure<'s>> {
    let furthest = Failure { at: 0, step: None };
    let mut fitting =
        Fitting { spec, edition, order, bytes, agrees, state: State::default(), said: Vec::new(), furthest };
    let fits = fitting.pattern(pattern, DEPTH).is_some();
    let State { at, kind, numbers, called, .. } = fitting.state;
    if fits && at == bytes.len() {
        return Ok(Fitted { said: fitting.said, kind, numbers, called });
    }
    let is_behind = fits && at > fitting.furthest.at;
    Err(if is_behind { Failure { at, step: None } } else { fitting.furthest })
}
