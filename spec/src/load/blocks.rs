//! Tables of entries in blocks.

use super::context::Context;
use super::node::Node;
use super::types::Common;
use crate::model::{BlockForm, BlockValue, Blocks, Text, TypeKind};

pub(super) fn read(node: &Node<'_>, common: &mut Common, context: &mut Context) -> TypeKind {
    let mut blocks = Blocks {
        per_block: node.integer("per-block", context).unwrap_or_default(),
        flag: Text::default(),
        offset: Text::default(),
        value: BlockValue {
            name: Text::default(),
            doc: Text::default(),
            names: Text::default(),
            form: BlockForm::Default,
        },
    };
    if blocks.per_block == 0 {
        context.error(node.span(), "`per-block` is missing");
    }
    for child in node.children() {
        match child.name() {
            "flag" => blocks.flag = child.word("what bit 0 means", context),
            "offset" => blocks.offset = child.word("what the offset is", context),
            "value" => blocks.value = read_value(&child, context),
            _ if common.take(&child, context) => continue,
            _ => child.unknown(context),
        }
        child.finish_leaf(context);
    }
    if blocks.value.name.is_empty() {
        context.error(node.span(), "the entries have no `value`");
    }
    TypeKind::Blocks(blocks)
}

fn read_value(node: &Node<'_>, context: &mut Context) -> BlockValue {
    let name = node.word("the value's name", context);
    let form = match &*node.word("how it is written", context) {
        "default" => BlockForm::Default,
        "chain" => BlockForm::Chain { none: node.integer("none", context).unwrap_or(u64::MAX) },
        other => {
            context.error(node.span(), format!("a value is written as `default` or `chain`, not `{other}`"));
            BlockForm::Default
        }
    };
    BlockValue { name, doc: node.text("doc", context), names: node.text("names", context), form }
}
