//! Chains of words as Rust: the type, and the expressions that read and write a value of it. The type says how it is read
//! and written; words that no reachable type uses yet get their primitives in `src/wire/` when the first one does.

use cwasm_spec::model::{Spec, TypeKind, Word};

use crate::library::naming;

/// The Rust type of a chain.
pub(super) fn ty(spec: &Spec, words: &[Word]) -> String {
    chain(spec, words).0
}

/// The type that the words begin with, and the words behind it.
fn chain<'w>(spec: &Spec, words: &'w [Word]) -> (String, &'w [Word]) {
    let Some((word, rest)) = words.split_first() else { return ("()".to_owned(), words) };
    let around = |ty: &dyn Fn(&str) -> String| {
        let (inner, rest) = chain(spec, rest);
        (ty(&inner), rest)
    };
    let plain = match word {
        Word::U8 => "u8",
        Word::U16 => "u16",
        Word::U32 => "u32",
        Word::U64 => "u64",
        Word::U128 => "u128",
        Word::I32 => "i32",
        Word::I64 => "i64",
        Word::NonZeroU32 => "NonZeroU32",
        Word::Bool => "bool",
        Word::String => "String",
        Word::Blob => "Vec<u8>",
        Word::Bytes(size) => return (format!("[u8; {size}]"), rest),
        Word::Named(index) => {
            let ty = spec.types.get(usize::from(*index));
            return (ty.map_or_else(String::new, |ty| naming::pascal(&ty.name)), rest);
        }
        Word::Option | Word::PackedOption => return around(&|inner| format!("Option<{inner}>")),
        Word::Range => return around(&|inner| format!("std::ops::Range<{inner}>")),
        Word::Seq | Word::Set => return around(&|inner| format!("Vec<{inner}>")),
        Word::Sparse => {
            let (inner, rest) = chain(spec, sparse(rest).1);
            return (format!("Sparse<{inner}>"), rest);
        }
        Word::Array(size) => return around(&|inner| format!("[{inner}; {size}]")),
        Word::Map | Word::Pair => {
            let (first, rest) = chain(spec, rest);
            let (second, rest) = chain(spec, rest);
            let pair = format!("({first}, {second})");
            return (if *word == Word::Map { format!("Vec<{pair}>") } else { pair }, rest);
        }
    };
    (plain.to_owned(), rest)
}

/// An expression that reads a value: a `Result`, over `wire` and `release`.
pub(super) fn read(spec: &Spec, words: &[Word]) -> String {
    if is_packed(words) { read_packed(spec, words) } else { "Value::read(wire, release)".to_owned() }
}

/// The same for a field that some releases lack: an option of the value.
pub(super) fn read_when(spec: &Spec, words: &[Word], test: &str) -> String {
    if is_packed(words) {
        format!("wire.when_by({test}, |wire| {})", read_packed(spec, words))
    } else {
        format!("wire.when({test}, release)")
    }
}

/// An expression that writes a value: a `Result`, over `wire` and `release`.
pub(super) fn write(words: &[Word], value: &Access) -> String {
    if is_packed(words) {
        write_packed(words, &value.reference())
    } else {
        format!("{}.write(wire, release)", value.text())
    }
}

/// The same for a field that some releases lack.
pub(super) fn write_when(words: &[Word], test: &str, value: &Access) -> String {
    let option = value.reference();
    if is_packed(words) {
        format!("wire.when_by({test}, {option}, |wire, value| {})", write_packed(words, "value"))
    } else {
        format!("wire.when({test}, {option}, release)")
    }
}

/// An expression for a value to be written.
pub(super) enum Access {
    /// A place of the value itself, as `self.target`.
    Place(String),
    /// A reference to it.
    Reference(String),
}

impl Access {
    pub(super) fn reference(&self) -> String {
        match self {
            Self::Place(text) => format!("&{text}"),
            Self::Reference(text) => text.clone(),
        }
    }

    /// What a method is called on.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Place(text) | Self::Reference(text) => text,
        }
    }
}

/// Whether an option in it is packed, or a default is an option: in Rust these are the same types as others, so that the
/// type alone does not say how they are read.
fn is_packed(words: &[Word]) -> bool {
    words.contains(&Word::PackedOption) || words.windows(2).any(|pair| pair == [Word::Sparse, Word::Option])
}

/// How a sparse list is read and written, and the words of its elements: if it is one of options, its default is written
/// as one too.
fn sparse(words: &[Word]) -> (&'static str, &[Word]) {
    match words.split_first() {
        Some((Word::Option, rest)) => ("sparse_options", rest),
        _ => ("sparse", words),
    }
}

/// The words around, each a method that is told how to read what is inside.
fn read_packed(spec: &Spec, words: &[Word]) -> String {
    match method(words) {
        Some(("packed_option", inner)) => {
            format!("wire.packed_option().map(|number| number.map({}))", ty(spec, inner))
        }
        Some((method, inner)) => format!("wire.{method}(|wire| {})", read_packed(spec, inner)),
        None => "Value::read(wire, release)".to_owned(),
    }
}

fn write_packed(words: &[Word], value: &str) -> String {
    match method(words) {
        Some(("packed_option", _)) => format!("wire.packed_option({value}.map(|number| number.0))"),
        Some((method, inner)) => format!("wire.{method}({value}, |wire, value| {})", write_packed(inner, "value")),
        None => format!("{value}.write(wire, release)"),
    }
}

/// The method for the first word, and the words of what is inside.
fn method(words: &[Word]) -> Option<(&'static str, &[Word])> {
    let (word, rest) = words.split_first()?;
    let method = match word {
        Word::Option => "option",
        Word::PackedOption => "packed_option",
        Word::Seq | Word::Set => "seq",
        Word::Sparse => return Some(sparse(rest)),
        Word::Array(_) => "array",
        _ => return None,
    };
    Some((method, rest))
}

/// Whether values of a type are small and plain, so that Rust may copy them.
pub(super) fn is_copy(spec: &Spec, words: &[Word]) -> bool {
    let named = |index: u16| spec.types.get(usize::from(index)).is_some_and(|ty| is_copy_kind(spec, &ty.kind));
    words.iter().all(|word| match word {
        Word::String | Word::Blob | Word::Seq | Word::Set | Word::Sparse | Word::Map | Word::Range => false,
        Word::Named(index) => named(*index),
        _ => true,
    })
}

/// The same of a declared type. What contains itself does so in a list or map, and those are not copied.
pub(super) fn is_copy_kind(spec: &Spec, kind: &TypeKind) -> bool {
    match kind {
        TypeKind::Newtype { ty, .. } => is_copy(spec, ty),
        TypeKind::Struct { fields } => fields.iter().all(|field| is_copy(spec, &field.ty)),
        TypeKind::Enum { variants } => variants
            .iter()
            .all(|variant| is_copy(spec, &variant.ty) && variant.fields.iter().all(|field| is_copy(spec, &field.ty))),
        TypeKind::Bits { .. } => true,
        _ => false,
    }
}
