//! Kinds of symbols and types of relocations.

use super::context::Context;
use super::node::Node;
use super::targets::on;
use crate::model::{FixedField, RelocationType, SymbolHome, SymbolKind, Text, TypeKind};

#[derive(Default)]
pub(super) struct Symbols {
    pub(super) kinds: Vec<SymbolKind>,
    pub(super) relocation_types: Vec<RelocationType>,
}

pub(super) fn read(nodes: &[Node<'_>], context: &mut Context) -> Symbols {
    let mut symbols = Symbols::default();
    for node in nodes {
        for child in node.children() {
            match (node.name(), child.name()) {
                ("symbol-kinds", "kind") => symbols.kinds.push(read_kind(&child, context)),
                ("relocation-types", "type") => symbols.relocation_types.push(read_type(&child, context)),
                (_, "doc") => {
                    child.word("the text", context);
                    child.finish_leaf(context);
                }
                (_, "evidence") => {
                    child.evidence(context);
                }
                _ => child.unknown(context),
            }
        }
        node.finish(context);
    }
    symbols
}

fn read_kind(node: &Node<'_>, context: &mut Context) -> SymbolKind {
    let mut kind = SymbolKind {
        name: node.word("the kind's name", context),
        range: node.range(context),
        doc: Text::default(),
        fixed: Default::default(),
        home: SymbolHome::None,
        span: node.span(),
    };
    for child in node.children() {
        match child.name() {
            "doc" => kind.doc = child.word("the text", context),
            "set" => kind.fixed.to_mut().push(read_fixed(&child, context)),
            "in" => {
                let name = child.word("the section", context);
                kind.home = SymbolHome::Section(context.section(&name, child.span()));
            }
            "in-group" => kind.home = SymbolHome::Group(child.word("the group", context)),
            _ => child.unknown(context),
        }
        child.finish_leaf(context);
    }
    node.finish(context);
    kind
}

fn read_fixed(node: &Node<'_>, context: &mut Context) -> FixedField {
    let name = node.word("the field", context);
    let record = context.types.iter().find(|ty| ty.name == "symbol");
    let field = record.and_then(|record| match &record.kind {
        TypeKind::Record { fields, .. } => fields.iter().position(|field| field.name == name),
        _ => None,
    });
    if field.is_none() {
        context.error(node.span(), format!("unknown field `{name}` of symbol"));
    }
    let field = field.and_then(|field| u16::try_from(field).ok()).unwrap_or_default();
    FixedField { field, value: node.number("the value", context) }
}

fn read_type(node: &Node<'_>, context: &mut Context) -> RelocationType {
    let section = node.text("in", context);
    let section = (!section.is_empty()).then(|| context.section(&section, node.span()));
    let relocation = RelocationType {
        number: node.number("the number", context),
        on: on(node, context),
        bytes: node.integer("bytes", context).unwrap_or_default(),
        section,
    };
    node.finish_leaf(context);
    relocation
}
