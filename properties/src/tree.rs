//! The parser's values by their serde shape, nothing lost: JSON has neither wide numbers nor options inside of options.

use std::fmt;

use serde::Serialize;
use serde::ser;

/// A value of the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    /// Yes or no.
    Bool(bool),
    /// An unsigned integer.
    Unsigned(u128),
    /// A signed integer.
    Signed(i64),
    /// A text.
    Text(String),
    /// An option.
    Option(Option<Box<Tree>>),
    /// A list, tuple or array.
    List(Vec<Tree>),
    /// A struct: fields with their names.
    Fields(Vec<(&'static str, Tree)>),
    /// A variant by name, and what it holds.
    Variant(&'static str, Vec<Tree>),
}

impl Tree {
    /// The shape of a value.
    pub fn of(value: &impl Serialize) -> Result<Self, String> {
        value.serialize(Maker).map_err(|error| error.to_string())
    }
}

/// A shape that no type of the library has.
#[derive(Debug)]
pub struct Refused(String);

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}
impl std::error::Error for Refused {}
impl ser::Error for Refused {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

struct Maker;

/// Parts of a value, and what becomes of them.
struct Parts {
    list: Vec<Tree>,
    fields: Vec<(&'static str, Tree)>,
    variant: Option<&'static str>,
    is_struct: bool,
}

impl Parts {
    fn new(variant: Option<&'static str>, is_struct: bool) -> Self {
        Self { list: Vec::new(), fields: Vec::new(), variant, is_struct }
    }

    fn push<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Refused> {
        self.list.push(value.serialize(Maker)?);
        Ok(())
    }

    fn name<T: ?Sized + Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), Refused> {
        self.fields.push((name, value.serialize(Maker)?));
        Ok(())
    }

    fn finish(self) -> Tree {
        match (self.variant, self.is_struct) {
            (None, false) => Tree::List(self.list),
            (None, true) => Tree::Fields(self.fields),
            (Some(name), false) => Tree::Variant(name, self.list),
            (Some(name), true) => Tree::Variant(name, vec![Tree::Fields(self.fields)]),
        }
    }
}

macro_rules! numbers {
    ($($method:ident $ty:ty => $variant:ident),*) => {$(
        fn $method(self, value: $ty) -> Result<Tree, Refused> {
            Ok(Tree::$variant(value.into()))
        }
    )*};
}
macro_rules! refused {
    ($($method:ident $ty:ty),*) => {$(
        fn $method(self, _: $ty) -> Result<Tree, Refused> {
            Err(Refused(format!("nothing has a {}", stringify!($ty))))
        }
    )*};
}

impl ser::Serializer for Maker {
    type Ok = Tree;
    type Error = Refused;
    type SerializeSeq = Parts;
    type SerializeTuple = Parts;
    type SerializeTupleStruct = Parts;
    type SerializeTupleVariant = Parts;
    type SerializeMap = ser::Impossible<Tree, Refused>;
    type SerializeStruct = Parts;
    type SerializeStructVariant = Parts;

    numbers!(serialize_bool bool => Bool, serialize_u8 u8 => Unsigned, serialize_u16 u16 => Unsigned,
             serialize_u32 u32 => Unsigned, serialize_u64 u64 => Unsigned, serialize_u128 u128 => Unsigned,
             serialize_i8 i8 => Signed, serialize_i16 i16 => Signed, serialize_i32 i32 => Signed,
             serialize_i64 i64 => Signed, serialize_str &str => Text);
    refused!(serialize_f32 f32, serialize_f64 f64, serialize_char char, serialize_bytes &[u8],
             serialize_unit_struct &'static str);

    fn serialize_unit(self) -> Result<Tree, Refused> {
        Ok(Tree::List(Vec::new()))
    }
    fn serialize_none(self) -> Result<Tree, Refused> {
        Ok(Tree::Option(None))
    }
    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<Tree, Refused> {
        Ok(Tree::Option(Some(Box::new(value.serialize(Self)?))))
    }
    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, _: &'static str, value: &T) -> Result<Tree, Refused> {
        value.serialize(Self)
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Tree, Refused> {
        Ok(Tree::Variant(variant, Vec::new()))
    }
    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Tree, Refused> {
        Ok(Tree::Variant(variant, vec![value.serialize(Self)?]))
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Parts, Refused> {
        Ok(Parts::new(None, false))
    }
    fn serialize_tuple(self, _: usize) -> Result<Parts, Refused> {
        Ok(Parts::new(None, false))
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts, Refused> {
        Ok(Parts::new(None, false))
    }
    fn serialize_tuple_variant(self, _: &'static str, _: u32, name: &'static str, _: usize) -> Result<Parts, Refused> {
        Ok(Parts::new(Some(name), false))
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Refused> {
        Err(Refused("maps are lists of pairs".to_owned()))
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts, Refused> {
        Ok(Parts::new(None, true))
    }
    fn serialize_struct_variant(self, _: &'static str, _: u32, name: &'static str, _: usize) -> Result<Parts, Refused> {
        Ok(Parts::new(Some(name), true))
    }
}

macro_rules! parts {
    ($($interface:ident $method:ident ($($name:ident)?) $put:ident),*) => {$(
        impl ser::$interface for Parts {
            type Ok = Tree;
            type Error = Refused;
            fn $method<T: ?Sized + Serialize>(&mut self, $($name: &'static str,)? value: &T) -> Result<(), Refused> {
                self.$put($($name,)? value)
            }
            fn end(self) -> Result<Tree, Refused> {
                Ok(self.finish())
            }
        }
    )*};
}

parts!(SerializeSeq serialize_element () push, SerializeTuple serialize_element () push,
       SerializeTupleStruct serialize_field () push, SerializeTupleVariant serialize_field () push,
       SerializeStruct serialize_field (name) name, SerializeStructVariant serialize_field (name) name);

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Number(u32);

    #[derive(Serialize)]
    enum Shape {
        Alone,
        One(Number),
        Two(u128, bool),
        Named { a: Option<Option<i32>> },
    }

    #[test]
    fn nothing_is_lost() {
        let tree = |value: &Shape| Tree::of(value).unwrap();
        assert_eq!(tree(&Shape::Alone), Tree::Variant("Alone", Vec::new()));
        assert_eq!(tree(&Shape::One(Number(1))), Tree::Variant("One", vec![Tree::Unsigned(1)]));
        let two = vec![Tree::Unsigned(u128::MAX), Tree::Bool(true)];
        assert_eq!(tree(&Shape::Two(u128::MAX, true)), Tree::Variant("Two", two));
        let (none, some) = (tree(&Shape::Named { a: None }), tree(&Shape::Named { a: Some(None) }));
        assert_ne!(none, some);
        assert_eq!(none, Tree::Variant("Named", vec![Tree::Fields(vec![("a", Tree::Option(None))])]));
    }
}
