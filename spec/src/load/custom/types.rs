//! Types: what an edition changes in those of the description, and declares besides them.

use super::super::context::Context;
use super::super::node::Node;
use super::super::{flags, types};
use super::lines::{Here, Line, Place, add, keep, lack};
use crate::model::{Chapter, Extent, List, RowName, Span, Spec, Text, TypeDef, TypeKind};
use crate::version::Range;

/// The chapter of what the file declares.
pub(super) fn chapter(name: &str, span: Span) -> Chapter {
    Chapter { title: name.to_owned().into(), block: Text::default(), doc: Text::default(), container: false, span }
}

/// Adds the types that the file declares next to the edition, in the language of the description.
pub(super) fn declare(nodes: Vec<Node<'_>>, spec: &mut Spec, context: &mut Context) {
    let is_type = |node: &Node<'_>| matches!(node.name(), "struct" | "enum" | "newtype" | "row" | "bits");
    let (nodes, unknown): (Vec<Node<'_>>, Vec<Node<'_>>) = nodes.into_iter().partition(is_type);
    unknown.iter().for_each(|node| node.unknown(context));
    context.declare_types(&nodes);
    spec.types.to_mut().extend(types::read(&nodes, context));
}

/// `struct NAME { keep ...; lacks ...; field ... }` and its like for the other kinds of types.
pub(super) fn change(node: &Node<'_>, here: &Here<'_>, spec: &mut Spec, context: &mut Context) {
    if !matches!(node.name(), "struct" | "layout" | "enum" | "row" | "bits" | "flags") {
        node.unknown(context);
        return;
    }
    let name = node.word("the name", context);
    let arch = node.text("arch", context);
    node.finish(context);
    let wanted = |ty: &&mut TypeDef| ty.name == name && word(&ty.kind) == node.name() && arch_of(&ty.kind) == arch;
    let Some(ty) = spec.types.to_mut().iter_mut().find(wanted) else {
        let of = if arch.is_empty() { String::new() } else { format!(" for {arch}") };
        context.error(node.span(), format!("unknown {} `{name}`{of}", node.name()));
        return;
    };
    match &mut ty.kind {
        TypeKind::Struct { fields } | TypeKind::Layout { fields } => {
            let extent = ty.extent.map(|extent| [extent.start, extent.length].map(|index| name_at(fields, index)));
            lines(node, fields, "field", here, context, |node, context| vec![types::read_field(node, context)]);
            ty.extent = extent.and_then(|[start, length]| {
                Some(Extent { start: index_of(fields, &start?)?, length: index_of(fields, &length?)? })
            });
        }
        TypeKind::Enum { variants } => {
            lines(node, variants, "variant", here, context, |node, context| vec![types::read_variant(node, context)]);
        }
        TypeKind::Bits { bits, .. } => {
            lines(node, bits, "bit", here, context, |node, context| vec![types::read_bit(node, context)]);
        }
        TypeKind::Flags { flags, .. } => {
            lines(node, flags, "flag", here, context, |node, context| vec![flags::read_flag(node, context)]);
        }
        TypeKind::Row { names, .. } => lines(node, names, "names", here, context, read_names),
        TypeKind::Record { .. } | TypeKind::Newtype { .. } | TypeKind::Blocks(_) => {}
    }
}

/// The word that declares such a type.
const fn word(kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Record { .. } => "record",
        TypeKind::Layout { .. } => "layout",
        TypeKind::Struct { .. } => "struct",
        TypeKind::Newtype { .. } => "newtype",
        TypeKind::Enum { .. } => "enum",
        TypeKind::Row { .. } => "row",
        TypeKind::Blocks(_) => "blocks",
        TypeKind::Bits { .. } => "bits",
        TypeKind::Flags { .. } => "flags",
    }
}

/// Flag lists may share a name: they differ by architecture.
fn arch_of(kind: &TypeKind) -> &str {
    if let TypeKind::Flags { arch, .. } = kind { arch } else { "" }
}

fn name_at<L: Line>(lines: &[L], index: u16) -> Option<String> {
    lines.get(usize::from(index)).map(|line| line.name().to_owned())
}

fn index_of<L: Line>(lines: &[L], name: &str) -> Option<u16> {
    u16::try_from(lines.iter().position(|line| line.name() == name)?).ok()
}

fn read_names(node: &Node<'_>, context: &mut Context) -> Vec<RowName> {
    let range = node.range(context);
    let words = node.words(context);
    node.finish_leaf(context);
    words.into_iter().map(|(name, _)| RowName { name, range }).collect()
}

/// Makes all changes to one list: what is kept first, from lines as they are, then what is lacked, then what is new.
fn lines<L: Line>(
    node: &Node<'_>,
    list: &mut List<L>,
    word: &str,
    here: &Here<'_>,
    context: &mut Context,
    read: impl Fn(&Node<'_>, &mut Context) -> Vec<L>,
) {
    let list = list.to_mut();
    let (mut kept, mut lacked, mut new) = (Vec::new(), Vec::new(), Vec::new());
    for child in node.children() {
        match child.name() {
            "keep" => kept.extend(child.words(context)),
            "lacks" => lacked.extend(child.words(context)),
            name if name == word => {
                new.push(child);
                continue;
            }
            _ => child.unknown(context),
        }
        child.finish_leaf(context);
    }
    for (name, span) in &kept {
        let replaced = lacked.iter().any(|(lacked, _)| lacked == name);
        note(keep(list, name, replaced, here), *span, context);
    }
    for (name, span) in &lacked {
        note(lack(list, name, here), *span, context);
    }
    for child in &new {
        add_lines(child, list, here, context, &read);
    }
}

fn add_lines<L: Line>(
    node: &Node<'_>,
    list: &mut Vec<L>,
    here: &Here<'_>,
    context: &mut Context,
    read: impl Fn(&Node<'_>, &mut Context) -> Vec<L>,
) {
    let mut place = match (node.bool("first", context), node.text("after", context)) {
        (true, _) => Place::First,
        (false, after) if after.is_empty() => Place::Instead,
        (false, after) => Place::After(after.into_owned()),
    };
    for line in read(node, context) {
        if line.range() != Range::ALL {
            context.error(
                node.span(),
                format!("`since` and `removed` do not belong here: it is of `{}` alone", here.name),
            );
        }
        let next = Place::After(line.name().to_owned());
        note(add(list, line, &place, here), node.span(), context);
        place = next;
    }
}

fn note(result: Result<(), String>, span: Span, context: &mut Context) {
    if let Err(message) = result {
        context.error(span, message);
    }
}
