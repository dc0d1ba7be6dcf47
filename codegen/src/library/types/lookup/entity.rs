//! Entries of a layout: what they are made of, whatever the release.

use cwasm_spec::model::{BlockForm, Blocks, Entry, Field, Part, PartPlace, Search, Spec, TypeDef, Word};

use super::column::{self, Column};
use super::found::blocks_of;
use crate::library::naming;
use crate::library::types::words;

/// An entry, in all releases.
pub(super) struct Entity<'s> {
    /// Its name in the description.
    pub(super) name: &'s str,
    /// Meaning.
    pub(super) doc: &'s str,
    pub(super) search: Search,
    /// How it is laid out in some releases, oldest first.
    pub(super) lines: Vec<&'s Entry>,
    /// Its parts; the key is the first.
    pub(super) items: Vec<Item<'s>>,
}

/// A part of an entry.
pub(super) struct Item<'s> {
    /// Its name in Rust.
    pub(super) name: String,
    /// Meaning.
    pub(super) doc: String,
    /// Name of the table that its numbers are named by, or empty.
    pub(super) names: &'s str,
    pub(super) shape: Shape<'s>,
}

/// What a part is.
pub(super) enum Shape<'s> {
    /// A value of a fixed size.
    Plain(&'s [Word]),
    /// Elements of one sequence.
    List(&'s [Word]),
    /// Elements that are taken from several sequences; the name of one in Rust.
    Group(String, Vec<&'s Field>),
    /// Bytes.
    Bytes,
    /// A struct that ends where it says so.
    One(&'s TypeDef),
    /// Elements of a sequence, as long as a field and slice of them say that there are more.
    Run(&'s Field, &'s [Word], (&'s str, &'s str)),
}

/// What a table in blocks has for a value that it may not have.
const MAYBE: &[Word] = &[Word::Option, Word::U32];

/// The entries of a layout.
pub(super) fn all<'s>(spec: &'s Spec, ty: &'s TypeDef) -> Vec<Entity<'s>> {
    let mut entities: Vec<Entity<'s>> = Vec::new();
    for line in ty.entries.iter() {
        match entities.iter_mut().find(|entity| entity.name == line.name) {
            Some(entity) => entity.lines.push(line),
            None => entities.push(Entity {
                name: &line.name,
                doc: &line.doc,
                search: line.search,
                lines: vec![line],
                items: Vec::new(),
            }),
        }
    }
    for entity in &mut entities {
        let plain = entity.lines.iter().find(|line| line.blocks.is_empty()).or(entity.lines.first());
        entity.items = plain.map(|line| items(spec, ty, line)).unwrap_or_default();
    }
    entities
}

/// The field of a layout with this name.
pub(super) fn field<'s>(ty: &'s TypeDef, name: &str) -> Option<&'s Field> {
    ty.fields().iter().find(|field| field.name == name)
}

fn items<'s>(spec: &'s Spec, ty: &'s TypeDef, line: &'s Entry) -> Vec<Item<'s>> {
    if let Some(blocks) = field(ty, &line.blocks).and_then(|field| blocks_of(spec, field)) {
        return of_blocks(blocks);
    }
    let key = field(ty, &line.key).map(|field| Item {
        name: naming::field(&field.name),
        doc: field.doc.to_string(),
        names: &field.names,
        shape: Shape::Plain(field.ty.get(1..).unwrap_or_default()),
    });
    key.into_iter().chain(line.parts.iter().filter_map(|part| item(spec, ty, part))).collect()
}

fn of_blocks(blocks: &Blocks) -> Vec<Item<'_>> {
    let value: &[Word] = if blocks.value.form == BlockForm::Default { &[Word::U8] } else { MAYBE };
    let item = |name: &str, doc: &str, names, words| Item {
        name: naming::field(name),
        doc: doc.to_owned(),
        names,
        shape: Shape::Plain(words),
    };
    vec![
        item("offset", &blocks.offset, "", &[Word::U32]),
        item(&blocks.value.name, &blocks.value.doc, &blocks.value.names, value),
    ]
}

fn item<'s>(spec: &'s Spec, ty: &'s TypeDef, part: &'s Part) -> Option<Item<'s>> {
    let fields: Vec<&Field> = part.fields.iter().filter_map(|name| field(ty, name)).collect();
    let first = *fields.first()?;
    let shape = match (column::of(spec, first)?, &part.place) {
        (_, PartPlace::Until { .. }) if !part.of.is_empty() => Shape::Group(naming::pascal(&part.of), fields),
        (Column::List(element), PartPlace::Until { .. }) => Shape::List(element),
        (Column::List(element), PartPlace::Pointer { more, .. }) if !more.is_empty() => {
            Shape::Run(first, element, more.split_once('.')?)
        }
        (Column::List(element), _) => Shape::Plain(element),
        (Column::Bytes, _) => Shape::Bytes,
        (Column::Pool(index), _) => Shape::One(spec.types.get(usize::from(index))?),
        (Column::Blocks(_), _) => return None,
    };
    let doc = match &shape {
        Shape::Group(..) | Shape::Run(..) => format!("Its {}, in order.", part.name.replace('_', " ")),
        Shape::One(ty) => ty.doc.to_string(),
        _ => first.doc.to_string(),
    };
    Some(Item { name: naming::field(&part.name), doc, names: &first.names, shape })
}

impl Entity<'_> {
    /// Whether all releases of the layout have it.
    pub(super) fn is_always(&self, ty: &TypeDef) -> bool {
        let mut since = ty.range.since;
        for line in &self.lines {
            if line.range.since <= since {
                since = since.max(line.range.removed);
            }
        }
        since >= ty.range.removed
    }

    /// Its Rust type: what it says, owned.
    pub(super) fn owned(&self) -> String {
        naming::pascal(self.name)
    }

    /// Whether it is nothing but a few numbers, so that it needs no view.
    pub(super) fn is_plain(&self) -> bool {
        self.items.iter().all(|item| matches!(item.shape, Shape::Plain(_)))
    }

    /// Its Rust type in a view of the table, without the lifetime.
    pub(super) fn constructor(&self) -> String {
        if self.is_plain() { self.owned() } else { format!("{}View", self.owned()) }
    }

    /// Its Rust type in a view of the table.
    pub(super) fn view(&self) -> String {
        if self.is_plain() { self.owned() } else { format!("{}View<'a>", self.owned()) }
    }

    /// Whether a view of it has to know the release.
    pub(super) fn asks_release(&self) -> bool {
        self.items.iter().any(|item| matches!(item.shape, Shape::Run(..)))
    }

    /// The key: its name and type.
    pub(super) fn key(&self, spec: &Spec) -> (String, String) {
        match self.items.first() {
            Some(Item { name, shape: Shape::Plain(words), .. }) => (name.clone(), words::ty(spec, words)),
            _ => Default::default(),
        }
    }
}
