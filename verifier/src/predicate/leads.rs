//! `leads-to`: a number that is the position of something in a list.

use cwasm_spec::model::{Arg, Check, Place, Rule};

use super::counts::{Structure, by_structure};
use super::rows::{Row, beside, item_beside, item_in, same_structure};
use super::values::{LISTED, each, value_name};
use crate::columns::Column;
use crate::run::Run;

pub(super) fn leads_to(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let Some(Arg::Place(goal @ Place::Value(slot))) = check.args.get(1) else { return };
    let words = words(check);
    let allowed = variants(run, *slot, &words);
    by_structure(run, rule, check, |run, structure, wrong| {
        let Some(column) = run.columns.get(usize::from(*slot)) else { return };
        let Some(same) = same_structure(structure.column, structure.index, column) else { return };
        let skipped = check.from.and_then(|from| item_in(run, from, structure.column, structure.index));
        let skipped = skipped.map_or(0, |item| item.value);
        let there = column.positions(same).len();
        let through = check.through.map(|place| Through::new(run, place, structure));
        for item in structure.items() {
            let index = |value: u64| usize::try_from(value).ok();
            let named = match &through {
                Some(through) => through.as_ref().and_then(|through| through.number(item.value)),
                None => Some(item.value),
            };
            // What leads nowhere on the way has a rule of its own.
            let Some(named) = named else { continue };
            let entry = index(named.saturating_add(skipped)).and_then(|index| column.nth(same, index));
            let kind = beside_name(run, check, item.row);
            let holds = match (entry.map(|entry| entry.number()), kind) {
                // A position outside of the list has a rule of its own.
                (None, _) => index(named).is_none_or(|index| index >= there),
                (Some(None), _) => false,
                (Some(Some(value)), Some(kind)) => variants(run, *slot, &[kind]).contains(&value),
                (Some(Some(value)), None) => words.is_empty() || allowed.contains(&value),
            };
            if !holds && wrong.len() < LISTED {
                let expected = match kind {
                    Some(kind) => format!("the position of one of kind {kind}"),
                    None if words.is_empty() => format!("a position where {} is there", value_name(run, *goal)),
                    None => format!("the position of one of kind {}", words.join(" or ")),
                };
                wrong.push((item, expected));
            }
        }
    });
}

/// A list of positions that is asked on the way.
struct Through<'r> {
    list: &'r Column<'r>,
    structure: usize,
}

impl<'r> Through<'r> {
    fn new(run: &'r Run<'_>, place: Place, structure: Structure<'_>) -> Option<Self> {
        let list = run.column(place)?;
        Some(Self { list, structure: same_structure(structure.column, structure.index, list)? })
    }

    fn number(&self, position: u64) -> Option<u64> {
        self.list.nth(self.structure, usize::try_from(position).ok()?)?.number()
    }
}

/// `variant-where SET VALUE NAME...`.
pub(super) fn variant_where(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [_, Arg::Place(second @ Place::Value(slot)), ..] = &*check.args else { return };
    let words = words(check);
    let allowed = variants(run, *slot, &words);
    each(
        run,
        rule,
        check,
        |_, _, _| false,
        |run, item| {
            if item.value == 0 {
                return None;
            }
            let beside = beside(run, check, *second, item.row)?;
            (!allowed.contains(&beside.value))
                .then(|| format!("none, or {} of kind {}", value_name(run, *second), words.join(" or ")))
        },
    );
}

/// The name of the variant that stands beside a number, at the third place of a check.
fn beside_name<'r>(run: &'r Run<'_>, check: &Check, row: Row) -> Option<&'r str> {
    let Arg::Place(place @ Place::Value(slot)) = check.args.get(2)? else { return None };
    let index = usize::try_from(item_beside(run, *place, row)?.value).ok()?;
    let ty = run.columns.get(usize::from(*slot))?.variants_of?;
    run.spec.types.get(usize::from(ty))?.variants(run.edition).nth(index).map(|variant| &*variant.name)
}

/// The words that a check names: variants.
pub(super) fn words(check: &Check) -> Vec<&str> {
    check.args.iter().filter_map(|arg| if let Arg::Word(word) = arg { Some(&**word) } else { None }).collect()
}

/// The indices in the release of the variants with these names, of the enum that a value ends at.
pub(super) fn variants(run: &Run<'_>, slot: u16, names: &[&str]) -> Vec<u64> {
    names.iter().filter_map(|name| variant(run, slot, name)).collect()
}

/// The index in the release of the variant with this name, of the enum that a value ends at.
fn variant(run: &Run<'_>, slot: u16, name: &str) -> Option<u64> {
    let ty = run.columns.get(usize::from(slot))?.variants_of?;
    let position =
        run.spec.types.get(usize::from(ty))?.variants(run.edition).position(|variant| variant.name == name)?;
    u64::try_from(position).ok()
}
