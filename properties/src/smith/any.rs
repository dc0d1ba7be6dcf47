//! Random values of described types. What a type allows is followed; what rules ask for besides is done in `repair`.

use cwasm_spec::model::{Field, Flag, FlagKind, TypeDef, TypeKind, Word};
use cwasm_spec::query::Target;
use cwasm_spec::version::Edition;
use cwasm_verify::SPEC;

use super::value::{Payload, Value};
use crate::choices::{Choices, largest};

/// Makes values for one release and target.
pub struct Maker<'m, 'c> {
    /// The release.
    pub edition: Edition,
    /// The target, which decides what flags there are.
    pub target: Target<'static>,
    /// Whether lists of flags and sets of bits are as the release writes them.
    pub well_formed: bool,
    /// What decides.
    pub choices: &'m mut Choices<'c>,
}

impl Maker<'_, '_> {
    /// The inside of a section.
    pub fn payload(&mut self, layout: &'static TypeDef) -> Payload {
        let mut fields = Vec::new();
        for field in self.fields(layout) {
            let measures = layout.fields().iter().find(|other| !other.length.is_empty() && other.length == field.name);
            let value = match (measures, field.ty.first()) {
                (Some(text), Some(word)) => Value::LengthOf(*word, &text.name),
                _ if !field.length.is_empty() => Value::Bare(self.choices.text(60)),
                _ => self.field(field),
            };
            fields.push((&*field.name, field.wire, value));
        }
        Payload { fields }
    }

    fn fields(&self, ty: &'static TypeDef) -> impl Iterator<Item = &'static Field> + use<> {
        let edition = self.edition;
        ty.fields().iter().filter(move |field| field.range.contains(edition))
    }

    fn field(&mut self, field: &'static Field) -> Value {
        let list = SPEC.types.iter().find_map(|ty| match &ty.kind {
            TypeKind::Flags { arch, orders, flags }
                if ty.name == field.names && (arch.is_empty() || self.target.is_architecture(arch)) =>
            {
                Some((orders.iter().any(|order| order.by_name && order.range.contains(self.edition)), flags))
            }
            _ => None,
        });
        match (list, &*field.ty) {
            (Some((by_name, flags)), [_, element @ ..]) if self.well_formed => self.flags(flags, by_name, element),
            (_, words) => self.words(words).0,
        }
    }

    /// A value of the type that the words begin with, and the words behind.
    fn words<'w>(&mut self, words: &'w [Word]) -> (Value, &'w [Word]) {
        let Some((word, rest)) = words.split_first() else { return (Value::Tuple(Vec::new()), words) };
        match *word {
            Word::NonZeroU32 => (Value::Number(*word, self.choices.number(*word).max(1)), rest),
            Word::Bool | Word::U8 | Word::U16 | Word::U32 | Word::U64 => {
                (Value::Number(*word, self.choices.number(*word)), rest)
            }
            Word::String => (Value::Text(self.choices.text(40)), rest),
            Word::Bytes(count) => (Value::Bytes((0..count).map(|_| self.choices.byte()).collect()), rest),
            Word::Option => {
                let some = self.choices.once_in(2);
                let (inner, rest) = self.words(rest);
                (Value::Option(some, Box::new(inner)), rest)
            }
            Word::Seq => {
                let count = self.choices.below(4);
                let (values, rest) = self.several(rest, count, 1);
                (Value::Seq(values), rest)
            }
            Word::Map => {
                let count = self.choices.below(4);
                let (values, rest) = self.several(rest, count, 2);
                (Value::Seq(values), rest)
            }
            Word::Array(count) => {
                let (values, rest) = self.several(rest, usize::from(count), 1);
                (Value::Tuple(values), rest)
            }
            Word::Pair => {
                let (values, rest) = self.several(rest, 1, 2);
                (Value::Tuple(values), rest)
            }
            Word::Named(named) => (self.named(&SPEC.types[usize::from(named)]), rest),
        }
    }

    /// So many elements, each of so many values; one more is made to find the words behind.
    fn several<'w>(&mut self, words: &'w [Word], count: usize, width: usize) -> (Vec<Value>, &'w [Word]) {
        let mut elements = Vec::new();
        let mut behind = words;
        for _ in 0..=count {
            behind = words;
            let mut element = Vec::new();
            for _ in 0..width {
                let (value, rest) = self.words(behind);
                element.push(value);
                behind = rest;
            }
            elements.push(Value::Tuple(element));
        }
        elements.pop();
        (elements, behind)
    }

    fn named(&mut self, ty: &'static TypeDef) -> Value {
        match &ty.kind {
            TypeKind::Enum { .. } => self.variant(ty, |_| true),
            TypeKind::Row { word, names } => {
                let here = names.iter().filter(|name| name.range.contains(self.edition));
                Value::Fields(
                    here.map(|name| (&*name.name, Value::Number(*word, self.choices.number(*word)))).collect(),
                )
            }
            TypeKind::Bits { reprs, bits } => {
                let word =
                    reprs.iter().find(|repr| repr.range.contains(self.edition)).map_or(Word::U64, |repr| repr.word);
                let known = bits
                    .iter()
                    .filter(|bit| bit.range.contains(self.edition))
                    .fold(0, |known, bit| known | 1 << bit.at);
                let mask = if self.well_formed { known } else { largest(word) };
                Value::Bits(word, self.choices.number(word) & mask, ty)
            }
            _ => Value::Fields(self.fields(ty).map(|field| (&*field.name, self.field(field))).collect()),
        }
    }

    fn variant(&mut self, ty: &'static TypeDef, wanted: impl Fn(&str) -> bool) -> Value {
        let here: Vec<_> = (0..).zip(ty.variants(self.edition)).filter(|(_, variant)| wanted(&variant.name)).collect();
        let Some((index, variant)) = self.choices.one(&here) else { return Value::Tuple(Vec::new()) };
        let mut words = &*variant.ty;
        let mut values = Vec::new();
        while !words.is_empty() {
            let (value, rest) = self.words(words);
            values.push(value);
            words = rest;
        }
        Value::Variant(*index, &variant.name, values)
    }

    /// All flags of the release in its order, with values of their kinds.
    fn flags(&mut self, flags: &'static [Flag], by_name: bool, element: &[Word]) -> Value {
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
        let fields = self.fields(ty).map(|field| match *field.ty {
            [Word::Named(value)] => {
                let mut value = self.variant(&SPEC.types[usize::from(value)], |name| name == kind);
                self.word(flag, &mut value);
                (&*field.name, value)
            }
            _ => (&*field.name, Value::Text(flag.name.to_string())),
        });
        Value::Fields(fields.collect())
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
