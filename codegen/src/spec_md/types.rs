//! One declared type: heading, meaning, picture, tables, where it is used.

use cwasm_spec::model::{NameTable, Spec, TypeDef, TypeKind, Word};
use cwasm_spec::version::Range;

use super::page::Page;
use super::table::Table;
use super::text::{capital, code, prose, slug};
use super::{bits, enums, evidence, fields, flags, reach, rows, when, words};

/// A declared type with everything about it.
pub(super) fn write(page: &mut Page, spec: &Spec, ty: &TypeDef) {
    page.heading(3, &words::anchor(ty), &title(ty));
    page.block(&prose(&ty.doc));
    page.block(&used_by(spec, ty));
    let reach = reach::of(spec, ty);
    match &ty.kind {
        TypeKind::Record { fields, size } => {
            page.block(&format!("{size} bytes, in the byte order of the file."));
            fields::record(page, spec, fields);
        }
        TypeKind::Layout { fields } => fields::layout(page, spec, fields),
        TypeKind::Struct { fields } => fields::structure(page, spec, fields, reach),
        TypeKind::Enum { variants } => enums::write(page, spec, variants, reach),
        TypeKind::Row { word, names } => rows::write(page, spec, *word, names),
        TypeKind::Bits { reprs, bits } => bits::write(page, spec, reprs, bits, reach),
        TypeKind::Flags { orders, flags, .. } => flags::write(page, spec, orders, flags),
    }
    page.block(&evidence::line(&ty.evidence));
}

fn title(ty: &TypeDef) -> String {
    match &ty.kind {
        TypeKind::Flags { arch, .. } if !arch.is_empty() => format!("Flag list `{}` of {}", ty.name, code(arch)),
        _ => format!("{} `{}`", capital(words::kind(ty)), ty.name),
    }
}

/// The fields and variants whose type it is, so that its reach in time can be seen.
fn used_by(spec: &Spec, ty: &TypeDef) -> String {
    let mut users: Vec<(String, Range)> = Vec::new();
    for user in spec.types.iter() {
        let named = |words: &[Word]| words.iter().any(|word| is(spec, *word, ty));
        for field in user.fields().iter().filter(|field| named(&field.ty)) {
            add(&mut users, path(user, &field.name), field.range);
        }
        if let TypeKind::Enum { variants } = &user.kind {
            for variant in variants.iter().filter(|variant| named(&variant.ty)) {
                add(&mut users, path(user, &variant.name), variant.range);
            }
        }
    }
    let texts: Vec<String> = users
        .into_iter()
        .map(|(user, range)| when::during(spec, range).map_or(user.clone(), |during| format!("{user} {during}")))
        .collect();
    if texts.is_empty() { String::new() } else { format!("Used by: {}.", texts.join(", ")) }
}

/// A member that goes on with another encoding is named once.
fn add(users: &mut Vec<(String, Range)>, user: String, range: Range) {
    match users.last_mut() {
        Some((last, before)) if *last == user && before.removed == range.since => before.removed = range.removed,
        _ => users.push((user, range)),
    }
}

fn is(spec: &Spec, word: Word, ty: &TypeDef) -> bool {
    match word {
        Word::Named(index) => spec.types.get(usize::from(index)).is_some_and(|named| named.span == ty.span),
        _ => false,
    }
}

fn path(user: &TypeDef, member: &str) -> String {
    code(&format!("{}.{member}", user.name))
}

/// A table of names, for numbers or as a closed list.
pub(super) fn names(page: &mut Page, spec: &Spec, names: &NameTable) {
    let kind = if names.numbered { "Names" } else { "List" };
    page.heading(3, &format!("names-{}", slug(&names.name)), &format!("{kind} `{}`", names.name));
    page.block(&prose(&names.doc));
    let mut table = Table::new(&["Number", "Name", "Releases"]);
    for entry in names.names.iter() {
        let number = if names.numbered { format!("{0} (0x{0:x})", entry.value) } else { String::new() };
        table.row([number, code(&entry.name), spec.range_text(entry.range)]);
    }
    page.table(&table.without_constant("Releases", "all"));
    page.block(&evidence::line(&names.evidence));
}
