//! Where a name is repeated with another range, no release has it twice.

use super::Findings;
use crate::model::{Span, Spec, TypeKind};
use crate::version::Range;

pub(super) fn check(spec: &Spec, findings: &mut Findings<'_>) {
    for ty in spec.types.iter() {
        let mut items: Vec<(String, Range, Span)> = Vec::new();
        match &ty.kind {
            TypeKind::Record { fields, .. } | TypeKind::Layout { fields } | TypeKind::Struct { fields } => {
                items.extend(fields.iter().map(|field| (field.name.to_string(), field.range, field.span)));
            }
            TypeKind::Enum { variants } => {
                items.extend(variants.iter().map(|variant| (variant.name.to_string(), variant.range, variant.span)));
                for variant in variants.iter() {
                    let fields = variant.fields.iter();
                    disjoint(fields.map(|field| (field.name.to_string(), field.range, field.span)).collect(), findings);
                }
            }
            TypeKind::Blocks(_) => {}
            TypeKind::Newtype { slices, .. } => {
                items.extend(slices.iter().map(|slice| (slice.name.to_string(), slice.range, ty.span)));
            }
            TypeKind::Bits { bits, .. } => {
                items.extend(bits.iter().map(|bit| (format!("bit {}", bit.at), bit.range, bit.span)));
                disjoint(bits.iter().map(|bit| (bit.name.to_string(), bit.range, bit.span)).collect(), findings);
            }
            TypeKind::Flags { flags, .. } => {
                items.extend(flags.iter().map(|flag| (flag.name.to_string(), flag.range, flag.span)));
            }
            TypeKind::Row { names, .. } => {
                items.extend(names.iter().map(|name| (name.name.to_string(), name.range, ty.span)));
            }
        }
        disjoint(items, findings);
    }
    let forms = spec.version_forms.iter().map(|form| ("recorded-version".to_owned(), form.range, Span::default()));
    disjoint(forms.collect(), findings);
    for table in spec.names.iter() {
        let span = spec.chapters.get(usize::from(table.chapter)).map_or(Span::default(), |chapter| chapter.span);
        disjoint(table.names.iter().map(|entry| (entry.name.to_string(), entry.range, span)).collect(), findings);
    }
}

fn disjoint(mut items: Vec<(String, Range, Span)>, findings: &mut Findings<'_>) {
    items.sort_by(|left, right| (&left.0, left.1.since).cmp(&(&right.0, right.1.since)));
    for pair in items.windows(2) {
        let [(name, first, _), (other, second, span)] = pair else { continue };
        if name == other && first.overlaps(*second) {
            findings.add(*span, format!("the ranges of `{name}` overlap"));
        }
    }
}
