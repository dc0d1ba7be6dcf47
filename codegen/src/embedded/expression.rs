//! A serde serializer that writes Rust expressions: structs by name, lists and texts as borrowed `Cow`s, one line an item
//! of the description. Spans are left out: they are for those who read the description's files.

use std::fmt::{self, Write};

use serde::ser::{self, Serialize};

/// Elements of lists that are nested deeper than this share a line.
const LINES: usize = 2;

/// The expression so far.
#[derive(Default)]
pub(super) struct Expression {
    text: String,
    /// How many lists are open.
    depth: usize,
}

impl Expression {
    pub(super) fn finish(self) -> String {
        self.text
    }

    fn put(&mut self, arguments: fmt::Arguments<'_>) -> Result<(), Refused> {
        self.text.write_fmt(arguments).map_err(|_| Refused)
    }
}

/// A shape that the model does not have.
#[derive(Debug)]
pub(super) struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the model has no such shape")
    }
}
impl std::error::Error for Refused {}
impl ser::Error for Refused {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

macro_rules! literals {
    ($($method:ident $ty:ty),*) => {$(
        fn $method(self, value: $ty) -> Result<(), Refused> {
            self.put(format_args!("{value}"))
        }
    )*};
}
macro_rules! refused {
    ($($method:ident $ty:ty),*) => {$(
        fn $method(self, _: $ty) -> Result<(), Refused> {
            Err(Refused)
        }
    )*};
}

impl<'a> ser::Serializer for &'a mut Expression {
    type Ok = ();
    type Error = Refused;
    type SerializeSeq = List<'a>;
    type SerializeTuple = ser::Impossible<(), Refused>;
    type SerializeTupleStruct = ser::Impossible<(), Refused>;
    type SerializeTupleVariant = Fields<'a>;
    type SerializeMap = ser::Impossible<(), Refused>;
    type SerializeStruct = Fields<'a>;
    type SerializeStructVariant = Fields<'a>;

    literals!(serialize_bool bool, serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64);
    refused!(serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64, serialize_f32 f32,
             serialize_f64 f64, serialize_char char, serialize_bytes &[u8], serialize_unit_struct &'static str);

    fn serialize_str(self, value: &str) -> Result<(), Refused> {
        self.put(format_args!("Cow::Borrowed({value:?})"))
    }
    fn serialize_none(self) -> Result<(), Refused> {
        self.put(format_args!("None"))
    }
    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<(), Refused> {
        self.put(format_args!("Some("))?;
        value.serialize(&mut *self)?;
        self.put(format_args!(")"))
    }
    fn serialize_unit(self) -> Result<(), Refused> {
        Err(Refused)
    }
    fn serialize_unit_variant(self, name: &'static str, _: u32, variant: &'static str) -> Result<(), Refused> {
        self.put(format_args!("{name}::{variant}"))
    }
    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, name: &'static str, value: &T) -> Result<(), Refused> {
        self.put(format_args!("{name}("))?;
        value.serialize(&mut *self)?;
        self.put(format_args!(")"))
    }
    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Refused> {
        self.put(format_args!("{name}::{variant}("))?;
        value.serialize(&mut *self)?;
        self.put(format_args!(")"))
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<List<'a>, Refused> {
        self.depth += 1;
        self.put(format_args!("Cow::Borrowed(&["))?;
        Ok(List(self))
    }
    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Refused> {
        Err(Refused)
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Refused> {
        Err(Refused)
    }
    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Fields<'a>, Refused> {
        self.put(format_args!("{name}::{variant}("))?;
        Ok(Fields { expression: self, close: Some(")") })
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Refused> {
        Err(Refused)
    }
    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Fields<'a>, Refused> {
        if name == "Span" {
            self.put(format_args!("Span::NONE"))?;
            return Ok(Fields { expression: self, close: None });
        }
        self.put(format_args!("{name} {{ "))?;
        Ok(Fields { expression: self, close: Some(" }") })
    }
    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Fields<'a>, Refused> {
        self.put(format_args!("{name}::{variant} {{ "))?;
        Ok(Fields { expression: self, close: Some(" }") })
    }
}

/// The elements of a list.
pub(super) struct List<'a>(&'a mut Expression);

impl ser::SerializeSeq for List<'_> {
    type Ok = ();
    type Error = Refused;
    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Refused> {
        let start = self.0.text.len();
        value.serialize(&mut *self.0)?;
        // Numbers share a line all the same.
        let has_line = self.0.depth <= LINES && self.0.text[start..].parse::<u64>().is_err();
        if has_line {
            self.0.text.insert_str(start, &format!("\n{:width$}", "", width = 4 * self.0.depth));
        }
        self.0.put(format_args!("{}", if has_line { "," } else { ", " }))
    }
    fn end(self) -> Result<(), Refused> {
        self.0.depth -= 1;
        self.0.put(format_args!("])"))
    }
}

/// The fields of a struct or a variant.
pub(super) struct Fields<'a> {
    expression: &'a mut Expression,
    /// What ends it; nothing if its fields are left out.
    close: Option<&'static str>,
}

impl Fields<'_> {
    fn named<T: ?Sized + Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), Refused> {
        if self.close.is_none() {
            return Ok(());
        }
        self.expression.put(format_args!("{name}: "))?;
        value.serialize(&mut *self.expression)?;
        self.expression.put(format_args!(", "))
    }
    fn close(self) -> Result<(), Refused> {
        self.expression.put(format_args!("{}", self.close.unwrap_or_default()))
    }
}

impl ser::SerializeStruct for Fields<'_> {
    type Ok = ();
    type Error = Refused;
    fn serialize_field<T: ?Sized + Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), Refused> {
        self.named(name, value)
    }
    fn end(self) -> Result<(), Refused> {
        self.close()
    }
}
impl ser::SerializeStructVariant for Fields<'_> {
    type Ok = ();
    type Error = Refused;
    fn serialize_field<T: ?Sized + Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), Refused> {
        self.named(name, value)
    }
    fn end(self) -> Result<(), Refused> {
        self.close()
    }
}
impl ser::SerializeTupleVariant for Fields<'_> {
    type Ok = ();
    type Error = Refused;
    fn serialize_field<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Refused> {
        value.serialize(&mut *self.expression)?;
        self.expression.put(format_args!(", "))
    }
    fn end(self) -> Result<(), Refused> {
        self.close()
    }
}
