//! New lines and nodes as text of the description. What only people can say is `?`.

use super::item::Item;
use super::names::{Names, base};
use super::read::{Shape, Shapes};

/// A struct with more fields, all of one built-in type, is a row.
const ROW: usize = 12;

/// A column that a list of names should not pass.
const COLUMN: usize = 100;

/// A field with its line break.
pub(crate) fn field(indent: usize, item: &Item, range: &str) -> String {
    line(indent, "field", item, range, "\n")
}

/// A variant, with its fields.
pub(crate) fn variant(item: &Item, range: &str) -> String {
    if item.fields.is_empty() {
        return line(4, "variant", item, range, "\n");
    }
    let fields: String = item.fields.iter().map(|item| field(8, item, "")).collect();
    line(4, "variant", item, range, &format!(" {{\n{fields}    }}\n"))
}

fn line(indent: usize, word: &str, item: &Item, range: &str, end: &str) -> String {
    let text = Item { name: quoted(&item.name), ..item.clone() }.text();
    format!("{}{word} {text}{range} doc=\"?\"{end}", " ".repeat(indent))
}

/// A range that begins with a release.
pub(crate) fn since(release: &str) -> String {
    format!(" since=\"{release}\"")
}

/// The end of a range, before a release.
pub(crate) fn removed(release: &str) -> String {
    format!(" removed=\"{release}\"")
}

/// The node of a type that nobody described yet.
pub(crate) fn declaration(names: &Names<'_>, shapes: &Shapes, traced: &str) -> String {
    let name = names.of(traced);
    let is_alone = shapes.types.keys().filter(|other| base(other) == base(traced)).count() < 2;
    let property = if is_alone && base(traced) == name { String::new() } else { format!(" traced=\"{traced}\"") };
    let head = format!("{property}{}", since(names.spec.edition_name(names.edition)));
    let block = |word: &str, inside: String| format!("{word} {name}{head} {{\n    doc \"?\"\n{inside}}}\n");
    let Some(shape) = shapes.types.get(traced) else {
        // What only counts is not traced, and is as all indices are.
        return format!("newtype {name} u32{head} doc=\"?\"\n");
    };
    let items = names.items(shape);
    match shape {
        Shape::Same(same) => format!("newtype {name} {}{head} doc=\"?\"\n", names.traced(same)),
        Shape::Enum(_) => block("enum", items.iter().map(|item| variant(item, "")).collect()),
        Shape::Struct(_) => match row(&items) {
            Some(word) => {
                let names = self::names(items.iter().map(|item| &*item.name), "");
                format!("row {name} {word}{head} {{\n    doc \"?\"\n    {names}\n}}\n")
            }
            None => block("struct", items.iter().map(|item| field(4, item, "")).collect()),
        },
    }
}

/// The type of all fields of what can be a row.
fn row(fields: &[Item]) -> Option<&str> {
    let word = &*fields.first()?.words;
    let is_alike = fields.len() > ROW && fields.iter().all(|field| field.words == word);
    (is_alike && matches!(word, "u8" | "u16" | "u32" | "u64" | "bool")).then_some(word)
}

/// A list of names of a row, without the spaces before it.
pub(crate) fn names<'a>(names: impl Iterator<Item = &'a str>, range: &str) -> String {
    let mut text = "names".to_owned();
    let mut column = 4 + text.len();
    for name in names {
        let name = quoted(name);
        if column + name.len() > COLUMN {
            text.push_str(" \\\n       ");
            column = 7;
        }
        column += 1 + name.len();
        text = format!("{text} {name}");
    }
    format!("{text}{range}")
}

/// A name as KDL has it: in quotes if it would be something else without.
fn quoted(name: &str) -> String {
    let is_word = name.starts_with(|first: char| first.is_alphabetic() || first == '_')
        && name.chars().all(|letter| letter.is_alphanumeric() || "_-.".contains(letter))
        && !matches!(name, "true" | "false" | "null" | "inf" | "nan");
    if is_word { name.to_owned() } else { format!("\"{name}\"") }
}
