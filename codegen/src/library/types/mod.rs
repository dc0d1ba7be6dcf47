//! The types of the payloads: for each a Rust type, and how it is read and written. One module a chapter.

mod bits;
mod blocks;
mod enums;
mod fields;
mod layouts;
mod lookup;
mod names;
mod newtypes;
mod rows;
mod sized;
mod structs;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use cwasm_spec::model::{Field, Spec, Times, TypeDef, TypeKind, Wire, Word};
use cwasm_spec::version::Range;

pub(in crate::library) use self::lookup::render as lookup;
use super::{File, doc, naming};

/// Modules with all types that some section holds.
pub(super) fn render(spec: &Spec) -> Vec<File> {
    let mut chapters: BTreeMap<u16, Vec<u16>> = BTreeMap::new();
    for index in reachable(spec) {
        if let Some(ty) = spec.types.get(usize::from(index)) {
            chapters.entry(ty.span.file).or_default().push(index);
        }
    }
    chapters.into_iter().filter_map(|(file, types)| chapter(spec, file, &types)).collect()
}

fn chapter(spec: &Spec, file: u16, types: &[u16]) -> Option<File> {
    let source = spec.files.get(usize::from(file))?;
    let types: Vec<&TypeDef> = types.iter().filter_map(|index| spec.types.get(usize::from(*index))).collect();
    let about = spec.chapters.get(usize::from(types.first()?.chapter))?;
    let items: String = types.iter().map(|ty| definition(spec, ty)).collect();
    let items = items + &newtypes::codecs(&types) + &names::definitions(spec, &types);
    Some(File {
        module: naming::module(source),
        source: source.to_string(),
        doc: format!("{}: {}", about.title, about.doc),
        items: imports(spec, file, &types) + &items,
    })
}

/// The traits that a generated type has.
fn derives(spec: &Spec, kind: &TypeKind) -> String {
    let copy = if words::is_copy_kind(spec, kind) { "Copy, " } else { "" };
    format!("#[derive(Clone, {copy}Debug, PartialEq, Eq, serde::Serialize)]\n")
}

fn definition(spec: &Spec, ty: &TypeDef) -> String {
    match &ty.kind {
        TypeKind::Newtype { ty: inner, none, slices, .. } => newtypes::definition(spec, ty, inner, *none, slices),
        TypeKind::Struct { fields } => structs::definition(spec, ty, fields),
        TypeKind::Layout { fields } => layouts::definition(spec, ty, fields),
        TypeKind::Enum { variants } => enums::definition(spec, ty, variants),
        TypeKind::Row { word, names } => rows::definition(spec, ty, *word, names),
        TypeKind::Blocks(table) => blocks::definition(spec, ty, table),
        TypeKind::Bits { reprs, bits } => bits::definition(spec, ty, reprs, bits),
        TypeKind::Record { .. } | TypeKind::Flags { .. } => String::new(),
    }
}

/// What a type is, or, without words of its own, where it stands; and which releases have it.
fn about(spec: &Spec, ty: &TypeDef) -> String {
    let title = spec.chapters.get(usize::from(ty.chapter)).map_or("", |chapter| &*chapter.doc);
    let text = if ty.doc.is_empty() { title } else { &ty.doc };
    match ty.range {
        Range::ALL => doc(text),
        range => doc(&format!("{text} Releases: {}.", spec.range_text(range))),
    }
}

/// Statements around the body of a reader or writer of a type that can contain itself: a bound on how deep.
fn nesting(spec: &Spec, ty: &TypeDef) -> (String, &'static str) {
    let inside = reach(spec, named(ty));
    let itself = inside.iter().filter_map(|index| spec.types.get(usize::from(*index))).any(|part| part.span == ty.span);
    if itself { (format!("wire.nest({})?;", spec.nesting), "wire.unnest();") } else { (String::new(), "") }
}

/// All types that the layouts of sections are made of, and those that count their elements.
fn reachable(spec: &Spec) -> BTreeSet<u16> {
    let layouts = spec.sections.iter().flat_map(|section| section.content.layouts());
    let mut inside = reach(spec, layouts.collect());
    let types: Vec<&TypeDef> = inside.iter().filter_map(|index| spec.types.get(usize::from(*index))).collect();
    inside.extend(types.into_iter().flat_map(counted_by));
    inside
}

/// Whether a layout is a raw table: it has sequences without a length of their own, or the byte order of the file.
pub(in crate::library) fn is_table(spec: &Spec, layout: u16) -> bool {
    reach(spec, vec![layout]).iter().filter_map(|index| spec.types.get(usize::from(*index))).any(|ty| {
        matches!(ty.kind, TypeKind::Blocks(_))
            || ty.fields().iter().any(|field| field.times != Times::Own || field.wire == Wire::Native)
    })
}

/// Whether a layout depends on the machine that the code is for.
fn needs_machine(spec: &Spec, ty: &TypeDef) -> bool {
    let inside = reach(spec, named(ty));
    let inside = inside.iter().filter_map(|index| spec.types.get(usize::from(*index)));
    let asks = |field: &Field| field.wire == Wire::Native || !field.arch.is_empty() || !field.not_arch.is_empty();
    inside.chain([ty]).any(|ty| ty.fields().iter().any(asks))
}

/// The types of the indices that count the elements of some field.
fn counted_by(ty: &TypeDef) -> impl Iterator<Item = u16> {
    let variants = if let TypeKind::Enum { variants } = &ty.kind { &**variants } else { &[] };
    let fields = ty.fields().iter().chain(variants.iter().flat_map(|variant| variant.fields.iter()));
    fields.filter_map(|field| field.by)
}

/// Some types, and all that they are made of.
fn reach(spec: &Spec, mut waiting: Vec<u16>) -> BTreeSet<u16> {
    let mut seen = BTreeSet::new();
    while let Some(index) = waiting.pop() {
        if seen.insert(index) {
            waiting.extend(spec.types.get(usize::from(index)).map(named).into_iter().flatten());
        }
    }
    seen
}

/// The types that a type names.
fn named(ty: &TypeDef) -> Vec<u16> {
    let words = ty.parts().into_iter().flat_map(|(words, _)| words.iter().copied());
    let index = |word| if let Word::Named(index) = word { Some(index) } else { None };
    words.filter_map(index).collect()
}

/// The import of types that stand in other chapters.
fn imports(spec: &Spec, file: u16, types: &[&TypeDef]) -> String {
    let mut others = types.iter().flat_map(|ty| named(ty)).filter_map(|index| spec.types.get(usize::from(index)));
    let needed = others.any(|other| other.span.file != file);
    if needed { "use super::described::*;\n".to_owned() } else { String::new() }
}
