//! All raw tables under one type, and how an artifact gives each.

use cwasm_spec::model::{Content, Section, Spec, TypeDef};

use super::types::is_table;
use super::{File, doc, naming};

pub(super) fn render(spec: &Spec) -> File {
    let tables: Vec<(&Section, &TypeDef)> = spec.sections.iter().filter_map(|section| of(spec, section)).collect();
    let line = |make: &dyn Fn(&Section, &str) -> String| -> String {
        tables.iter().map(|(section, ty)| make(section, &naming::pascal(&ty.name))).collect()
    };
    let sections = line(&|_, name| format!("{name}::SECTION,"));
    let variants =
        line(&|section, name| format!("{}{name}(Box<{name}>),", doc(&format!("That of `{}`.", section.name))));
    let reads = line(&|_, name| {
        format!("{name}::SECTION => {name}::read(wire, release).map(|table| Self::{name}(Box::new(table))),")
    });
    let writes = line(&|_, name| format!("Self::{name}(table) => table.write(wire, release),"));
    let gets = line(&|section, name| {
        let about = doc(&format!("{} `None` if there is no `{}`.", section.doc, section.name));
        let fails =
            doc("Fails if the release is unknown or the section does not decode. Bytes behind the table are ignored.");
        let method = naming::field(&method(name));
        format!(
            "{about}#[doc = \"\"]\n{fails}pub fn {method}(&self) -> Result<Option<{name}>, Error> {{
                 self.read_table({name}::SECTION, {name}::read)
             }}\n"
        )
    });
    File {
        module: "raw_tables".to_owned(),
        source: "spec/format/".to_owned(),
        doc: "The raw tables, which the runtime searches in place.".to_owned(),
        items: format!(
            "use crate::artifact::Artifact;
             use super::described::*;
             {}#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
             #[non_exhaustive]
             pub enum Table {{ {variants} }}
             impl Table {{
                 {}pub const SECTIONS: &[SectionId] = &[{sections}];
                 pub(crate) fn read(section: SectionId, wire: &mut Reader<'_>, release: Release) -> Result<Option<Self>, Error> {{
                     let table = match section {{ {reads} _ => return Ok(None) }};
                     table.map(Some)
                 }}
                 {}pub fn from_bytes(section: SectionId, bytes: &[u8], release: Release, target: Target) -> Result<Option<Self>, Error> {{
                     Self::read(section, &mut Reader::new(bytes).of_machine(Machine::of(target)), release)
                 }}
                 {}pub fn to_bytes(&self, release: Release, target: Target) -> Result<Vec<u8>, Error> {{
                     let mut wire = Writer::new().of_machine(Machine::of(target));
                     self.write(&mut wire, release)?;
                     Ok(wire.finish())
                 }}
                 pub(crate) fn write(&self, wire: &mut Writer, release: Release) -> Result<(), Error> {{
                     match self {{ {writes} }}
                 }}
             }}
             {}impl Artifact<'_> {{ {gets} }}\n",
            doc("A raw table."),
            doc("The sections that hold one."),
            doc("Reads the data of a section as this release does; `None` if the section holds no table. Bytes that follow are ignored. Fails if they do not decode."),
            doc("Writes it as this release does. Fails if this release has no place for a value, or wants one that is missing."),
            doc("Raw tables."),
        ),
    }
}

/// The table that a section holds.
fn of<'s>(spec: &'s Spec, section: &'s Section) -> Option<(&'s Section, &'s TypeDef)> {
    let Content::Layout(layout) = section.content else { return None };
    let ty = spec.types.get(usize::from(layout)).filter(|_| is_table(spec, layout))?;
    Some((section, ty))
}

/// `BytecodeEnds` as the name of a method.
fn method(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.extend(letter.to_lowercase());
    }
    text
}
