//! Types as text in the description's words, from both sides: what is described, and what was traced.

use cwasm_spec::model::{Field, Only, TypeDef, TypeKind, Word};

use super::names::Names;
use super::read::Traced;

/// A described type as text.
#[derive(Default)]
pub(crate) struct Said {
    /// As the description has it.
    pub(crate) words: String,
    /// As it can be traced: what is in types that are not traced, in place of these.
    pub(crate) traced: String,
    /// These types.
    pub(crate) inlined: Vec<u16>,
}

impl Names<'_> {
    /// What a traced type is called, in words.
    pub(crate) fn traced(&self, traced: &Traced) -> String {
        match traced {
            Traced::Plain(name) => name.clone(),
            Traced::Named(name) => self.of(name),
            Traced::Option(inner) => format!("option {}", self.traced(inner)),
            Traced::Packed(inner) => format!("packed-option {}", self.traced(inner)),
            Traced::Range(inner) => format!("range {}", self.traced(inner)),
            Traced::Seq(_, inner) => format!("seq {}", self.traced(inner)),
            Traced::Sparse(_, inner) => format!("sparse {}", self.traced(inner)),
            Traced::Map(key, value) if is_plain(value, "unit") => format!("set {}", self.traced(key)),
            Traced::Map(key, value) => format!("map {} {}", self.traced(key), self.traced(value)),
            Traced::Array(count, inner) if is_plain(inner, "u8") => format!("bytes {count}"),
            Traced::Array(count, inner) => format!("array {count} {}", self.traced(inner)),
            Traced::Tuple(items) if items.len() == 2 => format!("pair {}", self.all(items)),
            Traced::Tuple(items) => format!("tuple {} {}", items.len(), self.all(items)),
        }
    }

    /// Several types, one behind the other.
    pub(crate) fn all(&self, traced: &[Traced]) -> String {
        traced.iter().map(|ty| self.traced(ty)).collect::<Vec<_>>().join(" ")
    }

    /// What a described type is called, in words.
    pub(crate) fn described(&self, words: &[Word]) -> Said {
        let mut inlined = Vec::new();
        let texts = words.iter().map(|word| match *word {
            Word::Named(index) if !self.is_traced(index) => {
                let inside = self.spec.types.get(usize::from(index)).and_then(|ty| self.inside(ty));
                inlined.extend(inside.is_some().then_some(index));
                inside.unwrap_or_else(|| self.word(*word))
            }
            word => self.word(word),
        });
        let traced = texts.collect::<Vec<_>>().join(" ");
        let words = words.iter().map(|word| self.word(*word)).collect::<Vec<_>>().join(" ");
        Said { words, traced, inlined }
    }

    /// What is in a type, if that can stand in place of it: a pair, an integer of bits, or all values in place of some.
    fn inside(&self, ty: &TypeDef) -> Option<String> {
        match &ty.kind {
            TypeKind::Struct { fields } => {
                let fields: Vec<&Field> = fields.iter().filter(|field| field.range.contains(self.edition)).collect();
                let [first, second] = *fields else { return None };
                let words = first.ty.iter().chain(second.ty.iter()).map(|word| self.word(*word));
                Some(format!("pair {}", words.collect::<Vec<_>>().join(" ")))
            }
            TypeKind::Newtype { ty, only, .. } if *only != Only::All => {
                Some(ty.iter().map(|word| self.word(*word)).collect::<Vec<_>>().join(" "))
            }
            TypeKind::Bits { reprs, .. } => {
                let repr = reprs.iter().find(|repr| repr.range.contains(self.edition))?;
                Some(self.word(repr.word))
            }
            _ => None,
        }
    }

    /// A word as the description spells it.
    fn word(&self, word: Word) -> String {
        let text = match word {
            Word::U8 => "u8",
            Word::U16 => "u16",
            Word::U32 => "u32",
            Word::U64 => "u64",
            Word::U128 => "u128",
            Word::I32 => "i32",
            Word::I64 => "i64",
            Word::NonZeroU32 => "nonzero-u32",
            Word::Bool => "bool",
            Word::String => "string",
            Word::Option => "option",
            Word::PackedOption => "packed-option",
            Word::Range => "range",
            Word::Seq => "seq",
            Word::Sparse => "sparse",
            Word::Set => "set",
            Word::Map => "map",
            Word::Pair => "pair",
            Word::Bytes(count) => return format!("bytes {count}"),
            Word::Array(count) => return format!("array {count}"),
            Word::Blob => "blob",
            Word::Named(index) => self.spec.types.get(usize::from(index)).map_or("", |ty| &*ty.name),
        };
        text.to_owned()
    }
}

/// Whether a described type can be traced so. That a sequence holds no value twice is not in a trace.
pub(crate) fn is_same(described: &str, traced: &str) -> bool {
    let seen = |word| if word == "set" { "seq" } else { word };
    described == traced || described.split(' ').map(seen).eq(traced.split(' '))
}

fn is_plain(traced: &Traced, name: &str) -> bool {
    matches!(traced, Traced::Plain(plain) if plain == name)
}
