//! In which releases a type is used at all: what stands in its tables is meant within that range.

use cwasm_spec::model::{Spec, TypeDef};
use cwasm_spec::query::named;
use cwasm_spec::version::Range;

/// The releases in which each type can occur.
pub(super) struct Reach(Vec<Range>);

impl Reach {
    /// It spreads from the layouts of sections along fields and variants.
    pub(super) fn new(spec: &Spec) -> Self {
        let mut reach: Vec<Option<Range>> = spec.types.iter().map(|_| None).collect();
        for section in spec.sections.iter() {
            section.content.layouts().for_each(|index| widen(&mut reach, index, section.range));
        }
        // Each round reaches at least one type more, or changes nothing.
        for _ in spec.types.iter() {
            let before = reach.clone();
            for (ty, range) in spec.types.iter().zip(&before) {
                if let Some(range) = range.and_then(|range| range.intersection(ty.range)) {
                    spread(&mut reach, ty, range);
                }
            }
            if reach == before {
                break;
            }
        }
        // A type that nothing uses is taken for where it is declared.
        let within = |(ty, reach): (&TypeDef, Option<Range>)| reach.and_then(|reach| reach.intersection(ty.range));
        let types = spec.types.iter();
        Self(types.zip(reach).map(|(ty, reach)| within((ty, reach)).unwrap_or(ty.range)).collect())
    }

    /// That of a type by its index.
    pub(super) fn of(&self, index: usize) -> Range {
        self.0.get(index).copied().unwrap_or(Range::ALL)
    }
}

fn spread(reach: &mut [Option<Range>], ty: &TypeDef, range: Range) {
    for (words, own) in ty.parts() {
        let Some(both) = own.intersection(range) else { continue };
        named(words).for_each(|index| widen(reach, index, both));
    }
    // What only counts elements never stands in a file, but is spoken of.
    let inside = ty.all_variants().iter().flat_map(|variant| variant.fields.iter());
    for field in ty.fields().iter().chain(inside) {
        if let (Some(by), Some(both)) = (field.by, field.range.intersection(range)) {
            widen(reach, by, both);
        }
    }
}

fn widen(reach: &mut [Option<Range>], index: u16, range: Range) {
    if let Some(slot) = reach.get_mut(usize::from(index)) {
        let wider = |old: Range| Range { since: old.since.min(range.since), removed: old.removed.max(range.removed) };
        *slot = Some(slot.map_or(range, wider));
    }
}
