//! What is used is there: a type has all releases of the lines that name it.

use super::Findings;
use crate::model::{Field, Span, Spec, TypeDef, TypeKind, Word};
use crate::version::Range;

pub(super) fn check(spec: &Spec, findings: &mut Findings<'_>) {
    for ty in spec.types.iter() {
        for (index, range, span) in uses(ty) {
            let Some(used) = spec.types.get(usize::from(index)) else { continue };
            let Some(range) = range.intersection(ty.range) else { continue };
            if !used.range.covers(range) {
                findings.add(span, format!("`{}` is not there in all releases that use it here", used.name));
            }
        }
    }
}

/// The types that a type names, when, and where.
fn uses(ty: &TypeDef) -> Vec<(u16, Range, Span)> {
    let mut uses = Vec::new();
    ty.fields().iter().for_each(|field| uses.extend(of_field(field, Range::ALL)));
    match &ty.kind {
        TypeKind::Newtype { ty: words, .. } => uses.extend(of_words(words, Range::ALL, ty.span)),
        TypeKind::Enum { variants } => {
            for variant in variants.iter() {
                uses.extend(of_words(&variant.ty, variant.range, variant.span));
                variant.fields.iter().for_each(|field| uses.extend(of_field(field, variant.range)));
            }
        }
        _ => {}
    }
    uses
}

/// What a field names, as far as its owner is there.
fn of_field(field: &Field, owner: Range) -> Vec<(u16, Range, Span)> {
    let Some(range) = field.range.intersection(owner) else { return Vec::new() };
    let counter = field.by.map(|index| (index, range, field.span));
    of_words(&field.ty, range, field.span).into_iter().chain(counter).collect()
}

fn of_words(words: &[Word], range: Range, span: Span) -> Vec<(u16, Range, Span)> {
    let named = |word: &Word| if let Word::Named(index) = word { Some((*index, range, span)) } else { None };
    words.iter().filter_map(named).collect()
}
