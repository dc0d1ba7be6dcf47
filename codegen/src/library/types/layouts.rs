//! Layouts: structs that are the whole inside of a section. They can be made from bytes and turned into them.

use std::fmt::Write;

use cwasm_spec::model::{Content, Field, Place, Section, Spec, TypeDef};

use super::structs::{self, Speech};
use super::{fields, words};
use crate::library::{doc, naming};

/// A layout: its wires change from field to field, and it can be made from bytes.
pub(super) fn definition(spec: &Spec, ty: &TypeDef, lines: &[Field]) -> String {
    let name = naming::pascal(&ty.name);
    let rust = fields::rust_fields(spec, lines);
    let body = [
        section(spec, ty),
        bytes(),
        read_root(&ty.name),
        structs::read(spec, lines, &rust, "read_fields", Speech::Own(String::new())),
        structs::write(spec, lines, &rust, "write_fields", Speech::Own(String::new())),
        write_root(&ty.name),
        identity(spec, ty, lines),
    ];
    format!("{}impl {name} {{ {} }}\n", structs::shape(spec, ty, &rust), body.concat())
}

/// The section that holds the layout.
fn section(spec: &Spec, ty: &TypeDef) -> String {
    let holds = |section: &&Section| match section.content {
        Content::Layout(index) => spec.types.get(usize::from(index)).is_some_and(|held| held.name == ty.name),
        _ => false,
    };
    let Some(section) = spec.sections.iter().find(holds) else { return String::new() };
    let about = doc("The section that holds it.");
    format!("{about}pub const SECTION: SectionId = SectionId::{};\n", naming::section(&section.name))
}

fn bytes() -> String {
    format!(
        "{}pub fn from_bytes(bytes: &[u8], release: Release) -> Result<Self, Error> {{ Self::read(&mut Reader::new(bytes), release) }}\n\
         {}pub fn to_bytes(&self, release: Release) -> Result<Vec<u8>, Error> {{
             let mut wire = Writer::new();
             self.write(&mut wire, release)?;
             Ok(wire.finish())
         }}\n",
        doc("Reads it as this release does. Bytes that follow are ignored. Fails if the bytes do not decode."),
        doc("Writes it as this release does. Fails if this release has no place for a value, or wants one that is missing."),
    )
}

fn read_root(name: &str) -> String {
    format!(
        "pub(crate) fn read(wire: &mut Reader<'_>, release: Release) -> Result<Self, Error> {{
             wire.enter()?; wire.field({name:?});
             let value = Self::read_fields(wire, release)?;
             wire.leave(); Ok(value)
         }}\n"
    )
}

fn write_root(name: &str) -> String {
    format!(
        "pub(crate) fn write(&self, wire: &mut Writer, release: Release) -> Result<(), Error> {{
             wire.enter()?; wire.field({name:?});
             self.write_fields(wire, release)?;
             wire.leave(); Ok(())
         }}\n"
    )
}

/// What must be known of an artifact before the rest can be read.
fn identity(spec: &Spec, ty: &TypeDef, lines: &[Field]) -> String {
    let steps = |place| {
        let Place::Value(index) = place else { return None };
        let value = spec.values.get(usize::from(index))?;
        let layout = spec.types.get(usize::from(value.layout))?;
        (layout.name == ty.name).then(|| value.steps.join("."))
    };
    let mut items = String::new();
    if let Some(version) = steps(spec.identity.version) {
        items.push_str(&read_first(spec, ty, lines, &version));
        let about = doc("The recorded version.");
        let _ = writeln!(items, "{about}pub fn recorded_version(&self) -> &str {{ &self.{version} }}");
    }
    if let Some(target) = steps(spec.identity.target) {
        let about = doc("The target triple.");
        let _ = writeln!(items, "{about}pub fn target(&self) -> &str {{ &self.{target} }}");
    }
    items
}

/// Reads a text that stands before everything that depends on the release.
fn read_first(spec: &Spec, ty: &TypeDef, lines: &[Field], wanted: &str) -> String {
    let mut body = format!("wire.enter()?; wire.field({:?}); wire.enter()?;", ty.name);
    for line in lines.iter().take_while(|line| line.name != wanted) {
        let value = words::read(spec, &line.ty);
        let variable = if fields::is_length(lines, line) { format!("let {} =", line.name) } else { String::new() };
        let _ = writeln!(body, "wire.field({:?}); {variable} {value}?;", line.name);
    }
    let length = lines.iter().find(|line| line.name == wanted).map_or("", |line| &*line.length);
    let about = doc("Reads the recorded version and nothing behind it: no release is needed for that.");
    format!(
        "{about}pub(crate) fn read_version<'a>(wire: &mut Reader<'a>) -> Result<&'a str, Error> {{ {body} wire.field({wanted:?}); wire.text(usize::from({length})) }}\n"
    )
}
