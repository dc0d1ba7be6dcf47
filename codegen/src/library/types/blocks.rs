//! Tables in blocks: a list of entries. How blocks are read and written is the same for all of them.

use cwasm_spec::model::{BlockForm, Blocks, Spec, TypeDef};

use super::about;
use crate::library::{doc, naming};

/// The variant of `blocks::Form` that says how its values are written.
pub(super) fn form(table: &Blocks) -> &'static str {
    match table.value.form {
        BlockForm::Default => "Default",
        BlockForm::Chain { .. } => "Chain",
    }
}

/// The table, its entry, and how it is read and written.
pub(super) fn definition(spec: &Spec, ty: &TypeDef, table: &Blocks) -> String {
    let name = naming::pascal(&ty.name);
    let value = naming::field(&table.value.name);
    let form = form(table);
    let (value_ty, read, write) = match table.value.form {
        BlockForm::Default => {
            let read = format!("{value}: u8::try_from(value.unwrap_or(0)).unwrap_or(0)");
            ("u8", read, format!("Some(u32::from(entry.{value}))"))
        }
        BlockForm::Chain { .. } => ("Option<u32>", format!("{value}: value"), format!("entry.{value}")),
    };
    let per_block = table.per_block;
    format!(
        "{}#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
         pub struct {name}(pub Vec<{name}Entry>);
         {}#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
         pub struct {name}Entry {{ {}pub offset: u32, {}pub {value}: {value_ty} }}
         impl Value for {name} {{
             fn read(wire: &mut Reader<'_>, _: Release) -> Result<Self, Error> {{
                 let entries = blocks::read(wire, {per_block}, blocks::Form::{form})?;
                 Ok(Self(entries.into_iter().map(|(offset, value)| {name}Entry {{ offset, {read} }}).collect()))
             }}
             fn write(&self, wire: &mut Writer, _: Release) -> Result<(), Error> {{
                 let entries: Vec<_> = self.0.iter().map(|entry| (entry.offset, {write})).collect();
                 blocks::write(wire, &entries, {per_block}, blocks::Form::{form})
             }}
         }}\n",
        about(spec, ty),
        doc(&format!("An entry of a [`{name}`].")),
        doc(&table.offset),
        doc(&table.value.doc),
    )
}
