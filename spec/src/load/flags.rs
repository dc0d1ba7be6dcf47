//! Lists of named values: Cranelift's shared and ISA flags.

use super::context::Context;
use super::node::{Node, scalar_text};
use super::types::{Common, read_compat, read_compat_property};
use crate::model::{Flag, FlagKind, FlagMust, FlagOrder, FlagWord, Text, TypeKind};

pub(super) fn read(node: &Node<'_>, common: &mut Common, context: &mut Context) -> TypeKind {
    let arch = node.text("arch", context);
    let mut orders = Vec::new();
    let mut flags = Vec::new();
    for child in node.children() {
        match child.name() {
            "order" => orders.extend(read_order(&child, context)),
            "flag" => flags.push(read_flag(&child, context)),
            _ if common.take(&child, context) => {}
            _ => child.unknown(context),
        }
    }
    TypeKind::Flags { arch, orders: orders.into(), flags: flags.into() }
}

fn read_order(node: &Node<'_>, context: &mut Context) -> Option<FlagOrder> {
    let by_name = match &*node.word("the order", context) {
        "by-name" => true,
        "listed" => false,
        other => {
            context.error(node.span(), format!("unknown order `{other}`"));
            return None;
        }
    };
    let order = FlagOrder { by_name, range: node.range(context) };
    node.finish_leaf(context);
    Some(order)
}

pub(super) fn read_flag(node: &Node<'_>, context: &mut Context) -> Flag {
    let name = node.word("the flag's name", context);
    let range = node.range(context);
    let kind = match &*node.word("the flag's kind", context) {
        "enum" => FlagKind::Enum,
        "num" => FlagKind::Num,
        "bool" => FlagKind::Bool,
        other => {
            context.error(node.span(), format!("unknown kind `{other}`"));
            FlagKind::Bool
        }
    };
    let words = node.words(context).into_iter().map(|(name, _)| FlagWord { name, range, doc: Text::default() });
    let mut flag = Flag {
        name,
        range,
        kind,
        words: words.collect(),
        must: node.scalar("must").map(|value| FlagMust { range, value }).into_iter().collect(),
        doc: node.text("doc", context),
        compat: read_compat_property(node, range, context),
        span: node.span(),
    };
    for child in node.children() {
        match child.name() {
            "must" => {
                let value = child.argument().map(|(value, _)| scalar_text(value)).unwrap_or_default();
                flag.must.to_mut().push(FlagMust { range: child.range(context), value });
            }
            "word" => {
                let name = child.word("the word", context);
                let doc = child.text("doc", context);
                flag.words.to_mut().push(FlagWord { name, range: child.range(context), doc });
            }
            "compat" => flag.compat.to_mut().push(read_compat(&child, context)),
            _ => child.unknown(context),
        }
        child.finish_leaf(context);
    }
    node.finish(context);
    flag
}
