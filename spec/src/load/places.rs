//! Paths such as `header.e_flags.kind` or `engine.metadata.tunables.debug_guest`: names to places.

use super::context::Context;
use crate::model::{Field, Place, Span, Text, TypeDef, TypeKind, ValuePath, Word};

/// The place that a path names; a mistake if it names nothing.
pub(super) fn place(path: &str, span: Span, context: &mut Context) -> Option<Place> {
    let found = resolve(path, context);
    if found.is_none() {
        context.error(span, format!("unknown path `{path}`"));
    }
    found
}

fn resolve(path: &str, context: &mut Context) -> Option<Place> {
    let (root, rest) = path.split_once('.')?;
    match (root, rest) {
        ("file", "size") => Some(Place::FileSize),
        ("sections", "null") => Some(Place::NullSection),
        ("sections", "last") => Some(Place::LastSection),
        ("sections", "name") => Some(Place::SectionNames),
        ("sections", "name_length") => Some(Place::SectionNameLengths),
        ("symbols", "null") => Some(Place::NullSymbol),
        ("symbols", "count") => Some(Place::SymbolCount),
        ("symbols", "functions") => Some(Place::FunctionCount),
        ("symbols", "name") => Some(Place::SymbolNames),
        ("target", "machine") => Some(Place::TargetMachine),
        ("target", "data") => Some(Place::TargetData),
        ("target", "pulley") => Some(Place::TargetFlag),
        ("target", "architecture") => Some(Place::TargetArchitecture),
        ("target", "words") => Some(Place::TargetWords),
        ("header", rest) => record_field("elf_header", rest, context).map(|(field, slice)| Place::Header(field, slice)),
        ("sections", rest) => {
            record_field("section_header", rest, context).map(|(field, slice)| Place::Sections(field, slice))
        }
        ("relocation_sections", rest) => {
            record_field("section_header", rest, context).map(|(field, _)| Place::RelocationSections(field))
        }
        ("symbols", rest) => record_field("symbol", rest, context).map(|(field, slice)| Place::Symbols(field, slice)),
        ("relocations", rest) => {
            record_field("relocation", rest, context).map(|(field, slice)| Place::Relocations(field, slice))
        }
        (short, rest) => section_field(short, rest, context).or_else(|| value(path, short, rest, context)),
    }
}

fn section_field(short: &str, field: &str, context: &Context) -> Option<Place> {
    let section = context.section_called(short)?;
    record_field("section_header", field, context).map(|(field, _)| Place::Section(section, field))
}

/// A field of a record, and one of its slices if one is named.
fn record_field(record: &str, path: &str, context: &Context) -> Option<(u16, Option<u16>)> {
    let record = context.types.iter().find(|ty| ty.name == record)?;
    let (name, slice) = path.split_once('.').map_or((path, None), |(name, slice)| (name, Some(slice)));
    let fields = fields_of(record)?;
    let index = fields.iter().position(|field| field.name == name)?;
    let slice = match slice {
        None => None,
        Some(slice) => {
            let slices = &fields.get(index)?.slices;
            Some(u16::try_from(slices.iter().position(|declared| declared.name == slice)?).ok()?)
        }
    };
    Some((u16::try_from(index).ok()?, slice))
}

fn fields_of(ty: &TypeDef) -> Option<&[Field]> {
    match &ty.kind {
        TypeKind::Record { fields, .. } | TypeKind::Layout { fields } | TypeKind::Struct { fields } => Some(fields),
        _ => None,
    }
}

/// A decoded value: a layout's name, then fields down to a number, bool or string, or to a flag of a list.
fn value(path: &str, layout: &str, rest: &str, context: &mut Context) -> Option<Place> {
    let layout_index =
        context.types.iter().position(|ty| ty.name == layout && matches!(ty.kind, TypeKind::Layout { .. }))?;
    let steps: Vec<Text> = rest.split('.').map(|step| Text::from(step.to_owned())).collect();
    leads_somewhere(context.types.get(layout_index)?, &steps, context).then_some(())?;
    let layout = u16::try_from(layout_index).ok()?;
    let path = ValuePath { text: path.to_owned().into(), layout, steps: steps.into() };
    Some(Place::Value(context.value(path)))
}

fn leads_somewhere(ty: &TypeDef, steps: &[Text], context: &Context) -> bool {
    let (Some((step, rest)), Some(fields)) = (steps.split_first(), fields_of(ty)) else { return false };
    let mut named = fields.iter().filter(|field| field.name == *step);
    named.any(|field| match (rest, field.ty.first()) {
        ([], _) => true,
        ([flag], _) if !field.names.is_empty() => is_flag(&field.names, flag, context),
        (_, Some(Word::Named(index))) => context
            .types
            .get(usize::from(*index))
            .is_some_and(|inner| is_bit(inner, rest) || leads_somewhere(inner, rest, context)),
        _ => false,
    })
}

/// Whether some list of this name has the flag.
fn is_flag(list: &str, flag: &str, context: &Context) -> bool {
    context.types.iter().filter(|ty| ty.name == list).any(|ty| match &ty.kind {
        TypeKind::Flags { flags, .. } => flags.iter().any(|declared| declared.name == flag),
        _ => false,
    })
}

/// Whether a bit set has the bit that is left of the path.
fn is_bit(ty: &TypeDef, steps: &[Text]) -> bool {
    match (&ty.kind, steps) {
        (TypeKind::Bits { bits, .. }, [name]) => bits.iter().any(|bit| bit.name == *name),
        _ => false,
    }
}
