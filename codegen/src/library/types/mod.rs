//! The types of the payloads: for each a Rust type, and how it is read and written. One module a chapter.

mod bits;
mod enums;
mod fields;
mod layouts;
mod rows;
mod structs;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use cwasm_spec::model::{Content, Spec, TypeDef, TypeKind, Word};

use super::{File, doc, naming};

/// The traits that every generated type has.
const DERIVES: &str = "#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]\n";

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
    Some(File {
        module: naming::module(source),
        source: source.to_string(),
        doc: format!("{}: {}", about.title, about.doc),
        items: imports(spec, file, &types) + &items,
    })
}

fn definition(spec: &Spec, ty: &TypeDef) -> String {
    match &ty.kind {
        TypeKind::Struct { fields } => structs::definition(spec, ty, fields),
        TypeKind::Layout { fields } => layouts::definition(spec, ty, fields),
        TypeKind::Enum { variants } => enums::definition(spec, ty, variants),
        TypeKind::Row { word, names } => rows::definition(spec, ty, *word, names),
        TypeKind::Bits { reprs, bits } => bits::definition(spec, ty, reprs, bits),
        TypeKind::Record { .. } | TypeKind::Flags { .. } => String::new(),
    }
}

/// What a type is, or, without words of its own, where it stands.
fn about(spec: &Spec, ty: &TypeDef) -> String {
    if !ty.doc.is_empty() {
        return doc(&ty.doc);
    }
    let title = spec.chapters.get(usize::from(ty.chapter)).map_or("", |chapter| &*chapter.doc);
    doc(title)
}

/// All types that the layouts of sections are made of.
fn reachable(spec: &Spec) -> BTreeSet<u16> {
    let layouts = spec.sections.iter().filter_map(|section| match section.content {
        Content::Layout(index) => Some(index),
        _ => None,
    });
    let mut waiting: Vec<u16> = layouts.collect();
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
    let words: Vec<Word> = match &ty.kind {
        TypeKind::Enum { variants } => variants.iter().flat_map(|variant| variant.ty.iter().copied()).collect(),
        TypeKind::Row { word, .. } => vec![*word],
        _ => ty.fields().iter().flat_map(|field| field.ty.iter().copied()).collect(),
    };
    let index = |word| if let Word::Named(index) = word { Some(index) } else { None };
    words.into_iter().filter_map(index).collect()
}

/// Imports of types that stand in other chapters.
fn imports(spec: &Spec, file: u16, types: &[&TypeDef]) -> String {
    let others = types.iter().flat_map(|ty| named(ty)).filter_map(|index| spec.types.get(usize::from(index)));
    let lines: BTreeSet<String> = others
        .filter(|other| other.span.file != file)
        .filter_map(|other| Some((spec.files.get(usize::from(other.span.file))?, other)))
        .map(|(path, other)| format!("use super::{}::{};\n", naming::module(path), naming::pascal(&other.name)))
        .collect();
    lines.into_iter().collect()
}
