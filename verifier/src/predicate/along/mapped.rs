//! `mapped`, asked of blocks.

use std::ops::Range;
use std::rc::Rc;

use cwasm_spec::model::{Arg, Check};

use super::pieces::Cursor;
use super::{Ask, Block};
use crate::payload::NO_VALUE;
use crate::predicate::mapped::{Bodies, bodies};
use crate::predicate::places::Side;
use crate::run::Run;

/// The functions that were looked for last, and with which arguments.
pub(super) type Known = Option<(Vec<Arg>, Rc<Bodies>)>;

/// What it asks of a table that is being read: a block is in pieces, one for each function.
///
/// Of several such checks all are about the same functions: these are looked for once.
pub(super) fn along<'a>(run: &Run<'a>, check: &Check, known: &mut Known) -> Option<Box<dyn Ask + 'a>> {
    let [Arg::Word(mode), Arg::Place(_), Arg::Place(_), Arg::Place(places), Arg::Place(starts), groups @ ..] =
        &*check.args
    else {
        return None;
    };
    let about: Vec<Arg> = check.args.iter().skip(3).cloned().collect();
    let bodies = match known {
        Some((args, bodies)) if *args == about => Rc::clone(bodies),
        _ => {
            let bodies = Rc::new(bodies(run, *places, *starts, groups)?);
            *known = Some((about, Rc::clone(&bodies)));
            bodies
        }
    };
    let mut cursor = Cursor::new(&bodies.code, Side::Inside);
    Some(match &**mode {
        "inside" => Box::new(move |block: Block<'_>| cursor.pieces(block.offsets, |_, _| true)),
        "begins" => Box::new(Begins { bodies, cursor, begun: 0 }),
        _ => Box::new(move |block: Block<'_>| {
            cursor.pieces(block.offsets, |index, piece| {
                let values = block.values.get(piece).unwrap_or_default();
                bodies.positions.get(index).is_some_and(|positions| all_between(values, positions))
            })
        }),
    })
}

/// Whether all values lie in a range, those that are none aside.
fn all_between(values: &[u32], range: &Range<u64>) -> bool {
    let first = u32::try_from(range.start).unwrap_or(NO_VALUE);
    let end = u32::try_from(range.end).unwrap_or(NO_VALUE);
    values.iter().fold(true, |fit, value| fit & ((*value >= first) & (*value < end) | (*value == NO_VALUE)))
}

/// Whether each function has an entry where it begins.
struct Begins {
    bodies: Rc<Bodies>,
    cursor: Cursor,
    /// How many functions did.
    begun: usize,
}

impl Ask for Begins {
    fn holds(&mut self, block: Block<'_>) -> bool {
        let Self { bodies, cursor, begun } = self;
        cursor.pieces(block.offsets, |index, piece| {
            if index < *begun {
                return true;
            }
            let first = block.offsets.get(piece.start).copied().map(u64::from);
            let is_next = index == *begun && first == bodies.code.begin(index);
            *begun = begun.saturating_add(1);
            is_next
        })
    }

    fn is_done(&self) -> bool {
        self.begun == self.cursor.len()
    }
}
