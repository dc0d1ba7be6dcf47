//! The insides of sequences, maps, structs and enums.

use std::any::type_name;

use serde::de::value::{Error, U32Deserializer};
use serde::de::{DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::deserializer::Recorder;
use super::shape::{Definition, STATE, Shape};

/// The items of a sequence of any length; it ends early where its items contain themselves.
pub struct Items {
    pub left: usize,
    pub shapes: Vec<Shape>,
}

/// The fields of a struct, tuple or variant.
pub struct Fields {
    pub names: &'static [&'static str],
    pub len: usize,
    pub shapes: Vec<Shape>,
}

/// The entries of a map.
pub struct Entries {
    pub left: usize,
    pub key: Shape,
    pub value: Shape,
}

/// A variant that was chosen.
pub struct Choice<'a> {
    pub index: usize,
    pub content: &'a mut Vec<(&'static str, Shape)>,
}

/// `T` of a type name that ends in `<T>`.
pub fn argument(name: &'static str) -> &'static str {
    let start = name.find('<').map_or(0, |at| at + 1);
    name[start..].strip_suffix('>').unwrap_or(name)
}

/// Whether a type is being decoded inside of itself already.
pub fn is_recursive(name: &str) -> bool {
    STATE.with_borrow(|state| state.stack.iter().filter(|on_stack| **on_stack == name).count() > 1)
}

/// The same for a map, by the name of its visitor, which ends in the types of key and value.
pub fn is_recursive_map(visitor: &str) -> bool {
    let holds = |name: &str| visitor.contains(&format!(" {name},")) || visitor.contains(&format!(" {name}>"));
    STATE.with_borrow(|state| state.stack.clone()).into_iter().any(|name| holds(name) && is_recursive(name))
}

/// Types that serde, the standard library or Wasmtime's collections decode as what they contain.
const TRANSPARENT: &[&str] = &[
    "Arc",
    "BTreeMap",
    "Box",
    "Cow",
    "HashMap",
    "HashSet",
    "IndexMap",
    "IndexSet",
    "NonZero",
    "Option",
    "PhantomData",
    "Range",
    "Rc",
    "SmallVec",
    "String",
    "TryBox",
    "TryIndexMap",
    "TryString",
    "TryVec",
    "Vec",
];

/// The head of a type's path, without path and arguments; nothing for tuples, arrays, references and built-in types.
fn head(name: &str) -> Option<&str> {
    let path = name.split('<').next()?;
    path.contains("::").then(|| path.rsplit("::").next()).flatten().filter(|_| !name.starts_with(['&', '[', '(']))
}

/// Decodes an inner value whose seed is `PhantomData<T>`, as all seeds here are.
fn inner<'de, S: DeserializeSeed<'de>>(seed: S, shape: &mut Shape) -> Result<S::Value, Error> {
    named(argument(type_name::<S>()), shape, |recorder| seed.deserialize(recorder))
}

/// Decodes an inner value of the type `name`. Types that decode by hand get a definition of their own.
pub fn named<T>(
    name: &'static str,
    shape: &mut Shape,
    decode: impl FnOnce(Recorder<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    STATE.with_borrow_mut(|state| state.stack.push(name));
    let value = decode(Recorder { shape });
    STATE.with_borrow_mut(|state| {
        state.stack.pop();
        if value.is_ok()
            && !matches!(shape, Shape::Named(_) | Shape::Unknown)
            && head(name).is_some_and(|head| !TRANSPARENT.contains(&head))
        {
            state.define(name, Definition::Same(shape.clone()));
            *shape = Shape::Named(name.to_owned());
        }
    });
    value
}

impl Fields {
    /// Names and shapes of all fields.
    pub fn finish(self) -> Vec<(&'static str, Shape)> {
        assert_eq!(self.shapes.len(), self.len, "not all fields of {:?} were asked for", self.names);
        let names = self.names.iter().copied().chain(std::iter::repeat(""));
        names.zip(self.shapes).collect()
    }
}

impl<'de> SeqAccess<'de> for &mut Items {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        if self.left == 0 || is_recursive(argument(type_name::<S>())) {
            return Ok(None);
        }
        self.left -= 1;
        self.shapes.push(Shape::Unknown);
        inner(seed, self.shapes.last_mut().expect("just pushed")).map(Some)
    }
}

impl<'de> SeqAccess<'de> for &mut Fields {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        if self.shapes.len() == self.len {
            return Ok(None);
        }
        self.shapes.push(Shape::Unknown);
        inner(seed, self.shapes.last_mut().expect("just pushed")).map(Some)
    }
}

impl<'de> MapAccess<'de> for &mut Entries {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        inner(seed, &mut self.key).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        inner(seed, &mut self.value)
    }
}

impl<'de> EnumAccess<'de> for Choice<'_> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Error> {
        let index: U32Deserializer<Error> = u32::try_from(self.index).expect("few variants").into_deserializer();
        Ok((seed.deserialize(index)?, self))
    }
}

impl<'de> VariantAccess<'de> for Choice<'_> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Error> {
        let mut shape = Shape::Unknown;
        let value = inner(seed, &mut shape)?;
        self.content.push(("", shape));
        Ok(value)
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Error> {
        let mut fields = Fields { names: &[], len, shapes: Vec::new() };
        let value = visitor.visit_seq(&mut fields)?;
        *self.content = fields.finish();
        Ok(value)
    }

    fn struct_variant<V: Visitor<'de>>(self, names: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        let mut fields = Fields { names, len: names.len(), shapes: Vec::new() };
        let value = visitor.visit_seq(&mut fields)?;
        *self.content = fields.finish();
        Ok(value)
    }
}
