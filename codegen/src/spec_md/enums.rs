//! Enums: variants with their indices, in one column if they never move, else by release.

use cwasm_spec::model::{Spec, Variant};
use cwasm_spec::version::{Edition, Range};

use super::fields::free;
use super::page::Page;
use super::table::Table;
use super::text::{code, prose};
use super::{when, words};

/// The index of each variant, `None` where there is none.
type Indices = Vec<Option<usize>>;

pub(super) fn write(page: &mut Page, spec: &Spec, variants: &[Variant], reach: Range) {
    let columns = columns(spec, variants, reach);
    let alone = columns.len() == 1;
    let title = |range: Range| if alone { "Index".to_owned() } else { format!("Index in {}", spec.range_text(range)) };
    let mut titles: Vec<String> = columns.iter().map(|(range, _)| title(*range)).collect();
    titles.extend(["Variant", "Holds", "Releases", "Meaning"].map(str::to_owned));
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let mut table = Table::new(&titles);
    for (place, variant) in variants.iter().enumerate() {
        let index = |indices: &Indices| {
            indices.get(place).copied().flatten().map_or_else(String::new, |index| index.to_string())
        };
        let mut cells: Vec<String> = columns.iter().map(|(_, indices)| index(indices)).collect();
        cells.extend([
            code(&variant.name),
            if variant.ty.is_empty() { "nothing".to_owned() } else { words::types(spec, &variant.ty) },
            when::releases_in(spec, variant.range, reach),
            free(prose(&variant.doc), &variant.free),
        ]);
        table.row(cells);
    }
    page.table(&table.without_constant("Releases", &spec.range_text(reach)));
}

/// The ranges in which the indices stand still; one for all if none ever moves.
fn columns(spec: &Spec, variants: &[Variant], reach: Range) -> Vec<(Range, Indices)> {
    let segments: Vec<(Range, Indices)> = when::segments(spec, |edition| indices(variants, edition))
        .into_iter()
        .filter_map(|(range, indices)| Some((range.intersection(reach)?, indices)))
        .collect();
    let seen = |place: usize| segments.iter().filter_map(move |(_, indices)| indices.get(place).copied().flatten());
    let first = |place: usize| seen(place).next();
    let still = (0..variants.len()).all(|place| seen(place).all(|index| Some(index) == first(place)));
    if still { vec![(reach, (0..variants.len()).map(first).collect())] } else { segments }
}

/// Indices count the variants that the edition has.
pub(super) fn indices(variants: &[Variant], edition: Edition) -> Indices {
    let mut present = 0_usize..;
    variants.iter().map(|variant| if variant.range.contains(edition) { present.next() } else { None }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variant_that_comes_in_between_moves_what_follows() {
        let variant = |name: &'static str, since| Variant {
            name: name.into(),
            range: Range { since: Edition(since), removed: Edition::NEVER },
            ty: Default::default(),
            free: "".into(),
            doc: "".into(),
            span: Default::default(),
        };
        let variants = [variant("A", 0), variant("B", 2), variant("C", 0)];
        assert_eq!(indices(&variants, Edition(1)), [Some(0), None, Some(1)]);
        assert_eq!(indices(&variants, Edition(2)), [Some(0), Some(1), Some(2)]);
    }
}
