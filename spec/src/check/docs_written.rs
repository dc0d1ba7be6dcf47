//! Types, fields, variants and patterns say what they mean. `?` is what a tool writes for people to replace.

use super::Findings;
use crate::model::{Field, Span, Spec, TypeDef, TypeKind};

pub(super) fn check(spec: &Spec, findings: &mut Findings<'_>) {
    for ty in spec.types.iter() {
        // What a section's layout means is said by the section.
        if !matches!(ty.kind, TypeKind::Layout { .. }) {
            written(&ty.name, &ty.doc, ty.span, findings);
        }
        fields(ty.fields(), findings);
        variants(ty, findings);
        entries(ty, findings);
    }
    for pattern in spec.patterns.iter() {
        written(&pattern.name, &pattern.doc, pattern.span, findings);
        pattern.steps.iter().for_each(|step| written(&pattern.name, &step.doc, step.span, findings));
    }
}

fn variants(ty: &TypeDef, findings: &mut Findings<'_>) {
    let TypeKind::Enum { variants } = &ty.kind else { return };
    for variant in variants.iter() {
        written(&variant.name, &variant.doc, variant.span, findings);
        fields(&variant.fields, findings);
    }
}

/// An entry says so where it is declared first.
fn entries(ty: &TypeDef, findings: &mut Findings<'_>) {
    for entry in ty.entries.iter() {
        let docs = ty.entries.iter().filter(|line| line.name == entry.name).map(|line| &*line.doc);
        written(&entry.name, docs.into_iter().next().unwrap_or_default(), entry.span, findings);
    }
}

fn fields(fields: &[Field], findings: &mut Findings<'_>) {
    fields.iter().for_each(|field| written(&field.name, &field.doc, field.span, findings));
}

fn written(name: &str, doc: &str, span: Span, findings: &mut Findings<'_>) {
    if doc.is_empty() || doc == "?" {
        findings.add(span, format!("`{name}` does not say what it means"));
    }
}
