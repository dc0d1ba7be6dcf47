//! Enums: variants with their indices, which move from release to release, and the fields of variants that have some.

use cwasm_spec::model::{Spec, TypeDef, Variant};
use cwasm_spec::query;
use cwasm_spec::version::Range;

use super::fields::{free, meaning, typed, with_before};
use super::page::Page;
use super::table::Table;
use super::text::{code, codes, prose};
use super::{when, words};

pub(super) fn write(page: &mut Page, spec: &Spec, ty: &TypeDef, reach: Range) {
    let variants = ty.all_variants();
    let mut table = Table::new(&["Index", "Variant", "Holds", "Releases", "Meaning"]);
    for (place, variant) in variants.iter().enumerate() {
        let Some(releases) = when::releases_in(spec, variant.range, reach) else { continue };
        table.row([
            index(spec, variants, place, reach),
            code(&variant.name),
            holds(spec, variant),
            releases,
            free(prose(&variant.doc), &variant.free),
        ]);
    }
    page.table(&table.without_constant("Releases", &spec.range_text(reach)));
    fields(page, spec, variants, reach);
}

/// The index of a variant: `8 (31 to 35), 11 (36 and later)`, or one number if it never moves.
fn index(spec: &Spec, variants: &[Variant], place: usize, reach: Range) -> String {
    let mut found: Vec<(String, usize)> = Vec::new();
    for (range, index) in query::indices(variants, place) {
        found.extend(range.intersection(reach).map(|both| (spec.range_text(both), index)));
    }
    match found.as_slice() {
        [(_, index)] => index.to_string(),
        _ => found.iter().map(|(range, index)| format!("{index} ({range})")).collect::<Vec<_>>().join(", "),
    }
}

/// What a variant holds: types, or the names of its fields.
pub(super) fn holds(spec: &Spec, variant: &Variant) -> String {
    let mut names: Vec<&str> = variant.fields.iter().map(|field| &*field.name).collect();
    names.dedup();
    match (variant.ty.is_empty(), names.is_empty()) {
        (false, _) => words::types(spec, &variant.ty),
        (true, false) => codes(names),
        (true, true) => "nothing".to_owned(),
    }
}

/// The fields of all variants that have some.
fn fields(page: &mut Page, spec: &Spec, variants: &[Variant], reach: Range) {
    let mut table = Table::new(&["Variant", "Field", "Type", "Releases", "Meaning"]);
    for variant in variants {
        for (before, field) in with_before(&variant.fields) {
            let range = field.range.intersection(variant.range);
            let Some(releases) = range.and_then(|range| when::releases_in(spec, range, reach)) else { continue };
            table.row([
                code(&variant.name),
                code(&field.name),
                typed(spec, field),
                releases,
                meaning(spec, before, field),
            ]);
        }
    }
    if variants.iter().any(|variant| !variant.fields.is_empty()) {
        page.block("Fields of the variants:");
        page.table(&table.without_constant("Releases", &spec.range_text(reach)));
    }
}
