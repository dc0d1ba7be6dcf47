//! One payload, field by field: the description says what comes next, the parser's value and the verifier's field say
//! each what it is. Nothing is looked up by path, so elements of maps, pairs and nameless contents need none.

use cwasm_spec::model::{Field, TypeDef, TypeKind, Variant, Word};
use cwasm_spec::query::{Target, behind, each_type};
use cwasm_spec::version::Edition;
use cwasm_verify::SPEC;
use cwasm_verify::fields::{FieldPlace, Part};

use super::member::is_called;
use crate::tree::Tree;
use crate::{Outcome, ensure};

/// A comparison on its way through the verifier's fields.
pub(super) struct Comparison<'a> {
    file: &'a [u8],
    edition: Edition,
    target: Target<'a>,
    pub(super) fields: std::slice::Iter<'a, &'a FieldPlace>,
    /// Where the last field was, for messages.
    path: &'a str,
    /// Where it ended in the file.
    end: u64,
    /// Whether numbers are big-endian here.
    big: bool,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(file: &'a [u8], edition: Edition, target: Target<'a>, fields: &'a [&'a FieldPlace]) -> Self {
        Self { file, edition, target, fields: fields.iter(), path: "", end: 0, big: false }
    }

    /// The same where numbers of the wire that is the file's are big-endian.
    pub(super) fn ordered(self, big: bool) -> Self {
        Self { big, ..self }
    }

    /// Compares the inside of a section, to the last field.
    pub(super) fn layout(mut self, name: &str, tree: &Tree) -> Outcome {
        let layout = SPEC.type_named(name).ok_or_else(|| format!("no layout {name}"))?;
        self.fields_of(layout.fields(), tree)?;
        ensure(self.fields.next().is_none(), || format!("the verifier read more behind {}", self.path))
    }

    /// The fields that release and target have.
    pub(super) fn here<'f>(&self, fields: &'f [Field]) -> Vec<&'f Field> {
        let has = |field: &&Field| {
            field.range.contains(self.edition)
                && (field.arch.is_empty() || self.target.is_architecture(&field.arch))
                && (field.not_arch.is_empty() || !self.target.is_architecture(&field.not_arch))
        };
        fields.iter().filter(has).collect()
    }

    pub(super) fn missing(&self, name: &str) -> String {
        format!("behind {} the parser has no {name}", self.path)
    }

    pub(super) fn differs(&self, tree: &Tree, other: impl std::fmt::Debug) -> String {
        format!("{} is {tree:?} to the parser, but {other:?} to the verifier", self.path)
    }

    /// The bytes of the next field.
    fn next(&mut self, part: Part) -> Result<(&'a [u8], bool), String> {
        let field = self.fields.next().ok_or_else(|| format!("the verifier read nothing behind {}", self.path))?;
        (self.path, self.end) = (&field.path, field.range.end);
        ensure(field.part == part, || format!("{} is {:?} to the verifier, not {part:?}", self.path, field.part))?;
        let bounds = usize::try_from(field.range.start).ok().zip(usize::try_from(field.range.end).ok());
        let bytes = bounds.and_then(|(start, end)| self.file.get(start..end));
        Ok((bytes.ok_or_else(|| format!("{field:?} lies outside of the file"))?, field.varint))
    }

    /// The bytes of the next field, whatever they mean.
    pub(super) fn bytes(&mut self, part: Part) -> Result<&'a [u8], String> {
        self.next(part).map(|(bytes, _)| bytes)
    }

    /// Some bytes of the file.
    pub(super) fn file_bytes(&self, range: std::ops::Range<u64>) -> &'a [u8] {
        let bounds = usize::try_from(range.start).ok().zip(usize::try_from(range.end).ok());
        bounds.and_then(|(start, end)| self.file.get(start..end)).unwrap_or_default()
    }

    /// Goes on behind the zeros that fill up what was last.
    pub(super) fn skip_padding(&mut self) {
        if self.fields.as_slice().first().is_some_and(|field| field.path.ends_with(".padding")) {
            self.fields.next();
        }
    }

    /// Where the last field ended.
    pub(super) fn end_of_last(&self) -> u64 {
        self.end
    }

    /// The next field as an unsigned number.
    pub(super) fn number(&mut self, part: Part) -> Result<u128, String> {
        let (bytes, varint) = self.next(part)?;
        let bits = if varint { 7 } else { 8 };
        let push = |number: u128, byte: &u8| number.wrapping_shl(bits) | (u128::from(*byte) & ((1 << bits) - 1));
        Ok(if self.big { bytes.iter().fold(0, push) } else { bytes.iter().rev().fold(0, push) })
    }

    /// The next field as a signed number: of a varint by turns, else of as many bits as it has.
    fn signed(&mut self) -> Result<i64, String> {
        let varint = self.fields.as_slice().first().is_some_and(|field| field.varint);
        let width = self.fields.as_slice().first().map_or(8, |field| field.range.end - field.range.start);
        let number = self.number(Part::Value)? as u64;
        let half = (number >> 1) as i64;
        Ok(match (varint, width) {
            (true, _) => half ^ -((number & 1) as i64),
            (false, 4) => i64::from(number as u32 as i32),
            (false, _) => number as i64,
        })
    }

    /// The parser's value against what the verifier read as the type that the words begin with.
    pub(super) fn value(&mut self, words: &[Word], tree: &Tree) -> Outcome {
        let Some((word, inner)) = words.split_first() else { return Err("a type without words".to_owned()) };
        match (word, tree) {
            (Word::Named(index), _) => match SPEC.types.get(usize::from(*index)) {
                Some(ty) => self.declared(ty, tree),
                None => Err("a type that is not declared".to_owned()),
            },
            (Word::Bool, Tree::Bool(value)) => self.equal(tree, u128::from(*value)),
            (Word::I32 | Word::I64, Tree::Signed(value)) => {
                let read = self.signed()?;
                ensure(read == *value, || self.differs(tree, read))
            }
            (_, Tree::Unsigned(value)) => self.equal(tree, *value),
            (Word::String, _) => {
                let length = self.number(Part::Length)?;
                self.text(tree, length)
            }
            (Word::Bytes(_), Tree::List(list)) => {
                let (bytes, _) = self.next(Part::Value)?;
                let same =
                    list.iter().eq(bytes.iter().map(|byte| Tree::Unsigned((*byte).into())).collect::<Vec<_>>().iter());
                ensure(same, || self.differs(tree, bytes))
            }
            (Word::Option, Tree::Option(some)) => self.option(inner, some.as_deref()),
            (Word::PackedOption, Tree::Option(None)) => self.equal(tree, u128::from(u32::MAX)),
            (Word::PackedOption, Tree::Option(Some(some))) => self.value(inner, some),
            (Word::Seq | Word::Set, Tree::List(list)) => {
                self.count(list.len())?;
                list.iter().try_for_each(|element| self.value(inner, element))
            }
            (Word::Map, Tree::List(list)) => {
                self.count(list.len())?;
                list.iter().try_for_each(|pair| self.pair(inner, behind(inner), pair))
            }
            (Word::Array(count), Tree::List(list)) if list.len() == usize::from(*count) => {
                list.iter().try_for_each(|element| self.value(inner, element))
            }
            (Word::Pair, _) => self.pair(inner, behind(inner), tree),
            (Word::Range, _) => self.pair(inner, inner, tree),
            (Word::Sparse, Tree::Fields(fields)) => self.sparse(inner, fields),
            _ => Err(self.differs(tree, word)),
        }
    }

    fn equal(&mut self, tree: &Tree, value: u128) -> Outcome {
        let read = self.number(Part::Value)?;
        ensure(read == value, || self.differs(tree, read))
    }

    fn count(&mut self, elements: usize) -> Outcome {
        let read = self.number(Part::Length)?;
        ensure(read == elements as u128, || format!("{}: {elements} elements, {read} in the file", self.path))
    }

    pub(super) fn text(&mut self, tree: &Tree, length: u128) -> Outcome {
        let (bytes, _) = self.next(Part::Text)?;
        let same = matches!(tree, Tree::Text(text) if text.as_bytes() == bytes) && bytes.len() as u128 == length;
        ensure(same, || self.differs(tree, bytes))
    }

    fn option(&mut self, inner: &[Word], some: Option<&Tree>) -> Outcome {
        let tag = self.number(Part::Option)?;
        ensure(tag == u128::from(some.is_some()), || format!("{}: {some:?}, but {tag} in the file", self.path))?;
        some.map_or(Ok(()), |some| self.value(inner, some))
    }

    /// Two values: a tuple, or the ends of a range by name.
    fn pair(&mut self, first: &[Word], second: &[Word], tree: &Tree) -> Outcome {
        let (one, other) = match tree {
            Tree::List(list) if list.len() == 2 => (&list[0], &list[1]),
            Tree::Fields(fields) if fields.len() == 2 => (&fields[0].1, &fields[1].1),
            _ => return Err(self.differs(tree, "a pair")),
        };
        self.value(first, one)?;
        self.value(second, other)
    }

    /// The default, then an option for each entry. If the type is an option, the default is written as one too.
    fn sparse(&mut self, words: &[Word], fields: &[(&str, Tree)]) -> Outcome {
        let [(_, default), (_, Tree::List(entries))] = fields else { return Err("no sparse list".to_owned()) };
        self.count(entries.len() + 1)?;
        let inner = match words {
            [Word::Option, inner @ ..] => {
                self.option(inner, Some(default))?;
                inner
            }
            inner => {
                self.value(inner, default)?;
                inner
            }
        };
        entries.iter().try_for_each(|entry| match entry {
            Tree::Option(some) => self.option(inner, some.as_deref()),
            _ => Err(self.differs(entry, "an option")),
        })
    }

    fn declared(&mut self, ty: &TypeDef, tree: &Tree) -> Outcome {
        match &ty.kind {
            TypeKind::Newtype { ty, .. } => self.value(ty, tree),
            TypeKind::Enum { .. } => self.variant(ty, tree),
            TypeKind::Row { word, names } => {
                let values = match tree {
                    Tree::Fields(fields) => fields.first().map(|(_, values)| values),
                    _ => None,
                };
                let Some(Tree::List(values)) = values else { return Err(self.differs(tree, "a row")) };
                let count = names.iter().filter(|name| name.range.contains(self.edition)).count();
                ensure(count == values.len(), || format!("{}: {count} names, {} values", ty.name, values.len()))?;
                values.iter().try_for_each(|value| self.value(&[*word], value))
            }
            TypeKind::Bits { reprs, .. } => {
                let repr = reprs.iter().find(|repr| repr.range.contains(self.edition));
                let repr = repr.ok_or_else(|| format!("{} has no integer", ty.name))?;
                self.value(&[repr.word], tree)
            }
            TypeKind::Blocks(blocks) => self.blocks(blocks, tree),
            _ => self.fields_of(ty.fields(), tree),
        }
    }

    fn variant(&mut self, ty: &TypeDef, tree: &Tree) -> Outcome {
        let index = self.number(Part::Variant)?;
        let variant: Option<&Variant> =
            usize::try_from(index).ok().and_then(|index| ty.variants(self.edition).nth(index));
        let (Some(variant), Tree::Variant(name, held)) = (variant, tree) else {
            return Err(self.differs(tree, index));
        };
        ensure(is_called(name, &variant.name), || self.differs(tree, &variant.name))?;
        match held.as_slice() {
            [fields] if !variant.fields.is_empty() => self.fields_of(&variant.fields, fields),
            held => {
                let types: Vec<&[Word]> = each_type(&variant.ty).collect();
                ensure(types.len() == held.len(), || self.differs(tree, &variant.ty))?;
                types.into_iter().zip(held).try_for_each(|(words, held)| self.value(words, held))
            }
        }
    }
}
