//! Fitting a pattern of bytes: which steps stand there, and what they say of places.

use cwasm_spec::model::{Follows, Pattern, Spec, Step, StepKind};
use cwasm_spec::version::Edition;

use crate::raw::{Order, slice, uint};

/// Patterns hold each other no deeper.
const DEPTH: usize = 8;

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
    let mut fitting = Fitting { spec, edition, order, bytes, agrees, said: Vec::new(), furthest };
    match fitting.pattern(pattern, State::default(), DEPTH) {
        Some(state) if state.at == bytes.len() => {
            let State { kind, numbers, called, .. } = state;
            Ok(Fitted { said: fitting.said, kind, numbers, called })
        }
        Some(state) if state.at > fitting.furthest.at => Err(Failure { at: state.at, step: None }),
        _ => Err(fitting.furthest),
    }
}

/// How far the bytes fit.
#[derive(Clone, Copy, Default)]
struct State {
    at: usize,
    place: u64,
    /// The number of the round before.
    number: Option<u64>,
    /// Which one of several steps stood in the round before.
    choice: Option<usize>,
    /// Which one of several steps stood first.
    kind: usize,
    /// Decimal numbers.
    numbers: Numbers,
    /// Where the name of a function begins.
    called: Option<usize>,
}

struct Fitting<'f, 's> {
    spec: &'s Spec,
    edition: Edition,
    order: Order,
    bytes: &'f [u8],
    agrees: &'f dyn Fn(&Said<'s>) -> bool,
    said: Vec<Said<'s>>,
    furthest: Failure<'s>,
}

impl<'s> Fitting<'_, 's> {
    fn pattern(&mut self, pattern: &'s Pattern, mut state: State, depth: usize) -> Option<State> {
        let depth = depth.checked_sub(1)?;
        let mut steps = &*pattern.steps;
        while let Some((first, behind)) = steps.split_first() {
            let others = behind.iter().take_while(|step| step.or).count();
            let (choices, rest) = steps.split_at_checked(others.saturating_add(1))?;
            state = self.one_of(first, choices, state, depth)?;
            steps = rest;
        }
        Some(state)
    }

    /// The first of several steps that fits.
    fn one_of(&mut self, first: &Step, choices: &'s [Step], state: State, depth: usize) -> Option<State> {
        let least = if first.rising { state.choice.map_or(0, |last| last.saturating_add(1)) } else { 0 };
        // Another release has something there.
        if !choices.iter().any(|step| step.range.contains(self.edition)) {
            return Some(state);
        }
        for (choice, step) in choices.iter().enumerate().skip(least) {
            if step.range.contains(self.edition)
                && let Some(next) = self.step(step, state, depth)
            {
                let kind = if state.at == 0 && depth.saturating_add(1) == DEPTH { choice } else { next.kind };
                return Some(State { choice: if first.rising { Some(choice) } else { next.choice }, kind, ..next });
            }
        }
        None
    }

    /// A step and what it says; failing, nothing was said.
    fn step(&mut self, step: &'s Step, state: State, depth: usize) -> Option<State> {
        let before = self.said.len();
        if let Some(next) = self.kind(step, state, depth) {
            let said = Said { place: next.place, step };
            let speaks = !step.behind.is_empty() || next.place != state.place;
            if !speaks || (self.agrees)(&said) {
                self.said.extend(speaks.then_some(said));
                return Some(next);
            }
        }
        self.said.truncate(before);
        if self.furthest.step.is_none() || state.at > self.furthest.at {
            self.furthest = Failure { at: state.at, step: Some(step) };
        }
        None
    }

    fn kind(&mut self, step: &'s Step, state: State, depth: usize) -> Option<State> {
        match &step.kind {
            StepKind::Bytes(bytes) => self.literal(bytes, state),
            StepKind::Byte(least, most) => {
                let fits = (*least..=*most).contains(self.bytes.get(state.at)?);
                fits.then_some(State { at: state.at.checked_add(1)?, ..state })
            }
            StepKind::Bits(bits, mask) => {
                let fits = self.bytes.get(state.at)? & mask == *bits;
                fits.then_some(State { at: state.at.checked_add(1)?, ..state })
            }
            StepKind::Ahead(bits, mask) => (self.bytes.get(state.at)? & mask == *bits).then_some(state),
            StepKind::Move { after, width, least, most, less } => {
                let state = self.literal(after, state)?;
                let number = uint(self.bytes, u64::try_from(state.at).ok()?, u64::from(*width), self.order)?;
                let fits = (*least..=*most).contains(&number);
                let place = state.place.checked_add(number.checked_sub(*less)?).filter(|_| fits)?;
                Some(State { at: state.at.checked_add(usize::from(*width))?, place, ..state })
            }
            StepKind::Number { least, most, unit, up, down } => {
                let (number, at) = self.number(state.at)?;
                let fits = match state.number {
                    None => number.checked_rem(*unit) == Some(0),
                    Some(last) => is_step(number, last, *up) && is_step(last, number, *down),
                };
                (fits && (*least..=*most).contains(&number)).then_some(State { at, number: Some(number), ..state })
            }
            StepKind::Text(text) => self.literal(text.as_bytes(), state),
            StepKind::Decimal(follows) => self.decimal(*follows, state),
            StepKind::Any { low, high, most } => {
                let rest = self.bytes.get(state.at..)?;
                let fits =
                    rest.iter().all(|byte| (*low..=*high).contains(byte)) && u64::try_from(rest.len()).ok()? <= *most;
                fits.then_some(State { at: self.bytes.len(), ..state })
            }
            // What name the function has, they know who ask.
            StepKind::Called { .. } => Some(State { at: self.bytes.len(), called: Some(state.at), ..state }),
            StepKind::One(index) => self.pattern(self.named(*index)?, state, depth),
            StepKind::Maybe(index) => Some(self.pattern(self.named(*index)?, state, depth).unwrap_or(state)),
            StepKind::Many(index) => self.many(self.named(*index)?, state, depth),
            StepKind::Rest(byte, most) => {
                let rest = self.bytes.get(state.at..)?;
                let fits = rest.iter().all(|found| found == byte) && u64::try_from(rest.len()).ok()? <= *most;
                fits.then_some(State { at: self.bytes.len(), ..state })
            }
        }
    }

    fn many(&mut self, pattern: &'s Pattern, state: State, depth: usize) -> Option<State> {
        let mut state = State { number: None, choice: None, ..state };
        loop {
            let before = self.said.len();
            match self.pattern(pattern, state, depth) {
                Some(next) if next.at > state.at => state = next,
                _ => {
                    self.said.truncate(before);
                    return Some(state);
                }
            }
        }
    }

    fn named(&self, index: u16) -> Option<&'s Pattern> {
        self.spec.patterns.get(usize::from(index))
    }

    fn literal(&self, bytes: &[u8], state: State) -> Option<State> {
        let end = state.at.checked_add(bytes.len())?;
        (self.bytes.get(state.at..end)? == bytes).then_some(State { at: end, ..state })
    }

    /// A decimal number as short as can be.
    fn decimal(&self, follows: Follows, mut state: State) -> Option<State> {
        let digits = self.bytes.get(state.at..)?.iter().take_while(|byte| byte.is_ascii_digit());
        let (mut number, mut length) = (0_u64, 0_usize);
        for digit in digits {
            // Nothing follows a zero in front.
            if length > 0 && number == 0 {
                return None;
            }
            number = number.checked_mul(10)?.checked_add(u64::from(digit.checked_sub(b'0')?))?;
            length = length.checked_add(1)?;
        }
        if length == 0 {
            return None;
        }
        state.at = state.at.checked_add(length)?;
        if let Some(free) = state.numbers.iter_mut().find(|kept| kept.is_none()) {
            *free = Some((number, follows));
        }
        Some(state)
    }

    /// An unsigned LEB128, as short as can be, and where it ends.
    fn number(&self, at: usize) -> Option<(u64, usize)> {
        let bytes = slice(self.bytes, u64::try_from(at).ok()?, 1)?;
        let low = u64::from(*bytes.first()?);
        if low < 0x80 {
            return Some((low, at.checked_add(1)?));
        }
        let mut value = low & 0x7f;
        for (shift, next) in (7_u32..63).step_by(7).zip(at.checked_add(1)?..) {
            let byte = u64::from(*self.bytes.get(next)?);
            value |= (byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return (byte != 0).then_some((value, next.checked_add(1)?));
            }
        }
        None
    }
}

/// Whether a number is above another one by 1 at least and `by` at most, if it has to be.
fn is_step(number: u64, last: u64, by: u64) -> bool {
    by == 0 || number.checked_sub(last).is_some_and(|step| step > 0 && step <= by)
}
