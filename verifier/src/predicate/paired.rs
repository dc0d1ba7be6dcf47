//! `paired-at`: a value that has to come up at a place in another list too.

use cwasm_spec::model::{Arg, Check, Rule};

use super::counts::by_structure;
use super::rows::same_structure;
use super::values::LISTED;
use crate::columns::{Column, Entry};
use crate::run::{Run, number};

/// Groups that belong to keys which ascend.
struct Keyed<'c> {
    keys: &'c Column<'c>,
    starts: &'c Column<'c>,
    elements: &'c Column<'c>,
    unit: u64,
    structure: usize,
}

impl Keyed<'_> {
    /// The first key that is not below a number.
    fn first(&self, wanted: u64) -> usize {
        let positions = self.keys.positions(self.structure);
        let (mut low, mut high) = (positions.start, positions.end);
        while low < high {
            let middle = low.midpoint(high);
            if self.keys.entry(middle).and_then(Entry::number).is_some_and(|key| key < wanted) {
                low = middle.saturating_add(1);
            } else {
                high = middle;
            }
        }
        low.saturating_sub(positions.start)
    }

    fn start(&self, key: usize) -> Option<usize> {
        let start = self.starts.nth(self.structure, key)?.number()?;
        usize::try_from(start.checked_div(self.unit)?).ok()
    }

    /// The last element of the group of this key.
    fn last(&self, wanted: u64) -> Option<u64> {
        let key = self.first(wanted);
        self.keys.nth(self.structure, key).filter(|key| key.number() == Some(wanted))?;
        let there = self.elements.positions(self.structure).len();
        let end = self.start(key.saturating_add(1)).unwrap_or(there);
        self.elements.nth(self.structure, end.checked_sub(1)?)?.number()
    }
}

/// `paired-at VALUES PLACES KEYS STARTS ELEMENTS UNIT BEHIND`.
pub(super) fn paired_at(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [
        _,
        Arg::Place(places),
        Arg::Place(keys),
        Arg::Place(starts),
        Arg::Place(elements),
        Arg::Number(unit),
        Arg::Number(behind),
    ] = &*check.args
    else {
        return;
    };
    by_structure(run, rule, check, |run, structure, wrong| {
        let (Some(places), Some(keys)) = (run.column(*places), run.column(*keys)) else { return };
        let (Some(starts), Some(elements)) = (run.column(*starts), run.column(*elements)) else { return };
        let Some(same) = same_structure(structure.column, structure.index, keys) else { return };
        let keyed = Keyed { keys, starts, elements, unit: *unit, structure: same };
        for (item, (_, place)) in structure.items().zip(places.iter(structure.index)) {
            let Some(place) = place.number().map(|place| place.saturating_add(*behind)) else { return };
            let last = keyed.last(place);
            if last != Some(item.value) && wrong.len() < LISTED {
                let expected = match last {
                    Some(last) => format!("{}, as at {}", number(last), number(place)),
                    None => format!("a number beside which something stands at {}", number(place)),
                };
                wrong.push((item, expected));
            }
        }
    });
}
