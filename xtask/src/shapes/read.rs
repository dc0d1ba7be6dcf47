//! Traced shapes as a value; spec/shapes/README.md says what the files look like.

use std::collections::BTreeMap;

use serde_json::Value;

/// What was traced of one release.
pub(crate) struct Shapes {
    /// By their names in Wasmtime.
    pub(crate) types: BTreeMap<String, Shape>,
}

/// A traced type.
pub(crate) enum Shape {
    /// Names and types of the fields, in their order.
    Struct(Vec<(String, Traced)>),
    /// Names and contents of the variants, in the order of their indices. Content without names has empty ones.
    Enum(Vec<(String, Vec<(String, Traced)>)>),
    /// On the wire, it is another type.
    Same(Traced),
}

/// The type of a field as it was traced.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Traced {
    /// A built-in type: `u8`, `nonzero-u32`, `string` ...
    Plain(String),
    Option(Box<Self>),
    Seq(Box<Self>),
    /// A secondary map: entries that equal the default may be left out.
    Sparse(Box<Self>),
    Map(Box<Self>, Box<Self>),
    Array(u16, Box<Self>),
    /// A pair, range, or longer tuple.
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
    Ok(Shapes { types: types.collect::<Result<_, _>>()? })
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
            Value::String(words) => all(words)?.into_iter().map(|ty| (String::new(), ty)).collect(),
            Value::Array(fields) => named(fields)?,
            _ => Vec::new(),
        };
        Some((variant[0].as_str()?.to_owned(), content))
    });
    variants.collect::<Option<_>>().map(Shape::Enum)
}

fn named(fields: &[Value]) -> Option<Vec<(String, Traced)>> {
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
    Some(match word.split('[').next()? {
        "option" => Traced::Option(Box::new(next(words)?)),
        "seq" => Traced::Seq(Box::new(next(words)?)),
        "sparse" => Traced::Sparse(Box::new(next(words)?)),
        "map" => Traced::Map(Box::new(next(words)?), Box::new(next(words)?)),
        "pair" => Traced::Tuple(vec![next(words)?, next(words)?]),
        "range" => {
            let end = next(words)?;
            Traced::Tuple(vec![end.clone(), end])
        }
        "array" => Traced::Array(count(words)?, Box::new(next(words)?)),
        "tuple" => {
            let count = count(words)?;
            Traced::Tuple((0..count).map(|_| next(words)).collect::<Option<_>>()?)
        }
        // None is said by a number that no index has: on the wire it is the index.
        "packed-option" => next(words)?,
        plain if PLAIN.contains(&plain) => Traced::Plain(plain.to_owned()),
        _ => Traced::Named(word.to_owned()),
    })
}
