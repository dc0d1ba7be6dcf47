//! Traced shapes as a value; spec/shapes/README.md says what the files look like.

use std::collections::BTreeMap;

use serde_json::Value;

/// What was traced of one release.
pub(crate) struct Shapes {
    /// The payloads, by name: what each is, one type behind the other.
    pub(crate) roots: BTreeMap<String, Vec<Traced>>,
    /// By their names in Wasmtime.
    pub(crate) types: BTreeMap<String, Shape>,
}

/// A traced type.
pub(crate) enum Shape {
    /// Fields, in their order.
    Struct(Vec<Named>),
    /// Names and contents of the variants, in the order of their indices.
    Enum(Vec<(String, Content)>),
    /// On the wire, it is another type.
    Same(Traced),
}

/// A traced field: its name and its type.
pub(crate) type Named = (String, Traced);

/// What a variant holds.
pub(crate) enum Content {
    /// Types one behind the other, or nothing.
    Types(Vec<Traced>),
    /// Named fields.
    Fields(Vec<Named>),
}

/// A type as it was traced.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Traced {
    /// A built-in type: `u8`, `nonzero-u32`, `string` ...
    Plain(String),
    Option(Box<Self>),
    /// An index whose greatest value means none.
    Packed(Box<Self>),
    /// Start and end.
    Range(Box<Self>),
    /// Elements, and the name of the type that counts them if there is one.
    Seq(Option<String>, Box<Self>),
    /// A secondary map: entries that equal the default may be left out.
    Sparse(Option<String>, Box<Self>),
    Map(Box<Self>, Box<Self>),
    Array(u16, Box<Self>),
    /// A pair or longer tuple.
    Tuple(Vec<Self>),
    /// A traced type.
    Named(String),
}

/// The built-in types.
const PLAIN: &[&str] = &[
    "bool",
    "char",
    "f32",
    "f64",
    "i8",
    "i16",
    "i32",
    "i64",
    "i128",
    "u8",
    "u16",
    "u32",
    "u64",
    "u128",
    "string",
    "bytes",
    "nonzero-u32",
    "nonzero-u64",
    "unit",
];

pub(crate) fn shapes(text: &str) -> Result<Shapes, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let types = value["types"].as_object().ok_or("there are no types")?;
    let types = types.iter().map(|(name, shape)| {
        let shape = read(shape).ok_or(format!("`{name}` is not a shape"))?;
        Ok::<_, String>((name.clone(), shape))
    });
    let roots = value["roots"].as_object().ok_or("there are no roots")?;
    let roots = roots.iter().map(|(name, words)| {
        let root = words.as_str().and_then(one).ok_or(format!("`{name}` is not a root"))?;
        Ok::<_, String>((name.clone(), if let Traced::Tuple(items) = root { items } else { vec![root] }))
    });
    Ok(Shapes { roots: roots.collect::<Result<_, _>>()?, types: types.collect::<Result<_, _>>()? })
}

fn read(shape: &Value) -> Option<Shape> {
    if let Some(words) = shape["same"].as_str() {
        return one(words).map(Shape::Same);
    }
    if let Some(fields) = shape["struct"].as_array() {
        return named(fields).map(Shape::Struct);
    }
    let variants = shape["enum"].as_array()?.iter().map(|variant| {
        let content = match &variant[1] {
            Value::String(words) => Content::Types(all(words)?),
            Value::Array(fields) if !fields.is_empty() => Content::Fields(named(fields)?),
            _ => Content::Types(Vec::new()),
        };
        Some((variant[0].as_str()?.to_owned(), content))
    });
    variants.collect::<Option<_>>().map(Shape::Enum)
}

fn named(fields: &[Value]) -> Option<Vec<Named>> {
    fields.iter().map(|field| Some((field[0].as_str()?.to_owned(), one(field[1].as_str()?)?))).collect()
}

/// The only type of a chain of words.
fn one(words: &str) -> Option<Traced> {
    let mut types = all(words)?;
    types.pop().filter(|_| types.is_empty())
}

/// The types of a chain of words, one behind the other.
fn all(words: &str) -> Option<Vec<Traced>> {
    let mut words = words.split_whitespace().peekable();
    let mut types = Vec::new();
    while words.peek().is_some() {
        types.push(next(&mut words)?);
    }
    Some(types)
}

fn next<'a>(words: &mut impl Iterator<Item = &'a str>) -> Option<Traced> {
    let word = words.next()?;
    let count = |words: &mut dyn Iterator<Item = &'a str>| words.next()?.parse::<u16>().ok();
    let (kind, by) = match word.strip_suffix(']').and_then(|word| word.split_once('[')) {
        Some((kind, by)) => (kind, Some(by.to_owned())),
        None => (word, None),
    };
    Some(match kind {
        "option" => Traced::Option(Box::new(next(words)?)),
        "packed-option" => Traced::Packed(Box::new(next(words)?)),
        "range" => Traced::Range(Box::new(next(words)?)),
        "seq" => Traced::Seq(by, Box::new(next(words)?)),
        "sparse" => Traced::Sparse(by, Box::new(next(words)?)),
        "map" => Traced::Map(Box::new(next(words)?), Box::new(next(words)?)),
        "array" => Traced::Array(count(words)?, Box::new(next(words)?)),
        "pair" => Traced::Tuple(vec![next(words)?, next(words)?]),
        "tuple" => {
            let count = count(words)?;
            Traced::Tuple((0..count).map(|_| next(words)).collect::<Option<_>>()?)
        }
        plain if PLAIN.contains(&plain) => Traced::Plain(plain.to_owned()),
        _ => Traced::Named(word.to_owned()),
    })
}

impl Shapes {
    /// The names of the types that count elements somewhere. A newtype cannot say what counts in it.
    pub(crate) fn counters(&self) -> Vec<&str> {
        let mut counters = Vec::new();
        self.roots.values().flatten().for_each(|root| root.counters(&mut counters));
        for shape in self.types.values() {
            match shape {
                Shape::Same(_) => {}
                Shape::Struct(fields) => fields.iter().for_each(|(_, ty)| ty.counters(&mut counters)),
                Shape::Enum(variants) => {
                    variants.iter().flat_map(|(_, content)| content.types()).for_each(|ty| ty.counters(&mut counters));
                }
            }
        }
        counters
    }
}

impl Content {
    /// The types in it, named or not.
    pub(crate) fn types(&self) -> Vec<&Traced> {
        match self {
            Self::Types(types) => types.iter().collect(),
            Self::Fields(fields) => fields.iter().map(|(_, ty)| ty).collect(),
        }
    }
}

impl Traced {
    fn counters<'a>(&'a self, found: &mut Vec<&'a str>) {
        match self {
            Self::Plain(_) | Self::Named(_) => {}
            Self::Option(inner) | Self::Packed(inner) | Self::Range(inner) | Self::Array(_, inner) => {
                inner.counters(found);
            }
            Self::Seq(by, inner) | Self::Sparse(by, inner) => {
                found.extend(by.as_deref());
                inner.counters(found);
            }
            Self::Map(key, value) => [key, value].iter().for_each(|inner| inner.counters(found)),
            Self::Tuple(items) => items.iter().for_each(|inner| inner.counters(found)),
        }
    }
}
