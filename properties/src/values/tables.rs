//! Fields whose number of elements or bytes stands in an earlier field, and tables in blocks, whose entries are decoded
//! here once more: from the bytes that the verifier took for each.

use std::collections::BTreeMap;
use std::ops::Range;

use cwasm_spec::model::{BlockForm, Blocks, Field, Times, Word};
use cwasm_verify::fields::Part;

use super::compare::Comparison;
use super::member::member;
use crate::tree::Tree;
use crate::{Outcome, ensure};

/// Whether a field is only the length, count or size of others.
fn measures(fields: &[Field], field: &Field) -> bool {
    let counts = |other: &Field| matches!(&other.times, Times::Field { name, .. } if *name == field.name);
    fields.iter().any(|other| counts(other) || other.length == field.name || other.bytes == field.name)
}

impl Comparison<'_> {
    /// Fields one behind the other. The parser keeps none that only measures others.
    pub(super) fn fields_of(&mut self, fields: &[Field], tree: &Tree) -> Outcome {
        let mut measured: BTreeMap<&str, u128> = BTreeMap::new();
        for field in self.here(fields) {
            if measures(fields, field) {
                measured.insert(&field.name, self.number(Part::Value)?);
                continue;
            }
            let value = member(tree, field).ok_or_else(|| self.missing(&field.name))?;
            self.field(field, value, &measured)?;
            self.skip_padding();
        }
        Ok(())
    }

    fn field(&mut self, field: &Field, tree: &Tree, measured: &BTreeMap<&str, u128>) -> Outcome {
        let number = |name: &str| measured.get(name).copied();
        match (&field.times, &*field.ty, tree) {
            (Times::Own, [Word::Blob], Tree::List(list)) => {
                let length = number(&field.length).unwrap_or(list.len() as u128);
                let bytes = self.bytes(Part::Opaque)?;
                let same = list.iter().cloned().eq(bytes.iter().map(|byte| Tree::Unsigned((*byte).into())));
                ensure(same && bytes.len() as u128 == length, || self.differs(tree, bytes))
            }
            (Times::Own, ..) if !field.length.is_empty() => self.text(tree, number(&field.length).unwrap_or_default()),
            (Times::Own, words, _) => self.value(words, tree),
            (times, [_, element @ ..], Tree::List(list)) => {
                if let Times::Field { name, per } = times {
                    let count = number(name).map(|number| number / u128::from(*per));
                    ensure(count == Some(list.len() as u128), || format!("{}: {count:?} elements", field.name))?;
                }
                list.iter().try_for_each(|value| self.value(element, value))
            }
            _ => Err(self.differs(tree, &field.name)),
        }
    }

    /// The table in blocks that fills the rest of the section.
    pub(super) fn blocks(&mut self, blocks: &Blocks, tree: &Tree) -> Outcome {
        let Tree::List(entries) = tree else { return Err(self.differs(tree, "a table")) };
        let count = self.number(Part::Value)?;
        let block_count = self.number(Part::Value)?;
        let mut index = Vec::new();
        for _ in 0..block_count {
            index.push((self.number(Part::Value)?, self.number(Part::Value)?));
        }
        let bodies = self.end_of_last();
        let places = self.places()?;
        ensure(places.len() == entries.len(), || {
            format!("{} entries, the verifier read {} of {count}", entries.len(), places.len())
        })?;
        let mut last = Chain::default();
        for (number, (entry, place)) in entries.iter().zip(places).enumerate() {
            let block = number as u64 / blocks.per_block;
            let (first, begin) = index.get(block as usize).copied().unwrap_or_default();
            if (number as u64).is_multiple_of(blocks.per_block) {
                let default = self.file_bytes(bodies + begin as u64..bodies + begin as u64 + 1);
                last = Chain { offset: first, value: None, default: default.first().copied() };
            }
            let decoded = last.entry(blocks.value.form, self.file_bytes(place));
            let value = match (decoded.1, blocks.value.form) {
                (Some(value), BlockForm::Default) => Tree::Unsigned(value),
                (value, BlockForm::Chain { .. }) => Tree::Option(value.map(|value| Box::new(Tree::Unsigned(value)))),
                (None, BlockForm::Default) => return Err(format!("entry {number} has no value")),
            };
            let read = vec![Tree::Unsigned(decoded.0), value];
            let same = matches!(entry, Tree::Fields(fields) if fields.iter().map(|(_, value)| value).eq(&read));
            ensure(same, || format!("entry {number} is {entry:?} to the parser, but {read:?} to the verifier"))?;
        }
        Ok(())
    }

    /// Where the verifier read each entry, in the order of their numbers.
    fn places(&mut self) -> Result<Vec<Range<u64>>, String> {
        let mut places = BTreeMap::new();
        for field in self.fields.by_ref() {
            let number = field.path.strip_suffix(']').and_then(|path| path.rsplit_once('['));
            match number.and_then(|(_, number)| number.parse::<u64>().ok()) {
                Some(number) => drop(places.insert(number, field.range.clone())),
                None => ensure(field.path.ends_with(".default"), || format!("{} is no entry", field.path))?,
            }
        }
        Ok(places.into_values().collect())
    }
}

/// What an entry builds on.
#[derive(Default)]
struct Chain {
    offset: u128,
    value: Option<i128>,
    default: Option<u8>,
}

impl Chain {
    /// Offset and value of the entry in some bytes.
    fn entry(&mut self, form: BlockForm, bytes: &[u8]) -> (u128, Option<u128>) {
        let (token, rest) = leb(bytes);
        self.offset += token >> 1;
        let flag = token & 1 != 0;
        let value = match form {
            BlockForm::Default if flag => rest.first().map(|byte| u128::from(*byte)),
            BlockForm::Default => self.default.map(u128::from),
            BlockForm::Chain { .. } if flag => None,
            BlockForm::Chain { .. } => {
                let (number, _) = leb(rest);
                let bits = 7 * rest.len() as u32;
                let negative = self.value.is_some() && number >> (bits - 1) & 1 != 0;
                let difference = number as i128 - if negative { 1 << bits } else { 0 };
                self.value = Some(self.value.unwrap_or(0) + difference);
                self.value.map(|value| value as u128)
            }
        };
        (self.offset, value)
    }
}

/// A LEB128 at the beginning of some bytes, and what is behind it.
fn leb(bytes: &[u8]) -> (u128, &[u8]) {
    let length = bytes.iter().position(|byte| byte & 0x80 == 0).map_or(bytes.len(), |last| last + 1);
    let (own, rest) = bytes.split_at(length);
    (own.iter().rev().fold(0, |number, byte| number << 7 | u128::from(byte & 0x7f)), rest)
}
