//! `packed`: numbers that say where things stand one behind the other, each as large as its type.

use cwasm_spec::model::{Arg, Check, Place, Rule};

use super::counts::{Structure, Wrong, by_structure};
use super::numbers;
use super::rows::same_structure;
use super::values::LISTED;
use crate::columns::{Column, Entry};
use crate::run::{Run, number};

/// Places, and the type of what stands at each.
#[derive(Clone, Copy)]
struct Typed<'c> {
    places: &'c Column<'c>,
    types: &'c Column<'c>,
    structure: usize,
}

impl<'c> Typed<'c> {
    fn new(run: &'c Run<'_>, structure: Structure<'_>, places: Place, types: Place) -> Option<Self> {
        let (places, types) = (run.column(places)?, run.column(types)?);
        let same = same_structure(structure.column, structure.index, places)?;
        (places.count() == types.count()).then_some(Self { places, types, structure: same })
    }

    /// Where the thing at a position ends; `None` if it is not there or its type has no size.
    fn end(self, sizes: &[u64], index: usize) -> Option<u64> {
        let place = self.places.nth(self.structure, index)?.number()?;
        let ty = self.types.nth(self.structure, index)?.number()?;
        place.checked_add(*sizes.get(usize::try_from(ty).ok()?)?)
    }

    fn len(self) -> usize {
        self.places.positions(self.structure).len()
    }
}

/// `packed PLACES TYPES [OWNERS FRONT-PLACES FRONT-TYPES] FIRST SIZE...`.
pub(super) fn packed(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [Arg::Place(places), Arg::Place(types), rest @ ..] = &*check.args else { return };
    let given = numbers(check);
    let Some((first, sizes)) = given.split_first() else { return };
    by_structure(run, rule, check, |run, structure, wrong| {
        let Some(own) = Typed::new(run, structure, *places, *types) else { return };
        match rest {
            [Arg::Place(owners), Arg::Place(front), Arg::Place(front_types), ..] => {
                let (Some(owners), Some(front)) =
                    (run.column(*owners), Typed::new(run, structure, *front, *front_types))
                else {
                    return;
                };
                let Some(same) = same_structure(structure.column, structure.index, owners) else { return };
                let base = front.len().checked_sub(1).map_or(Some(*first), |last| front.end(sizes, last));
                let behind = |owner: Entry| match owner.number() {
                    Some(owner) => usize::try_from(owner).ok().and_then(|owner| own.end(sizes, owner)),
                    None => base,
                };
                compare(structure, owners.iter(same).map(|(_, owner)| behind(owner)), wrong);
            }
            _ => {
                let behind = (0..own.len()).map(|index| own.end(sizes, index));
                compare(structure, std::iter::once(Some(*first)).chain(behind), wrong);
            }
        }
    });
}

/// Where nobody knows what to expect there is nothing to say.
fn compare(structure: Structure<'_>, wanted: impl Iterator<Item = Option<u64>>, wrong: &mut Vec<Wrong>) {
    for (item, wanted) in structure.items().zip(wanted) {
        if let Some(wanted) = wanted.filter(|wanted| *wanted != item.value)
            && wrong.len() < LISTED
        {
            wrong.push((item, number(wanted)));
        }
    }
}
