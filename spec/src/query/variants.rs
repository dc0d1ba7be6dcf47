//! Variants of enums: which index each has, and when.

use std::collections::BTreeSet;

use crate::model::{TypeDef, TypeKind, Variant};
use crate::version::{Edition, Range};

impl TypeDef {
    /// The variants of an enum in all releases, none of other types.
    pub fn all_variants(&self) -> &[Variant] {
        match &self.kind {
            TypeKind::Enum { variants } => variants,
            _ => &[],
        }
    }
}

/// The indices of a variant, by its place in the description: an index counts the variants of the release that stand
/// before it, so it moves when one of those comes or goes.
pub fn indices(variants: &[Variant], place: usize) -> Vec<(Range, usize)> {
    let Some(variant) = variants.get(place) else { return Vec::new() };
    let before = variants.get(..place).unwrap_or_default();
    let bounds = before.iter().flat_map(|other| [other.range.since, other.range.removed]);
    let inside = |bound: &Edition| variant.range.since < *bound && *bound < variant.range.removed;
    let mut starts: BTreeSet<Edition> = bounds.filter(inside).collect();
    starts.insert(variant.range.since);
    let mut found: Vec<(Range, usize)> = Vec::new();
    for since in starts {
        let index = before.iter().filter(|other| other.range.contains(since)).count();
        match found.last_mut() {
            Some((_, last)) if *last == index => {}
            Some((range, _)) => {
                range.removed = since;
                found.push((Range { since, removed: variant.range.removed }, index));
            }
            None => found.push((variant.range, index)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_moves_when_a_variant_before_it_comes_or_goes() {
        let variant = |since, removed| Variant {
            name: "".into(),
            range: Range { since: Edition(since), removed: Edition(removed) },
            ty: Default::default(),
            fields: Default::default(),
            free: "".into(),
            doc: "".into(),
            span: Default::default(),
        };
        let variants = [variant(0, 4), variant(2, 9), variant(4, 9), variant(1, 8)];
        let range = |since, removed| Range { since: Edition(since), removed: Edition(removed) };
        assert_eq!(indices(&variants, 0), [(range(0, 4), 0)]);
        assert_eq!(indices(&variants, 1), [(range(2, 4), 1), (range(4, 9), 0)]);
        // At 4 one variant goes and one comes: the index stays.
        assert_eq!(indices(&variants, 3), [(range(1, 2), 1), (range(2, 8), 2)]);
        assert!(indices(&variants, 4).is_empty());
    }
}
