//! Elements of lists: how many, which may stand together, and which a list leaves out.

use cwasm_spec::model::Word;
use cwasm_spec::query::behind;

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
        self.distinct(pair, |pair| if let Value::Tuple(halves) = pair { &halves[0] } else { pair })
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
