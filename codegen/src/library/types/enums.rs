//! Enums: an index, counted among the variants that the release has, then what the variant holds.

use std::fmt::Write;

use cwasm_spec::model::{Spec, TypeDef, Variant, Word};

use super::words::{self, Value};
use super::{DERIVES, about};
use crate::library::{doc, naming, when};

/// An enum with its reader and writer.
pub(super) fn definition(spec: &Spec, ty: &TypeDef, variants: &[Variant]) -> String {
    let name = naming::pascal(&ty.name);
    let plain = variants.iter().all(|variant| variant.ty.is_empty());
    let derives = if plain { DERIVES.replace("Clone,", "Clone, Copy,") } else { DERIVES.to_owned() };
    let lines: String = variants.iter().map(|variant| shape(spec, variants, variant)).collect();
    let body = [ranges(spec, variants), read(spec, variants), write(spec, variants)].concat();
    format!("{}{derives}#[non_exhaustive]\npub enum {name} {{ {lines} }}\nimpl {name} {{ {body} }}\n", about(spec, ty))
}

/// The name of a variant; a later one of the same name is called after the release that brought it.
fn variant_name(spec: &Spec, variants: &[Variant], variant: &Variant) -> String {
    let older = |other: &Variant| other.name == variant.name && other.range.since < variant.range.since;
    let name = naming::pascal(&variant.name);
    if variants.iter().any(older) { format!("{name}Since{}", spec.edition_name(variant.range.since)) } else { name }
}

/// The types of what a variant holds.
fn held(spec: &Spec, variant: &Variant) -> Vec<(Vec<Word>, String)> {
    let mut rest = &*variant.ty;
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let (part, behind) = rest.split_at(words::length(rest));
        parts.push((part.to_vec(), words::ty(spec, part)));
        rest = behind;
    }
    parts
}

fn shape(spec: &Spec, variants: &[Variant], variant: &Variant) -> String {
    let mut about = variant.doc.to_string();
    if when::inside(spec, variant.range).is_some() {
        let _ = write!(about, " Releases: {}.", spec.range_text(variant.range));
    }
    let types: Vec<String> = held(spec, variant).into_iter().map(|(_, ty)| ty).collect();
    let data = if types.is_empty() { String::new() } else { format!("({})", types.join(", ")) };
    format!("{}{}{data},\n", doc(&about), variant_name(spec, variants, variant))
}

fn ranges(spec: &Spec, variants: &[Variant]) -> String {
    let ranges: Vec<String> = variants.iter().map(|variant| when::range(spec, variant.range)).collect();
    format!("const VARIANTS: &[Range] = &[{}];\n", ranges.join(", "))
}

fn read(spec: &Spec, variants: &[Variant]) -> String {
    let mut arms = String::new();
    for (position, variant) in variants.iter().enumerate() {
        let name = variant_name(spec, variants, variant);
        let parts: Vec<String> =
            held(spec, variant).iter().map(|(part, _)| format!("{}?", words::read(spec, part))).collect();
        let _ = match parts.as_slice() {
            [] => writeln!(arms, "{position} => Self::{name},"),
            parts => {
                let values = parts.join(", ");
                writeln!(
                    arms,
                    "{position} => {{ wire.enter()?; wire.field({:?}); let value = Self::{name}({values}); wire.leave(); value }}",
                    variant.name
                )
            }
        };
    }
    format!(
        "pub(crate) fn read(wire: &mut Reader<'_>, release: Release) -> Result<Self, Error> {{
             Ok(match wire.variant(release, Self::VARIANTS)? {{ {arms} _ => return Err(wire.fail(ErrorKind::UnknownVariant)) }})
         }}\n"
    )
}

fn write(spec: &Spec, variants: &[Variant]) -> String {
    let mut arms = String::new();
    for (position, variant) in variants.iter().enumerate() {
        let name = variant_name(spec, variants, variant);
        let held = held(spec, variant);
        let names: Vec<String> = (0..held.len()).map(|index| format!("value{index}")).collect();
        let bound = if held.is_empty() { String::new() } else { format!("({})", names.join(", ")) };
        let mut body = format!("wire.variant(release, Self::VARIANTS, {position})?;");
        for ((part, _), value) in held.iter().zip(&names) {
            let _ = write!(body, "{}?;", words::write(part, &Value::Reference(value.clone())));
        }
        if !held.is_empty() {
            body = format!("wire.enter()?; wire.field({:?}); {body} wire.leave();", variant.name);
        }
        let _ = writeln!(arms, "Self::{name}{bound} => {{ {body} }}");
    }
    format!(
        "pub(crate) fn write(&self, wire: &mut Writer, release: Release) -> Result<(), Error> {{ match self {{ {arms} }} Ok(()) }}\n"
    )
}
