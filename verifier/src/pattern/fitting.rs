//! Goes through a pattern and bytes at the same time, and back where something else is to be tried.

use cwasm_spec::model::{Follows, Pattern, Spec, Step, StepKind};
use cwasm_spec::version::Edition;

use super::{Failure, Numbers, Said};
use crate::raw::{Order, uint};

/// Patterns hold each other no deeper.
pub(super) const DEPTH: usize = 8;

/// How far the bytes fit.
#[derive(Clone, Copy, Default)]
pub(super) struct State {
    pub(super) at: usize,
    place: u64,
    /// The number of the round before.
    number: Option<u64>,
    /// Which one of several steps stood in the round before.
    choice: Option<usize>,
    /// Which one of several steps stood first.
    pub(super) kind: usize,
    /// Decimal numbers.
    pub(super) numbers: Numbers,
    /// Where the name of a function begins.
    pub(super) called: Option<usize>,
}

/// A pattern that is being gone through.
pub(super) struct Fitting<'f, 's> {
    pub(super) spec: &'s Spec,
    pub(super) edition: Edition,
    pub(super) order: Order,
    pub(super) bytes: &'f [u8],
    pub(super) agrees: &'f dyn Fn(&Said<'s>) -> bool,
    /// Who fails leaves it anywhere; who tries something else then goes back.
    pub(super) state: State,
    pub(super) said: Vec<Said<'s>>,
    pub(super) furthest: Failure<'s>,
}

impl<'s> Fitting<'_, 's> {
    /// Reads what fits a pattern; `None` if nothing does.
    pub(super) fn pattern(&mut self, pattern: &'s Pattern, depth: usize) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        let mut steps = &*pattern.steps;
        while let Some((first, behind)) = steps.split_first() {
            let is_alone = !first.rising && behind.first().is_none_or(|next| !next.or);
            if is_alone {
                // Another release has something there.
                if first.range.contains(self.edition) {
                    self.step(first, depth)?;
                }
                steps = behind;
            } else {
                steps = self.one_of(steps, first.rising, depth)?;
            }
        }
        Some(())
    }

    /// The first of several steps that fits. Gives what is behind all of them.
    fn one_of(&mut self, steps: &'s [Step], rising: bool, depth: usize) -> Option<&'s [Step]> {
        let least = if rising { self.state.choice.map_or(0, |last| last.saturating_add(1)) } else { 0 };
        let is_kind = self.state.at == 0 && depth.saturating_add(1) == DEPTH;
        let (mut any, mut found) = (false, None);
        let mut choices = steps.iter().enumerate().peekable();
        while let Some((choice, step)) = choices.next_if(|(choice, step)| *choice == 0 || step.or) {
            let is_here = found.is_none() && step.range.contains(self.edition);
            any |= is_here;
            if is_here && choice >= least && self.or_back(|fitting| fitting.step(step, depth)) {
                found = Some(choice);
            }
        }
        let behind = choices.peek().map_or(steps.len(), |(behind, _)| *behind);
        // Another release has something there.
        let Some(choice) = found else { return steps.get(behind..).filter(|_| !any) };
        if is_kind {
            self.state.kind = choice;
        }
        if rising {
            self.state.choice = Some(choice);
        }
        steps.get(behind..)
    }

    /// Tries something; failing, nothing was read and nothing was said.
    fn or_back(&mut self, attempt: impl FnOnce(&mut Self) -> Option<()>) -> bool {
        let (state, said) = (self.state, self.said.len());
        let fits = attempt(self).is_some();
        if !fits {
            self.state = state;
            self.said.truncate(said);
        }
        fits
    }

    /// A step and what it says.
    fn step(&mut self, step: &'s Step, depth: usize) -> Option<()> {
        let State { at, place, .. } = self.state;
        let fits = self.kind(step, depth).is_some() && self.says(step, place);
        if !fits && (self.furthest.step.is_none() || at > self.furthest.at) {
            self.furthest = Failure { at, step: Some(step) };
        }
        fits.then_some(())
    }

    /// Notes what a step says, if anything; false if nobody agrees.
    fn says(&mut self, step: &'s Step, before: u64) -> bool {
        let said = Said { place: self.state.place, step };
        let speaks = !step.behind.is_empty() || said.place != before;
        let agrees = !speaks || (self.agrees)(&said);
        self.said.extend((speaks && agrees).then_some(said));
        agrees
    }

    fn kind(&mut self, step: &'s Step, depth: usize) -> Option<()> {
        match &step.kind {
            StepKind::Bytes(bytes) => self.literal(bytes),
            StepKind::Byte(least, most) => {
                let fits = (*least..=*most).contains(self.bytes.get(self.state.at)?);
                self.go_on(1).filter(|()| fits)
            }
            StepKind::Bits(bits, mask) => {
                let fits = self.bytes.get(self.state.at)? & mask == *bits;
                self.go_on(1).filter(|()| fits)
            }
            StepKind::Ahead(bits, mask) => (self.bytes.get(self.state.at)? & mask == *bits).then_some(()),
            StepKind::Move { after, width, least, most, less } => {
                self.literal(after)?;
                let number = uint(self.bytes, u64::try_from(self.state.at).ok()?, u64::from(*width), self.order)?;
                let fits = (*least..=*most).contains(&number);
                self.state.place = self.state.place.checked_add(number.checked_sub(*less)?).filter(|_| fits)?;
                self.go_on(usize::from(*width))
            }
            StepKind::Number { least, most, unit, up, down } => {
                let (number, at) = self.number(self.state.at)?;
                let fits = match self.state.number.replace(number) {
                    None => number.checked_rem(*unit) == Some(0),
                    Some(last) => is_step(number, last, *up) && is_step(last, number, *down),
                };
                self.state.at = at;
                (fits && (*least..=*most).contains(&number)).then_some(())
            }
            StepKind::Text(text) => self.literal(text.as_bytes()),
            StepKind::Decimal(follows) => self.decimal(*follows),
            StepKind::Any { low, high, most } => self.rest(|byte| (*low..=*high).contains(&byte), *most),
            StepKind::Rest(rest, most) => self.rest(|byte| byte == *rest, *most),
            // What name the function has, they know who ask.
            StepKind::Called { .. } => {
                self.state.called = Some(self.state.at);
                self.state.at = self.bytes.len();
                Some(())
            }
            StepKind::One(index) => self.pattern(self.named(*index)?, depth),
            StepKind::Maybe(index) => {
                let pattern = self.named(*index)?;
                self.or_back(|fitting| fitting.pattern(pattern, depth));
                Some(())
            }
            StepKind::Many(index) => self.many(self.named(*index)?, depth),
        }
    }

    fn many(&mut self, pattern: &'s Pattern, depth: usize) -> Option<()> {
        (self.state.number, self.state.choice) = (None, None);
        loop {
            let before = self.state.at;
            let goes_on = |fitting: &mut Self| {
                fitting.pattern(pattern, depth)?;
                (fitting.state.at > before).then_some(())
            };
            if !self.or_back(goes_on) {
                return Some(());
            }
        }
    }

    fn named(&self, index: u16) -> Option<&'s Pattern> {
        self.spec.patterns.get(usize::from(index))
    }

    fn go_on(&mut self, bytes: usize) -> Option<()> {
        self.state.at = self.state.at.checked_add(bytes)?;
        Some(())
    }

    fn literal(&mut self, bytes: &[u8]) -> Option<()> {
        let is_next = self.bytes.get(self.state.at..)?.starts_with(bytes);
        self.go_on(bytes.len()).filter(|()| is_next)
    }

    /// All that is left, if every byte fits and there are no more than so many.
    fn rest(&mut self, fits: impl Fn(u8) -> bool, most: u64) -> Option<()> {
        let rest = self.bytes.get(self.state.at..)?;
        self.state.at = self.bytes.len();
        (rest.iter().all(|byte| fits(*byte)) && u64::try_from(rest.len()).ok()? <= most).then_some(())
    }

    /// A decimal number as short as can be.
    fn decimal(&mut self, follows: Follows) -> Option<()> {
        let rest = self.bytes.get(self.state.at..)?;
        let (mut number, mut length) = (0_u64, 0_usize);
        while let Some(digit @ b'0'..=b'9') = rest.get(length) {
            number = number.checked_mul(10)?.checked_add(u64::from(digit & 0xf))?;
            length = length.checked_add(1)?;
        }
        // Nothing follows a zero in front.
        if length == 0 || length > 1 && rest.first() == Some(&b'0') {
            return None;
        }
        if let Some(free) = self.state.numbers.iter_mut().find(|kept| kept.is_none()) {
            *free = Some((number, follows));
        }
        self.go_on(length)
    }

    /// An unsigned LEB128, as short as can be, and where it ends.
    fn number(&self, at: usize) -> Option<(u64, usize)> {
        let low = u64::from(*self.bytes.get(at)?);
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
