//! A decoded value as the description shapes it, and its bytes on a wire. Shares nothing with the library's writer.

use cwasm_spec::model::{Blocks, TypeDef, Wire, Word};

use super::blocks;

/// A value of a described type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// An integer or bool; a signed one by its bits.
    Number(Word, u64),
    /// An integer that needs more bits than these.
    Wide(u128),
    /// A set of named bits.
    Bits(Word, u64, &'static TypeDef),
    /// A text behind its length.
    Text(String),
    /// A text whose length is an earlier field.
    Bare(String),
    /// The length of the field with this name, which stands beside it.
    LengthOf(Word, &'static str),
    /// The number of elements of the run with this name, which stands beside it, so many for each.
    CountOf(Word, &'static str, u64),
    /// The size of what stands beside it under this name.
    SizeOf(Word, &'static str),
    /// Elements without a number.
    Run(Vec<Value>),
    /// A table in blocks: entries with an offset, and a value if they have one.
    Blocks(&'static Blocks, Vec<(u32, Option<u32>)>),
    /// A value that zeros fill up to a multiple of so many bytes, of its own or of the section.
    Filled(Box<Value>, usize, Unit),
    /// So many bytes.
    Bytes(Vec<u8>),
    /// Whether it holds something, and what. What it would hold is known even if it holds nothing.
    Option(bool, Box<Value>),
    /// Elements behind their number.
    Seq(Vec<Value>),
    /// Values one behind the other, without names.
    Tuple(Vec<Value>),
    /// The fields of a declared type, with its name and theirs.
    Fields(&'static str, Vec<(&'static str, Value)>),
    /// The index of a variant among those of the release, its name, and what it holds.
    Variant(u64, &'static str, Vec<Value>),
}

/// What is filled up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// The value.
    Own,
    /// The section up to there.
    Section,
}

/// The inside of a section: each field with its wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payload {
    /// In order.
    pub fields: Vec<(&'static str, Wire, Value)>,
}

impl Payload {
    /// Its bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for (_, wire, value) in &self.fields {
            let beside = |name: &str| self.fields.iter().find(|(field, ..)| *field == name).map(|(.., value)| value);
            measured(&mut out, *wire, value, beside);
        }
        out
    }

    /// The field with this name.
    pub fn field(&mut self, name: &str) -> Option<&mut Value> {
        self.fields.iter_mut().find(|(field, ..)| *field == name).map(|(.., value)| value)
    }
}

/// Appends a value that may be a measure of one beside it.
fn measured<'v>(out: &mut Vec<u8>, wire: Wire, value: &Value, beside: impl Fn(&str) -> Option<&'v Value>) {
    match value {
        Value::LengthOf(word, name) => {
            let length = match beside(name) {
                Some(Value::Bare(text)) => text.len(),
                Some(Value::Bytes(bytes)) => bytes.len(),
                _ => 0,
            };
            number(out, wire, *word, length as u64);
        }
        Value::CountOf(word, name, per) => {
            let count = if let Some(Value::Run(elements)) = beside(name).map(unfilled) { elements.len() } else { 0 };
            number(out, wire, *word, count as u64 * per);
        }
        Value::SizeOf(word, name) => {
            let mut bytes = Vec::new();
            beside(name).into_iter().for_each(|value| encode(&mut bytes, wire, value));
            number(out, wire, *word, bytes.len() as u64);
        }
        value => encode(out, wire, value),
    }
}

fn unfilled(value: &Value) -> &Value {
    if let Value::Filled(inner, ..) = value { inner } else { value }
}

/// Appends the bytes of a value.
pub(super) fn encode(out: &mut Vec<u8>, wire: Wire, value: &Value) {
    let all = |out: &mut Vec<u8>, values: &[Value]| values.iter().for_each(|value| encode(out, wire, value));
    match value {
        Value::Number(word, value) | Value::Bits(word, value, _) => number(out, wire, *word, *value),
        Value::Wide(value) => integer(out, wire, 16, *value),
        Value::Text(text) => {
            number(out, wire, Word::U64, text.len() as u64);
            out.extend(text.as_bytes());
        }
        Value::Bare(text) => out.extend(text.as_bytes()),
        Value::Bytes(bytes) => out.extend(bytes),
        Value::Option(some, inner) => {
            out.push(u8::from(*some));
            all(out, if *some { std::slice::from_ref(inner) } else { &[] });
        }
        Value::Seq(values) => {
            number(out, wire, Word::U64, values.len() as u64);
            all(out, values);
        }
        Value::Tuple(values) | Value::Run(values) => all(out, values),
        Value::Fields(_, fields) => fields.iter().for_each(|(_, value)| {
            let beside = |name: &str| fields.iter().find(|(field, _)| *field == name).map(|(_, value)| value);
            measured(out, wire, value, beside);
        }),
        Value::Blocks(table, entries) => blocks::encode(out, table, entries),
        Value::Filled(inner, multiple, unit) => {
            let start = if *unit == Unit::Own { out.len() } else { 0 };
            encode(out, wire, inner);
            out.resize(start + (out.len() - start).next_multiple_of(*multiple), 0);
        }
        Value::Variant(index, _, values) => {
            number(out, wire, Word::U32, *index);
            all(out, values);
        }
        // Who has them beside each other measures them.
        Value::LengthOf(..) | Value::CountOf(..) | Value::SizeOf(..) => {}
    }
}

fn number(out: &mut Vec<u8>, wire: Wire, word: Word, value: u64) {
    let width = match word {
        Word::Bool | Word::U8 => 1,
        Word::U16 => 2,
        Word::U32 | Word::I32 | Word::NonZeroU32 => 4,
        _ => 8,
    };
    let value = match (wire, word) {
        (Wire::Postcard, Word::I32) => zigzag(i64::from(value as u32 as i32)),
        (Wire::Postcard, Word::I64) => zigzag(value as i64),
        _ => value,
    };
    integer(out, wire, width, u128::from(value));
}

/// Negative and other numbers by turns: 0, -1, 1, -2.
fn zigzag(value: i64) -> u64 {
    (value.wrapping_shl(1) ^ (value >> 63)) as u64
}

fn integer(out: &mut Vec<u8>, wire: Wire, width: usize, value: u128) {
    if wire == Wire::Postcard && width > 1 {
        let mut rest = value;
        while rest > 0x7f {
            out.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        out.push(rest as u8);
    } else {
        out.extend(&value.to_le_bytes()[..width]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(wire: Wire, value: &Value) -> Vec<u8> {
        let mut out = Vec::new();
        encode(&mut out, wire, value);
        out
    }

    #[test]
    fn signed_numbers_have_their_forms() {
        let minus_two = Value::Number(Word::I32, u64::from(-2_i32 as u32));
        assert_eq!(bytes(Wire::Bincode1, &minus_two), [0xfe, 0xff, 0xff, 0xff]);
        assert_eq!(bytes(Wire::Postcard, &minus_two), [3]);
        let least = Value::Number(Word::I64, i64::MIN as u64);
        assert_eq!(bytes(Wire::Postcard, &least), [[0xff; 9].as_slice(), &[1]].concat());
        assert_eq!(bytes(Wire::Postcard, &Value::Wide(u128::MAX)), [[0xff; 18].as_slice(), &[3]].concat());
        assert_eq!(bytes(Wire::Bincode1, &Value::Wide(1)).len(), 16);
    }
}
