//! Newtypes: a table for all of a chapter, as there are many and little is to be said of each.

use cwasm_spec::model::{Field, Only, Slice, Spec, TypeDef, TypeKind};

use super::page::Page;
use super::reach::Reach;
use super::table::Table;
use super::text::{code, prose};
use super::{evidence, fields, words};

/// The newtypes of a chapter, each with its anchor in its row.
pub(super) fn write(page: &mut Page, spec: &Spec, chapter: u16, reach: &Reach) {
    let mut table = Table::new(&["Type", "Is", "Releases", "Counts", "Meaning", "Evidence"]);
    let mut with_slices: Vec<(&TypeDef, &[Slice], usize)> = Vec::new();
    for (index, ty) in spec.types.iter().enumerate().filter(|(_, ty)| ty.chapter == chapter) {
        let TypeKind::Newtype { ty: words, none, only, slices } = &ty.kind else { continue };
        table.row([
            format!("<a id=\"{}\"></a>{}", words::anchor(ty), code(&ty.name)),
            format!("{}{}{}", words::types(spec, words), only_text(only), none.map_or_else(String::new, none_text)),
            spec.range_text(reach.of(index)),
            counts(spec, index),
            prose(&ty.doc),
            evidence::text(&ty.evidence),
        ]);
        if !slices.is_empty() {
            with_slices.push((ty, slices, index));
        }
    }
    if table.is_empty() {
        return;
    }
    let block = spec.chapters.get(usize::from(chapter)).map_or("", |chapter| &chapter.block);
    page.heading(3, &format!("newtypes-{block}"), &format!("Newtypes of chapter {block}"));
    page.table(&table.without_constant("Releases", "all"));
    for (ty, slices, index) in with_slices {
        page.block(&format!("Parts of `{}`:", ty.name));
        page.table(&fields::slices(spec, slices, reach.of(index)));
    }
}

/// Which values there are, if not all.
fn only_text(only: &Only) -> String {
    match only {
        Only::All => String::new(),
        Only::Numbers(numbers) => {
            format!(", only {}", numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(", "))
        }
        Only::Versions => ", only semantic versions".to_owned(),
    }
}

fn none_text(none: u64) -> String {
    format!("; 0x{none:x} stands for none")
}

/// The lists whose elements an index counts.
fn counts(spec: &Spec, index: usize) -> String {
    let mut lists: Vec<String> = Vec::new();
    let mut add = |path: String, field: &Field| {
        if field.by.map(usize::from) == Some(index) && !lists.contains(&path) {
            lists.push(path);
        }
    };
    for ty in spec.types.iter() {
        ty.fields().iter().for_each(|field| add(code(&format!("{}.{}", ty.name, field.name)), field));
        for variant in ty.all_variants() {
            let path = |field: &Field| code(&format!("{}.{}.{}", ty.name, variant.name, field.name));
            variant.fields.iter().for_each(|field| add(path(field), field));
        }
    }
    lists.join(", ")
}
