//! Chains of words as Rust: the type, and the expressions that read and write a value of it.
//! Words that no reachable type uses yet name primitives that `src/wire/` gets when the first one does.

use cwasm_spec::model::{Spec, Word};

use crate::library::naming;

/// The Rust type of a chain.
pub(super) fn ty(spec: &Spec, words: &[Word]) -> String {
    chain(spec, words).ty
}

/// An expression that reads a value: a `Result`, over `wire` and `release`.
pub(super) fn read(spec: &Spec, words: &[Word]) -> String {
    chain(spec, words).read
}

/// An expression that writes a value: a `Result`, over `wire` and `release`.
pub(super) fn write(words: &[Word], value: &Value) -> String {
    write_chain(words, value).0
}

/// An expression for a value to be written.
pub(super) enum Value {
    /// A place of the value itself, as `self.target`.
    Place(String),
    /// A reference to it.
    Reference(String),
}

impl Value {
    fn copied(&self) -> String {
        match self {
            Self::Place(text) => text.clone(),
            Self::Reference(text) => format!("*{text}"),
        }
    }

    fn reference(&self) -> String {
        match self {
            Self::Place(text) => format!("&{text}"),
            Self::Reference(text) => text.clone(),
        }
    }

    /// What a method is called on.
    fn text(&self) -> &str {
        match self {
            Self::Place(text) | Self::Reference(text) => text,
        }
    }
}

struct Chain<'w> {
    ty: String,
    read: String,
    rest: &'w [Word],
}

fn chain<'w>(spec: &Spec, words: &'w [Word]) -> Chain<'w> {
    let Some((word, rest)) = words.split_first() else {
        return Chain { ty: "()".to_owned(), read: "Ok(())".to_owned(), rest: words };
    };
    let plain = |ty: &str, method: &str| Chain { ty: ty.to_owned(), read: format!("wire.{method}()"), rest };
    match word {
        Word::U8 => plain("u8", "u8"),
        Word::U16 => plain("u16", "u16"),
        Word::U32 => plain("u32", "u32"),
        Word::U64 => plain("u64", "u64"),
        Word::NonZeroU32 => plain("NonZeroU32", "nonzero_u32"),
        Word::Bool => plain("bool", "bool"),
        Word::String => plain("String", "string"),
        Word::Bytes(size) => plain(&format!("[u8; {size}]"), "bytes"),
        Word::Named(index) => {
            let name = spec.types.get(usize::from(*index)).map_or_else(String::new, |ty| naming::pascal(&ty.name));
            Chain { read: format!("{name}::read(wire, release)"), ty: name, rest }
        }
        Word::Option => {
            let inner = chain(spec, rest);
            let read = format!("wire.option(|wire| {})", inner.read);
            Chain { ty: format!("Option<{}>", inner.ty), read, rest: inner.rest }
        }
        Word::Seq => {
            let inner = chain(spec, rest);
            Chain {
                ty: format!("Vec<{}>", inner.ty),
                read: format!("wire.seq(|wire| {})", inner.read),
                rest: inner.rest,
            }
        }
        Word::Array(size) => {
            let inner = chain(spec, rest);
            let read = format!("wire.array(|wire| {})", inner.read);
            Chain { ty: format!("[{}; {size}]", inner.ty), read, rest: inner.rest }
        }
        Word::Map | Word::Pair => {
            let first = chain(spec, rest);
            let second = chain(spec, first.rest);
            let (method, pair) =
                (if *word == Word::Map { "map" } else { "pair" }, format!("({}, {})", first.ty, second.ty));
            Chain {
                ty: if *word == Word::Map { format!("Vec<{pair}>") } else { pair },
                read: format!("wire.{method}(|wire| {}, |wire| {})", first.read, second.read),
                rest: second.rest,
            }
        }
    }
}

fn write_chain<'w>(words: &'w [Word], value: &Value) -> (String, &'w [Word]) {
    let Some((word, rest)) = words.split_first() else { return ("Ok(())".to_owned(), words) };
    let inner = |rest: &'w [Word]| write_chain(rest, &Value::Reference("value".to_owned()));
    let copied = |method: &str| (format!("wire.{method}({})", value.copied()), rest);
    match word {
        Word::U8 => copied("u8"),
        Word::U16 => copied("u16"),
        Word::U32 => copied("u32"),
        Word::U64 => copied("u64"),
        Word::NonZeroU32 => copied("nonzero_u32"),
        Word::Bool => copied("bool"),
        Word::String => (format!("wire.string({})", value.reference()), rest),
        Word::Bytes(_) => (format!("wire.bytes({})", value.reference()), rest),
        Word::Named(_) => (format!("{}.write(wire, release)", value.text()), rest),
        Word::Option => {
            let (write, rest) = inner(rest);
            (format!("wire.option({}.as_ref(), |wire, value| {write})", value.text()), rest)
        }
        Word::Seq | Word::Array(_) => {
            let method = if *word == Word::Seq { "seq" } else { "array" };
            let (write, rest) = inner(rest);
            (format!("wire.{method}({}, |wire, value| {write})", value.reference()), rest)
        }
        Word::Map | Word::Pair => {
            let method = if *word == Word::Map { "map" } else { "pair" };
            let (first, rest) = inner(rest);
            let (second, rest) = inner(rest);
            (format!("wire.{method}({}, |wire, value| {first}, |wire, value| {second})", value.reference()), rest)
        }
    }
}

/// How many words the first type of a list of types takes.
pub(super) fn length(words: &[Word]) -> usize {
    let mut missing = 1_usize;
    let mut length = 0_usize;
    for word in words {
        length = length.saturating_add(1);
        missing = match word {
            Word::Option | Word::Seq | Word::Array(_) => missing,
            Word::Map | Word::Pair => missing.saturating_add(1),
            _ => missing.saturating_sub(1),
        };
        if missing == 0 {
            break;
        }
    }
    length
}
