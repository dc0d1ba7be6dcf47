//! Enums: an index, counted among the variants that the release has, then what the variant holds.
//!
//! Lines with one name and one content are one Rust variant, wherever they stand. If a name has had several contents, each
//! later variant is called after the release that brought it, as with fields.

use std::fmt::Write;

use cwasm_spec::model::{Field, Spec, TypeDef, Variant, Word};
use cwasm_spec::query;
use cwasm_spec::version::Range;

use super::fields::{self, RustField};
use super::structs::{self, Speech};
use super::words::{self, Access};
use super::{about, derives, nesting};
use crate::library::{doc, naming, when};

/// A variant of a Rust enum.
struct RustVariant<'s> {
    name: String,
    /// The lines of the description that it stands for: each with its position among all.
    lines: Vec<(usize, &'s Variant)>,
    content: Content<'s>,
}

/// What a variant holds.
enum Content<'s> {
    /// Nothing.
    None,
    /// Types one behind the other.
    Types(Vec<&'s [Word]>),
    /// Fields by name.
    Fields(&'s [Field], Vec<RustField<'s>>),
}

/// An enum with its reader and writer.
pub(super) fn definition(spec: &Spec, ty: &TypeDef, lines: &[Variant]) -> String {
    let name = naming::pascal(&ty.name);
    let variants = rust_variants(spec, ty, lines);
    let shapes: String = variants.iter().map(|variant| shape(spec, ty, variant)).collect();
    let own = [ranges(spec, ty, lines), read_held(spec, &variants)].concat();
    let codec = [read(spec, ty, &variants), write(spec, ty, &variants)].concat();
    format!(
        "{}{}#[non_exhaustive]\npub enum {name} {{ {shapes} }}\nimpl {name} {{ {own} }}\nimpl Value for {name} {{ {codec} }}\n",
        about(spec, ty),
        derives(spec, &ty.kind),
    )
}

fn rust_variants<'s>(spec: &Spec, ty: &TypeDef, lines: &'s [Variant]) -> Vec<RustVariant<'s>> {
    let mut variants: Vec<RustVariant<'s>> = Vec::new();
    for (position, line) in lines.iter().enumerate() {
        let same = |known: &&mut RustVariant<'s>| known.lines.first().is_some_and(|(_, first)| is_same(first, line));
        match variants.iter_mut().find(same) {
            Some(known) => known.lines.push((position, line)),
            None => variants.push(RustVariant {
                name: variant_name(spec, lines, line),
                lines: vec![(position, line)],
                content: content(spec, ty, line),
            }),
        }
    }
    variants
}

/// Whether two lines have one name and one content.
fn is_same(one: &Variant, other: &Variant) -> bool {
    let field = |one: &Field, other: &Field| one.name == other.name && one.ty == other.ty && one.range == other.range;
    let fields = one.fields.iter().zip(other.fields.iter()).all(|(one, other)| field(one, other));
    one.name == other.name && one.ty == other.ty && one.fields.len() == other.fields.len() && fields
}

/// The name of a variant; a later one of the same name and another content is called after the release that brought it.
fn variant_name(spec: &Spec, lines: &[Variant], line: &Variant) -> String {
    let first = |of: &Variant| lines.iter().filter(|other| is_same(other, of)).map(|other| other.range.since).min();
    let older = |other: &Variant| other.name == line.name && first(other) < first(line);
    let name = naming::pascal(&line.name);
    match first(line).filter(|_| lines.iter().any(older)) {
        Some(since) => format!("{name}Since{}", naming::pascal(spec.edition_name(since))),
        None => name,
    }
}

fn content<'s>(spec: &Spec, ty: &TypeDef, line: &'s Variant) -> Content<'s> {
    if !line.fields.is_empty() {
        let outer = line.range.intersection(ty.range).unwrap_or(line.range);
        return Content::Fields(&line.fields, fields::rust_fields(spec, &line.fields, outer));
    }
    let mut rest = &*line.ty;
    let mut types = Vec::new();
    while !rest.is_empty() {
        let (first, behind) = rest.split_at(rest.len().saturating_sub(query::behind(rest).len()));
        types.push(first);
        rest = behind;
    }
    if types.is_empty() { Content::None } else { Content::Types(types) }
}

fn shape(spec: &Spec, ty: &TypeDef, variant: &RustVariant<'_>) -> String {
    let Some((_, line)) = variant.lines.first() else { return String::new() };
    let ranges: Vec<Range> = variant.lines.iter().map(|(_, line)| line.range).collect();
    let mut about = line.doc.to_string();
    if when::inside_any_within(spec, &ranges, ty.range).is_some() {
        let ranges: Vec<String> = ranges.iter().map(|range| spec.range_text(*range)).collect();
        let _ = write!(about, " Releases: {}.", ranges.join("; "));
    }
    let data = match &variant.content {
        Content::None => String::new(),
        Content::Types(types) => {
            let types: Vec<String> = types.iter().map(|words| words::ty(spec, words)).collect();
            format!("({})", types.join(", "))
        }
        Content::Fields(_, fields) => format!("{{ {} }}", structs::members(spec, fields, "")),
    };
    format!("{}{}{data},\n", doc(&about), variant.name)
}

/// All lines, by position, with their names in the description: those are not always the ones in Rust.
fn ranges(spec: &Spec, ty: &TypeDef, lines: &[Variant]) -> String {
    let line = |line: &Variant| format!("({:?}, {})", line.name, when::range(spec, when::within(line.range, ty.range)));
    let lines: Vec<String> = lines.iter().map(line).collect();
    format!("const VARIANTS: &[(&str, Range)] = &[{}];\n", lines.join(", "))
}

fn read(spec: &Spec, ty: &TypeDef, variants: &[RustVariant<'_>]) -> String {
    let head = "fn read(wire: &mut Reader<'_>, release: Release) -> Result<Self, Error>";
    if is_plain(variants) {
        return format!(
            "{head} {{ Ok(match wire.variant(release, Self::VARIANTS)?.0 {{ {} }}) }}\n",
            arms(variants, |variant| read_variant(spec, variant))
        );
    }
    let (nest, unnest) = nesting(spec, ty);
    let held = match unnest {
        "" => "Self::read_held(wire, release, position).of(name)".to_owned(),
        unnest => format!("let value = Self::read_held(wire, release, position).of(name)?; {unnest} Ok(value)"),
    };
    format!("{head} {{ {nest} let (position, name) = wire.variant(release, Self::VARIANTS)?; {held} }}\n")
}

/// The rest of the reader, if there is something to read behind the index.
fn read_held(spec: &Spec, variants: &[RustVariant<'_>]) -> String {
    if is_plain(variants) {
        return String::new();
    }
    let arms = arms(variants, |variant| read_variant(spec, variant));
    format!(
        "fn read_held(wire: &mut Reader<'_>, release: Release, position: usize) -> Result<Self, Error> {{
             Ok(match position {{ {arms} }})
         }}\n"
    )
}

fn is_plain(variants: &[RustVariant<'_>]) -> bool {
    variants.iter().all(|variant| matches!(variant.content, Content::None))
}

/// Arms over positions of lines.
fn arms(variants: &[RustVariant<'_>], value: impl Fn(&RustVariant<'_>) -> String) -> String {
    let mut arms = String::new();
    for variant in variants {
        let positions: Vec<String> = variant.lines.iter().map(|(position, _)| position.to_string()).collect();
        let _ = writeln!(arms, "{} => {},", positions.join(" | "), value(variant));
    }
    arms + "_ => return Err(wire.fail(ErrorKind::UnknownVariant)),"
}

fn read_variant(spec: &Spec, variant: &RustVariant<'_>) -> String {
    let name = &variant.name;
    match &variant.content {
        Content::None => format!("Self::{name}"),
        Content::Types(types) => {
            let values: Vec<String> = types.iter().map(|words| format!("{}?", words::read(spec, words))).collect();
            format!("Self::{name}({})", values.join(", "))
        }
        Content::Fields(lines, fields) => {
            let body = structs::read_fields(spec, lines, fields, Speech::Inherited);
            format!("{{ {body} Self::{name} {{ {} }} }}", structs::names(fields))
        }
    }
}

fn write(spec: &Spec, ty: &TypeDef, variants: &[RustVariant<'_>]) -> String {
    let mut arms = String::new();
    for variant in variants {
        let positions: Vec<String> = variant.lines.iter().map(|(position, _)| position.to_string()).collect();
        let (bound, body) = write_variant(spec, variant);
        let tag = format!("wire.variant(release, Self::VARIANTS, &[{}])?;", positions.join(", "));
        let _ = writeln!(arms, "Self::{}{bound} => {{ {tag} {body} }}", variant.name);
    }
    let (nest, unnest) = nesting(spec, ty);
    format!(
        "fn write(&self, wire: &mut Writer, release: Release) -> Result<(), Error> {{
             {nest} match self {{ {arms} }} {unnest} Ok(())
         }}\n"
    )
}

/// What the arm of a variant binds, and the statements that write it. A failure adds the name in the description, which
/// is not always the one in Rust.
fn write_variant(spec: &Spec, variant: &RustVariant<'_>) -> (String, String) {
    let of = variant.lines.first().map_or_else(String::new, |(_, line)| format!(".of({:?})", line.name));
    match &variant.content {
        Content::None => (String::new(), String::new()),
        Content::Types(types) => {
            let names: Vec<String> = (0..types.len()).map(|index| format!("value{index}")).collect();
            let write = |(words, value): (&&[Word], &String)| {
                format!("{}{of}?;", words::write(words, &Access::Reference(value.clone())))
            };
            (format!("({})", names.join(", ")), types.iter().zip(&names).map(write).collect())
        }
        Content::Fields(lines, fields) => {
            let value = |name: &str| Access::Reference(name.to_owned());
            let body = structs::write_fields(spec, lines, fields, &of, Speech::Inherited, value);
            (format!("{{ {} }}", structs::names(fields)), body)
        }
    }
}
