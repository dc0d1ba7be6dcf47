//! A type of which only some values decode has a rule that says so wherever it occurs, or a file could be refused without a
//! reason.

use std::collections::BTreeSet;

use super::Findings;
use crate::model::{Arg, Only, Spec, TypeDef, TypeKind};
use crate::predicate::Predicate;
use crate::query::named;
use crate::version::Edition;

pub(super) fn check(spec: &Spec, findings: &mut Findings<'_>) {
    let mut found = BTreeSet::new();
    for edition in (0..spec.editions.len()).filter_map(|index| u16::try_from(index).ok()).map(Edition) {
        let types = occurring(spec, edition).into_iter();
        let types = types.filter_map(|index| Some((index, spec.types.get(usize::from(index))?)));
        for (index, ty) in types.filter(|(_, ty)| is_limited(ty) && !is_ruled(spec, ty, edition)) {
            if found.insert(index) {
                let release = spec.edition_name(edition);
                findings.add(ty.span, format!("no malformed rule checks the values of `{}` in {release}", ty.name));
            }
        }
    }
}

/// The types that payloads of a release are made of.
fn occurring(spec: &Spec, edition: Edition) -> BTreeSet<u16> {
    let layouts = (0..).zip(spec.types.iter()).filter(|(_, ty)| matches!(ty.kind, TypeKind::Layout { .. }));
    let mut waiting: Vec<u16> = layouts.map(|(index, _)| index).collect();
    let mut seen = BTreeSet::new();
    while let Some(index) = waiting.pop() {
        let Some(ty) = spec.types.get(usize::from(index)).filter(|_| seen.insert(index)) else { continue };
        let here = ty.parts().into_iter().filter(|(_, range)| range.contains(edition));
        waiting.extend(here.flat_map(|(words, _)| named(words)));
    }
    seen
}

fn is_limited(ty: &TypeDef) -> bool {
    matches!(&ty.kind, TypeKind::Newtype { only, .. } if *only != Only::All)
}

fn is_ruled(spec: &Spec, ty: &TypeDef, edition: Edition) -> bool {
    spec.rules_of(edition).filter(|rule| rule.malformed).flat_map(|rule| rule.checks.iter()).any(|check| {
        let names = |arg: &Arg| matches!(arg, Arg::Type(name) if *name == ty.name);
        check.predicate == Predicate::Allowed && check.on.range.contains(edition) && check.args.iter().any(names)
    })
}
