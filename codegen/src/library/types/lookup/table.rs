//! The view of a table: where its columns are.

use std::fmt::Write;

use cwasm_spec::model::{Field, Spec, TypeDef};
use cwasm_spec::version::Range;

use super::column::{self, Column};
use super::entity::Entity;
use super::found;
use crate::library::types::{about, fields, sized, structs};
use crate::library::{doc, naming, when};

/// The view, how it is made, and its methods.
pub(super) fn definition(spec: &Spec, ty: &TypeDef, entities: &[Entity<'_>]) -> String {
    let name = naming::pascal(&ty.name);
    let columns = columns(spec, ty);
    let member =
        |(field, column): &(&Field, Column<'_>)| format!("{}: {},", naming::field(&field.name), column.ty(spec));
    let methods: String = entities.iter().map(|entity| found::methods(spec, ty, entity)).collect();
    format!(
        "{}{}#[derive(Clone, Copy, Debug)]
         pub struct {name}View<'a> {{ release: Release, {} }}
         impl<'a> {name}View<'a> {{ {} {methods} }}\n",
        about(spec, ty),
        doc("") + &doc("It is not decoded before something is looked up."),
        columns.iter().map(member).collect::<String>(),
        read(spec, ty, &columns),
    )
}

/// The fields that a view has.
fn columns<'s>(spec: &'s Spec, ty: &'s TypeDef) -> Vec<(&'s Field, Column<'s>)> {
    ty.fields().iter().filter_map(|field| Some((field, column::of(spec, field)?))).collect()
}

/// When a field or entry is there, as an expression over `release`; `None` if it always is.
pub(super) fn test(spec: &Spec, ty: &TypeDef, range: Range) -> Option<String> {
    when::inside(spec, when::within(range, ty.range))
}

fn read(spec: &Spec, ty: &TypeDef, columns: &[(&Field, Column<'_>)]) -> String {
    let lines = ty.fields();
    let rust = fields::rust_fields(spec, lines, ty.range);
    let mut body = String::new();
    for line in lines {
        let name = naming::field(&line.name);
        if fields::is_length(lines, line) {
            let test = structs::length_test(spec, &rust, lines, line);
            body.push_str(&sized::read_length(spec, line, test.as_deref()));
        } else if let Some((_, column)) = columns.iter().find(|(field, _)| field.span == line.span) {
            let value = format!("{}.of({:?})?", column.read(line), line.name);
            let value = if matches!(column, Column::Blocks(_)) { format!("Some({value})") } else { value };
            let _ = match test(spec, ty, line.range) {
                Some(test) => writeln!(body, "let {name} = if {test} {{ {value} }} else {{ Default::default() }};"),
                None => writeln!(body, "let {name} = {value};"),
            };
        }
    }
    let names: Vec<String> = columns.iter().map(|(field, _)| naming::field(&field.name)).collect();
    format!(
        "{}pub fn from_bytes(bytes: &'a [u8], release: Release) -> Result<Self, Error> {{ Self::read(&mut Reader::new(bytes), release) }}
         {}pub fn release(&self) -> Release {{ self.release }}
         fn read(wire: &mut Reader<'a>, release: Release) -> Result<Self, Error> {{
             Self::read_columns(wire, release).of({:?})
         }}
         fn read_columns(wire: &mut Reader<'a>, release: Release) -> Result<Self, Error> {{
             {body} Ok(Self {{ release, {} }})
         }}\n",
        doc("Of the data of the section, as this release lays it out. Fails if they end too early."),
        doc("The release by which the table is read."),
        ty.name,
        names.join(", "),
    )
}
