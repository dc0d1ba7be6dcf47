//! One more edition, given at run time: a development build or a fork, said as what differs from a built-in edition.
//!
//! It stands directly before the edition that it is like. Every range that holds that one holds it too; then the file
//! keeps what other releases have, leaves out what it lacks, and adds what is new.

mod lines;
mod room;
mod sections;
mod types;

use kdl::KdlDocument;

use self::lines::Here;
use super::context::Context;
use super::node::Node;
use crate::diagnostic::{Mistakes, Source};
use crate::model::{CustomEdition, Span, Spec, Text};
use crate::version::Edition;

/// Reads the file of an edition, and gives the description that has this edition besides its own.
///
/// # Errors
///
/// All mistakes that were found, never only the first.
///
/// ```no_run
/// # fn test(spec: &cwasm_spec::model::Spec) {
/// use cwasm_spec::diagnostic::Source;
/// let text = "edition ours like=\"23\" records=\"23.0.0\" {\n    struct tunables { lacks relaxed_simd_deterministic }\n}";
/// let source = Source { name: "ours.kdl".into(), text: text.into() };
/// let with_ours = cwasm_spec::load::load_edition(source, spec).unwrap();
/// assert!(with_ours.edition("ours") < with_ours.edition("23"));
/// # }
/// ```
pub fn load_edition(source: Source, base: &Spec) -> Result<Spec, Mistakes> {
    let file = base.files.len();
    let mut context = Context::of(base);
    let document = super::parse(file, &source, &mut context);
    // Of what is no KDL nothing more can be said.
    let is_kdl = context.diagnostics.is_empty();
    let spec = if is_kdl { read(file, &source, &document, base, &mut context) } else { None };
    let mut diagnostics = context.diagnostics;
    if let Some(spec) = spec.filter(|_| diagnostics.is_empty()) {
        crate::check::check_custom(&spec, &mut diagnostics);
        if diagnostics.is_empty() {
            return Ok(spec);
        }
    }
    // What is wrong with a built-in line after the edition's changes is a mistake of the edition.
    let whole = super::file_span(0);
    for diagnostic in &mut diagnostics {
        let own = usize::from(diagnostic.span.file) == file;
        diagnostic.span = if own { Span { file: 0, ..diagnostic.span } } else { whole };
    }
    diagnostics.sort_by_key(|diagnostic| diagnostic.span.offset);
    diagnostics.dedup();
    Err(Mistakes { diagnostics, sources: vec![source] })
}

/// The description with the edition; `None` if it cannot even be placed.
fn read(file: usize, source: &Source, document: &KdlDocument, base: &Spec, context: &mut Context) -> Option<Spec> {
    let nodes = document.nodes().iter().map(|node| Node::new(file, node));
    let (editions, declared): (Vec<Node<'_>>, Vec<Node<'_>>) = nodes.partition(|node| node.name() == "edition");
    let [node] = &*editions else {
        let span = editions.get(1).map_or_else(|| super::file_span(file), Node::span);
        context.error(span, "the file has to hold one `edition`");
        return None;
    };
    let (like, name, records) = read_header(node, base, context)?;
    let mut spec = room::make_room(base, &name, like);
    spec.files.to_mut().push(source.name.clone().into());
    spec.chapters.to_mut().push(types::chapter(&name, node.span()));
    context.editions = spec.editions.iter().map(ToString::to_string).collect();
    types::declare(declared, &mut spec, context);
    let mut custom = CustomEdition {
        edition: like.0,
        // Of an edition that is like another custom one, what that is like.
        like: spec.custom(like.next()).map_or(like.next().0, |custom| custom.like),
        records,
        sections: Vec::new().into(),
        rules: Vec::new().into(),
    };
    let here = Here { edition: like, name: &name };
    for child in node.children() {
        match child.name() {
            "section" => sections::change(&child, &here, &mut spec, &mut custom, context),
            "rule" => break_rule(&child, &here, &spec, &mut custom, context),
            _ => types::change(&child, &here, &mut spec, context),
        }
    }
    spec.custom.to_mut().push(custom);
    Some(spec)
}

/// `edition NAME like=RELEASE records=VERSION`: the edition that it is like, its name, and what it records.
fn read_header(node: &Node<'_>, base: &Spec, context: &mut Context) -> Option<(Edition, Text, Text)> {
    let name = node.word("the edition's name", context);
    let like = node.text("like", context);
    let records = node.text("records", context);
    node.finish(context);
    if base.edition(&name).is_some() {
        context.error(node.span(), format!("there is an edition `{name}` already"));
        return None;
    }
    let edition = base.edition(&like);
    match edition {
        None if like.is_empty() => context.error(node.span(), "`like` is missing: the edition that differs least"),
        None => context.error(node.span(), format!("unknown release `{like}`")),
        Some(_) => {}
    }
    Some((edition?, name, records))
}

/// `rule NUMBER lacks`: the edition does not keep to it.
fn break_rule(node: &Node<'_>, here: &Here<'_>, spec: &Spec, custom: &mut CustomEdition, context: &mut Context) {
    let number = node.number("the rule's number", context);
    if node.word("`lacks`", context) != "lacks" {
        context.error(node.span(), "of a rule only `lacks` can be said");
    }
    node.finish_leaf(context);
    match spec.rules_of(here.edition).map(|rule| rule.number).find(|rule| u64::from(*rule) == number) {
        Some(rule) => custom.rules.to_mut().push(rule),
        None => context.error(node.span(), format!("`{}` has no rule {number:04}", here.name)),
    }
}
