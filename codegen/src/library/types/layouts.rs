//! Layouts: structs that are the whole inside of a section. They can be made from bytes and turned into them.

use std::fmt::Write;

use cwasm_spec::model::{Field, Place, Section, Spec, TypeDef};

use super::structs::{self, Speech};
use super::{fields, words};
use crate::library::{doc, naming};

/// A layout: its wires change from field to field, and it can be made from bytes.
pub(super) fn definition(spec: &Spec, ty: &TypeDef, lines: &[Field]) -> String {
    let name = naming::pascal(&ty.name);
    let rust = fields::rust_fields(spec, lines, ty.range);
    let body = [
        section(spec, ty),
        bytes(super::needs_machine(spec, ty)),
        roots(&ty.name),
        structs::read(spec, ty, lines, &rust, "fn read_fields", Speech::Own(String::new())),
        structs::write(spec, ty, lines, &rust, "fn write_fields", Speech::Own(String::new())),
        identity(spec, ty, lines),
    ];
    format!("{}impl {name} {{ {} }}\n", structs::shape(spec, ty, &rust), body.concat())
}

/// The section that holds the layout.
fn section(spec: &Spec, ty: &TypeDef) -> String {
    let is_this = |index| spec.types.get(usize::from(index)).is_some_and(|held| held.name == ty.name);
    let holds = |section: &&Section| section.content.layouts().any(is_this);
    let Some(section) = spec.sections.iter().find(holds) else { return String::new() };
    let about = doc("The section that holds it.");
    format!("{about}pub const SECTION: SectionId = SectionId::{};\n", naming::section(&section.name))
}

fn bytes(of_machine: bool) -> String {
    let (target, machine) =
        if of_machine { (", target: Target", ".of_machine(Machine::of(target))") } else { ("", "") };
    format!(
        "{}pub fn from_bytes(bytes: &[u8], release: Release{target}) -> Result<Self, Error> {{ Self::read(&mut Reader::new(bytes){machine}, release) }}\n\
         {}pub fn to_bytes(&self, release: Release{target}) -> Result<Vec<u8>, Error> {{
             let mut wire = Writer::new(){machine};
             self.write(&mut wire, release)?;
             Ok(wire.finish())
         }}\n",
        doc("Reads it as this release does. Bytes that follow are ignored. Fails if the bytes do not decode."),
        doc("Writes it as this release does. Fails if this release has no place for a value, or wants one that is missing."),
    )
}

fn roots(name: &str) -> String {
    format!(
        "pub(crate) fn read(wire: &mut Reader<'_>, release: Release) -> Result<Self, Error> {{
             Self::read_fields(wire, release).of({name:?})
         }}
         pub(crate) fn write(&self, wire: &mut Writer, release: Release) -> Result<(), Error> {{
             self.write_fields(wire, release).of({name:?})
         }}\n"
    )
}

/// What must be known of an artifact before the rest can be read.
fn identity(spec: &Spec, ty: &TypeDef, lines: &[Field]) -> String {
    let steps = |place| {
        let Place::Value(index) = place else { return None };
        let value = spec.values.get(usize::from(index))?;
        let layout = spec.types.get(usize::from(value.root))?;
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
    let mut body = String::new();
    for line in lines.iter().take_while(|line| line.name != wanted) {
        let value = format!("wire.{}()", words::ty(spec, &line.ty));
        let variable = if fields::is_length(lines, line) { format!("let {} =", line.name) } else { String::new() };
        let _ = writeln!(body, "{variable} {value}.of({:?}).of({:?})?;", line.name, ty.name);
    }
    let length = lines.iter().find(|line| line.name == wanted).map_or("", |line| &*line.length);
    let about = doc("Reads the recorded version and nothing behind it: no release is needed for that.");
    format!(
        "{about}pub(crate) fn read_version<'a>(wire: &mut Reader<'a>) -> Result<&'a str, Error> {{ {body} wire.text(usize::from({length})).of({wanted:?}).of({:?}) }}\n",
        ty.name
    )
}
