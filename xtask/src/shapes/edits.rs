//! The differences of one release as changes to the files: what is gone ends, what is new begins.

use std::collections::BTreeMap;

use cwasm_spec::model::{Span, TypeKind};

use super::compare::Comparison;
use super::files::{Edit, Files, property};
use super::item::Item;
use super::lines;
use super::list::{List, Place};
use super::merge::Line;
use super::names::Names;
use super::read::Shapes;
use super::rows;

/// What all changes need to know.
pub(crate) struct Editor<'a> {
    pub(crate) names: &'a Names<'a>,
    pub(crate) shapes: &'a Shapes,
    pub(crate) files: &'a Files,
    pub(crate) release: &'a str,
}

impl<'a> Editor<'a> {
    /// Changes for all differences.
    pub(crate) fn edits(&self, comparison: &Comparison) -> Result<Vec<Edit>, String> {
        let mut edits = Vec::new();
        for list in &comparison.lists {
            match list.place {
                Place::Names(ty) => edits.extend(rows::edits(self, list, self.span(Place::Names(ty), None)?)?),
                _ => edits.extend(self.list(list)?),
            }
        }
        for gone in &comparison.gone {
            edits.extend(self.files.remove(self.files.find(self.span(Place::Fields(*gone), None)?)?, self.release)?);
        }
        edits.extend(self.declarations(&comparison.lists)?);
        Ok(edits)
    }

    fn list(&self, list: &List) -> Result<Vec<Edit>, String> {
        let mut edits = Vec::new();
        let owner = self.files.find(self.span(list.place, None)?)?;
        let mut before = None;
        for line in &list.lines {
            match *line {
                Line::Kept(old, _) | Line::Idle(old) => before = Some(old),
                Line::Gone(old) => {
                    let place = self.files.find(self.span(list.place, Some(old))?)?;
                    edits.extend(self.files.remove(place, self.release)?);
                    before = Some(old);
                }
                Line::New(new) => {
                    let item = list.new.get(new).ok_or("a new line without text")?;
                    edits.push(match before {
                        Some(old) => {
                            let place = self.files.find(self.span(list.place, Some(old))?)?;
                            let wire = property(place.node, "wire");
                            self.files.append(place, &self.line(list.place, item, wire))
                        }
                        None => self.files.prepend(owner, &self.line(list.place, item, None))?,
                    });
                }
            }
        }
        Ok(edits)
    }

    fn line(&self, place: Place, item: &Item, wire: Option<&str>) -> String {
        let since = lines::since(self.release);
        match place {
            Place::Content(..) => lines::field(8, item, &since),
            Place::Variants(_) => lines::variant(item, &since),
            _ => {
                let wire = wire.map_or_else(String::new, |wire| format!(" wire={wire}"));
                lines::field(4, item, &format!("{wire}{since}"))
            }
        }
    }

    /// Where the owner of a list stands, or one of its lines.
    fn span(&self, place: Place, line: Option<usize>) -> Result<Span, String> {
        let (ty, variant) = match place {
            Place::Fields(ty) | Place::Variants(ty) | Place::Names(ty) => (ty, None),
            Place::Content(ty, variant) => (ty, Some(variant)),
        };
        let span = (|| {
            let ty = self.names.spec.types.get(usize::from(ty))?;
            match (&ty.kind, variant, line) {
                (_, None, None) => Some(ty.span),
                (TypeKind::Enum { variants }, Some(variant), None) => Some(variants.get(variant)?.span),
                (TypeKind::Enum { variants }, Some(variant), Some(line)) => {
                    Some(variants.get(variant)?.fields.get(line)?.span)
                }
                (TypeKind::Enum { variants }, None, Some(line)) => Some(variants.get(line)?.span),
                (_, _, Some(line)) => Some(ty.fields().get(line)?.span),
                _ => None,
            }
        })();
        span.ok_or("a line of the description was not found again".to_owned())
    }

    /// Types that nobody described yet: at the end of the file in which something first refers to them.
    fn declarations(&self, lists: &[List]) -> Result<Vec<Edit>, String> {
        let mut declared = Vec::new();
        let mut texts: BTreeMap<usize, String> = BTreeMap::new();
        for list in lists {
            let file = usize::from(self.span(list.place, None)?.file);
            let text = texts.entry(file).or_default();
            for traced in list.added().flat_map(|item| self.undeclared(item)) {
                self.declare(traced, self.files.text(file), text, &mut declared);
            }
        }
        Ok(texts.into_iter().map(|(file, text)| self.files.end(file, text)).collect())
    }

    /// Declares a type, then those that it refers to. Blocks have empty lines around them.
    fn declare(&self, traced: &'a str, before: &str, text: &mut String, declared: &mut Vec<&'a str>) {
        if declared.contains(&traced) {
            return;
        }
        declared.push(traced);
        let declaration = lines::declaration(self.names, self.shapes, traced);
        let last = if text.is_empty() { before } else { text.as_str() };
        if last.ends_with("}\n") || declaration.ends_with("}\n") {
            text.push('\n');
        }
        text.push_str(&declaration);
        let items = self.shapes.types.get(traced).map(|shape| self.names.items(shape)).unwrap_or_default();
        for traced in items.iter().flat_map(|item| self.undeclared(item)) {
            self.declare(traced, before, text, declared);
        }
    }

    /// The traced names of types in an item that nobody described.
    fn undeclared(&self, item: &Item) -> Vec<&'a str> {
        let fields = item.fields.iter().flat_map(|field| self.undeclared(field));
        let words = item.words.split(' ').chain([&*item.by]);
        let traced =
            |word: &str| self.names.invented().iter().find(|(_, name)| *name == word).map(|(traced, _)| *traced);
        words.filter_map(traced).chain(fields).collect()
    }
}
