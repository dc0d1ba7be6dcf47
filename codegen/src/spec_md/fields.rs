//! Tables of fields: of records with offsets, of layouts and structs in their order.

use cwasm_spec::model::{Compat, Field, Slice, Spec, TypeDef, Wire, Word};
use cwasm_spec::version::Range;

use super::diagram;
use super::page::Page;
use super::table::Table;
use super::text::{code, link, prose, slug};
use super::{when, words};

/// The fields of a record: offsets and sizes are fixed.
pub(super) fn record(page: &mut Page, spec: &Spec, fields: &[Field]) {
    page.verbatim(&diagram::record(fields));
    let mut table = Table::new(&["Offset", "Size", "Field", "Type", "Releases", "Meaning"]);
    let mut offset = 0_usize;
    for field in fields {
        let size = diagram::size(&field.ty);
        table.row([
            format!("{offset}"),
            format!("{size}"),
            code(&field.name),
            words::types(spec, &field.ty),
            spec.range_text(field.range),
            meaning(spec, field),
        ]);
        offset = offset.saturating_add(size);
    }
    page.table(&table.without_constant("Releases", "all"));
    for field in fields.iter().filter(|field| !field.slices.is_empty()) {
        page.block(&format!("Parts of `{}`:", field.name));
        page.table(&slices(&field.slices));
    }
}

fn slices(slices: &[Slice]) -> Table {
    let mut table = Table::new(&["Bits", "Part", "Meaning"]);
    for slice in slices {
        let last = slice.at.saturating_add(slice.bits).saturating_sub(1);
        let bits = if last == slice.at { slice.at.to_string() } else { format!("{} to {last}", slice.at) };
        table.row([bits, code(&slice.name), prose(&slice.doc)]);
    }
    table
}

/// The fields of a layout, each with its wire.
pub(super) fn layout(page: &mut Page, spec: &Spec, fields: &[Field]) {
    page.verbatim(&diagram::layout(spec, fields));
    let mut table = Table::new(&["Field", "Type", "Wire", "Releases", "Meaning"]);
    for field in fields {
        table.row([
            code(&field.name),
            typed(spec, field),
            code(wire(field.wire)),
            spec.range_text(field.range),
            meaning(spec, field),
        ]);
    }
    page.table(&table.without_constant("Releases", "all"));
}

/// The fields of a struct.
pub(super) fn structure(page: &mut Page, spec: &Spec, fields: &[Field], reach: Range) {
    let mut table = Table::new(&["Field", "Type", "Releases", "At loading", "Set by", "Meaning"]);
    for field in fields {
        table.row([
            code(&field.name),
            typed(spec, field),
            when::releases_in(spec, field.range, reach),
            policies(spec, field.range, &field.compat),
            if field.option.is_empty() { String::new() } else { code(&field.option) },
            meaning(spec, field),
        ]);
    }
    page.table(&table.without_constant("Releases", &spec.range_text(reach)));
}

/// A wire's name in the description.
pub(super) fn wire(wire: Wire) -> &'static str {
    match wire {
        Wire::Fixed => "fixed",
        Wire::Bincode1 => "bincode1",
        Wire::Postcard => "postcard",
    }
}

/// A field's type; a text whose length stands elsewhere says where.
pub(super) fn typed(spec: &Spec, field: &Field) -> String {
    match field.ty.first() {
        Some(Word::String) if !field.length.is_empty() => format!("string of `{}` bytes", field.length),
        _ => words::types(spec, &field.ty),
    }
}

/// What a field means, whether its value is free, and the table that names its values.
fn meaning(spec: &Spec, field: &Field) -> String {
    let doc = free(prose(&field.doc), &field.free);
    if field.names.is_empty() {
        return doc;
    }
    if spec.names.iter().any(|table| table.name == field.names) {
        return format!("{doc} Values: {}.", link(&code(&field.names), &format!("names-{}", slug(&field.names))));
    }
    let lists: Vec<String> = spec
        .types
        .iter()
        .filter(|ty| ty.name == field.names)
        .map(|ty| link(&list_name(ty), &words::anchor(ty)))
        .collect();
    format!("{doc} Names: {}.", lists.join(", "))
}

fn list_name(ty: &TypeDef) -> String {
    match &ty.kind {
        cwasm_spec::model::TypeKind::Flags { arch, .. } if !arch.is_empty() => code(arch),
        _ => code(&ty.name),
    }
}

/// What an engine asks of a value, by release: `exact`, or `exact (27 to 36), absent-fits (37 and later)`.
pub(super) fn policies(spec: &Spec, around: Range, compat: &[Compat]) -> String {
    let texts: Vec<String> = compat
        .iter()
        .map(|compat| match when::releases_within(spec, compat.range, around).as_str() {
            "" => compat.policy.to_string(),
            releases => format!("{} ({releases})", compat.policy),
        })
        .collect();
    texts.join(", ")
}

/// A meaning, and why a value is [free](#conventions) if it is.
pub(super) fn free(doc: String, reason: &str) -> String {
    if reason.is_empty() { doc } else { format!("{doc} *Free: {}.*", prose(reason)) }
}
