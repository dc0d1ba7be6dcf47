//! Lists of flags: all that the release writes, in its order, with values of their kinds.

use cwasm_spec::model::{Field, Flag, FlagKind, TypeDef, TypeKind, Word};
use cwasm_verify::SPEC;

use super::any::Maker;
use super::value::Value;

impl Maker<'_, '_> {
    /// The flags that name the values of a field, and whether the release sorts them by name.
    pub(super) fn list(&self, field: &Field) -> Option<(bool, &'static [Flag])> {
        SPEC.types.iter().find_map(|ty| match &ty.kind {
            TypeKind::Flags { arch, orders, flags }
                if ty.name == field.names && (arch.is_empty() || self.target.is_architecture(arch)) =>
            {
                let by_name = orders.iter().any(|order| order.by_name && order.range.contains(self.edition));
                Some((by_name, &**flags))
            }
            _ => None,
        })
    }

    /// All flags of the release in its order, with values of their kinds.
    pub(super) fn flags(&mut self, flags: &'static [Flag], by_name: bool, element: &[Word]) -> Value {
        let mut here: Vec<&Flag> = flags.iter().filter(|flag| flag.range.contains(self.edition)).collect();
        if by_name {
            here.sort_by(|one, other| one.name.cmp(&other.name));
        }
        let [Word::Named(ty)] = element else { return Value::Seq(Vec::new()) };
        Value::Seq(here.into_iter().map(|flag| self.flag(flag, &SPEC.types[usize::from(*ty)])).collect())
    }

    fn flag(&mut self, flag: &'static Flag, ty: &'static TypeDef) -> Value {
        let kind = match flag.kind {
            FlagKind::Enum => "Enum",
            FlagKind::Num => "Num",
            FlagKind::Bool => "Bool",
        };
        let fields = self.here(ty.fields()).map(|field| match *field.ty {
            [Word::Named(value)] => {
                let mut value = self.variant(&SPEC.types[usize::from(value)], |name| name == kind);
                self.word(flag, &mut value);
                (&*field.name, value)
            }
            _ => (&*field.name, Value::Text(flag.name.to_string())),
        });
        Value::Fields(&ty.name, fields.collect())
    }

    /// Gives a flag one of its words, where it has some, and what it must be, where it must.
    fn word(&mut self, flag: &Flag, value: &mut Value) {
        let words: Vec<&str> =
            flag.words.iter().filter(|word| word.range.contains(self.edition)).map(|word| &*word.name).collect();
        let must = flag.must.iter().find(|must| must.range.contains(self.edition)).map(|must| &*must.value);
        if let Some(word) = must.or_else(|| self.choices.one(&words).copied()) {
            set_word(value, word);
        }
    }
}

/// Gives a flag's value the word that the description writes for it.
pub(super) fn set_word(value: &mut Value, word: &str) {
    let Value::Variant(_, _, values) = value else { return };
    match values.first_mut() {
        Some(Value::Text(text)) => *text = word.to_owned(),
        Some(Value::Number(Word::Bool, number)) => *number = u64::from(word == "true"),
        Some(Value::Number(_, number)) => *number = word.parse().unwrap_or(0),
        _ => {}
    }
}
