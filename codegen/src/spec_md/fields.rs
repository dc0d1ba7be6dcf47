//! Tables of fields: of records with offsets, of layouts and structs in their order.

use cwasm_spec::model::{Compat, Field, Slice, Spec, Times, TypeDef, Wire, Word};
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
    for (before, field) in with_before(fields) {
        let size = diagram::size(&field.ty);
        table.row([
            format!("{offset}"),
            format!("{size}"),
            code(&field.name),
            words::types(spec, &field.ty),
            spec.range_text(field.range),
            meaning(spec, before, field),
        ]);
        offset = offset.saturating_add(size);
    }
    page.table(&table.without_constant("Releases", "all"));
    for field in fields.iter().filter(|field| !field.slices.is_empty()) {
        page.block(&format!("Parts of `{}`:", field.name));
        page.table(&slices(spec, &field.slices, field.range));
    }
}

/// The parts of a number, within the releases that have the number.
pub(super) fn slices(spec: &Spec, slices: &[Slice], around: Range) -> Table {
    let mut table = Table::new(&["Bits", "Part", "Releases", "Meaning"]);
    for slice in slices {
        let Some(releases) = when::releases_in(spec, slice.range, around) else { continue };
        let last = slice.at.saturating_add(slice.bits).saturating_sub(1);
        let bits = if last == slice.at { slice.at.to_string() } else { format!("{} to {last}", slice.at) };
        let meaning = format!("{}{}", prose(&slice.doc), names(spec, &slice.names));
        table.row([bits, code(&slice.name), releases, meaning]);
    }
    table.without_constant("Releases", &spec.range_text(around))
}

/// The fields of a layout, each with its wire.
pub(super) fn layout(page: &mut Page, spec: &Spec, fields: &[Field]) {
    page.verbatim(&diagram::layout(spec, fields));
    let mut table = Table::new(&["Field", "Type", "Wire", "Releases", "Meaning"]);
    for (before, field) in with_before(fields) {
        table.row([
            code(&field.name),
            typed(spec, field),
            code(wire(field.wire)),
            spec.range_text(field.range),
            meaning(spec, before, field),
        ]);
    }
    page.table(&table.without_constant("Releases", "all"));
}

/// The fields of a struct.
pub(super) fn structure(page: &mut Page, spec: &Spec, fields: &[Field], reach: Range) {
    let mut table = Table::new(&["Field", "Type", "Releases", "At loading", "Set by", "Meaning"]);
    for (before, field) in with_before(fields) {
        let Some(releases) = when::releases_in(spec, field.range, reach) else { continue };
        table.row([
            code(&field.name),
            typed(spec, field),
            releases,
            policies(spec, field.range, &field.compat),
            if field.option.is_empty() { String::new() } else { code(&field.option) },
            meaning(spec, before, field),
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
        Wire::Native => "native",
    }
}

/// A field's type; a text whose length stands elsewhere says where, a list what counts its elements.
pub(super) fn typed(spec: &Spec, field: &Field) -> String {
    match (field.by.and_then(|by| spec.types.get(usize::from(by))), field.ty.first()) {
        (Some(by), _) => format!("{}, indexed by {}", words::types(spec, &field.ty), words::type_link(by)),
        (None, Some(Word::String)) if !field.length.is_empty() => format!("string of `{}` bytes", field.length),
        (None, Some(Word::Blob)) if !field.length.is_empty() => format!("`{}` bytes", field.length),
        (None, Some(Word::Blob)) => "bytes up to the end".to_owned(),
        (None, Some(Word::Seq)) if field.times != Times::Own => repeated(spec, field),
        _ => words::types(spec, &field.ty),
    }
}

/// A sequence whose number of elements does not stand in front of it.
fn repeated(spec: &Spec, field: &Field) -> String {
    let element = words::types(spec, field.ty.get(1..).unwrap_or_default());
    match &field.times {
        Times::Own => words::types(spec, &field.ty),
        Times::Field { name, per: 1 } => format!("`{name}` times {element}"),
        Times::Field { name, per } => format!("`{name}` / {per} times {element}"),
        Times::Rest => format!("{element}, to the end"),
        Times::UntilZero => format!("{element}, until four zero bytes stand where the next would begin"),
    }
}

/// What else is to be known of where a field stands: for whom, in how many bytes, and what fills it up.
fn around(field: &Field) -> String {
    let mut text = String::new();
    if !field.arch.is_empty() {
        text.push_str(&format!(" Only on {}.", code(&field.arch)));
    }
    if !field.not_arch.is_empty() {
        text.push_str(&format!(" Not on {}.", code(&field.not_arch)));
    }
    if !field.bytes.is_empty() {
        text.push_str(&format!(" Takes `{}` bytes.", field.bytes));
    }
    if field.pad != 0 && !field.bytes.is_empty() {
        text.push_str(&format!(" Zeros fill these up to a multiple of {}.", field.pad));
    } else if field.pad != 0 {
        text.push_str(&format!(" Zeros fill it up to a multiple of {} bytes of the section.", field.pad));
    }
    text
}

/// What a field means, whether its value is free, and the table that names its values; short if the line before it, of
/// the same field in other releases, says the same.
pub(super) fn meaning(spec: &Spec, before: Option<&Field>, field: &Field) -> String {
    let said = |field: &Field| (field.name.clone(), field.doc.clone(), field.free.clone(), field.names.clone());
    if before.is_some_and(|before| said(before) == said(field)) {
        return "As above.".to_owned();
    }
    format!("{}{}{}", free(prose(&field.doc), &field.free), around(field), names(spec, &field.names))
}

/// Fields, each with the one before it.
pub(super) fn with_before(fields: &[Field]) -> impl Iterator<Item = (Option<&Field>, &Field)> {
    std::iter::once(None).chain(fields.iter().map(Some)).zip(fields)
}

/// A sentence about the table or the flag lists that name the values, behind another; nothing without a name.
pub(super) fn names(spec: &Spec, name: &str) -> String {
    if name.is_empty() {
        return String::new();
    }
    if spec.names.iter().any(|table| table.name == name) {
        return format!(" Values: {}.", link(&code(name), &format!("names-{}", slug(name))));
    }
    let lists = spec.types.iter().filter(|ty| ty.name == name);
    let lists: Vec<String> = lists.map(|ty| link(&list_name(ty), &words::anchor(ty))).collect();
    format!(" Names: {}.", lists.join(", "))
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
