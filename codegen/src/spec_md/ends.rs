//! What the path of a decoded value ends at. Follows the steps as the loader does.

use cwasm_spec::model::{Field, Spec, Text, TypeDef, TypeKind, ValuePath, Variant, Word};
use cwasm_spec::query::{behind, each_type};

/// What stands at the end of a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum End<'a> {
    /// A value of this type.
    Type(&'a [Word]),
    /// A bit of a set, or a flag of a list.
    Bit,
    /// A part of a number.
    Slice,
}

/// All that a path can end at, in any release.
pub(super) fn ends<'a>(spec: &'a Spec, path: &'a ValuePath) -> Vec<End<'a>> {
    let mut found = Vec::new();
    let walk = Walk { spec };
    if let Some(root) = spec.types.get(usize::from(path.root)) {
        walk.declared(root, &path.steps, &mut found);
    }
    found
}

struct Walk<'a> {
    spec: &'a Spec,
}

impl<'a> Walk<'a> {
    fn words(&self, words: &'a [Word], steps: &'a [Text], found: &mut Vec<End<'a>>) {
        let Some((word, rest)) = words.split_first() else { return };
        match (word, steps) {
            (Word::Named(index), steps) => match self.spec.types.get(usize::from(*index)) {
                Some(ty) if !steps.is_empty() || matches!(ty.kind, TypeKind::Newtype { .. }) => {
                    self.declared(ty, steps, found);
                }
                _ => found.push(End::Type(words)),
            },
            (_, []) => found.push(End::Type(words)),
            (Word::Range, [_, steps @ ..]) => self.words(rest, steps, found),
            (Word::Map | Word::Pair, [step, steps @ ..]) => {
                let second = matches!(&**step, "value" | "1");
                self.words(if second { behind(rest) } else { rest }, steps, found);
            }
            _ => self.words(rest, steps, found),
        }
    }

    fn declared(&self, ty: &'a TypeDef, steps: &'a [Text], found: &mut Vec<End<'a>>) {
        match (&ty.kind, steps) {
            (_, [step, steps @ ..]) if step.starts_with('*') => {
                let named = self.spec.type_named(step.trim_start_matches('*'));
                named.into_iter().for_each(|ty| self.declared(ty, steps, found));
            }
            (TypeKind::Newtype { slices, .. }, [step]) if slices.iter().any(|slice| slice.name == *step) => {
                found.push(End::Slice);
            }
            (TypeKind::Newtype { ty, .. }, steps) => self.words(ty, steps, found),
            (TypeKind::Enum { variants }, [step, steps @ ..]) => {
                let named = variants.iter().filter(|variant| variant.name == *step);
                named.for_each(|variant| self.variant(variant, steps, found));
            }
            (TypeKind::Bits { bits, .. }, [step]) => {
                found.extend(bits.iter().any(|bit| bit.name == *step).then_some(End::Bit));
            }
            (_, [step, steps @ ..]) => self.fields(ty.fields(), step, steps, found),
            (_, []) => {}
        }
    }

    fn variant(&self, variant: &'a Variant, steps: &'a [Text], found: &mut Vec<End<'a>>) {
        match (steps, each_type(&variant.ty).count()) {
            ([step, steps @ ..], 0) => self.fields(&variant.fields, step, steps, found),
            (steps, 1) => self.words(&variant.ty, steps, found),
            // Several types one behind the other have numbers.
            ([step, steps @ ..], _) => {
                let place = step.parse().ok().and_then(|place| each_type(&variant.ty).nth(place));
                place.into_iter().for_each(|words| self.words(words, steps, found));
            }
            ([], _) => {}
        }
    }

    fn fields(&self, fields: &'a [Field], name: &str, steps: &'a [Text], found: &mut Vec<End<'a>>) {
        for field in fields.iter().filter(|field| field.name == name) {
            match steps {
                [_] if !field.names.is_empty() => found.push(End::Bit),
                _ => self.words(&field.ty, steps, found),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec_md::tests::spec;

    #[test]
    fn paths_lead_through_what_has_no_steps() {
        let spec = spec();
        let ends_of = |root: &str, steps: &[&str]| {
            let root = spec.types.iter().position(|ty| ty.name == root).and_then(|index| u16::try_from(index).ok());
            let steps: Vec<Text> = steps.iter().map(|step| Text::from((*step).to_owned())).collect();
            let path = ValuePath { text: "".into(), root: root.unwrap_or_default(), steps: steps.into() };
            let texts: Vec<String> = ends(&spec, &path).iter().map(|end| format!("{end:?}")).collect();
            texts.join(" ")
        };
        assert_eq!(ends_of("metadata", &["has_wasm_debuginfo"]), "Type([Bool])");
        assert!(ends_of("module_info", &["info", "module", "start_func"]).starts_with("Type([Option, Named("));
        let features = ends_of("engine_metadata", &["features", "COMPACT_IMPORTS"]);
        assert_eq!(features, "Bit");
    }
}
