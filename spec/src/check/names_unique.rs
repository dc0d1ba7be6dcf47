//! No two sections, types, rules or architectures have the same name or number.

use super::Findings;
use crate::model::{Span, Spec, TypeKind};

pub(super) fn check(spec: &Spec, findings: &mut Findings<'_>) {
    repeated(spec.sections.iter().map(|section| (section.name.to_string(), section.span)), "section", findings);
    repeated(spec.types.iter().map(|ty| (type_key(&ty.name, &ty.kind), ty.span)), "type", findings);
    repeated(spec.rules.iter().map(|rule| (format!("{:04}", rule.number), rule.span)), "rule", findings);
    repeated(spec.rules.iter().map(|rule| (rule.slug.to_string(), rule.span)), "rule", findings);
    repeated(spec.architectures.iter().map(|arch| (arch.name.to_string(), arch.span)), "architecture", findings);
}

/// Flag lists may share a name: they differ by architecture.
fn type_key(name: &str, kind: &TypeKind) -> String {
    match kind {
        TypeKind::Flags { arch, .. } => format!("{name} of {arch}"),
        _ => name.to_owned(),
    }
}

fn repeated(items: impl Iterator<Item = (String, Span)>, what: &str, findings: &mut Findings<'_>) {
    let mut seen = std::collections::BTreeSet::new();
    for (name, span) in items {
        if !seen.insert(name.clone()) {
            findings.add(span, format!("{what} `{name}` is declared twice"));
        }
    }
}
