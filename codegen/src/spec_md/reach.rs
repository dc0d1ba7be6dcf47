//! In which releases a type is used at all: what stands in its tables is meant within that range.

use cwasm_spec::model::{Content, Spec, TypeDef, TypeKind, Word};
use cwasm_spec::version::Range;

/// The releases in which a type can occur. A type that nothing uses is taken for everywhere.
pub(super) fn of(spec: &Spec, ty: &TypeDef) -> Range {
    let index = spec.types.iter().position(|other| other.span == ty.span);
    index.and_then(|index| all(spec).get(index).copied().flatten()).unwrap_or(Range::ALL)
}

/// The reach of every type. It spreads from the layouts of sections along fields and variants.
fn all(spec: &Spec) -> Vec<Option<Range>> {
    let mut reach: Vec<Option<Range>> = spec.types.iter().map(|_| None).collect();
    for section in spec.sections.iter() {
        if let Content::Layout(index) = section.content {
            widen(&mut reach, index, section.range);
        }
    }
    // Each round reaches at least one type more, or changes nothing.
    for _ in spec.types.iter() {
        let before = reach.clone();
        for (ty, range) in spec.types.iter().zip(&before) {
            if let Some(range) = range {
                spread(&mut reach, ty, *range);
            }
        }
        if reach == before {
            break;
        }
    }
    reach
}

fn spread(reach: &mut [Option<Range>], ty: &TypeDef, range: Range) {
    let fields = ty.fields().iter().map(|field| (&field.ty, field.range));
    let variants = match &ty.kind {
        TypeKind::Enum { variants } => &**variants,
        _ => &[],
    };
    let members = fields.chain(variants.iter().map(|variant| (&variant.ty, variant.range)));
    for (words, own) in members {
        let Some(both) = own.intersection(range) else { continue };
        for word in words.iter() {
            if let Word::Named(index) = word {
                widen(reach, *index, both);
            }
        }
    }
}

fn widen(reach: &mut [Option<Range>], index: u16, range: Range) {
    if let Some(slot) = reach.get_mut(usize::from(index)) {
        let wider = |old: Range| Range { since: old.since.min(range.since), removed: old.removed.max(range.removed) };
        *slot = Some(slot.map_or(range, wider));
    }
}
