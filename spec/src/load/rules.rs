//! Rules and their checks.

use kdl::KdlValue;

use super::context::Context;
use super::layout::piece;
use super::node::Node;
use super::places;
use super::targets::on;
use crate::model::{Arg, Check, Level, Loader, Rule, Span, Text, TypeDef, TypeKind};
use crate::predicate::Predicate;

/// All rules, by number.
pub(super) fn read(nodes: &[Node<'_>], context: &mut Context) -> Vec<Rule> {
    let mut rules: Vec<Rule> = nodes.iter().map(|node| read_rule(node, context)).collect();
    rules.sort_by_key(|rule| rule.number);
    rules
}

fn read_rule(node: &Node<'_>, context: &mut Context) -> Rule {
    let mut rule = Rule {
        number: u16::try_from(node.number("the rule's number", context)).unwrap_or(u16::MAX),
        slug: node.word("the rule's name", context),
        range: node.range(context),
        level: Level::Must,
        malformed: node.bool("malformed", context),
        says: Text::default(),
        why: Text::default(),
        help: Text::default(),
        checks: Default::default(),
        implies: Default::default(),
        loader: Default::default(),
        evidence: Default::default(),
        chapter: u16::try_from(node.file()).unwrap_or(u16::MAX),
        span: node.span(),
    };
    for child in node.children() {
        match child.name() {
            "must" => rule.says = child.word("the sentence", context),
            "should" => {
                rule.level = Level::Should;
                rule.says = child.word("the sentence", context);
            }
            "why" => rule.why = child.word("the reason", context),
            "help" => rule.help = child.word("the advice", context),
            "check" => rule.checks.to_mut().push(read_check(&child, context)),
            "implies" => read_implies(&child, &mut rule, context),
            "loader" => rule.loader.to_mut().push(read_loader(&child, context)),
            "evidence" => rule.evidence.to_mut().push(child.evidence(context)),
            _ => child.unknown(context),
        }
        child.finish_leaf(context);
    }
    node.finish(context);
    rule
}

fn read_implies(node: &Node<'_>, rule: &mut Rule, context: &mut Context) {
    while let Some((value, span)) = node.argument() {
        match value.as_integer().and_then(|number| u16::try_from(number).ok()) {
            Some(number) => rule.implies.to_mut().push(number),
            None => context.error(span, "a rule is named by its number"),
        }
    }
}

fn read_loader(node: &Node<'_>, context: &mut Context) -> Loader {
    let refuses = match &*node.word("what it does", context) {
        "refuses" => true,
        "accepts" => false,
        other => {
            context.error(node.span(), format!("a loader `refuses` or `accepts`, not `{other}`"));
            false
        }
    };
    Loader { range: node.range(context), refuses }
}

/// A check whose word is unknown is read like any other, so that the rest of its mistakes are found as well.
fn read_check(node: &Node<'_>, context: &mut Context) -> Check {
    let word = node.word("the check word", context);
    let predicate = Predicate::from_word(&word).unwrap_or_else(|| {
        context.error(node.span(), format!("unknown check word `{word}`"));
        Predicate::Equals
    });
    let on = on(node, context);
    let when = node.text("when", context);
    let unless = node.text("unless", context);
    let kind = node.text("kind", context);
    if !matches!(&*kind, "" | "module" | "component") {
        context.error(node.span(), "the kind is `module` or `component`");
    }
    let from = node.text("from", context);
    let through = node.text("through", context);
    let of = node.text("of", context);
    let only_in = node.text("in", context);
    let mut check = Check {
        predicate,
        args: Default::default(),
        on,
        kind,
        when: if when.is_empty() { None } else { places::place(&when, node.span(), context) },
        unless: if unless.is_empty() { None } else { places::place(&unless, node.span(), context) },
        from: if from.is_empty() { None } else { places::place(&from, node.span(), context) },
        through: if through.is_empty() { None } else { places::place(&through, node.span(), context) },
        of: if of.is_empty() { None } else { context.symbol_kind(&of, node.span()) },
        only_in: (!only_in.is_empty()).then(|| context.section(&only_in, node.span())),
        not_in: Default::default(),
        filled: node.bool("filled", context),
        span: node.span(),
    };
    for property in ["except", "also"] {
        let name = node.text(property, context);
        if !name.is_empty() {
            let section = context.section(&name, node.span());
            check.not_in.to_mut().push(section);
        }
    }
    let group = node.text("group", context);
    if !group.is_empty() {
        check.args.to_mut().push(Arg::Group(group));
    }
    while let Some((value, span)) = node.argument() {
        check.args.to_mut().extend(read_arg(predicate, value, span, context));
    }
    check
}

fn read_arg(predicate: Predicate, value: &KdlValue, span: Span, context: &mut Context) -> Option<Arg> {
    if let Some(number) = value.as_integer() {
        return u64::try_from(number).ok().map(Arg::Number);
    }
    let text = value.as_string()?;
    let arg = match predicate {
        Predicate::OnWire
        | Predicate::InBlocks
        | Predicate::Ordered
        | Predicate::BehindTarget
        | Predicate::KindsOrdered => Some(Arg::Word(text.to_owned().into())),
        Predicate::Placed | Predicate::FileEnd if text == "empty" => Some(Arg::Word("empty".into())),
        Predicate::Placed | Predicate::FileEnd => piece(text, context).map(Arg::Piece),
        Predicate::Inside | Predicate::Before | Predicate::Disjoint => Some(Arg::Word(text.to_owned().into())),
        Predicate::Exhausted
        | Predicate::FlagsKnown
        | Predicate::FlagsValued
        | Predicate::FlagsOrdered
        | Predicate::FlagsComplete
        | Predicate::FlagsFixed
        | Predicate::Allowed
        | Predicate::BitsKnown
        | Predicate::BitsIncluded => context.type_named(text).map(|_| Arg::Type(text.to_owned().into())),
        _ if text.starts_with('.') => Some(Arg::Section(context.section(text, span))),
        Predicate::LeadsTo | Predicate::Counted | Predicate::OneOf | Predicate::NoneOf | Predicate::VariantWhere
            if !text.contains('.') =>
        {
            variant(text, context)
        }
        Predicate::Keyed | Predicate::Mapped | Predicate::AlikeByType if !text.contains('.') => {
            Some(Arg::Word(text.to_owned().into()))
        }
        Predicate::CodeAt if !text.contains('.') => {
            hex(text).map(|bytes| Arg::Bytes(bytes.into())).or_else(|| context.list_named(text).map(Arg::Names))
        }
        Predicate::Patterned | Predicate::Named | Predicate::BeginsInstruction if !text.contains('.') => {
            context.pattern_named(text).map(Arg::Pattern)
        }
        Predicate::Listed | Predicate::GroupsMatch | Predicate::GapsFilled if !text.contains('.') => {
            context.list_named(text).map(Arg::Names)
        }
        Predicate::InstructionAt if text.is_empty() => Some(Arg::Bytes(Vec::new().into())),
        Predicate::Calls if text == "big-endian" => Some(Arg::Word(text.to_owned().into())),
        Predicate::Equals
        | Predicate::EndsWith
        | Predicate::CodeBefore
        | Predicate::Calls
        | Predicate::InstructionAt
        | Predicate::MakesFrame
            if !text.contains('.') =>
        {
            hex(text).map(|bytes| Arg::Bytes(bytes.into()))
        }
        _ => return places::place(text, span, context).map(Arg::Place),
    };
    if arg.is_none() {
        context.error(span, format!("`{}` cannot be about `{text}`", predicate.word()));
    }
    arg
}

/// The name of a variant that some enum has.
fn variant(name: &str, context: &Context) -> Option<Arg> {
    let has = |ty: &TypeDef| match &ty.kind {
        TypeKind::Enum { variants } => variants.iter().any(|variant| variant.name == name),
        _ => false,
    };
    context.types.iter().any(has).then(|| Arg::Word(name.to_owned().into()))
}

/// Bytes written as pairs of hexadecimal digits.
pub(super) fn hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|digit| digit.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    let digits = digits?;
    let pairs = digits.chunks_exact(2);
    if digits.is_empty() || !pairs.remainder().is_empty() {
        return None;
    }
    pairs.map(|pair| Some(pair.first()?.wrapping_shl(4) | pair.get(1)?)).collect()
}
