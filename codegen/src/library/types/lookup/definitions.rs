//! Entries as Rust: a struct of their parts, and a view of those that are more than a few numbers.

use cwasm_spec::model::{Field, Spec, Word};

use super::entity::{Entity, Item, Shape};
use crate::library::types::words;
use crate::library::{doc, naming};

impl Entity<'_> {
    /// The types.
    pub(super) fn definitions(&self, spec: &Spec) -> String {
        let copy = if self.is_plain() { "Copy, " } else { "" };
        let owned = format!(
            "{}#[derive(Clone, {copy}Debug, PartialEq, Eq, serde::Serialize)]\npub struct {} {{ {} }}\n{}",
            doc(self.doc),
            self.owned(),
            self.items.iter().map(|item| item.owned(spec)).collect::<String>(),
            self.named(),
        );
        let groups: String = self.items.iter().map(|item| item.group(spec, self.name)).collect();
        let view = if self.is_plain() { String::new() } else { self.view_definition(spec) };
        owned + &groups + &view
    }

    /// What its numbers are called.
    fn named(&self) -> String {
        let method = |item: &Item<'_>| {
            format!(
                "{about}pub fn {table}(&self, release: Release) -> Option<{names}> {{ {names}::from_number(u64::from(self.{field}), release) }}\n",
                about = doc(&format!("What `{}` is called in this release.", item.name)),
                table = item.names,
                names = naming::pascal(item.names),
                field = item.name,
            )
        };
        let methods: String = self.items.iter().filter(|item| !item.names.is_empty()).map(method).collect();
        if methods.is_empty() { methods } else { format!("impl {} {{ {methods} }}\n", self.owned()) }
    }

    fn view_definition(&self, spec: &Spec) -> String {
        let release = if self.asks_release() { "release: Release," } else { "" };
        format!(
            "{}#[derive(Clone, Copy, Debug)]
             pub struct {name}View<'a> {{ {release} {} }}
             impl<'a> {name}View<'a> {{
                 {}
                 {}pub fn decode(&self) -> {name} {{ {name} {{ {} }} }}
             }}\n",
            doc(self.doc),
            self.items.iter().map(|item| item.member(spec)).collect::<String>(),
            self.items.iter().map(|item| item.method(spec)).collect::<String>(),
            doc("Decodes it."),
            self.items.iter().map(Item::decode).collect::<String>(),
            name = self.owned(),
        )
    }
}

impl Item<'_> {
    /// The member of the owned struct.
    fn owned(&self, spec: &Spec) -> String {
        let ty = match &self.shape {
            Shape::Plain(words) => words::ty(spec, words),
            Shape::List(words) | Shape::Run(_, words, _) => format!("Vec<{}>", words::ty(spec, words)),
            Shape::Group(name, _) => format!("Vec<{name}>"),
            Shape::Bytes => "Vec<u8>".to_owned(),
            Shape::One(ty) => naming::pascal(&ty.name),
        };
        format!("{}pub {}: {ty},\n", doc(&self.doc), self.name)
    }

    /// The members of the view.
    fn member(&self, spec: &Spec) -> String {
        let list = |words: &[Word]| format!("List<'a, {}>", words::ty(spec, words));
        let private = |field: &Field| {
            let element = field.ty.get(1..).unwrap_or_default();
            format!("{}: {},\n", naming::field(&field.name), list(element))
        };
        let ty = match &self.shape {
            Shape::Plain(words) => words::ty(spec, words),
            Shape::List(words) => list(words),
            Shape::Bytes => "&'a [u8]".to_owned(),
            Shape::One(ty) => format!("{}View<'a>", naming::pascal(&ty.name)),
            Shape::Group(_, fields) => return fields.iter().map(|field| private(field)).collect(),
            Shape::Run(field, ..) => return private(field),
        };
        format!("{}pub {}: {ty},\n", doc(&self.doc), self.name)
    }

    /// What the view gives that is no member.
    fn method(&self, spec: &Spec) -> String {
        let head = |element: &str| {
            format!("{}pub fn {}(&self) -> impl Iterator<Item = {element}> + use<'a>", doc(&self.doc), self.name)
        };
        match &self.shape {
            Shape::Group(name, fields) => {
                let get = |field: &&Field| format!("{0}: view.{0}.get(nth)?,", naming::field(&field.name));
                let length = fields.first().map_or_else(String::new, |field| naming::field(&field.name));
                format!(
                    "{} {{ let view = *self; (0..view.{length}.len()).map_while(move |nth| Some({name} {{ {} }})) }}\n",
                    head(name),
                    fields.iter().map(get).collect::<String>(),
                )
            }
            Shape::Run(field, words, (part, slice)) => format!(
                "{} {{
                     let release = self.release;
                     let mut more = true;
                     self.{}.iter().take_while(move |element| std::mem::replace(&mut more, element.{}.{}(release) != 0))
                 }}\n",
                head(&words::ty(spec, words)),
                naming::field(&field.name),
                naming::field(part),
                naming::field(slice),
            ),
            _ => String::new(),
        }
    }

    fn decode(&self) -> String {
        let name = &self.name;
        match &self.shape {
            Shape::Plain(_) => format!("{name}: self.{name},"),
            Shape::List(_) => format!("{name}: self.{name}.iter().collect(),"),
            Shape::Group(..) | Shape::Run(..) => format!("{name}: self.{name}().collect(),"),
            Shape::Bytes => format!("{name}: self.{name}.to_vec(),"),
            Shape::One(_) => format!("{name}: self.{name}.decode(),"),
        }
    }

    /// The type of the elements that are taken from several sequences.
    fn group(&self, spec: &Spec, entry: &str) -> String {
        let Shape::Group(name, fields) = &self.shape else { return String::new() };
        let member = |field: &&Field| {
            let element = words::ty(spec, field.ty.get(1..).unwrap_or_default());
            format!("{}pub {}: {element},\n", doc(&field.doc), naming::field(&field.name))
        };
        format!(
            "{}#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]\npub struct {name} {{ {} }}\n",
            doc(&format!("One of the {} of a [`{}`].", self.name.replace('_', " "), naming::pascal(entry))),
            fields.iter().map(member).collect::<String>(),
        )
    }
}
