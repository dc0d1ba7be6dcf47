//! Entries of tables: `entry NAME search=... { key FIELD; part NAME FIELD...; blocks FIELD }`.

use super::context::Context;
use super::node::{Node, texts};
use crate::model::{Entry, Part, PartPlace, Search, Text};

pub(super) fn read(node: &Node<'_>, context: &mut Context) -> Entry {
    let mut entry = Entry {
        name: node.word("the entry's name", context),
        range: node.range(context),
        doc: Text::default(),
        search: read_search(node, context),
        blocks: Text::default(),
        key: Text::default(),
        parts: Default::default(),
        evidence: Default::default(),
        span: node.span(),
    };
    for child in node.children() {
        match child.name() {
            "doc" => entry.doc = child.word("the text", context),
            "key" => entry.key = child.word("the field", context),
            "blocks" => entry.blocks = child.word("the field", context),
            "part" => entry.parts.to_mut().push(read_part(&child, context)),
            "evidence" => {
                entry.evidence.to_mut().push(child.evidence(context));
                continue;
            }
            _ => child.unknown(context),
        }
        child.finish_leaf(context);
    }
    node.finish(context);
    let wanted = usize::from(entry.search != Search::Number);
    if [&entry.key, &entry.blocks].into_iter().filter(|field| !field.is_empty()).count() != wanted {
        context.error(node.span(), "an entry has either a `key` or `blocks`; one with a number has none of them");
    }
    if entry.search == Search::All && !entry.blocks.is_empty() {
        context.error(node.span(), "in blocks no two entries have the same offset, so `all` finds one at most");
    }
    entry
}

fn read_search(node: &Node<'_>, context: &mut Context) -> Search {
    match &*node.text("search", context) {
        "exact" => Search::Exact,
        "at-or-before" => Search::AtOrBefore,
        "all" => Search::All,
        "number" => Search::Number,
        other => {
            let message = format!("`search` is exact, at-or-before, all or number, not `{other}`");
            context.error(node.span(), message);
            Search::Exact
        }
    }
}

/// `part NAME FIELD...`; without a field it is called as its field.
fn read_part(node: &Node<'_>, context: &mut Context) -> Part {
    let name = node.word("the part's name", context);
    let mut fields = texts(node.words(context));
    if fields.is_empty() {
        fields.to_mut().push(name.clone());
    }
    let of = node.text("of", context);
    if of.is_empty() == (fields.len() > 1) {
        context.error(node.span(), "`of` names an element that is taken from several sequences");
    }
    let (end, pointer, range) =
        (node.text("until", context), node.text("pointer", context), node.text("range", context));
    let (unit, more) = (node.integer("unit", context), node.text("while", context));
    let place = match (end.is_empty(), pointer.is_empty(), range.is_empty()) {
        (true, true, true) => PartPlace::Same,
        (false, true, true) => PartPlace::Until { end },
        (true, false, true) => PartPlace::Pointer { pointer, unit: unit.unwrap_or(1).max(1), more },
        (true, true, false) => PartPlace::Range { range },
        _ => {
            context.error(node.span(), "a part has one place: `until`, `pointer` or `range`");
            PartPlace::Same
        }
    };
    Part { name, fields, of, place }
}
