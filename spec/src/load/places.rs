//! Paths such as `header.e_flags.kind` or `engine.metadata.tunables.debug_guest`: names to places.

use super::context::Context;
use crate::model::{Field, Place, Span, Text, TypeDef, TypeKind, ValuePath, Variant, Word};
use crate::query::behind;

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
        ("target", "page") => Some(Place::TargetPage),
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

/// Decoded values: the name of a layout or struct, then steps into it.
fn value(path: &str, root: &str, rest: &str, context: &mut Context) -> Option<Place> {
    let is_root =
        |ty: &TypeDef| ty.name == root && matches!(ty.kind, TypeKind::Layout { .. } | TypeKind::Struct { .. });
    let index = context.types.iter().position(is_root)?;
    let steps: Vec<Text> = rest.split('.').map(|step| Text::from(step.to_owned())).collect();
    type_leads(context.types.get(index)?, &steps, context).then_some(())?;
    let root = u16::try_from(index).ok()?;
    let path = ValuePath { text: path.to_owned().into(), root, steps: steps.into() };
    Some(Place::Value(context.value(path)))
}

/// Whether the steps lead to something in the type that the words begin with.
fn leads(words: &[Word], steps: &[Text], context: &Context) -> bool {
    let Some((word, rest)) = words.split_first() else { return false };
    match (word, steps.split_first()) {
        (Word::Named(index), _) => {
            context.types.get(usize::from(*index)).is_some_and(|ty| type_leads(ty, steps, context))
        }
        (_, None) => true,
        (Word::Sparse, Some((step, behind))) if step == "default" => leads(rest, behind, context),
        (Word::Seq | Word::Sparse | Word::Set | Word::Array(_), Some((step, behind))) if step == "each" => {
            leads(rest, behind, context)
        }
        (Word::Option | Word::PackedOption | Word::Seq | Word::Sparse | Word::Set | Word::Array(_), _) => {
            leads(rest, steps, context)
        }
        (Word::Range, Some((step, steps))) => matches!(&**step, "start" | "end") && leads(rest, steps, context),
        (Word::Map | Word::Pair, Some((step, steps))) => {
            let names = if *word == Word::Map { ["key", "value"] } else { ["0", "1"] };
            match names.iter().position(|name| *name == step) {
                Some(0) => leads(rest, steps, context),
                Some(_) => leads(behind(rest), steps, context),
                None => false,
            }
        }
        _ => false,
    }
}

fn type_leads(ty: &TypeDef, steps: &[Text], context: &Context) -> bool {
    let Some((step, rest)) = steps.split_first() else { return true };
    if let Some(name) = step.strip_prefix('*') {
        let mut named = context.types.iter().filter(|ty| ty.name == name);
        return named.any(|ty| type_leads(ty, rest, context));
    }
    match &ty.kind {
        TypeKind::Newtype { ty, slices, .. } => {
            (rest.is_empty() && slices.iter().any(|slice| slice.name == *step)) || leads(ty, steps, context)
        }
        TypeKind::Enum { variants } => {
            let mut named = variants.iter().filter(|variant| variant.name == *step);
            named.any(|variant| rest.is_empty() || inside_variant(variant, rest, context))
        }
        TypeKind::Blocks(blocks) => rest.is_empty() && (*step == "offset" || *step == blocks.value.name),
        TypeKind::Bits { bits, .. } => rest.is_empty() && bits.iter().any(|bit| bit.name == *step),
        _ => fields_of(ty).is_some_and(|fields| field_leads(fields, step, rest, context)),
    }
}

fn inside_variant(variant: &Variant, steps: &[Text], context: &Context) -> bool {
    let Some((step, rest)) = steps.split_first() else { return true };
    if !variant.fields.is_empty() {
        return field_leads(&variant.fields, step, rest, context);
    }
    // Several types one behind the other have numbers.
    match step.parse::<usize>() {
        Ok(number) if !behind(&variant.ty).is_empty() => {
            let words = (0..number).fold(&*variant.ty, |words, _| behind(words));
            leads(words, rest, context)
        }
        _ => leads(&variant.ty, steps, context),
    }
}

fn field_leads(fields: &[Field], step: &str, rest: &[Text], context: &Context) -> bool {
    let mut named = fields.iter().filter(|field| field.name == step);
    named.any(|field| match rest {
        [] => true,
        [flag] if is_flag(&field.names, flag, context) => true,
        _ => leads(&field.ty, rest, context),
    })
}

/// Whether some list of this name has the flag.
fn is_flag(list: &str, flag: &str, context: &Context) -> bool {
    context.types.iter().filter(|ty| ty.name == list).any(|ty| match &ty.kind {
        TypeKind::Flags { flags, .. } => flags.iter().any(|declared| declared.name == flag),
        _ => false,
    })
}
