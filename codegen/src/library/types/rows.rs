//! Rows: many numbers of one type, one a name. One list in Rust, not hundreds of fields.

use cwasm_spec::model::{RowName, Spec, TypeDef, Word};

use super::words::{self, Access};
use super::{about, derives};
use crate::library::{doc, naming, when};

/// A row with its reader and writer.
pub(super) fn definition(spec: &Spec, ty: &TypeDef, word: Word, names: &[RowName]) -> String {
    let name = naming::pascal(&ty.name);
    let element = words::ty(spec, &[word]);
    let codec = [read(spec, word), write(word)].concat();
    format!(
        "{}{}pub struct {name} {{ {}pub values: Vec<{element}>, }}\nimpl {name} {{ {} {} }}\nimpl Value for {name} {{ {codec} }}\n",
        about(spec, ty),
        derives(spec, &ty.kind),
        doc("The numbers, in the order of [`Self::names`]."),
        columns(spec, names),
        access(&element),
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
        "fn read(wire: &mut Reader<'_>, release: Release) -> Result<Self, Error> {{
             let values = wire.elements(Self::names(release).count(), |wire| {})?;
             Ok(Self {{ values }})
         }}\n",
        words::read(spec, &[word])
    )
}

fn write(word: Word) -> String {
    format!(
        "fn write(&self, wire: &mut Writer, release: Release) -> Result<(), Error> {{
             wire.row_length(self.values.len(), Self::names(release).count())?;
             wire.elements(&self.values, |wire, value| {})
         }}\n",
        words::write(&[word], &Access::Reference("value".to_owned()))
    )
}
