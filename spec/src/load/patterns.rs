//! Patterns of bytes.

use super::context::Context;
use super::node::Node;
use super::rules::hex;
use crate::model::{Follows, Masked, Pattern, Step, StepKind, Text};

/// All patterns, in order.
pub(super) fn read(nodes: &[Node<'_>], context: &mut Context) -> Vec<Pattern> {
    nodes.iter().map(|node| read_pattern(node, context)).collect()
}

fn read_pattern(node: &Node<'_>, context: &mut Context) -> Pattern {
    let mut pattern = Pattern {
        name: node.word("the name", context),
        doc: Text::default(),
        steps: Default::default(),
        evidence: Default::default(),
        automaton: None,
        chapter: u16::try_from(node.file()).unwrap_or(u16::MAX),
        span: node.span(),
    };
    for child in node.children() {
        match child.name() {
            "doc" => pattern.doc = child.word("the meaning", context),
            "evidence" => pattern.evidence.to_mut().push(child.evidence(context)),
            name => match read_kind(name, &child, context) {
                Some(kind) => pattern.steps.to_mut().push(read_part(kind, &child, context)),
                None => child.unknown(context),
            },
        }
        child.finish(context);
    }
    node.finish(context);
    pattern
}

fn read_part(kind: StepKind, node: &Node<'_>, context: &mut Context) -> Step {
    let mut behind = Vec::new();
    for child in node.children() {
        if child.name() != "behind" {
            child.unknown(context);
            continue;
        }
        for (text, span) in child.words(context) {
            match masked(&text) {
                Some(masked) => behind.push(masked),
                None => context.error(span, "code is pairs of hexadecimal digits, `?` for one that does not count"),
            }
        }
        child.finish_leaf(context);
    }
    Step {
        range: node.range(context),
        kind,
        or: node.bool("or", context),
        rising: node.bool("rising", context),
        behind: behind.into(),
        doc: node.text("doc", context),
        span: node.span(),
    }
}

fn read_kind(name: &str, node: &Node<'_>, context: &mut Context) -> Option<StepKind> {
    Some(match name {
        "bytes" => StepKind::Bytes(bytes(&node.word("the bytes", context), node, context).into()),
        "byte" => StepKind::Byte(byte(node, context), byte(node, context)),
        "bits" => {
            let (bits, mask) = bits(node, context);
            StepKind::Bits(bits, mask)
        }
        "ahead" => {
            let (bits, mask) = bits(node, context);
            StepKind::Ahead(bits, mask)
        }
        "move" => read_move(node, context),
        "number" => StepKind::Number {
            least: node.integer("least", context).unwrap_or(0),
            most: node.integer("most", context).unwrap_or(u64::MAX),
            unit: node.integer("unit", context).unwrap_or(1),
            up: node.integer("up", context).unwrap_or(0),
            down: node.integer("down", context).unwrap_or(0),
        },
        "text" => StepKind::Text(node.word("the text", context)),
        "decimal" => StepKind::Decimal(follows(node, context)),
        "any" => {
            let (low, high) = (byte(node, context), byte(node, context));
            StepKind::Any { low, high, most: node.integer("most", context).unwrap_or(u64::MAX) }
        }
        "called" => {
            let (low, high, other) = (byte(node, context), byte(node, context), byte(node, context));
            StepKind::Called { low, high, other, most: node.integer("most", context).unwrap_or(u64::MAX) }
        }
        "one" => StepKind::One(named(node, context)),
        "maybe" => StepKind::Maybe(named(node, context)),
        "many" => StepKind::Many(named(node, context)),
        "rest" => {
            let filler = bytes(&node.word("the byte", context), node, context);
            StepKind::Rest(filler.first().copied().unwrap_or(0), node.integer("most", context).unwrap_or(u64::MAX))
        }
        _ => return None,
    })
}

fn read_move(node: &Node<'_>, context: &mut Context) -> StepKind {
    let after = node.text("after", context);
    StepKind::Move {
        after: if after.is_empty() { Default::default() } else { bytes(&after, node, context).into() },
        width: node.integer("bytes", context).and_then(|width| u8::try_from(width).ok()).unwrap_or(1),
        least: node.number("the least number", context),
        most: node.number("the greatest number", context),
        less: node.integer("less", context).unwrap_or(0),
    }
}

fn byte(node: &Node<'_>, context: &mut Context) -> u8 {
    u8::try_from(node.number("the byte", context)).unwrap_or(u8::MAX)
}

/// The bits of a byte, the highest first, with `.` for those that do not count: the bits, and which ones count.
fn bits(node: &Node<'_>, context: &mut Context) -> (u8, u8) {
    let text = node.word("the bits", context);
    if text.len() != 8 || !text.bytes().all(|letter| b"01.".contains(&letter)) {
        context.error(node.span(), "the bits of a byte are eight of `0`, `1` and `.`");
    }
    text.bytes().fold((0, 0), |(bits, mask), letter| {
        let (bits, mask) = (bits << 1, mask << 1);
        (bits | u8::from(letter == b'1'), mask | u8::from(letter != b'.'))
    })
}

fn follows(node: &Node<'_>, context: &mut Context) -> Follows {
    match &*node.text("follows", context) {
        "" => Follows::Any,
        "rising" => Follows::Rising,
        "next" => Follows::Next,
        other => {
            context.error(node.span(), format!("a number follows `rising` or `next`, not `{other}`"));
            Follows::Any
        }
    }
}

fn named(node: &Node<'_>, context: &mut Context) -> u16 {
    let name = node.word("the name", context);
    context.pattern_named(&name).unwrap_or_else(|| {
        context.error(node.span(), format!("unknown pattern `{name}`"));
        0
    })
}

fn bytes(text: &str, node: &Node<'_>, context: &mut Context) -> Vec<u8> {
    hex(text).unwrap_or_else(|| {
        context.error(node.span(), "bytes are pairs of hexadecimal digits");
        Vec::new()
    })
}

/// Bytes with `?` for digits that do not count.
fn masked(text: &str) -> Option<Masked> {
    let bytes = hex(&text.replace('?', "0"))?;
    let mask = hex(&text.chars().map(|digit| if digit == '?' { '0' } else { 'f' }).collect::<String>())?;
    Some(Masked { bytes: bytes.into(), mask: mask.into() })
}
