//! Random values of described types. What a type allows is followed; what rules ask for besides is done in `repair`.

use std::collections::BTreeMap;

use cwasm_spec::model::{Field, Only, Times, TypeDef, TypeKind, Variant, Word};
use cwasm_spec::query::{Target, behind, each_type};
use cwasm_spec::version::Edition;
use cwasm_verify::SPEC;

use super::lists::sort;
use super::value::{Payload, Unit, Value};
use crate::choices::{Choices, largest};

/// What a rule could ask for inside of more lists and options than these is not made in advance.
const DEEP: usize = 8;

/// More fields than these are many.
const MANY: usize = 4;

/// Makes values for one release and target.
pub struct Maker<'m, 'c> {
    /// The release.
    pub edition: Edition,
    /// The target, which decides what flags there are.
    pub target: Target<'static>,
    /// Whether lists, flags and sets are as the release writes them.
    pub well_formed: bool,
    /// What decides.
    pub choices: &'m mut Choices<'c>,
    /// How many elements the lists of the struct have that a number counts.
    pub(super) counts: BTreeMap<&'static str, usize>,
    /// How many lists and untaken options are open.
    pub(super) depth: usize,
    /// How many elements can still be made: a value stays small, however its types are nested.
    pub(super) left: usize,
}

impl<'m, 'c> Maker<'m, 'c> {
    /// Makes values of this many elements at most, those of all lists together.
    pub fn new(edition: Edition, target: Target<'static>, elements: usize, choices: &'m mut Choices<'c>) -> Self {
        Self { edition, target, well_formed: true, choices, counts: BTreeMap::new(), depth: 0, left: elements }
    }
}

impl Maker<'_, '_> {
    /// The inside of a section.
    pub fn payload(&mut self, layout: &'static TypeDef) -> Payload {
        let fields = self
            .each(layout.fields(), |maker, field| (&*field.name, field.wire, maker.measured(layout.fields(), field)));
        Payload { fields }
    }

    /// A field, which may be a measure of another one beside it.
    fn measured(&mut self, fields: &'static [Field], field: &'static Field) -> Value {
        let word = field.ty.first().copied().unwrap_or(Word::U32);
        let mut here = fields.iter().filter(|other| other.range.contains(self.edition));
        let measures = here.find_map(|other| match &other.times {
            _ if other.length == field.name => Some(Value::LengthOf(word, &other.name)),
            _ if other.bytes == field.name => Some(Value::SizeOf(word, &other.name)),
            Times::Field { name, per } if *name == field.name => Some(Value::CountOf(word, &other.name, *per)),
            _ => None,
        });
        measures.unwrap_or_else(|| self.sized(field))
    }

    /// A field, with what fills it up.
    fn sized(&mut self, field: &'static Field) -> Value {
        let value = match (&field.times, field.ty.split_first()) {
            (_, Some((Word::String, _))) if !field.length.is_empty() => Value::Bare(self.choices.text(60)),
            (Times::Own, _) | (_, None) => self.field(field),
            (Times::Field { name, .. }, Some((_, element))) => {
                // Lists that one number counts have one length.
                let count = *self.counts.entry(name).or_insert_with(|| self.choices.below(4));
                Value::Run((0..count).map(|_| self.value(element)).collect())
            }
            (_, Some((_, element))) => Value::Run((0..self.choices.below(4)).map(|_| self.value(element)).collect()),
        };
        match (field.pad, field.bytes.is_empty()) {
            (0, _) => value,
            (pad, false) => Value::Filled(Box::new(value), pad as usize, Unit::Own),
            (pad, true) => Value::Filled(Box::new(value), pad as usize, Unit::Section),
        }
    }

    /// Makes something of each field that the release has. Choices run out, so where there are many fields any can be the
    /// first to choose.
    fn each<T>(&mut self, fields: &'static [Field], mut make: impl FnMut(&mut Self, &'static Field) -> T) -> Vec<T> {
        let mut here: Vec<&Field> = self.here(fields).collect();
        let first = if here.len() > MANY { self.choices.below(here.len()) } else { 0 };
        here.rotate_left(first);
        let mut made: Vec<T> = here.into_iter().map(|field| make(self, field)).collect();
        made.rotate_right(first);
        made
    }

    /// The fields that the release has.
    pub(super) fn here(&self, fields: &'static [Field]) -> impl Iterator<Item = &'static Field> + use<> {
        let (edition, target) = (self.edition, self.target);
        let on = move |name: &str| target.is_architecture(name);
        let has = move |field: &Field| {
            (field.arch.is_empty() || on(&field.arch)) && (field.not_arch.is_empty() || !on(&field.not_arch))
        };
        fields.iter().filter(move |field| field.range.contains(edition) && has(field))
    }

    fn field(&mut self, field: &'static Field) -> Value {
        match (self.list(field), &*field.ty) {
            (Some((by_name, flags)), [_, element @ ..]) if self.well_formed => self.flags(flags, by_name, element),
            (_, words) => self.value(words),
        }
    }

    /// A value of the type that the words begin with.
    pub(super) fn value(&mut self, words: &[Word]) -> Value {
        let Some((word, inner)) = words.split_first() else { return Value::Tuple(Vec::new()) };
        match *word {
            Word::NonZeroU32 => Value::Number(*word, self.choices.number(*word).max(1)),
            Word::Bool | Word::U8 | Word::U16 | Word::U32 | Word::U64 | Word::I32 | Word::I64 => {
                Value::Number(*word, self.choices.number(*word))
            }
            Word::U128 => Value::Wide(self.wide()),
            Word::String => Value::Text(self.choices.text(40)),
            Word::Blob => Value::Bytes(self.choices.bytes(40)),
            Word::Bytes(count) => Value::Bytes((0..count).map(|_| self.choices.byte()).collect()),
            Word::Option => self.option(inner),
            // Of an index the greatest number is never meant, so either half of the choice is a value of its own.
            Word::PackedOption if self.choices.once_in(2) => self.value(inner),
            Word::PackedOption => Value::Number(Word::U32, largest(Word::U32)),
            Word::Seq => Value::Seq(self.elements(|maker| maker.value(inner))),
            Word::Set => Value::Seq(self.distinct(|maker| maker.value(inner), |element| element)),
            Word::Map => Value::Seq(self.map(inner)),
            Word::Sparse => Value::Seq(self.sparse(inner)),
            Word::Array(count) => Value::Tuple((0..count).map(|_| self.value(inner)).collect()),
            Word::Range => Value::Tuple(vec![self.value(inner), self.value(inner)]),
            Word::Pair => Value::Tuple(vec![self.value(inner), self.value(behind(inner))]),
            Word::Named(named) => self.named(&SPEC.types[usize::from(named)]),
        }
    }

    fn wide(&mut self) -> u128 {
        let (low, high) = (self.choices.number(Word::U64), self.choices.number(Word::U64));
        let high = if self.choices.once_in(2) { high } else { 0 };
        u128::from(high) << 64 | u128::from(low)
    }

    fn option(&mut self, inner: &[Word]) -> Value {
        let some = self.choices.once_in(2);
        let value = if some { self.value(inner) } else { self.simplest(inner) };
        Value::Option(some, Box::new(value))
    }

    /// The value that no choices make; nothing inside of many others, where a type could hold itself.
    pub(super) fn simplest(&self, words: &[Word]) -> Value {
        let mut none = Choices::new(&[]);
        let mut maker = Maker::new(self.edition, self.target, 0, &mut none);
        maker.depth = self.depth + 1;
        if maker.depth > DEEP { Value::Tuple(Vec::new()) } else { maker.value(words) }
    }

    /// A semantic version: numbers, and now and then marks behind them.
    fn version(&mut self) -> String {
        let mut text = [(); 3].map(|()| self.choices.number(Word::U64).to_string()).join(".");
        for (sign, marks) in [('-', ["0", "rc.1", "a-1.0b"]), ('+', ["007", "b.0", "-"])] {
            if self.choices.once_in(3) {
                text.push(sign);
                text.push_str(self.choices.one(&marks).unwrap_or(&"0"));
            }
        }
        text
    }

    fn named(&mut self, ty: &'static TypeDef) -> Value {
        match &ty.kind {
            TypeKind::Newtype { ty, none: Some(none), .. } if self.choices.once_in(4) => {
                Value::Number(ty.first().copied().unwrap_or(Word::U64), *none)
            }
            TypeKind::Newtype { ty, only: Only::Numbers(numbers), .. } => {
                Value::Number(ty.first().copied().unwrap_or(Word::U64), self.choices.one(numbers).copied().unwrap_or(0))
            }
            TypeKind::Newtype { only: Only::Versions, .. } => Value::Text(self.version()),
            TypeKind::Newtype { ty, .. } => self.value(ty),
            TypeKind::Enum { .. } => self.variant(ty, |_| true),
            TypeKind::Row { word, names } => {
                let here = names.iter().filter(|name| name.range.contains(self.edition));
                Value::Fields(
                    &ty.name,
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
            TypeKind::Blocks(table) => self.blocks(table),
            _ => {
                let outer = std::mem::take(&mut self.counts);
                let fields = ty.fields();
                let mut made = self.each(fields, |maker, field| (&*field.name, maker.measured(fields, field)));
                self.counts = outer;
                if self.well_formed {
                    sort(ty, self.edition, &mut made);
                }
                Value::Fields(&ty.name, made)
            }
        }
    }

    /// One of the wanted variants that the release has.
    pub(super) fn variant(&mut self, ty: &'static TypeDef, wanted: impl Fn(&str) -> bool) -> Value {
        let here: Vec<(u64, &'static Variant)> =
            (0..).zip(ty.variants(self.edition)).filter(|(_, variant)| wanted(&variant.name)).collect();
        let Some((index, variant)) = self.choices.one(&here).copied() else { return Value::Tuple(Vec::new()) };
        let types: Vec<Value> = each_type(&variant.ty).map(|words| self.value(words)).collect();
        let fields = self.here(&variant.fields).map(|field| self.value(&field.ty));
        Value::Variant(index, &variant.name, types.into_iter().chain(fields).collect())
    }
}
