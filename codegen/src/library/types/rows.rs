//! Rows: many numbers of one type, one a name. One list in Rust, not hundreds of fields.

use cwasm_spec::model::{RowName, Spec, TypeDef, Word};

use super::words::{self, Value};
use super::{DERIVES, about};
use crate::library::{doc, naming, when};

/// A row with its reader and writer.
pub(super) fn definition(spec: &Spec, ty: &TypeDef, word: Word, names: &[RowName]) -> String {
    let name = naming::pascal(&ty.name);
    let element = words::ty(spec, &[word]);
    let methods = [access(&element), read(spec, word), write(word)].concat();
    format!(
        "{}{DERIVES}pub struct {name} {{ {}pub values: Vec<{element}>, }}\nimpl {name} {{ {} {methods} }}\n",
        about(spec, ty),
        doc("The numbers, in the order of [`Self::names`]."),
        columns(spec, names),
    )
}

fn columns(spec: &Spec, names: &[RowName]) -> String {
    let constant = names.iter().all(|name| when::inside(spec, name.range).is_none());
    let (list, about) =
        (doc("What the numbers are, in order."), doc("What the numbers of this release are, in order."));
    if constant {
        let names: Vec<&str> = names.iter().map(|name| &*name.name).collect();
        return format!(
            "const NAMES: &[&str] = &{names:?};\n\
             {about}pub fn names(_release: Release) -> impl Iterator<Item = &'static str> {{ Self::NAMES.iter().copied() }}\n"
        );
    }
    let lines: String =
        names.iter().map(|name| format!("({:?}, {}),", name.name, when::range(spec, name.range))).collect();
    format!(
        "{list}const NAMES: &[(&str, Range)] = &[{lines}];\n\
         {about}pub fn names(release: Release) -> impl Iterator<Item = &'static str> {{
             Self::NAMES.iter().filter(move |(_, range)| range.contains(release)).map(|(name, _)| *name)
         }}\n"
    )
}

fn access(element: &str) -> String {
    format!(
        "{}pub fn get(&self, name: &str, release: Release) -> Option<{element}> {{
             Self::names(release).position(|known| known == name).and_then(|index| self.values.get(index).copied())
         }}\n",
        doc("The number with this name, if this release has it.")
    )
}

fn read(spec: &Spec, word: Word) -> String {
    format!(
        "pub(crate) fn read(wire: &mut Reader<'_>, release: Release) -> Result<Self, Error> {{
             let values = wire.elements(Self::names(release).count(), |wire| {})?;
             Ok(Self {{ values }})
         }}\n",
        words::read(spec, &[word])
    )
}

fn write(word: Word) -> String {
    format!(
        "pub(crate) fn write(&self, wire: &mut Writer, release: Release) -> Result<(), Error> {{
             wire.row_length(self.values.len(), Self::names(release).count())?;
             wire.elements(&self.values, |wire, value| {})
         }}\n",
        words::write(&[word], &Value::Reference("value".to_owned()))
    )
}
