//! The deserializer: records the question, answers with a small value.

use std::any::type_name;

use serde::de::value::Error;
use serde::de::{Deserializer, Visitor};

use super::access::{self, Choice, Entries, Fields, Items};
use super::shape::{Definition, STATE, Shape};

/// The answer to every string: it is a version too, which is asked for in one place.
const TEXT: &str = "1.0.0";

/// Decodes one value, and leaves its shape.
pub struct Recorder<'a> {
    pub shape: &'a mut Shape,
}

/// Full path, with arguments, of the type that a derived visitor is for; the name that serde knows if it is not derived.
fn owner<V>(name: &str) -> String {
    let visitor = type_name::<V>();
    let (Some(start), Some(end)) = (visitor.find(" for "), visitor.find(">::deserialize::__Visitor")) else {
        return if visitor.ends_with('>') { format!("{name}<{}>", access::argument(visitor)) } else { name.to_owned() };
    };
    let path = &visitor[start + " for ".len()..end];
    let path = path.split('<').next().unwrap_or(path);
    let arguments = visitor[end + ">::deserialize::__Visitor".len()..].replace("'_, ", "").replace("<'_>", "");
    format!("{path}{arguments}")
}

macro_rules! plain {
    ($($method:ident $visit:ident $word:literal $value:expr;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            // Numbers that are never 0 have visitors of their own.
            let nonzero = type_name::<V>().contains("NonZero");
            *self.shape = Shape::Plain(if nonzero { concat!("nonzero-", $word) } else { $word });
            visitor.$visit($value)
        }
    )*};
}

impl<'de> Deserializer<'de> for Recorder<'_> {
    type Error = Error;

    fn is_human_readable(&self) -> bool {
        false
    }

    plain! {
        deserialize_bool visit_bool "bool" true;
        deserialize_i8 visit_i8 "i8" 1;
        deserialize_i16 visit_i16 "i16" 1;
        deserialize_i32 visit_i32 "i32" 1;
        deserialize_i64 visit_i64 "i64" 1;
        deserialize_i128 visit_i128 "i128" 1;
        deserialize_u8 visit_u8 "u8" 1;
        deserialize_u16 visit_u16 "u16" 1;
        deserialize_u32 visit_u32 "u32" 1;
        deserialize_u64 visit_u64 "u64" 1;
        deserialize_u128 visit_u128 "u128" 1;
        deserialize_f32 visit_f32 "f32" 1.0;
        deserialize_f64 visit_f64 "f64" 1.0;
        deserialize_char visit_char "char" 'a';
        deserialize_str visit_borrowed_str "string" TEXT;
        deserialize_string visit_borrowed_str "string" TEXT;
        deserialize_bytes visit_borrowed_bytes "bytes" TEXT.as_bytes();
        deserialize_byte_buf visit_borrowed_bytes "bytes" TEXT.as_bytes();
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        *self.shape = Shape::Plain("unit");
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let mut inner = Shape::Unknown;
        let name = access::argument(type_name::<V>());
        let result = if access::is_recursive(name) {
            visitor.visit_none()
        } else {
            access::named(name, &mut inner, |recorder| visitor.visit_some(recorder))
        };
        *self.shape = Shape::Option(Box::new(inner));
        result
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        let name = owner::<V>(name);
        let mut inner = Shape::Unknown;
        let value = visitor.visit_newtype_struct(Recorder { shape: &mut inner })?;
        STATE.with_borrow_mut(|state| state.define(&name, Definition::Same(inner)));
        *self.shape = Shape::Named(name);
        Ok(value)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let mut items = Items { left: 1, shapes: Vec::new() };
        let value = visitor.visit_seq(&mut items)?;
        *self.shape = Shape::Seq(Box::new(items.shapes.pop().unwrap_or(Shape::Unknown)));
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Error> {
        let mut fields = Fields { names: &[], len, shapes: Vec::new() };
        let value = visitor.visit_seq(&mut fields)?;
        *self.shape = Shape::Tuple(fields.shapes);
        Ok(value)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        let mut inner = Shape::Unknown;
        let value = Recorder { shape: &mut inner }.deserialize_tuple(len, visitor)?;
        let name = owner::<V>(name);
        STATE.with_borrow_mut(|state| state.define(&name, Definition::Same(inner)));
        *self.shape = Shape::Named(name);
        Ok(value)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let left = usize::from(!access::is_recursive_map(type_name::<V>()));
        let mut entries = Entries { left, key: Shape::Unknown, value: Shape::Unknown };
        let value = visitor.visit_map(&mut entries)?;
        *self.shape = Shape::Map(Box::new(entries.key), Box::new(entries.value));
        Ok(value)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let name = owner::<V>(name);
        let mut fields = Fields { names, len: names.len(), shapes: Vec::new() };
        let value = visitor.visit_seq(&mut fields)?;
        STATE.with_borrow_mut(|state| state.define(&name, Definition::Struct(fields.finish())));
        *self.shape = Shape::Named(name);
        Ok(value)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let name = owner::<V>(name);
        let index = STATE.with_borrow_mut(|state| state.choose(&name, variants.len()));
        let mut content = Vec::new();
        let value = visitor.visit_enum(Choice { index, content: &mut content })?;
        let mut seen: Vec<_> = variants.iter().map(|name| (*name, None)).collect();
        seen[index].1 = Some(content);
        STATE.with_borrow_mut(|state| state.define(&name, Definition::Enum(seen)));
        *self.shape = Shape::Named(name);
        Ok(value)
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        panic!("a payload type asks what it is: {}", type_name::<V>());
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_any(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_any(visitor)
    }
}
