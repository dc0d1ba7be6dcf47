//! How a table is made of entries: the columns grow entry by entry, and what only says where parts are is counted.

use std::fmt::Write;

use cwasm_spec::model::{BlockForm, Entry, Field, Part, PartPlace, Search, Slice, Spec, TypeDef, TypeKind, Word};
use cwasm_spec::version::{Edition, Range};

use super::column::{self, Column};
use super::entity::{self, Entity, Item, Shape};
use super::found::{blocks_of, wrapper};
use super::table::test;
use crate::library::types::words;
use crate::library::{doc, naming, when};

/// `build` of the decoded type.
pub(super) fn definition(spec: &Spec, ty: &TypeDef, entities: &[Entity<'_>]) -> String {
    let name = naming::pascal(&ty.name);
    let argument = |entity: &Entity<'_>| format!("{}s: impl IntoIterator<Item = {}>,", entity.name, entity.owned());
    let columns = || ty.fields().iter().filter(|field| column::of(spec, field).is_some());
    let start = |field: &Field| format!("let mut {} = Vec::new();\n", naming::field(&field.name));
    let counters = columns().filter(|field| matches!(column::of(spec, field), Some(Column::Pool(_))));
    let counters: String = counters.map(|field| format!("let mut {}_size = 0_usize;\n", field.name)).collect();
    let member = |field: &Field| finish(spec, ty, field);
    let loops: String = entities.iter().map(|entity| entries(spec, ty, entity)).collect();
    format!(
        "impl {name} {{
             {}pub fn build(release: Release, {}) -> Result<Self, Error> {{
                 Self::build_columns(release, {}).of({:?})
             }}
             fn build_columns(release: Release, {}) -> Result<Self, Error> {{
                 {} {} {counters} {loops}
                 Ok(Self {{ {} }})
             }}
         }}\n",
        doc(
            "Makes it of entries, as this release lays them out. Fails if the release has no place for one, if they do not ascend, or if one does not fit."
        ),
        entities.iter().map(argument).collect::<String>(),
        entities.iter().map(|entity| format!("{}s", entity.name)).collect::<Vec<_>>().join(", "),
        ty.name,
        entities.iter().map(argument).collect::<String>(),
        refuse(spec, ty.range),
        columns().map(start).collect::<String>(),
        columns().map(member).collect::<String>(),
    )
}

/// What a release gets that has no place for an entry.
const REFUSED: &str = "return Err(Error::new(ErrorKind::NotInRelease));";

/// A statement that fails in releases that are not in the range.
fn refuse(spec: &Spec, range: Range) -> String {
    let before = (range.since != Edition::FIRST).then(|| format!("release < {}", when::edition(spec, range.since)));
    let behind =
        (range.removed != Edition::NEVER).then(|| format!("release >= {}", when::edition(spec, range.removed)));
    let tests: Vec<String> = before.into_iter().chain(behind).collect();
    if tests.is_empty() { String::new() } else { format!("if {} {{ {REFUSED} }}\n", tests.join(" || ")) }
}

/// A column as a member of the decoded type.
fn finish(spec: &Spec, ty: &TypeDef, field: &Field) -> String {
    let name = naming::field(&field.name);
    let value = match *field.ty {
        [Word::Named(_)] => format!("{}({name})", words::ty(spec, &field.ty)),
        _ => name.clone(),
    };
    match test(spec, ty, field.range) {
        Some(test) => format!("{name}: ({test}).then_some({value}),"),
        None if value == name => format!("{name},"),
        None => format!("{name}: {value},"),
    }
}

/// The loop over the entries of one name.
fn entries(spec: &Spec, ty: &TypeDef, entity: &Entity<'_>) -> String {
    let mut arms = String::new();
    for (nth, line) in entity.lines.iter().enumerate() {
        let push = push(spec, ty, entity, line);
        let others = if nth == 0 { "" } else { " else " };
        let last = nth.saturating_add(1) == entity.lines.len() && entity.is_always(ty);
        let _ = match test(spec, ty, line.range).filter(|_| !last) {
            Some(test) => write!(arms, "{others}if {test} {{ {push} }}"),
            None if nth == 0 => write!(arms, "{push}"),
            None => write!(arms, "{others}{{ {push} }}"),
        };
    }
    if !entity.is_always(ty) {
        let _ = write!(arms, " else {{ {REFUSED} }}");
    }
    let (last, follows) = match entity.search {
        Search::Number => (String::new(), String::new()),
        search => {
            let (key, _) = entity.key(spec);
            let repeat = search == Search::All;
            (
                "let mut last = None;".to_owned(),
                format!("parts::follow(&mut last, entry.{key}, {repeat}).of({key:?})?;"),
            )
        }
    };
    format!("{last} for entry in {}s {{ {follows} {arms} }}\n", entity.name)
}

/// Statements that put an entry into the columns.
fn push(spec: &Spec, ty: &TypeDef, entity: &Entity<'_>, line: &Entry) -> String {
    if let Some(field) = entity::field(ty, &line.blocks) {
        return push_block(spec, entity, field);
    }
    let mut body = String::new();
    if !line.key.is_empty() {
        let key = naming::field(&line.key);
        let _ = writeln!(body, "{key}.push(entry.{key});");
    }
    let items = entity.items.iter().skip(usize::from(!line.key.is_empty()));
    for (part, item) in line.parts.iter().zip(items) {
        body.push_str(&push_part(spec, ty, part, item));
    }
    body
}

fn push_block(spec: &Spec, entity: &Entity<'_>, field: &Field) -> String {
    let name = words::ty(spec, &field.ty);
    let Some(blocks) = blocks_of(spec, field) else { return String::new() };
    let value = naming::field(&blocks.value.name);
    let held = match (blocks.value.form, wrapper(spec, entity)) {
        (BlockForm::Chain { none }, Some(_)) => format!("Some(entry.{value}.0).filter(|number| *number != {none:#x})"),
        _ => format!("entry.{value}"),
    };
    format!("{}.push({name}Entry {{ offset: entry.offset, {value}: {held} }});\n", naming::field(&field.name))
}

fn push_part(spec: &Spec, ty: &TypeDef, part: &Part, item: &Item<'_>) -> String {
    let first = part.fields.first().and_then(|name| entity::field(ty, name));
    let Some(first) = first else { return String::new() };
    let (field, value) = (naming::field(&first.name), format!("entry.{}", item.name));
    let put = match &item.shape {
        Shape::Group(_, fields) => {
            let put = |field: &&Field| format!("{0}.push(element.{0});", naming::field(&field.name));
            format!("for element in {value} {{ {} }}\n", fields.iter().map(put).collect::<String>())
        }
        Shape::List(_) | Shape::Bytes => format!("{field}.extend({value});\n"),
        Shape::Run(_, element, more) => run(spec, &field, &value, element, more),
        Shape::Plain(_) | Shape::One(_) => format!("{field}.push({value});\n"),
    };
    match &part.place {
        PartPlace::Same => put,
        PartPlace::Until { end } => format!("{put}{}.push(parts::number({field}.len())?);\n", naming::field(end)),
        PartPlace::Pointer { pointer, unit, .. } => {
            let (size, grow) = taken(spec, item, first, &field, &value);
            format!("{}.push(parts::units({size}, {unit})?);\n{grow}{put}", naming::field(pointer))
        }
        PartPlace::Range { range } => {
            let (size, grow) = taken(spec, item, first, &field, &value);
            let range = naming::field(range);
            format!("let start = parts::number({size})?;\n{grow}{range}.push(start..parts::number({size})?);\n{put}")
        }
    }
}

/// How many bytes of a field are taken so far, and the statement after which those of this part are too.
fn taken(spec: &Spec, item: &Item<'_>, first: &Field, field: &str, value: &str) -> (String, String) {
    match &item.shape {
        Shape::One(_) => {
            let size = format!("{}_size", first.name);
            let grow = format!("{size} = {size}.saturating_add(parts::size(&{value}, release)?);\n");
            (size, grow)
        }
        Shape::Plain(element) | Shape::List(element) | Shape::Run(_, element, _) => {
            let element = words::ty(spec, element);
            (format!("{field}.len().saturating_mul(<{element}>::SIZE)"), String::new())
        }
        Shape::Group(..) | Shape::Bytes => (format!("{field}.len()"), String::new()),
    }
}

/// Elements of which each says whether another one follows.
fn run(spec: &Spec, field: &str, value: &str, element: &[Word], (part, slice): &(&str, &str)) -> String {
    let Some((ty, slice)) = flag(spec, element, part, slice) else { return String::new() };
    let bit = 1_u64.wrapping_shl(u32::from(slice.at));
    let part = naming::field(part);
    format!(
        "let count = {value}.len();
         if count == 0 {{ return Err(Error::new(ErrorKind::MissingInRelease)); }}
         for (nth, mut element) in {value}.into_iter().enumerate() {{
             let more = nth.saturating_add(1) < count;
             element.{part} = {ty}(if more {{ element.{part}.0 | {bit:#x} }} else {{ element.{part}.0 & !{bit:#x} }});
             {field}.push(element);
         }}\n"
    )
}

/// The type of a field of an element, and the slice of it that says whether another element follows.
fn flag<'s>(spec: &'s Spec, element: &[Word], part: &str, slice: &str) -> Option<(String, &'s Slice)> {
    let [Word::Named(index)] = *element else { return None };
    let field = entity::field(spec.types.get(usize::from(index))?, part)?;
    let [Word::Named(index)] = *field.ty else { return None };
    let ty = spec.types.get(usize::from(index))?;
    let TypeKind::Newtype { slices, .. } = &ty.kind else { return None };
    Some((naming::pascal(&ty.name), slices.iter().find(|other| other.name == slice)?))
}
