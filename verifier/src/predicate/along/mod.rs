//! Checks that look along while a table in blocks is read, block by block: such a table is decoded once, and asked as long as a
//! block is at hand. They can only say that all is well; where one cannot, its entries are looked at one by one later, by
//! the code that says what is wrong.

mod code;
mod mapped;
mod pieces;

use cwasm_spec::model::{Arg, Check, Place};
use cwasm_spec::predicate::Predicate;

use super::places::Side;
use super::{applies, subject};
use crate::payload::Gathered;
use crate::run::Run;

/// The entries of a block, whose offsets ascend, also from one block to the next.
#[derive(Clone, Copy)]
pub(super) struct Block<'b> {
    pub(super) offsets: &'b [u32],
    /// [`NO_VALUE`](crate::payload::NO_VALUE) where there is none.
    pub(super) values: &'b [u32],
    /// Which values below 64 there are, a bit each; all bits if others may be there.
    pub(super) small: u64,
}

/// What one check asks of each block.
pub(super) trait Ask {
    /// Whether all is well with a block.
    fn holds(&mut self, block: Block<'_>) -> bool;

    /// Whether nothing is missing behind the last block.
    fn is_done(&self) -> bool {
        true
    }
}

impl<F: FnMut(Block<'_>) -> bool> Ask for F {
    fn holds(&mut self, block: Block<'_>) -> bool {
        self(block)
    }
}

/// A check that asks: the number of its rule, which of the rule's it is, and what it asks.
type Asking<'a> = (u16, usize, Box<dyn Ask + 'a>);

/// The checks that ask about a table, as long as all is well.
#[derive(Default)]
pub(crate) struct Along<'a> {
    asking: Vec<Asking<'a>>,
}

impl<'a> Along<'a> {
    /// Those about a table whose offsets and values have these slots.
    pub(crate) fn new(run: &Run<'a>, offsets: &[u16], values: &[u16]) -> Self {
        let (mut asking, mut known) = (Vec::new(), None);
        for rule in run.spec.rules_of(run.edition) {
            for (index, check) in rule.checks.iter().enumerate() {
                let is_about =
                    |place: Place, slots: &[u16]| matches!(place, Place::Value(slot) if slots.contains(&slot));
                if can_ask(check.predicate)
                    && subject(check).is_some_and(|place| is_about(place, offsets))
                    && applies(run, check)
                    && let Some(ask) = ask(run, check, |place| is_about(place, values), &mut known)
                {
                    asking.push((rule.number, index, ask));
                }
            }
        }
        Self { asking }
    }

    /// Shows the next block to all.
    pub(crate) fn see(&mut self, read: &Gathered) {
        let (offsets, values, small) = (&*read.offsets, &*read.values, read.small);
        if !read.about_offsets.ascends() {
            self.asking.clear();
        }
        self.asking.retain_mut(|(.., ask)| ask.holds(Block { offsets, values, small }));
    }

    /// The checks that hold of the whole table.
    pub(crate) fn settled(self) -> impl Iterator<Item = (u16, usize)> {
        self.asking.into_iter().filter(|(.., ask)| ask.is_done()).map(|(rule, check, _)| (rule, check))
    }
}

/// Whether a word can look along at all.
fn can_ask(word: Predicate) -> bool {
    matches!(
        word,
        Predicate::InPlace
            | Predicate::ReturnsInto
            | Predicate::TouchesPlace
            | Predicate::Multiple
            | Predicate::CodeAt
            | Predicate::InstructionAt
            | Predicate::BeginsInstruction
            | Predicate::Mapped
    )
}

/// What a check asks that can look along; `is_value` tells the values of the same table.
fn ask<'a>(
    run: &Run<'a>,
    check: &'a Check,
    is_value: impl Fn(Place) -> bool,
    known: &mut mapped::Known,
) -> Option<Box<dyn Ask + 'a>> {
    let beside = |index: usize| matches!(check.args.get(index), Some(Arg::Place(place)) if is_value(*place));
    match check.predicate {
        Predicate::InPlace => pieces::along(run, check, Side::Inside),
        Predicate::ReturnsInto => pieces::along(run, check, Side::Behind),
        Predicate::TouchesPlace => pieces::along(run, check, Side::Either),
        Predicate::Multiple => multiple(check),
        Predicate::CodeAt if beside(1) => code::along(run, check),
        Predicate::InstructionAt => code::instructions(run, check),
        Predicate::BeginsInstruction => code::boundaries(run, check),
        Predicate::Mapped if beside(2) => mapped::along(run, check, known),
        _ => None,
    }
}

/// `multiple` of a number.
fn multiple<'a>(check: &Check) -> Option<Box<dyn Ask + 'a>> {
    let [_, Arg::Number(unit)] = &*check.args else { return None };
    let unit = u32::try_from(*unit).ok().filter(|unit| unit.is_power_of_two())?;
    Some(Box::new(move |block: Block<'_>| {
        let all = block.offsets.iter().fold(0, |all, offset| all | offset);
        all & unit.wrapping_sub(1) == 0
    }))
}
