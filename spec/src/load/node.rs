//! A KDL node that is used up piece by piece: what nobody asked for is a mistake.

use std::cell::RefCell;

use kdl::{KdlEntry, KdlNode, KdlValue};

use super::context::Context;
use crate::model::{Evidence, List, Span, Text};
use crate::version::{Edition, Range};

/// A node with the memory of what was read of it.
pub(super) struct Node<'a> {
    node: &'a KdlNode,
    file: usize,
    used: RefCell<Vec<bool>>,
}

/// The span of a piece of KDL in a file.
pub(super) fn span(file: usize, offset: usize, length: usize) -> Span {
    Span {
        file: u16::try_from(file).unwrap_or(u16::MAX),
        offset: u32::try_from(offset).unwrap_or(u32::MAX),
        length: u32::try_from(length).unwrap_or(0),
    }
}

impl<'a> Node<'a> {
    pub(super) fn new(file: usize, node: &'a KdlNode) -> Self {
        Self { node, file, used: RefCell::new(vec![false; node.entries().len()]) }
    }

    /// The same node with nothing used: for a look ahead.
    pub(super) fn peek_again(&self) -> Self {
        Self::new(self.file, self.node)
    }

    pub(super) fn name(&self) -> &'a str {
        self.node.name().value()
    }

    /// The file that it stands in.
    pub(super) fn file(&self) -> usize {
        self.file
    }

    /// Where its name and what follows in the line stand.
    pub(super) fn span(&self) -> Span {
        let name = self.node.name().span();
        let last = self.node.entries().last().map_or(name, KdlEntry::span);
        let end = last.offset().saturating_add(last.len());
        span(self.file, name.offset(), end.saturating_sub(name.offset()))
    }

    pub(super) fn has_argument(&self) -> bool {
        self.node.entries().iter().any(|entry| entry.name().is_none())
    }

    pub(super) fn children(&self) -> Vec<Self> {
        let nodes = self.node.children().map_or(&[][..], |document| document.nodes());
        nodes.iter().map(|node| Self::new(self.file, node)).collect()
    }

    fn entry_span(&self, entry: &KdlEntry) -> Span {
        span(self.file, entry.span().offset(), entry.span().len())
    }

    /// The next argument that was not used.
    fn next(&self) -> Option<&'a KdlEntry> {
        let mut used = self.used.borrow_mut();
        let mut entries = self.node.entries().iter().zip(used.iter_mut());
        let (entry, used) = entries.find(|(entry, used)| entry.name().is_none() && !**used)?;
        *used = true;
        Some(entry)
    }

    fn property(&self, name: &str) -> Option<&'a KdlEntry> {
        let mut used = self.used.borrow_mut();
        let mut entries = self.node.entries().iter().zip(used.iter_mut());
        let (entry, used) =
            entries.find(|(entry, _)| entry.name().is_some_and(|entry_name| entry_name.value() == name))?;
        *used = true;
        Some(entry)
    }

    /// The next argument if there is one, with its place.
    pub(super) fn argument(&self) -> Option<(&'a KdlValue, Span)> {
        self.next().map(|entry| (entry.value(), self.entry_span(entry)))
    }

    /// The next argument, a word.
    pub(super) fn word(&self, what: &str, context: &mut Context) -> Text {
        match self.argument() {
            Some((KdlValue::String(word), _)) => word.clone().into(),
            Some((_, span)) => {
                context.error(span, format!("{what} must be a word"));
                Text::default()
            }
            None => {
                context.error(self.span(), format!("{what} is missing"));
                Text::default()
            }
        }
    }

    /// All arguments that are left, words.
    pub(super) fn words(&self, context: &mut Context) -> Vec<(Text, Span)> {
        let mut words = Vec::new();
        while let Some((value, span)) = self.argument() {
            match value {
                KdlValue::String(word) => words.push((Text::from(word.clone()), span)),
                _ => context.error(span, "this must be a word"),
            }
        }
        words
    }

    /// The next argument, a number.
    pub(super) fn number(&self, what: &str, context: &mut Context) -> u64 {
        let number = match self.argument() {
            Some((KdlValue::Integer(number), _)) => u64::try_from(*number).ok(),
            _ => None,
        };
        number.unwrap_or_else(|| {
            context.error(self.span(), format!("{what} must be a whole number"));
            0
        })
    }

    /// A property that is text, empty if it is not there.
    pub(super) fn text(&self, name: &str, context: &mut Context) -> Text {
        let Some(entry) = self.property(name) else { return Text::default() };
        match entry.value() {
            KdlValue::String(text) => text.clone().into(),
            _ => {
                context.error(self.entry_span(entry), format!("`{name}` must be text"));
                Text::default()
            }
        }
    }

    /// A property that is a number.
    pub(super) fn integer(&self, name: &str, context: &mut Context) -> Option<u64> {
        let entry = self.property(name)?;
        let number = match entry.value() {
            KdlValue::Integer(number) => u64::try_from(*number).ok(),
            _ => None,
        };
        if number.is_none() {
            context.error(self.entry_span(entry), format!("`{name}` must be a whole number"));
        }
        number
    }

    /// A property that is `#true` or `#false`; false if it is not there.
    pub(super) fn bool(&self, name: &str, context: &mut Context) -> bool {
        let Some(entry) = self.property(name) else { return false };
        entry.value().as_bool().unwrap_or_else(|| {
            context.error(self.entry_span(entry), format!("`{name}` must be #true or #false"));
            false
        })
    }

    /// A property of any scalar type, as text.
    pub(super) fn scalar(&self, name: &str) -> Option<Text> {
        self.property(name).map(|entry| scalar_text(entry.value()))
    }

    /// `since` and `removed`.
    pub(super) fn range(&self, context: &mut Context) -> Range {
        let since = self.edition("since", context).unwrap_or(Edition::FIRST);
        let removed = self.edition("removed", context).unwrap_or(Edition::NEVER);
        if since >= removed {
            context.error(self.span(), "the range is empty: `removed` must be after `since`");
        }
        Range { since, removed }
    }

    fn edition(&self, name: &str, context: &mut Context) -> Option<Edition> {
        let entry = self.property(name)?;
        let KdlValue::String(text) = entry.value() else {
            context.error(self.entry_span(entry), format!("`{name}` must be a release in quotes"));
            return None;
        };
        let found = context.editions.iter().position(|edition| edition == text);
        if found.is_none() {
            context.error(self.entry_span(entry), format!("unknown release `{text}`"));
        }
        found.and_then(|index| u16::try_from(index).ok()).map(Edition)
    }

    /// Reports every argument and property that nobody asked for.
    pub(super) fn finish(&self, context: &mut Context) {
        for (entry, used) in self.node.entries().iter().zip(self.used.borrow().iter()) {
            if !used {
                let what = entry.name().map_or_else(
                    || format!("`{}` does not belong here", scalar_text(entry.value())),
                    |name| format!("unknown property `{}`", name.value()),
                );
                context.error(self.entry_span(entry), what);
            }
        }
    }

    /// Reports children where none belong, then like [`Node::finish`].
    pub(super) fn finish_leaf(&self, context: &mut Context) {
        for child in self.children() {
            child.unknown(context);
        }
        self.finish(context);
    }

    /// Reports the node itself as a word that does not belong here.
    pub(super) fn unknown(&self, context: &mut Context) {
        context.error(self.span(), format!("unknown word `{}`", self.name()));
    }

    /// An `evidence` node.
    pub(super) fn evidence(&self, context: &mut Context) -> Evidence {
        let evidence = Evidence { artifact: self.text("artifact", context), source: self.text("source", context) };
        if evidence.artifact.is_empty() && evidence.source.is_empty() {
            context.error(self.span(), "evidence names neither an artifact nor a source");
        }
        self.finish_leaf(context);
        evidence
    }
}

/// A KDL value as it is written, without quotes.
pub(super) fn scalar_text(value: &KdlValue) -> Text {
    match value {
        KdlValue::String(text) => text.clone().into(),
        KdlValue::Bool(bool) => bool.to_string().into(),
        KdlValue::Integer(number) => number.to_string().into(),
        KdlValue::Float(number) => number.to_string().into(),
        KdlValue::Null => "null".into(),
    }
}

/// Words without their places.
pub(super) fn texts(words: Vec<(Text, Span)>) -> List<Text> {
    words.into_iter().map(|(word, _)| word).collect()
}
