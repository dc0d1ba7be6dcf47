//! How entries are found in a view, and taken out of its columns.

use std::fmt::Write;

use cwasm_spec::model::{BlockForm, Blocks, Entry, Field, Part, PartPlace, Search, Spec, TypeDef, Word};

use super::column::{self, Column};
use super::entity::{self, Entity, Item, Shape};
use super::table::test;
use crate::library::types::words;
use crate::library::{doc, naming};

/// The methods of a view about one kind of entry.
pub(super) fn methods(spec: &Spec, ty: &TypeDef, entity: &Entity<'_>) -> String {
    let each: String = entity.lines.iter().enumerate().map(|(nth, line)| make(spec, ty, entity, nth, line)).collect();
    [look_up(spec, ty, entity), iterate(ty, entity), each].concat()
}

fn look_up(spec: &Spec, ty: &TypeDef, entity: &Entity<'_>) -> String {
    let (name, view) = (entity.name, entity.view());
    let (key, key_ty) = entity.key(spec);
    match entity.search {
        Search::Number => {
            let about = doc(&format!("The {} with this number, counted from 0.", spoken(name)));
            format!(
                "{about}pub fn {name}(&self, number: u32) -> Option<{view}> {{ self.{name}_0(usize::try_from(number).ok()?) }}\n"
            )
        }
        Search::All => {
            let about = doc(&format!("The entries with just this {}.", spoken(&key)));
            // In a list that does not ascend there may be others between them.
            format!(
                "{about}pub fn {name}s_at(&self, {key}: {key_ty}) -> impl Iterator<Item = {view}> + use<'a> {{
                     let view = *self;
                     let found = self.{key}.positions(&{key}).filter_map(move |nth| view.{name}_0(nth));
                     found.filter(move |entry| entry.{key} == {key})
                 }}\n",
                key = entity.lines.first().map_or("", |line| &*line.key),
            )
        }
        Search::Exact | Search::AtOrBefore => {
            let what = if entity.search == Search::Exact {
                "The entry with just this"
            } else {
                "The last entry with this or a lower"
            };
            let about = doc(&format!("{what} {}.", spoken(&key)));
            let mut body = String::new();
            for (nth, line) in entity.lines.iter().enumerate() {
                let found = found(entity, nth, line, &key);
                let _ = match test(spec, ty, line.range).filter(|_| nth.saturating_add(1) < entity.lines.len()) {
                    Some(test) => {
                        writeln!(body, "let release = self.release; if {test} {{ return {found}; }}")
                    }
                    None => writeln!(body, "{found}"),
                };
            }
            format!("{about}pub fn {name}_at(&self, {key}: {key_ty}) -> Option<{view}> {{ {body} }}\n")
        }
    }
}

/// An expression for the entry that a look-up finds, if it is laid out like this.
fn found(entity: &Entity<'_>, nth: usize, line: &Entry, key: &str) -> String {
    let exact = entity.search == Search::Exact;
    let name = entity.name;
    if line.blocks.is_empty() {
        let search = if exact { "position" } else { "at_or_before" };
        return format!("self.{name}_{nth}(self.{}.{search}(&{key})?)", naming::field(&line.key));
    }
    let search = if exact { "find" } else { "at_or_before" };
    format!("self.{}?.{search}({key}).map(Self::{name}_{nth})", naming::field(&line.blocks))
}

fn iterate(ty: &TypeDef, entity: &Entity<'_>) -> String {
    let (name, view) = (entity.name, entity.view());
    let about = doc("All of them, in order; one that is damaged is left out.");
    let mut chain = String::new();
    for (nth, line) in entity.lines.iter().enumerate() {
        let part = match &*line.blocks {
            "" => format!("(0..self.{}.len()).filter_map(move |nth| view.{name}_{nth}(nth))", counted(ty, line)),
            blocks => {
                format!("self.{}.into_iter().flat_map(Blocks::iter).map(Self::{name}_{nth})", naming::field(blocks))
            }
        };
        chain = if nth == 0 { part } else { format!("{chain}.chain({part})") };
    }
    let view_is = if chain.contains("view.") { "let view = *self;" } else { "" };
    format!("{about}pub fn {name}s(&self) -> impl Iterator<Item = {view}> + use<'a> {{ {view_is} {chain} }}\n")
}

/// The sequence that has an element for each entry.
fn counted(ty: &TypeDef, line: &Entry) -> String {
    let first = line.parts.first();
    let place = first.map(|part| match &part.place {
        PartPlace::Same => part.fields.first().map_or("", |name| &**name),
        PartPlace::Until { end } => end,
        PartPlace::Pointer { pointer, .. } => pointer,
        PartPlace::Range { range } => range,
    });
    let name = if line.key.is_empty() { place.unwrap_or_default() } else { &line.key };
    entity::field(ty, name).map_or_else(String::new, |field| naming::field(&field.name))
}

/// The function that makes the entry at a position, or of what a table in blocks has.
fn make(spec: &Spec, ty: &TypeDef, entity: &Entity<'_>, nth: usize, line: &Entry) -> String {
    let (name, view) = (entity.name, entity.view());
    if let Some(blocks) = entity::field(ty, &line.blocks).and_then(|field| blocks_of(spec, field)) {
        let value = value(spec, entity, blocks);
        return format!(
            "fn {name}_{nth}((offset, value): blocks::Entry) -> {view} {{ {} {{ offset, {} }} }}\n",
            entity.constructor(),
            if value == "value" { blocks.value.name.to_string() + ": value" } else { value },
        );
    }
    let mut body = String::new();
    if !line.key.is_empty() {
        let key = naming::field(&line.key);
        let _ = writeln!(body, "let {key} = self.{key}.get(nth)?;");
    }
    let items = entity.items.iter().skip(usize::from(!line.key.is_empty()));
    for (part, item) in line.parts.iter().zip(items) {
        body.push_str(&take(ty, part, item));
    }
    let mut members: Vec<String> = entity.items.iter().flat_map(members).collect();
    if entity.asks_release() {
        members.push("release: self.release".to_owned());
    }
    let constructor = entity.constructor();
    format!(
        "fn {name}_{nth}(&self, nth: usize) -> Option<{view}> {{ {body} Some({constructor} {{ {} }}) }}\n",
        members.join(", ")
    )
}

/// The table in blocks that a field is.
pub(super) fn blocks_of<'s>(spec: &'s Spec, field: &'s Field) -> Option<&'s Blocks> {
    if let Some(Column::Blocks(blocks)) = column::of(spec, field) { Some(blocks) } else { None }
}

/// The type behind the key, if it is a declared one.
pub(super) fn wrapper(spec: &Spec, entity: &Entity<'_>) -> Option<String> {
    let Shape::Plain(ty @ &[Word::Named(_)]) = entity.items.get(1)?.shape else { return None };
    Some(words::ty(spec, ty))
}

/// The member of an entry for the value of a table in blocks.
fn value(spec: &Spec, entity: &Entity<'_>, blocks: &Blocks) -> String {
    let name = naming::field(&blocks.value.name);
    match (blocks.value.form, wrapper(spec, entity)) {
        (BlockForm::Default, _) => format!("{name}: u8::try_from(value.unwrap_or(0)).unwrap_or(0)"),
        (BlockForm::Chain { none }, Some(wrapper)) => format!("{name}: {wrapper}(value.unwrap_or({none:#x}))"),
        (BlockForm::Chain { .. }, None) => format!("{name}: value"),
    }
}

/// The members of the view that a part is.
fn members(item: &Item<'_>) -> Vec<String> {
    match &item.shape {
        Shape::Group(_, fields) => fields.iter().map(|field| naming::field(&field.name)).collect(),
        Shape::Run(field, ..) => vec![naming::field(&field.name)],
        _ => vec![item.name.clone()],
    }
}

/// Statements that find a part: a variable for each member.
fn take(ty: &TypeDef, part: &Part, item: &Item<'_>) -> String {
    let first = part.fields.first().and_then(|name| entity::field(ty, name));
    let field = first.map_or_else(String::new, |field| naming::field(&field.name));
    let name = members(item).concat();
    match (&part.place, &item.shape) {
        (PartPlace::Until { end }, Shape::Group(_, fields)) => {
            let cut =
                |field: &&Field| format!("let {0} = self.{0}.within(group.clone())?;\n", naming::field(&field.name));
            format!("let group = self.{}.group(nth)?;\n", naming::field(end))
                + &fields.iter().map(cut).collect::<String>()
        }
        (PartPlace::Until { end }, Shape::Bytes) => {
            format!("let {name} = self.{field}.get(self.{}.group(nth)?)?;\n", naming::field(end))
        }
        (PartPlace::Until { end }, _) => {
            format!("let {name} = self.{field}.within(self.{}.group(nth)?)?;\n", naming::field(end))
        }
        (PartPlace::Pointer { pointer, unit, .. }, shape) => {
            let start = format!("parts::start(self.{}.get(nth)?, {unit})?", naming::field(pointer));
            match shape {
                Shape::One(part) => format!(
                    "let {name} = {}View::take(&mut self.{field}.get({start}..)?)?;\n",
                    naming::pascal(&part.name)
                ),
                Shape::Run(..) => format!("let {name} = self.{field}.behind({start})?;\n"),
                _ => format!("let {name} = self.{field}.behind({start})?.get(0)?;\n"),
            }
        }
        (PartPlace::Range { range }, Shape::One(part)) => format!(
            "let {name} = {}View::take(&mut parts::inside(self.{field}, self.{}.get(nth)?)?)?;\n",
            naming::pascal(&part.name),
            naming::field(range),
        ),
        _ => format!("let {name} = self.{field}.get(nth)?;\n"),
    }
}

fn spoken(name: &str) -> String {
    name.replace('_', " ")
}
