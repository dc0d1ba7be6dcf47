//! One declared type: heading, meaning, picture, tables, where it is used.

use cwasm_spec::model::{Extent, Field, NameTable, Spec, TypeDef, TypeKind, Word};
use cwasm_spec::query::named;
use cwasm_spec::version::Range;

use super::page::Page;
use super::table::Table;
use super::text::{capital, code, prose, slug};
use super::{bits, blocks, entries, enums, evidence, fields, flags, rows, when, words};

/// A declared type with everything about it, within the releases that have it. Newtypes have a table of their own.
pub(super) fn write(page: &mut Page, spec: &Spec, ty: &TypeDef, reach: Range) {
    if matches!(ty.kind, TypeKind::Newtype { .. }) {
        return;
    }
    page.heading(3, &words::anchor(ty), &title(ty));
    page.block(&prose(&ty.doc));
    page.block(&facts(spec, ty, reach));
    match &ty.kind {
        TypeKind::Record { fields, size } => {
            page.block(&format!("{size} bytes, in the byte order of the file."));
            fields::record(page, spec, fields);
        }
        TypeKind::Layout { fields } => {
            fields::layout(page, spec, fields);
            entries::write(page, spec, ty);
        }
        TypeKind::Struct { fields } => fields::structure(page, spec, fields, reach),
        TypeKind::Enum { .. } => enums::write(page, spec, ty, reach),
        TypeKind::Row { word, names } => rows::write(page, spec, *word, names),
        TypeKind::Bits { reprs, bits } => bits::write(page, spec, reprs, bits, reach),
        TypeKind::Flags { orders, flags, .. } => flags::write(page, spec, orders, flags),
        TypeKind::Blocks(table) => blocks::write(page, spec, table),
        TypeKind::Newtype { .. } => {}
    }
    page.block(&evidence::line(&ty.evidence));
}

fn title(ty: &TypeDef) -> String {
    match &ty.kind {
        TypeKind::Flags { arch, .. } if !arch.is_empty() => format!("Flag list `{}` of {}", ty.name, code(arch)),
        _ => format!("{} `{}`", capital(words::kind(ty)), ty.name),
    }
}

/// When there are values of the type, where it is used, and what else is to be known of it as a whole.
fn facts(spec: &Spec, ty: &TypeDef, reach: Range) -> String {
    let mut facts = Vec::new();
    if reach != Range::ALL {
        facts.push(format!("Releases: {}.", spec.range_text(reach)));
    }
    if !ty.traced.is_empty() {
        facts.push(format!("Wasmtime's name: {}.", code(&ty.traced)));
    }
    facts.extend(used_by(spec, ty, reach));
    facts.extend(ty.extent.as_ref().map(|extent| extent_text(ty, extent)));
    facts.join(" ")
}

fn extent_text(ty: &TypeDef, extent: &Extent) -> String {
    let name = |index: u16| ty.fields().get(usize::from(index)).map_or_else(String::new, |field| code(&field.name));
    format!("Extent: {} bytes from {} on.", name(extent.length), name(extent.start))
}

/// The fields and variants whose type it is, so that its reach in time can be seen.
fn used_by(spec: &Spec, ty: &TypeDef, reach: Range) -> Option<String> {
    let mut users: Vec<(String, Range)> = Vec::new();
    let uses = |words: &[Word]| named(words).any(|index| is(spec, index, ty));
    for user in spec.types.iter() {
        let field = |users: &mut Vec<_>, path: &str, field: &Field, around: Range| {
            let range = field.range.intersection(around).filter(|_| uses(&field.ty));
            range.into_iter().for_each(|range| add(users, code(&format!("{path}.{}", field.name)), range));
        };
        user.fields().iter().for_each(|member| field(&mut users, &user.name, member, user.range));
        for variant in user.all_variants() {
            let path = format!("{}.{}", user.name, variant.name);
            let range = variant.range.intersection(user.range).filter(|_| uses(&variant.ty));
            range.into_iter().for_each(|range| add(&mut users, code(&path), range));
            variant.fields.iter().for_each(|member| field(&mut users, &path, member, variant.range));
        }
        if let TypeKind::Newtype { ty, .. } = &user.kind
            && uses(ty)
        {
            add(&mut users, words::type_link(user), user.range);
        }
    }
    let text = |(user, range): (String, Range)| match when::during_within(spec, range, reach) {
        Some(during) => format!("{user} {during}"),
        None => user,
    };
    let texts: Vec<String> = users.into_iter().filter(|(_, range)| range.overlaps(reach)).map(text).collect();
    (!texts.is_empty()).then(|| format!("Used by: {}.", texts.join(", ")))
}

/// A member that goes on with another encoding is named once.
fn add(users: &mut Vec<(String, Range)>, user: String, range: Range) {
    match users.last_mut() {
        Some((last, before)) if *last == user && before.removed == range.since => before.removed = range.removed,
        _ => users.push((user, range)),
    }
}

fn is(spec: &Spec, index: u16, ty: &TypeDef) -> bool {
    spec.types.get(usize::from(index)).is_some_and(|named| named.span == ty.span)
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
