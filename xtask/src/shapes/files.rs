//! Changing the description's files without touching what is not meant: KDL only tells where things stand.

use std::cell::OnceCell;
use std::ops::Range;

use cwasm_spec::diagnostic::Source;
use cwasm_spec::model::Span;
use kdl::{KdlDocument, KdlEntry, KdlNode};

use super::lines::removed;

/// Properties that stand before the range of a line, by habit.
const BEFORE_RANGE: &[&str] = &["traced", "wire", "none", "by", "since"];

/// Lines of the description that would be longer are broken before their meaning.
const LINE: usize = 120;

/// Files with what the parser found in those that were asked for.
pub(crate) struct Files {
    sources: Vec<Source>,
    documents: Vec<OnceCell<KdlDocument>>,
}

/// New text for a piece of a file, which may be empty.
pub(crate) struct Edit {
    pub(crate) file: usize,
    pub(crate) range: Range<usize>,
    pub(crate) text: String,
}

/// A node, and the file that it is in.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) file: usize,
    pub(crate) node: &'a KdlNode,
}

impl Files {
    pub(crate) fn new(sources: Vec<Source>) -> Self {
        let documents = sources.iter().map(|_| OnceCell::new()).collect();
        Self { sources, documents }
    }

    /// What is in a file; nothing if it is not KDL, which the loader has to say.
    fn document(&self, file: usize) -> Option<&KdlDocument> {
        let parsed = || KdlDocument::parse(self.text(file)).unwrap_or_default();
        self.documents.get(file).map(|document| document.get_or_init(parsed))
    }

    /// All nodes that stand in no other.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = Place<'_>> {
        let documents = (0..self.sources.len()).filter_map(|file| Some((file, self.document(file)?)));
        documents.flat_map(|(file, document)| document.nodes().iter().map(move |node| Place { file, node }))
    }

    /// The node that was read here.
    pub(crate) fn find(&self, span: Span) -> Result<Place<'_>, String> {
        let file = usize::from(span.file);
        let node = self.document(file).and_then(|document| find(document, span.offset as usize));
        node.map(|node| Place { file, node }).ok_or("a line of the description was not found again".to_owned())
    }

    pub(crate) fn text(&self, file: usize) -> &str {
        self.sources.get(file).map_or("", |source| &source.text)
    }

    /// Puts text behind a piece of a node.
    pub(crate) fn insert(&self, place: Place<'_>, behind: &KdlEntry, text: String) -> Edit {
        let at = position(behind).end;
        Edit { file: place.file, range: at..at, text }
    }

    /// Puts lines behind the last line of a node.
    pub(crate) fn append(&self, place: Place<'_>, lines: &str) -> Edit {
        let at = self.line_end(place.file, span(place.node).end);
        Edit { file: place.file, range: at..at, text: format!("\n{}", lines.trim_end_matches('\n')) }
    }

    /// Puts lines before all that a node holds, except for its meaning.
    pub(crate) fn prepend(&self, place: Place<'_>, lines: &str) -> Result<Edit, String> {
        let children = place.node.children().ok_or(format!("`{}` holds nothing", place.node.name().value()))?;
        if let Some(doc) = children.get("doc") {
            return Ok(self.append(Place { node: doc, ..place }, lines));
        }
        let head = place.node.entries().last().map_or(span(place.node).start, |last| position(last).end);
        let at = self.line_end(place.file, head);
        Ok(Edit { file: place.file, range: at..at, text: format!("\n{}", lines.trim_end_matches('\n')) })
    }

    /// Puts lines at the end of a file.
    pub(crate) fn end(&self, file: usize, lines: String) -> Edit {
        let at = self.text(file).len();
        Edit { file, range: at..at, text: lines }
    }

    /// Ends the range of a node.
    pub(crate) fn remove(&self, place: Place<'_>, release: &str) -> Result<Vec<Edit>, String> {
        let entries = place.node.entries();
        let is_before = |entry: &&KdlEntry| entry.name().is_none_or(|name| BEFORE_RANGE.contains(&name.value()));
        let last = entries.iter().rev().find(is_before).ok_or("a line without a name")?;
        if property(place.node, "since") == Some(release) {
            let line = self.text(place.file).get(span(place.node)).unwrap_or_default().lines().next();
            return Err(format!("`{}` was not traced: delete it by hand", line.unwrap_or_default()));
        }
        let removed = removed(release);
        let broken = self.broken(place, last, removed.len());
        Ok(std::iter::once(self.insert(place, last, removed)).chain(broken).collect())
    }

    /// The line break before a meaning whose line gets too long.
    fn broken(&self, place: Place<'_>, changed: &KdlEntry, more: usize) -> Option<Edit> {
        let text = self.text(place.file);
        let doc = place.node.entry("doc").map(position)?;
        let before = text.get(..doc.start)?.trim_end_matches(' ').len();
        let start = text.get(..before)?.rfind('\n')? + 1;
        let is_long = self.line_end(place.file, doc.start) - start + more > LINE;
        let is_same_line = start <= position(changed).start;
        let indent = text.get(start..)?.len() - text.get(start..)?.trim_start_matches(' ').len();
        let text = format!(" \\\n{}", " ".repeat(indent + 4));
        (is_long && is_same_line).then_some(Edit { file: place.file, range: before..doc.start, text })
    }

    fn line_end(&self, file: usize, from: usize) -> usize {
        let rest = self.text(file).get(from..).unwrap_or_default();
        from + rest.find('\n').unwrap_or(rest.len())
    }

    /// The files after all edits. Edits of the same place come one behind the other.
    pub(crate) fn edited(mut self, mut edits: Vec<Edit>) -> Vec<Source> {
        edits.sort_by_key(|edit| (edit.file, edit.range.start));
        for (file, source) in self.sources.iter_mut().enumerate() {
            let mut text = String::new();
            let mut done = 0;
            for edit in edits.iter().filter(|edit| edit.file == file) {
                text.push_str(source.text.get(done..edit.range.start).unwrap_or_default());
                text.push_str(&edit.text);
                done = edit.range.end;
            }
            text.push_str(source.text.get(done..).unwrap_or_default());
            source.text = text;
        }
        self.sources
    }
}

/// A property that is text.
pub(crate) fn property<'a>(node: &'a KdlNode, name: &str) -> Option<&'a str> {
    node.entry(name).and_then(|entry| entry.value().as_string())
}

fn find(document: &KdlDocument, offset: usize) -> Option<&KdlNode> {
    let node = document.nodes().iter().find(|node| span(node).contains(&offset))?;
    if node.name().span().offset() == offset { Some(node) } else { find(node.children()?, offset) }
}

/// Where an argument or property stands.
pub(crate) fn position(entry: &KdlEntry) -> Range<usize> {
    let span = entry.span();
    span.offset()..span.offset() + span.len()
}

/// From the name to the end of what it holds.
fn span(node: &KdlNode) -> Range<usize> {
    let span = node.span();
    span.offset()..span.offset() + span.len()
}
