//! Text to model. Nobody else reads the description's KDL.

mod automata;
mod blocks;
mod context;
mod custom;
mod editions;
mod entries;
mod flags;
mod layout;
mod node;
mod patterns;
mod places;
mod rules;
mod sections;
mod symbols;
mod targets;
mod types;

use std::borrow::Cow;

use kdl::{KdlDocument, KdlError};

use self::context::Context;
pub use self::custom::load_edition;
use self::node::Node;
use crate::check::Stage;
use crate::diagnostic::{Diagnostic, Mistakes, Source};
use crate::model::{Span, Spec};

/// Reads a description from its files, in reading order.
///
/// # Errors
///
/// All mistakes that were found, never only the first.
///
/// ```
/// use cwasm_spec::diagnostic::Source;
/// let source = Source { name: "00.kdl".into(), text: "chapter \"Editions\" block=\"00\" doc=\"x\"\nflavour 1".into() };
/// let mistakes = cwasm_spec::load::load(vec![source]).unwrap_err();
/// assert!(mistakes.to_string().contains("unknown word `flavour`"));
/// ```
pub fn load(sources: Vec<Source>) -> Result<Spec, Mistakes> {
    load_as(Stage::Finished, sources)
}

/// Reads a description in which types, fields and variants need not say yet what they mean, and in which rules may ask for
/// what is gone.
///
/// # Errors
///
/// All other mistakes.
pub fn load_draft(sources: Vec<Source>) -> Result<Spec, Mistakes> {
    load_as(Stage::Draft, sources)
}

fn load_as(stage: Stage, sources: Vec<Source>) -> Result<Spec, Mistakes> {
    let mut context = Context::default();
    let documents: Vec<KdlDocument> =
        sources.iter().enumerate().map(|(file, source)| parse(file, source, &mut context)).collect();
    let spec = read(&sources, &documents, &mut context);
    let whole = context.diagnostics.is_empty();
    crate::check::check(&spec, stage, whole, &mut context.diagnostics);
    let mut diagnostics = context.diagnostics;
    diagnostics.dedup();
    if diagnostics.is_empty() {
        return Ok(spec);
    }
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span.file, diagnostic.span.offset));
    Err(Mistakes { diagnostics, sources })
}

/// How deep nodes and comments may be nested: the KDL parser recurses.
const DEPTH: usize = 32;

/// Whether a text could be nested deeper than the limit; braces in strings count as well.
fn is_deep(text: &str) -> bool {
    let mut depth: usize = 0;
    let mut rest = text.as_bytes();
    while let Some((_, behind)) = rest.split_first() {
        let (change, used): (isize, _) = match rest {
            [b'/', b'*', behind @ ..] => (1, behind),
            [b'*', b'/', behind @ ..] => (-1, behind),
            [b'{' | b'(', ..] => (1, behind),
            [b'}' | b')', ..] => (-1, behind),
            _ => (0, behind),
        };
        depth = depth.saturating_add_signed(change);
        if depth > DEPTH {
            return true;
        }
        rest = used;
    }
    false
}

fn parse(file: usize, source: &Source, context: &mut Context) -> KdlDocument {
    if is_deep(&source.text) {
        context.error(file_span(file), format!("nested deeper than {DEPTH}"));
        return KdlDocument::new();
    }
    KdlDocument::parse(&source.text).unwrap_or_else(|error: KdlError| {
        for diagnostic in &error.diagnostics {
            let message = diagnostic.message.clone().unwrap_or_else(|| "not KDL".to_owned());
            let span = node::span(file, diagnostic.span.offset(), diagnostic.span.len());
            context.diagnostics.push(Diagnostic { span, message });
        }
        KdlDocument::new()
    })
}

/// The kinds of nodes a file can hold, in the order in which they have to be read.
#[derive(Default)]
struct Nodes<'a> {
    chapters: Vec<Node<'a>>,
    editions: Vec<Node<'a>>,
    targets: Vec<Node<'a>>,
    types: Vec<Node<'a>>,
    names: Vec<Node<'a>>,
    patterns: Vec<Node<'a>>,
    sections: Vec<Node<'a>>,
    symbols: Vec<Node<'a>>,
    layout: Vec<Node<'a>>,
    identity: Vec<Node<'a>>,
    rules: Vec<Node<'a>>,
}

impl<'a> Nodes<'a> {
    /// Sorts the nodes of one file by what they declare.
    fn collect(&mut self, file: usize, document: &'a KdlDocument, context: &mut Context) {
        for node in document.nodes() {
            let node = Node::new(file, node);
            let list = match node.name() {
                "chapter" => &mut self.chapters,
                "editions" | "recorded-version" => &mut self.editions,
                "architecture" | "system" | "page" | "wire" | "nesting" => &mut self.targets,
                "record" | "layout" if node.has_argument() => &mut self.types,
                "struct" | "enum" | "newtype" | "blocks" | "row" | "bits" | "flags" => &mut self.types,
                "names" | "list" => &mut self.names,
                "pattern" => &mut self.patterns,
                "section" | "sections" => &mut self.sections,
                "symbol-kinds" | "relocation-types" => &mut self.symbols,
                "layout" | "order" => &mut self.layout,
                "identity" | "told-apart" | "legacy" => &mut self.identity,
                "rule" => &mut self.rules,
                other => {
                    context.error(node.span(), format!("unknown word `{other}`"));
                    continue;
                }
            };
            list.push(node);
        }
    }
}

fn read(sources: &[Source], documents: &[KdlDocument], context: &mut Context) -> Spec {
    let mut nodes = Nodes::default();
    for (file, document) in documents.iter().enumerate() {
        nodes.collect(file, document, context);
    }
    let editions = editions::read_editions(&nodes.editions, context);
    context.editions = editions.0.iter().map(ToString::to_string).collect();
    context.chapters = editions::read_chapters(&nodes.chapters, sources.len(), context);
    let version_forms = editions::read_version_forms(&editions.1, context);
    let targets = targets::read(&nodes.targets, context);
    context.declare_types(&nodes.types);
    context.declare_sections(&nodes.sections);
    context.declare_names(&nodes.names);
    let names = types::read_names(&nodes.names, context);
    context.numbers.clone_from(&names);
    context.declare_patterns(&nodes.patterns);
    let mut patterns = patterns::read(&nodes.patterns, context);
    let types = types::read(&nodes.types, context);
    context.types.clone_from(&types);
    let symbols = symbols::read(&nodes.symbols, context);
    context.symbol_kinds = symbols.kinds.iter().map(|kind| kind.name.to_string()).collect();
    let sections = sections::read(&nodes.sections, context);
    let placed = layout::read(&nodes.layout, context);
    let identity = editions::read_identity(&nodes.identity, context);
    let rules = rules::read(&nodes.rules, context);
    automata::make(&mut patterns, &rules, context);
    Spec {
        files: sources.iter().map(|source| Cow::Owned(source.name.clone())).collect(),
        editions: editions.0.into(),
        custom: Cow::Borrowed(&[]),
        chapters: std::mem::take(&mut context.chapters).into(),
        identity: identity.identity,
        version_forms: version_forms.into(),
        told_apart: identity.told_apart.into(),
        legacy: identity.legacy,
        architectures: targets.architectures.into(),
        systems: targets.systems.into(),
        pages: targets.pages.into(),
        wires: targets.wires.into(),
        nesting: targets.nesting,
        types: types.into(),
        names: names.into(),
        patterns: patterns.into(),
        sections: sections.into(),
        orders: placed.orders.into(),
        layout: placed.layout,
        symbol_kinds: symbols.kinds.into(),
        relocation_types: symbols.relocation_types.into(),
        values: std::mem::take(&mut context.values).into(),
        rules: rules.into(),
    }
}

/// The span of a whole file, for what is missing in it.
fn file_span(file: usize) -> Span {
    Span { file: u16::try_from(file).unwrap_or(u16::MAX), offset: 0, length: 0 }
}
