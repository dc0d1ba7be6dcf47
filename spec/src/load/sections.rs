//! Sections: one node for one, or one for several that differ in the name only.

use super::context::Context;
use super::node::{Node, texts};
use super::places;
use super::targets::on;
use super::types::Common;
use crate::model::{
    Align, AlignChoice, Condition, Content, FlagsChoice, Info, Link, List, Presence, Section, Test, Text,
};

pub(super) fn read(nodes: &[Node<'_>], context: &mut Context) -> Vec<Section> {
    let mut sections = Vec::new();
    for node in nodes {
        let names = node.peek_again().words(context);
        let shared = read_section(node, context);
        for (name, span) in names {
            let info = match shared.info {
                SharedInfo::Is(info) => info,
                SharedInfo::Relocated => Info::Relocated(relocated(&name, context)),
            };
            sections.push(Section { name, span, info, ..shared.section.clone() });
        }
    }
    sections
}

/// The section that a relocation section applies to: ELF names it `.rela` and the other's name.
fn relocated(name: &Text, context: &mut Context) -> u16 {
    let target = name.strip_prefix(".rela").unwrap_or(name).to_owned();
    context.section_named(&target).unwrap_or_else(|| {
        context.error(crate::model::Span::default(), format!("unknown section `{target}` behind `.rela`"));
        0
    })
}

/// What several sections share, but for the target of relocations.
struct Shared {
    section: Section,
    info: SharedInfo,
}

enum SharedInfo {
    Is(Info),
    Relocated,
}

fn read_section(node: &Node<'_>, context: &mut Context) -> Shared {
    let mut section = Section {
        name: Text::default(),
        group: node.text("group", context),
        range: node.range(context),
        doc: Text::default(),
        presence: Presence::Some(Text::default()),
        presence_rule: 0,
        ty: 0,
        flags: Default::default(),
        aligns: Default::default(),
        link: Link::None,
        info: Info::None,
        entsize: 0,
        content: Content::Undescribed(Text::default()),
        free: Text::default(),
        symbols: Default::default(),
        evidence: Default::default(),
        chapter: u16::try_from(node.file()).unwrap_or(u16::MAX),
        span: node.span(),
    };
    let mut info = SharedInfo::Is(Info::None);
    let mut common = Common::default();
    let mut said: Vec<&str> = Vec::new();
    for child in node.children() {
        said.push(child.name());
        match child.name() {
            "present" => read_presence(&child, &mut section, context),
            "type" => {
                let name = child.word("the type", context);
                section.ty = context.number_of("section_type", &name, child.span());
            }
            "flags" => section.flags.to_mut().push(read_flags(&child, context)),
            "align" => section.aligns.to_mut().push(read_aligns(&child, context)),
            "link" => {
                let name = child.word("the section", context);
                section.link = Link::Section(context.section(&name, child.span()));
            }
            "info" => info = read_info(&child, context),
            "entsize" => section.entsize = child.number("the size", context),
            "content" => {
                section.free = child.text("free", context);
                section.content = read_content(&child, context);
            }
            "symbols" => section.symbols = texts(child.words(context)),
            _ if common.take(&child, context) => {}
            _ => child.unknown(context),
        }
        child.finish(context);
    }
    for needed in ["doc", "present", "type", "align", "content", "evidence"] {
        if !said.contains(&needed) {
            context.error(node.span(), format!("the section does not say `{needed}`"));
        }
    }
    node.words(context);
    node.finish(context);
    section.doc = common.doc;
    section.evidence = common.evidence.into();
    Shared { section, info }
}

fn read_presence(node: &Node<'_>, section: &mut Section, context: &mut Context) {
    section.presence_rule =
        node.integer("rule", context).and_then(|number| u16::try_from(number).ok()).unwrap_or_default();
    section.presence = match &*node.word("when", context) {
        "always" => Presence::Always,
        "some" => Presence::Some(node.word("the reason", context)),
        "if" => Presence::If(read_conditions(node, context)),
        "only-if" => Presence::OnlyIf(read_conditions(node, context)),
        other => {
            context.error(node.span(), format!("unknown presence `{other}`"));
            Presence::Always
        }
    };
}

fn read_conditions(node: &Node<'_>, context: &mut Context) -> List<Condition> {
    let mut conditions = Vec::new();
    for child in node.children() {
        let range = child.range(context);
        if let Some(test) = read_test(&child, context) {
            conditions.push(Condition { range, test });
        }
        child.finish_leaf(context);
    }
    if conditions.is_empty() {
        context.error(node.span(), "no condition is given");
    }
    conditions.into()
}

fn read_test(node: &Node<'_>, context: &mut Context) -> Option<Test> {
    let word = node.word("what is asked", context);
    Some(match node.name() {
        "flag" => Test::Flag(places::place(&word, node.span(), context)?),
        "filled" => Test::Filled(context.section(&word, node.span())),
        "system" => Test::System(word),
        "not-system" => Test::NotSystem(word),
        "architecture" => Test::Architecture(word),
        "not-architecture" => Test::NotArchitecture(word),
        _ => {
            node.unknown(context);
            return None;
        }
    })
}

fn read_flags(node: &Node<'_>, context: &mut Context) -> FlagsChoice {
    let on = on(node, context);
    let mut value = 0;
    for (name, span) in node.words(context) {
        if name != "none" {
            value |= context.number_of("section_flag", &name, span);
        }
    }
    FlagsChoice { on, value }
}

fn read_aligns(node: &Node<'_>, context: &mut Context) -> AlignChoice {
    let on = on(node, context);
    let mut values = Vec::new();
    while let Some((value, span)) = node.argument() {
        let number = value.as_integer().and_then(|number| u64::try_from(number).ok());
        match (value.as_string(), number) {
            (Some("page"), _) => values.push(Align::Page),
            (_, Some(number)) if number.is_power_of_two() => values.push(Align::Bytes(number)),
            _ => context.error(span, "an alignment is a power of two or `page`"),
        }
    }
    AlignChoice { on, values: values.into() }
}

fn read_info(node: &Node<'_>, context: &mut Context) -> SharedInfo {
    match &*node.word("what", context) {
        "local-symbols" => SharedInfo::Is(Info::LocalSymbols),
        "relocated" => SharedInfo::Relocated,
        name => SharedInfo::Is(Info::Relocated(context.section(name, node.span()))),
    }
}

fn read_content(node: &Node<'_>, context: &mut Context) -> Content {
    match &*node.word("what", context) {
        "layout" => {
            let name = node.word("the layout", context);
            match context.type_named(&name) {
                Some(index) => Content::Layout(index),
                None => {
                    context.error(node.span(), format!("unknown layout `{name}`"));
                    Content::Opaque(name)
                }
            }
        }
        "by-kind" => {
            let mut layout = |what| {
                let name = node.word(what, context);
                context.type_named(&name).unwrap_or_else(|| {
                    context.error(node.span(), format!("unknown layout `{name}`"));
                    0
                })
            };
            Content::ByKind { module: layout("the module's layout"), component: layout("the component's layout") }
        }
        "opaque" => Content::Opaque(node.word("what it is", context)),
        "undescribed" => Content::Undescribed(node.word("what it is", context)),
        "strings" => Content::Strings,
        "symbols" => Content::Symbols,
        "relocations" => Content::Relocations,
        other => {
            context.error(node.span(), format!("unknown content `{other}`"));
            Content::Opaque(Text::default())
        }
    }
}
