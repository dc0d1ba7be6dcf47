//! Decoded values under the names of the description: bits and flags by name, fields that changed their type in time
//! under their one name.

use cwasm_spec::model::{Field, Spec, TypeDef, TypeKind, Word};
use cwasm_spec::version::Edition;
use serde_json::{Map, Value};

/// Names values as one edition of a description does.
pub(super) struct Naming<'a> {
    pub(super) spec: &'a Spec,
    pub(super) edition: Edition,
}

impl Naming<'_> {
    /// A value of a declared type.
    pub(super) fn declared(&self, ty: &TypeDef, value: &Value) -> Value {
        match &ty.kind {
            TypeKind::Record { .. } | TypeKind::Layout { .. } | TypeKind::Struct { .. } => self.fields(ty, value),
            TypeKind::Bits { .. } => self.bits(ty, value),
            TypeKind::Row { .. } => self.row(ty, value),
            TypeKind::Enum { .. } => self.variant(ty, value),
            TypeKind::Newtype { ty, .. } => self.chain(ty, value),
            TypeKind::Flags { .. } | TypeKind::Blocks(_) => value.clone(),
        }
    }

    fn fields(&self, ty: &TypeDef, value: &Value) -> Value {
        let fields = ty.fields().iter().filter(|field| field.range.contains(self.edition));
        let named = fields.filter_map(|field| Some((field, held(value, &field.name)?)));
        let named = named.map(|(field, value)| (field.name.to_string(), self.field(field, value)));
        Value::Object(named.collect())
    }

    fn field(&self, field: &Field, value: &Value) -> Value {
        let list = if field.names.is_empty() { None } else { value.as_array() };
        list.map_or_else(|| self.chain(&field.ty, value), |list| Value::Object(list.iter().filter_map(flag).collect()))
    }

    /// A value of a chain of words, of which only those are followed that can lead to a declared type.
    fn chain(&self, words: &[Word], value: &Value) -> Value {
        match (words, value) {
            ([Word::Named(index)], _) => match self.spec.types.get(usize::from(*index)) {
                Some(ty) => self.declared(ty, value),
                None => value.clone(),
            },
            ([Word::Option, rest @ ..], _) if !value.is_null() => self.chain(rest, value),
            ([Word::Seq | Word::Array(_), rest @ ..], Value::Array(items)) => {
                items.iter().map(|item| self.chain(rest, item)).collect()
            }
            _ => value.clone(),
        }
    }

    fn bits(&self, ty: &TypeDef, value: &Value) -> Value {
        let TypeKind::Bits { bits, .. } = &ty.kind else { return value.clone() };
        let Some(number) = value.as_u64() else { return value.clone() };
        let mut left = number;
        let mut named = Map::new();
        for bit in bits.iter().filter(|bit| bit.range.contains(self.edition)) {
            let mask = 1_u64.checked_shl(u32::from(bit.at)).unwrap_or(0);
            named.insert(bit.name.to_string(), (number & mask != 0).into());
            left &= !mask;
        }
        if left != 0 {
            named.insert("unknown_bits".to_owned(), left.into());
        }
        Value::Object(named)
    }

    fn row(&self, ty: &TypeDef, value: &Value) -> Value {
        let TypeKind::Row { names, .. } = &ty.kind else { return value.clone() };
        let Some(values) = numbers(value) else { return value.clone() };
        let names = names.iter().filter(|name| name.range.contains(self.edition));
        Value::Object(names.zip(values).map(|(name, value)| (name.name.to_string(), value.clone())).collect())
    }

    fn variant(&self, ty: &TypeDef, value: &Value) -> Value {
        let Some((name, held)) = only_member(value) else { return value.clone() };
        let variant = ty.variants(self.edition).find(|variant| variant.name == *name);
        let held = variant.map_or_else(|| held.clone(), |variant| self.chain(&variant.ty, held));
        Value::Object(Map::from_iter([(name.clone(), held)]))
    }
}

/// The member of this name; a field that changed its type in time has one with a longer name in the later releases.
fn held<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let members = value.as_object()?;
    let longer = |key: &str| key.strip_prefix(name).is_some_and(|rest| rest.starts_with("_since_"));
    members.get(name).or_else(|| members.iter().find(|(key, _)| longer(key)).map(|(_, value)| value))
}

/// A flag of a list: its name, and its value without the kind.
fn flag(item: &Value) -> Option<(String, Value)> {
    let name = item.get("name")?.as_str()?.to_owned();
    let value = item.get("value")?;
    Some((name, only_member(value).map_or(value, |(_, value)| value).clone()))
}

fn only_member(value: &Value) -> Option<(&String, &Value)> {
    let members = value.as_object()?;
    if members.len() == 1 { members.iter().next() } else { None }
}

/// The numbers of a row, bare or as the one member of an object.
fn numbers(value: &Value) -> Option<&Vec<Value>> {
    value.as_array().or_else(|| only_member(value)?.1.as_array())
}

#[cfg(test)]
mod tests {
    use cwasm_verify::SPEC;
    use serde_json::json;

    use super::*;

    #[test]
    fn bits_get_their_names() {
        let ty = SPEC.types.iter().find(|ty| matches!(ty.kind, TypeKind::Bits { .. }));
        let naming = Naming { spec: &SPEC, edition: SPEC.newest() };
        let named = ty.map(|ty| naming.declared(ty, &json!(1_u64 | 1 << 63))).unwrap_or_default();
        let values: Vec<&Value> = named.as_object().map(|members| members.values().collect()).unwrap_or_default();
        assert_eq!(values.iter().filter(|value| value.as_bool() == Some(true)).count(), 1);
        assert_eq!(named.get("unknown_bits"), Some(&json!(1_u64 << 63)));
    }

    #[test]
    fn a_flag_is_a_name_and_a_value() {
        let item = json!({ "name": "level", "value": { "Enum": "none" } });
        assert_eq!(flag(&item), Some(("level".to_owned(), json!("none"))));
        assert_eq!(flag(&json!({})), None);
    }

    #[test]
    fn a_field_is_found_under_its_longer_name() {
        let value = json!({ "a_since_9": 1, "ab": 2 });
        assert_eq!(held(&value, "a"), Some(&json!(1)));
        assert_eq!(held(&value, "ab"), Some(&json!(2)));
        assert_eq!(held(&value, "b"), None);
    }
}
