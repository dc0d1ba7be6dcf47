//! Types that are parts of entries: how those of a fixed size are taken, and views of those that end where they say so.

use std::collections::BTreeSet;

use cwasm_spec::model::{Field, Spec, Times, TypeDef, TypeKind, Word};

use super::column;
use crate::library::types::{about, fields, words};
use crate::library::{doc, naming};

/// How values of a fixed size are taken off bytes.
pub(super) fn fixed(spec: &Spec, types: &BTreeSet<u16>) -> String {
    let (mut newtypes, mut structs) = (Vec::new(), String::new());
    for ty in types.iter().filter_map(|index| spec.types.get(usize::from(*index))) {
        let name = naming::pascal(&ty.name);
        match &ty.kind {
            TypeKind::Newtype { ty, .. } => newtypes.push(format!("{name}({})", words::ty(spec, ty))),
            TypeKind::Struct { fields } => {
                let member = |field: &Field| format!("{}: {}", naming::field(&field.name), words::ty(spec, &field.ty));
                let members: Vec<String> = fields.iter().map(member).collect();
                structs.push_str(&format!("fixed!({name} {{ {} }});\n", members.join(", ")));
            }
            _ => {}
        }
    }
    format!("fixed!({});\n{structs}", newtypes.join(", "))
}

/// A struct that ends where it says so, as it stands in the section.
pub(super) fn view(spec: &Spec, ty: &TypeDef) -> String {
    let name = naming::pascal(&ty.name);
    let lines = ty.fields();
    let members = || lines.iter().filter(|line| !fields::is_length(lines, line));
    let shape = |line: &Field| {
        let is = if is_list(line) { format!("List<'a, {}>", element(spec, line)) } else { words::ty(spec, &line.ty) };
        format!("{}pub {}: {is},\n", doc(&line.doc), naming::field(&line.name))
    };
    let take = |line: &Field| {
        let name = naming::field(&line.name);
        match &line.times {
            Times::Field { name: count, .. } => format!("let {name} = List::take(bytes, {})?;\n", naming::field(count)),
            _ => format!("let {name} = <{}>::take(bytes)?;\n", words::ty(spec, &line.ty)),
        }
    };
    let decode = |line: &Field| {
        let name = naming::field(&line.name);
        if is_list(line) { format!("{name}: self.{name}.iter().collect(),") } else { format!("{name}: self.{name},") }
    };
    let names: Vec<String> = members().map(|line| naming::field(&line.name)).collect();
    format!(
        "{}#[derive(Clone, Copy, Debug, PartialEq)]
         pub struct {name}View<'a> {{ {} }}
         impl<'a> {name}View<'a> {{
             fn take(bytes: &mut &'a [u8]) -> Option<Self> {{ {} Some(Self {{ {} }}) }}
             {}pub fn decode(&self) -> {name} {{ {name} {{ {} }} }}
         }}\n",
        about(spec, ty),
        members().map(shape).collect::<String>(),
        lines.iter().map(take).collect::<String>(),
        names.join(", "),
        doc("Decodes it."),
        members().map(decode).collect::<String>(),
    )
}

/// Adds the types of a fixed size in it.
pub(super) fn collect(spec: &Spec, ty: &TypeDef, found: &mut BTreeSet<u16>) {
    for line in ty.fields() {
        column::collect(spec, if is_list(line) { behind_seq(line) } else { &line.ty }, found);
    }
}

fn is_list(line: &Field) -> bool {
    line.times != Times::Own
}

fn behind_seq(line: &Field) -> &[Word] {
    line.ty.get(1..).unwrap_or_default()
}

fn element(spec: &Spec, line: &Field) -> String {
    words::ty(spec, behind_seq(line))
}
