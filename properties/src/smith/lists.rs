//! Elements of lists: how many, which may stand together, and which a list leaves out.

use std::cmp::Ordering;

use cwasm_spec::model::{Arg, Place, TypeDef, ValuePath, Word};
use cwasm_spec::predicate::Predicate;
use cwasm_spec::query::behind;
use cwasm_spec::version::Edition;
use cwasm_verify::SPEC;

use super::any::Maker;
use super::value::Value;

/// A list holds fewer elements than this, by how many lists it stands in; deeper ones hold none. So types that hold
/// themselves come to an end.
const BOUNDS: [usize; 6] = [4, 4, 3, 3, 2, 2];

impl Maker<'_, '_> {
    /// Any number of values.
    pub(super) fn elements(&mut self, mut make: impl FnMut(&mut Self) -> Value) -> Vec<Value> {
        let bound = BOUNDS.get(self.depth).copied().unwrap_or(0);
        let count = self.choices.below(bound).min(self.left);
        self.left -= count;
        self.depth += 1;
        let elements = (0..count).map(|_| make(self)).collect();
        self.depth -= 1;
        elements
    }

    /// Values of which no two have the same key, as the writer's types see to.
    pub(super) fn distinct(&mut self, make: impl FnMut(&mut Self) -> Value, key: fn(&Value) -> &Value) -> Vec<Value> {
        let mut kept: Vec<Value> = Vec::new();
        for element in self.elements(make) {
            if !self.well_formed || kept.iter().all(|other| key(other) != key(&element)) {
                kept.push(element);
            }
        }
        kept
    }

    /// Pairs of the two types that the words begin with.
    pub(super) fn map(&mut self, words: &[Word]) -> Vec<Value> {
        let pair = |maker: &mut Self| Value::Tuple(vec![maker.value(words), maker.value(behind(words))]);
        self.distinct(pair, key)
    }

    /// A default, then options of what differs from it. Well-formed ones hold no default, and end with something. If the
    /// type is an option, it is these options, and the default is one that holds something.
    pub(super) fn sparse(&mut self, words: &[Word]) -> Vec<Value> {
        let (optional, words) = match words {
            [Word::Option, inner @ ..] => (true, inner),
            words => (false, words),
        };
        let default = self.value(words);
        let well_formed = self.well_formed;
        let mut entries = self.elements(|maker| {
            let value = maker.value(words);
            let some = if well_formed { value != default } else { maker.choices.once_in(2) };
            Value::Option(some, Box::new(value))
        });
        while well_formed && matches!(entries.last(), Some(Value::Option(false, _))) {
            entries.pop();
        }
        entries.insert(0, if optional { Value::Option(true, Box::new(default)) } else { default });
        entries
    }
}

/// The key of an entry of a map.
fn key(pair: &Value) -> &Value {
    if let Value::Tuple(halves) = pair { &halves[0] } else { pair }
}

/// Sorts the maps among some fields whose keys have to ascend: the decoder's type sorts them, so they would not come back
/// in another order.
pub(super) fn sort(ty: &'static TypeDef, edition: Edition, fields: &mut [(&'static str, Value)]) {
    for path in ascending(edition).filter(|path| SPEC.types.get(usize::from(path.root)).is_some_and(|root| root == ty))
    {
        let [field, "key"] = *path.steps.iter().map(|step| &**step).collect::<Vec<_>>() else { continue };
        let maps = fields.iter_mut().filter(|(name, _)| *name == field);
        for entries in maps.filter_map(|(_, value)| if let Value::Seq(entries) = value { Some(entries) } else { None })
        {
            entries.sort_by(|one, other| compare(key(one), key(other)));
        }
    }
}

/// The values that ascend in a release.
fn ascending(edition: Edition) -> impl Iterator<Item = &'static ValuePath> {
    let rules = SPEC.rules.iter().filter(move |rule| rule.range.contains(edition));
    let checks = rules.flat_map(|rule| rule.checks.iter());
    let checks =
        checks.filter(move |check| check.predicate == Predicate::Ascending && check.on.range.contains(edition));
    checks.filter_map(|check| match check.args.first() {
        Some(Arg::Place(Place::Value(value))) => SPEC.values.get(usize::from(*value)),
        _ => None,
    })
}

fn compare(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::Number(_, one), Value::Number(_, other)) => one.cmp(other),
        _ => Ordering::Equal,
    }
}
