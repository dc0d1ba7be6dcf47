//! A decoded value that a check asks for can come up in every release of the check.

use super::Findings;
use crate::model::{Field, Place, Rule, Spec, Text, TypeDef, TypeKind, ValuePath, Variant, Word};
use crate::query::behind;
use crate::version::Edition;

pub(super) fn check(spec: &Spec, findings: &mut Findings<'_>) {
    for rule in spec.rules.iter() {
        for check in rule.checks.iter() {
            let values = check.places().filter_map(|place| match place {
                Place::Value(value) => spec.values.get(usize::from(value)),
                _ => None,
            });
            for path in values {
                let mut asked = editions(spec, rule).filter(|edition| check.on.range.contains(*edition));
                if let Some(edition) = asked.find(|edition| !Release { spec, edition: *edition }.has(path)) {
                    let message = format!("`{}` leads to nothing in {}", path.text, spec.edition_name(edition));
                    findings.add(check.span, message);
                }
            }
        }
    }
}

fn editions(spec: &Spec, rule: &Rule) -> impl Iterator<Item = Edition> {
    let range = rule.range;
    (0..=spec.newest().0).map(Edition).filter(move |edition| range.contains(*edition))
}

/// The types as one release has them.
#[derive(Clone, Copy)]
struct Release<'s> {
    spec: &'s Spec,
    edition: Edition,
}

impl<'s> Release<'s> {
    fn has(self, path: &ValuePath) -> bool {
        let root = self.spec.types.get(usize::from(path.root));
        root.is_some_and(|root| root.range.contains(self.edition) && self.type_leads(root, &path.steps))
    }

    /// Whether the steps lead to something in the type that the words begin with.
    fn words_lead(self, words: &'s [Word], steps: &[Text]) -> bool {
        let Some((word, rest)) = words.split_first() else { return false };
        match (word, steps.split_first()) {
            (Word::Named(_), _) => self.named(*word).is_some_and(|ty| self.type_leads(ty, steps)),
            (_, None) => true,
            (_, Some((step, _))) if step.starts_with('*') => {
                let mut parts = words.iter().filter_map(|word| self.named(*word));
                parts.any(|ty| self.type_leads(ty, steps))
            }
            (Word::Sparse, Some((step, behind))) if step == "default" => self.words_lead(rest, behind),
            (Word::Seq | Word::Sparse | Word::Set | Word::Array(_), Some((step, behind))) if step == "each" => {
                self.words_lead(rest, behind)
            }
            (Word::Option | Word::PackedOption | Word::Seq | Word::Sparse | Word::Set | Word::Array(_), _) => {
                self.words_lead(rest, steps)
            }
            (Word::Range, Some((_, steps))) => self.words_lead(rest, steps),
            (Word::Map | Word::Pair, Some((step, steps))) => match &**step {
                "key" | "0" => self.words_lead(rest, steps),
                _ => self.words_lead(behind(rest), steps),
            },
            _ => false,
        }
    }

    fn type_leads(self, ty: &'s TypeDef, steps: &[Text]) -> bool {
        let Some((step, rest)) = steps.split_first() else { return true };
        if let Some(name) = step.strip_prefix('*') {
            let mut named = self.spec.types.iter().filter(|ty| ty.name == name);
            return self.comes_up(ty, name, &mut Vec::new()) && named.any(|ty| self.type_leads(ty, rest));
        }
        match &ty.kind {
            TypeKind::Newtype { ty, slices, .. } => {
                let mut here = slices.iter().filter(|slice| slice.range.contains(self.edition));
                here.any(|slice| slice.name == *step) || self.words_lead(ty, steps)
            }
            TypeKind::Enum { .. } => {
                let mut here = ty.variants(self.edition).filter(|variant| variant.name == *step);
                here.any(|variant| self.variant_leads(variant, rest))
            }
            TypeKind::Bits { bits, .. } => bits.iter().any(|bit| bit.range.contains(self.edition) && bit.name == *step),
            TypeKind::Blocks(blocks) => rest.is_empty() && (*step == "offset" || *step == blocks.value.name),
            _ => self.fields_lead(ty.fields(), step, rest),
        }
    }

    fn variant_leads(self, variant: &'s Variant, steps: &[Text]) -> bool {
        let Some((step, rest)) = steps.split_first() else { return true };
        if !variant.fields.is_empty() && step.starts_with('*') {
            return variant.fields.iter().any(|field| self.field_leads(field, steps));
        }
        if !variant.fields.is_empty() {
            return self.fields_lead(&variant.fields, step, rest);
        }
        match step.parse::<usize>() {
            Ok(number) if !behind(&variant.ty).is_empty() => {
                let words = (0..number).fold(&*variant.ty, |words, _| behind(words));
                self.words_lead(words, rest)
            }
            _ => self.words_lead(&variant.ty, steps),
        }
    }

    fn fields_lead(self, fields: &'s [Field], step: &str, rest: &[Text]) -> bool {
        fields.iter().filter(|field| field.name == step).any(|field| self.field_leads(field, rest))
    }

    fn field_leads(self, field: &'s Field, steps: &[Text]) -> bool {
        if !field.range.contains(self.edition) {
            return false;
        }
        // Which flags a list has depends on the target too.
        let is_list = |ty: &TypeDef| ty.name == field.names && matches!(ty.kind, TypeKind::Flags { .. });
        !field.names.is_empty() && self.spec.types.iter().any(is_list) || self.words_lead(&field.ty, steps)
    }

    /// Whether a type of this name can come up in a type.
    fn comes_up(self, ty: &'s TypeDef, name: &str, seen: &mut Vec<&'s str>) -> bool {
        if ty.name == name {
            return true;
        }
        if seen.contains(&&*ty.name) {
            return false;
        }
        seen.push(&ty.name);
        let here = ty.parts().into_iter().filter(|(_, range)| range.contains(self.edition));
        let mut parts = here.flat_map(|(words, _)| words).filter_map(|word| self.named(*word));
        parts.any(|ty| self.comes_up(ty, name, seen))
    }

    fn named(self, word: Word) -> Option<&'s TypeDef> {
        let Word::Named(index) = word else { return None };
        self.spec.types.get(usize::from(index))
    }
}
