//! Editions, chapters, recorded versions, and how artifacts are recognised.

use super::context::Context;
use super::file_span;
use super::node::{Node, texts};
use super::places;
use crate::model::{Chapter, Form, Identity, Legacy, Place, Span, Text, ToldApart, VersionForm};

/// The list of editions, and the nodes about recorded versions that need it.
pub(super) fn read_editions<'a>(nodes: &'a [Node<'a>], context: &mut Context) -> (Vec<Text>, Vec<&'a Node<'a>>) {
    let mut editions = Vec::new();
    let mut rest = Vec::new();
    for node in nodes {
        if node.name() == "editions" {
            for (name, span) in node.words(context) {
                if editions.contains(&name) {
                    context.error(span, format!("edition `{name}` is listed twice"));
                }
                editions.push(name);
            }
            node.finish_leaf(context);
        } else {
            rest.push(node);
        }
    }
    if editions.is_empty() {
        context.error(file_span(0), "no editions are listed");
    }
    (editions, rest)
}

pub(super) fn read_version_forms(nodes: &[&Node<'_>], context: &mut Context) -> Vec<VersionForm> {
    let mut forms = Vec::new();
    for node in nodes {
        let range = node.range(context);
        let form = match &*node.word("the form", context) {
            "dotted" => Form::Dotted,
            "major" => Form::Major,
            other => {
                context.error(node.span(), format!("unknown form `{other}`"));
                continue;
            }
        };
        forms.push(VersionForm { range, form, doc: node.text("doc", context) });
        node.finish_leaf(context);
    }
    forms
}

pub(super) fn read_chapters(nodes: &[Node<'_>], files: usize, context: &mut Context) -> Vec<Chapter> {
    let mut chapters: Vec<Option<Chapter>> = (0..files).map(|_| None).collect();
    for node in nodes {
        let chapter = Chapter {
            title: node.word("the title", context),
            block: node.text("block", context),
            doc: node.text("doc", context),
            container: node.bool("container", context),
            span: node.span(),
        };
        node.finish_leaf(context);
        match chapters.get_mut(node.file()) {
            Some(slot @ None) => *slot = Some(chapter),
            _ => context.error(node.span(), "a file has one chapter"),
        }
    }
    let mut read = Vec::new();
    for (file, chapter) in chapters.into_iter().enumerate() {
        read.push(chapter.unwrap_or_else(|| {
            context.error(file_span(file), "the file does not begin with a `chapter`");
            Chapter {
                title: Text::default(),
                block: Text::default(),
                doc: Text::default(),
                container: false,
                span: Span::default(),
            }
        }));
    }
    read
}

pub(super) struct IdentityNodes {
    pub(super) identity: Identity,
    pub(super) told_apart: Vec<ToldApart>,
    pub(super) legacy: Legacy,
}

pub(super) fn read_identity(nodes: &[Node<'_>], context: &mut Context) -> IdentityNodes {
    let mut identity = None;
    let mut told_apart = Vec::new();
    let mut legacy = Legacy { doc: Text::default(), sections: Default::default(), trailer: Text::default() };
    for node in nodes {
        match node.name() {
            "identity" => identity = Some(read_identity_node(node, context)),
            "told-apart" => told_apart.extend(read_told_apart(node, context)),
            _ => legacy = read_legacy(node, context),
        }
    }
    let identity = identity.unwrap_or_else(|| {
        context.error(file_span(0), "`identity` is missing");
        no_identity()
    });
    IdentityNodes { identity, told_apart, legacy }
}

fn no_identity() -> Identity {
    Identity {
        doc: Text::default(),
        version: Place::FileSize,
        target: Place::FileSize,
        kind: Place::FileSize,
        module: 0,
        component: 0,
        marker: Place::FileSize,
        marker_value: 0,
    }
}

fn read_identity_node(node: &Node<'_>, context: &mut Context) -> Identity {
    let mut identity = no_identity();
    for child in node.children() {
        if child.name() == "doc" {
            identity.doc = child.word("the text", context);
            child.finish_leaf(context);
            continue;
        }
        let path = child.word("the path", context);
        let place = places::place(&path, child.span(), context).unwrap_or(Place::FileSize);
        match child.name() {
            "version" => identity.version = place,
            "target" => identity.target = place,
            "kind" => {
                identity.kind = place;
                identity.module = child.integer("module", context).unwrap_or_default();
                identity.component = child.integer("component", context).unwrap_or_default();
            }
            "marker" => {
                identity.marker = place;
                identity.marker_value = child.number("the value", context);
            }
            _ => child.unknown(context),
        }
        child.finish_leaf(context);
    }
    node.finish(context);
    identity
}

fn read_told_apart(node: &Node<'_>, context: &mut Context) -> Option<ToldApart> {
    let edition = node.word("the edition", context);
    let records = node.text("as", context);
    let by = node.text("by", context);
    let section = context.section(&by, node.span());
    node.finish_leaf(context);
    let index = |name: &Text| context.editions.iter().position(|edition| edition == name);
    let pair = index(&edition).zip(index(&records));
    if pair.is_none() {
        context.error(node.span(), "unknown release");
    }
    let (edition, records) = pair?;
    Some(ToldApart { edition: u16::try_from(edition).ok()?, records: u16::try_from(records).ok()?, section })
}

fn read_legacy(node: &Node<'_>, context: &mut Context) -> Legacy {
    let mut legacy = Legacy { doc: Text::default(), sections: Default::default(), trailer: Text::default() };
    for child in node.children() {
        match child.name() {
            "doc" => legacy.doc = child.word("the text", context),
            "section" => legacy.sections.to_mut().extend(texts(child.words(context)).into_owned()),
            "trailer" => legacy.trailer = child.word("the bytes", context),
            _ => child.unknown(context),
        }
        child.finish_leaf(context);
    }
    node.finish(context);
    legacy
}
