//! The pieces of the file, and the order of sections.

use super::context::Context;
use super::file_span;
use super::node::Node;
use super::types::Common;
use crate::model::{Layout, Order, Piece, PieceKind, Text};
use crate::version::Range;

pub(super) struct Placed {
    pub(super) layout: Layout,
    pub(super) orders: Vec<Order>,
}

pub(super) fn read(nodes: &[Node<'_>], context: &mut Context) -> Placed {
    let mut layout = None;
    let mut orders = Vec::new();
    for node in nodes {
        if node.name() == "order" {
            orders.push(read_order(node, context));
        } else {
            layout = Some(read_layout(node, context));
        }
    }
    let layout = layout.unwrap_or_else(|| {
        context.error(file_span(0), "`layout` is missing");
        empty_layout()
    });
    Placed { layout, orders }
}

fn empty_layout() -> Layout {
    Layout {
        doc: Text::default(),
        pieces: Default::default(),
        empty_unaligned: Range::NONE,
        strtab_may_be_empty: Range::NONE,
        evidence: Default::default(),
    }
}

fn read_layout(node: &Node<'_>, context: &mut Context) -> Layout {
    let mut layout = empty_layout();
    let mut common = Common::default();
    for child in node.children() {
        match child.name() {
            "piece" => layout.pieces.to_mut().push(read_piece(&child, context)),
            "empty-sections" => layout.empty_unaligned = read_quirk(&child, "unaligned", context),
            "nameless-strtab" => layout.strtab_may_be_empty = read_quirk(&child, "may-be-empty", context),
            _ if common.take(&child, context) => {}
            _ => child.unknown(context),
        }
    }
    node.finish(context);
    layout.doc = common.doc;
    layout.evidence = common.evidence.into();
    layout
}

fn read_quirk(node: &Node<'_>, word: &str, context: &mut Context) -> Range {
    if node.word("the quirk", context) != word {
        context.error(node.span(), format!("only `{word}` is known"));
    }
    let range = node.range(context);
    node.finish_leaf(context);
    range
}

fn read_piece(node: &Node<'_>, context: &mut Context) -> Piece {
    let name = node.word("the piece", context);
    let kind = piece(&name, context).unwrap_or_else(|| {
        context.error(node.span(), format!("unknown piece `{name}`"));
        PieceKind::Header
    });
    let align = match node.scalar("align").as_deref() {
        None => 1,
        Some("own") => 0,
        Some(number) => number.parse().unwrap_or_default(),
    };
    let piece = Piece { kind, align, doc: node.text("doc", context) };
    node.finish_leaf(context);
    piece
}

/// The piece with this name: a word, or the name of a section.
pub(super) fn piece(name: &str, context: &Context) -> Option<PieceKind> {
    Some(match name {
        "header" => PieceKind::Header,
        "added" => PieceKind::Added,
        "relocations" => PieceKind::Relocations,
        "section_table" => PieceKind::SectionTable,
        name => PieceKind::Section(context.section_named(name)?),
    })
}

fn read_order(node: &Node<'_>, context: &mut Context) -> Order {
    let range = node.range(context);
    let sections = read_names(node, context);
    let mut as_used = Vec::new();
    for child in node.children() {
        match child.name() {
            "as-used" => as_used.extend(read_names(&child, context)),
            _ => child.unknown(context),
        }
        child.finish_leaf(context);
    }
    node.finish(context);
    Order { range, sections: sections.into(), as_used: as_used.into(), span: node.span() }
}

/// Names of sections and of groups of them.
fn read_names(node: &Node<'_>, context: &mut Context) -> Vec<u16> {
    let mut indices = Vec::new();
    for (name, span) in node.words(context) {
        let group = context.group(&name);
        if group.is_empty() {
            indices.push(context.section(&name, span));
        }
        indices.extend(group);
    }
    indices
}
