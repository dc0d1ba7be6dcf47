//! Architectures, systems, page sizes and wires.

use super::context::Context;
use super::node::{Node, texts};
use crate::model::{Architecture, On, Page, System, Wire, WireDoc};

#[derive(Default)]
pub(super) struct Targets {
    pub(super) architectures: Vec<Architecture>,
    pub(super) systems: Vec<System>,
    pub(super) pages: Vec<Page>,
    pub(super) wires: Vec<WireDoc>,
    pub(super) nesting: u16,
}

pub(super) fn read(nodes: &[Node<'_>], context: &mut Context) -> Targets {
    let mut targets = Targets::default();
    for node in nodes {
        match node.name() {
            "architecture" => targets.architectures.push(read_architecture(node, context)),
            "system" => targets.systems.push(read_system(node, context)),
            "page" => {
                targets.pages.push(Page { size: node.number("the page size", context), on: on(node, context) });
                node.finish_leaf(context);
            }
            "nesting" => {
                targets.nesting = u16::try_from(node.number("the number of levels", context)).unwrap_or(u16::MAX);
                node.finish_leaf(context);
            }
            _ => targets.wires.extend(read_wire(node, context)),
        }
    }
    targets
}

/// The condition over release and target in a node's properties.
pub(super) fn on(node: &Node<'_>, context: &mut Context) -> On {
    On {
        range: node.range(context),
        arch: node.text("arch", context),
        not_arch: node.text("not-arch", context),
        system: node.text("os", context),
    }
}

fn read_architecture(node: &Node<'_>, context: &mut Context) -> Architecture {
    let name = node.word("the architecture", context);
    let family = node.text("family", context);
    let mut architecture = Architecture {
        family: if family.is_empty() { name.clone() } else { family },
        name,
        range: node.range(context),
        triples: Default::default(),
        machine: 0,
        data: 0,
        flag: 0,
        span: node.span(),
    };
    for child in node.children() {
        match child.name() {
            "triple" => architecture.triples = texts(child.words(context)),
            "machine" => architecture.machine = child.number("the machine", context),
            "data" => architecture.data = child.number("the byte order", context),
            "flag" => architecture.flag = child.number("the flag", context),
            _ => child.unknown(context),
        }
        child.finish_leaf(context);
    }
    node.finish(context);
    architecture
}

fn read_system(node: &Node<'_>, context: &mut Context) -> System {
    let mut system = System { name: node.word("the system", context), triples: Default::default(), span: node.span() };
    for child in node.children() {
        match child.name() {
            "triple" => system.triples = texts(child.words(context)),
            _ => child.unknown(context),
        }
        child.finish_leaf(context);
    }
    node.finish(context);
    system
}

fn read_wire(node: &Node<'_>, context: &mut Context) -> Option<WireDoc> {
    let name = node.word("the wire", context);
    let wire = wire_named(&name, node, context);
    let mut doc = None;
    for child in node.children() {
        match child.name() {
            "doc" => doc = Some(child.word("the text", context)),
            _ => child.unknown(context),
        }
        child.finish_leaf(context);
    }
    node.finish(context);
    Some(WireDoc { wire, doc: doc.unwrap_or_default() })
}

/// The wire with this name; nothing means `fixed`.
pub(super) fn wire_named(name: &str, node: &Node<'_>, context: &mut Context) -> Wire {
    match name {
        "" | "fixed" => Wire::Fixed,
        "bincode1" => Wire::Bincode1,
        "postcard" => Wire::Postcard,
        "native" => Wire::Native,
        other => {
            context.error(node.span(), format!("unknown wire `{other}`"));
            Wire::Fixed
        }
    }
}
