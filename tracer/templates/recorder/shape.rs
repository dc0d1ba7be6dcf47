//! What was recorded, and how two recordings of one type become one.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// A place where a value stands.
#[derive(Clone, PartialEq, Debug)]
pub enum Shape {
    /// Never visited so far.
    Unknown,
    /// A word of serde's data model.
    Plain(&'static str),
    Option(Box<Shape>),
    Seq(Box<Shape>),
    Map(Box<Shape>, Box<Shape>),
    Tuple(Vec<Shape>),
    /// A type with a definition, by its full path with arguments.
    Named(String),
}

/// What stands behind the name of a type.
#[derive(Clone, PartialEq, Debug)]
pub enum Definition {
    /// Field names with their types.
    Struct(Vec<(&'static str, Shape)>),
    /// Variants, those with unnamed content under empty field names; `None` if not seen so far.
    Enum(Vec<(&'static str, Option<Vec<(&'static str, Shape)>>)>),
    /// A newtype, or a type that decodes by hand as something else.
    Same(Shape),
}

/// Everything recorded by this program.
#[derive(Default)]
pub struct State {
    pub roots: BTreeMap<&'static str, Shape>,
    pub definitions: BTreeMap<String, Definition>,
    /// Types that are being decoded, outermost first.
    pub stack: Vec<&'static str>,
    /// Counts what was learned.
    pub changes: u64,
    /// Messages of decodings that failed.
    pub failures: BTreeSet<String>,
    random: u64,
}

thread_local! {
    pub static STATE: RefCell<State> = RefCell::default();
}

impl State {
    /// Notes the shape of a root.
    pub fn root(&mut self, name: &'static str, shape: Shape) {
        let known = self.roots.entry(name).or_insert(Shape::Unknown);
        *known = join(known, &shape);
    }

    /// Notes a definition, and joins it with what is known of the type.
    pub fn define(&mut self, name: &str, new: Definition) {
        let joined = match (self.definitions.get(name), &new) {
            (None, _) => new,
            (Some(Definition::Struct(old)), Definition::Struct(new)) => Definition::Struct(join_fields(old, new)),
            (Some(Definition::Same(old)), Definition::Same(new)) => Definition::Same(join(old, new)),
            (Some(Definition::Enum(old)), Definition::Enum(new)) => Definition::Enum(
                old.iter()
                    .zip(new)
                    .map(|((name, old), (_, new))| {
                        let content = match (old, new) {
                            (Some(old), Some(new)) => Some(join_fields(old, new)),
                            (old, new) => old.clone().or_else(|| new.clone()),
                        };
                        (*name, content)
                    })
                    .collect(),
            ),
            (Some(old), new) => panic!("{name} was {old:?} and is {new:?}"),
        };
        if self.definitions.get(name) != Some(&joined) {
            self.changes += 1;
            self.definitions.insert(name.to_owned(), joined);
        }
    }

    /// The variant to decode next: one that was not seen if there is one, else any.
    pub fn choose(&mut self, name: &str, count: usize) -> usize {
        let unseen: Vec<usize> = match self.definitions.get(name) {
            Some(Definition::Enum(variants)) => {
                variants.iter().enumerate().filter(|(_, (_, content))| content.is_none()).map(|(at, _)| at).collect()
            }
            _ => (0..count).collect(),
        };
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let random = (self.random >> 33) as usize;
        if unseen.is_empty() || random % 4 == 0 { (random / 4) % count } else { unseen[(random / 4) % unseen.len()] }
    }

    /// Whether no place is unknown and no variant unseen.
    pub fn is_complete(&self) -> bool {
        self.gaps().is_empty()
    }

    /// Says what is missing, and ends the program.
    pub fn explain(&self, root: &str) {
        panic!("{root} was not explored: {:?}; failures: {:?}", self.gaps(), self.failures);
    }

    fn gaps(&self) -> Vec<String> {
        let mut gaps = Vec::new();
        for (name, definition) in &self.definitions {
            match definition {
                Definition::Same(shape) if shape.is_open() => gaps.push(name.clone()),
                Definition::Same(_) => {}
                Definition::Struct(fields) => {
                    gaps.extend(open(fields).map(|field| format!("{name}.{field}")));
                }
                Definition::Enum(variants) => {
                    for (variant, content) in variants {
                        match content {
                            None => gaps.push(format!("{name}::{variant}")),
                            Some(fields) => gaps.extend(open(fields).map(|at| format!("{name}::{variant}.{at}"))),
                        }
                    }
                }
            }
        }
        gaps
    }
}

impl Shape {
    fn is_open(&self) -> bool {
        match self {
            Shape::Unknown => true,
            Shape::Plain(_) | Shape::Named(_) => false,
            Shape::Option(inner) | Shape::Seq(inner) => inner.is_open(),
            Shape::Map(key, value) => key.is_open() || value.is_open(),
            Shape::Tuple(items) => items.iter().any(Shape::is_open),
        }
    }
}

fn open<'a>(fields: &'a [(&'static str, Shape)]) -> impl Iterator<Item = &'static str> + 'a {
    fields.iter().filter(|(_, shape)| shape.is_open()).map(|(name, _)| *name)
}

fn join_fields(old: &[(&'static str, Shape)], new: &[(&'static str, Shape)]) -> Vec<(&'static str, Shape)> {
    assert_eq!(old.len(), new.len(), "{old:?} and {new:?}");
    old.iter().zip(new).map(|((name, old), (_, new))| (*name, join(old, new))).collect()
}

fn join(old: &Shape, new: &Shape) -> Shape {
    match (old, new) {
        (Shape::Unknown, other) | (other, Shape::Unknown) => other.clone(),
        (Shape::Option(old), Shape::Option(new)) => Shape::Option(Box::new(join(old, new))),
        (Shape::Seq(old), Shape::Seq(new)) => Shape::Seq(Box::new(join(old, new))),
        (Shape::Map(key, value), Shape::Map(new_key, new_value)) => {
            Shape::Map(Box::new(join(key, new_key)), Box::new(join(value, new_value)))
        }
        (Shape::Tuple(old), Shape::Tuple(new)) if old.len() == new.len() => {
            Shape::Tuple(old.iter().zip(new).map(|(old, new)| join(old, new)).collect())
        }
        (old, new) if old == new => old.clone(),
        (old, new) => panic!("one place is {old:?} and {new:?}"),
    }
}
