//! What the loader knows while it reads: names that were declared, and the mistakes so far.

use super::node::{Node, texts};
use crate::diagnostic::Diagnostic;
use crate::model::{Chapter, NameTable, Span, Spec, Text, TypeDef, ValuePath};

#[derive(Default)]
pub(super) struct Context {
    pub(super) editions: Vec<String>,
    pub(super) chapters: Vec<Chapter>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Names of declared types, in the order of the list of types.
    type_names: Vec<Text>,
    /// Names and groups of sections, in the order of the list of sections.
    section_names: Vec<(Text, Text)>,
    list_names: Vec<Text>,
    pattern_names: Vec<Text>,
    /// Read types and name tables, for what refers to their insides.
    pub(super) types: Vec<TypeDef>,
    pub(super) numbers: Vec<NameTable>,
    pub(super) symbol_kinds: Vec<String>,
    /// Decoded values that were asked for.
    pub(super) values: Vec<ValuePath>,
}

impl Context {
    /// For a file that adds to a description: its editions and types are known.
    pub(super) fn of(spec: &Spec) -> Self {
        Self {
            editions: spec.editions.iter().map(ToString::to_string).collect(),
            type_names: spec.types.iter().map(|ty| ty.name.clone()).collect(),
            ..Self::default()
        }
    }

    pub(super) fn error(&mut self, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic { span, message: message.into() });
    }

    pub(super) fn declare_types(&mut self, nodes: &[Node<'_>]) {
        self.type_names.extend(nodes.iter().map(|node| peek(node).0));
    }

    pub(super) fn declare_names(&mut self, nodes: &[Node<'_>]) {
        self.list_names = nodes.iter().map(|node| peek(node).0).collect();
    }

    pub(super) fn declare_patterns(&mut self, nodes: &[Node<'_>]) {
        self.pattern_names = nodes.iter().map(|node| peek(node).0).collect();
    }

    /// The index of a declared pattern.
    pub(super) fn pattern_named(&self, name: &str) -> Option<u16> {
        position(self.pattern_names.iter(), |declared| declared == name)
    }

    pub(super) fn declare_sections(&mut self, nodes: &[Node<'_>]) {
        for node in nodes {
            let (_, names, group) = peek(node);
            self.section_names.extend(names.into_iter().map(|name| (name, group.clone())));
        }
    }

    /// The index of a declared type.
    pub(super) fn type_named(&self, name: &str) -> Option<u16> {
        position(self.type_names.iter(), |declared| declared == name)
    }

    /// The index of a declared section.
    pub(super) fn section_named(&self, name: &str) -> Option<u16> {
        position(self.section_names.iter(), |(declared, _)| declared == name)
    }

    /// The section whose short name this is: without `.wasmtime.` or the first dot, other dots as underscores.
    pub(super) fn section_called(&self, short: &str) -> Option<u16> {
        position(self.section_names.iter(), |(name, _)| short_name(name) == short)
    }

    /// The index of a section, or a mistake.
    pub(super) fn section(&mut self, name: &str, span: Span) -> u16 {
        self.section_named(name).unwrap_or_else(|| {
            self.error(span, format!("unknown section `{name}`"));
            0
        })
    }

    /// The sections of a group, in the order in which they are declared.
    pub(super) fn group(&self, group: &str) -> Vec<u16> {
        let indices = self.section_names.iter().enumerate().filter(|(_, (_, declared))| declared == group);
        indices.filter_map(|(index, _)| u16::try_from(index).ok()).collect()
    }

    /// The index of a declared name table.
    pub(super) fn list_named(&self, name: &str) -> Option<u16> {
        position(self.list_names.iter(), |declared| declared == name)
    }

    pub(super) fn symbol_kind(&mut self, name: &str, span: Span) -> Option<u16> {
        let found = position(self.symbol_kinds.iter(), |kind| kind == name);
        if found.is_none() {
            self.error(span, format!("unknown kind of symbols `{name}`"));
        }
        found
    }

    /// The number that a name of a table stands for.
    pub(super) fn number_of(&mut self, table: &str, name: &str, span: Span) -> u64 {
        let table = self.numbers.iter().find(|numbers| numbers.name == table);
        let entry = table.and_then(|table| table.names.iter().find(|entry| entry.name == name));
        entry.map(|entry| entry.value).unwrap_or_else(|| {
            self.error(span, format!("unknown name `{name}`"));
            0
        })
    }

    /// The decoded value with this path: its index in the list of values.
    pub(super) fn value(&mut self, path: ValuePath) -> u16 {
        let index = self.values.iter().position(|value| *value == path).unwrap_or_else(|| {
            self.values.push(path);
            self.values.len().saturating_sub(1)
        });
        u16::try_from(index).unwrap_or(u16::MAX)
    }
}

fn position<T>(mut items: impl Iterator<Item = T>, test: impl FnMut(T) -> bool) -> Option<u16> {
    items.position(test).and_then(|index| u16::try_from(index).ok())
}

/// The short name of a section in paths.
fn short_name(name: &str) -> String {
    let short = name.strip_prefix(".wasmtime.").or_else(|| name.strip_prefix('.')).unwrap_or(name);
    short.replace('.', "_")
}

/// The first word, all words and the group of a node that is read later; its mistakes are reported then.
fn peek(node: &Node<'_>) -> (Text, Vec<Text>, Text) {
    let mut scratch = Context::default();
    let group = node.peek_again().text("group", &mut scratch);
    let words = texts(node.peek_again().words(&mut scratch)).into_owned();
    (words.first().cloned().unwrap_or_default(), words, group)
}
