//! Sections: their properties in a table, what is inside, and how it is shared by groups.

use cwasm_spec::model::{Align, Content, Info, Link, On, Section, Spec};

use super::fields::free;
use super::page::Page;
use super::table::Table;
use super::text::{capital, code, codes, enumerate, link, prose, slug};
use super::{conditions, evidence, places, when, words};

/// Where a section is explained.
pub(super) fn anchor(section: &Section) -> String {
    format!("section-{}", slug(&section.name))
}

/// A section's name as a link.
pub(super) fn section_link(section: &Section) -> String {
    link(&code(&section.name), &anchor(section))
}

/// One section, or several that differ in their names only.
pub(super) fn write(page: &mut Page, spec: &Spec, sections: &[&Section]) {
    let Some((first, rest)) = sections.split_first() else { return };
    page.anchors(&rest.iter().map(|section| anchor(section)).collect::<Vec<_>>());
    match rest {
        [] => page.heading(3, &anchor(first), &format!("Section {}", code(&first.name))),
        _ => {
            page.heading(3, &anchor(first), &format!("Sections of the group {}", code(&first.group)));
            page.block(&format!("Names: {}.", codes(sections.iter().map(|section| &*section.name))));
        }
    }
    page.block(&prose(&first.doc));
    page.table(&properties(spec, first, !rest.is_empty()));
    page.block(&evidence::line(&first.evidence));
}

fn properties(spec: &Spec, section: &Section, several: bool) -> Table {
    let mut table = Table::new(&["Property", "Value"]);
    let mut row = |name: &str, value: String| {
        if !value.is_empty() {
            table.row([name.to_owned(), value]);
        }
    };
    row("Releases", spec.range_text(section.range));
    row("Present", presence(spec, section));
    row("`sh_type`", named_type(spec, section));
    row("`sh_flags`", flags(spec, section));
    row("`sh_addralign`", aligns(spec, section));
    row("`sh_link`", section_link_field(spec, section));
    row("`sh_info`", info(spec, section, several));
    row("`sh_entsize`", section.entsize.to_string());
    row("Content", content(spec, section));
    row("Symbols", symbols(section));
    table
}

fn presence(spec: &Spec, section: &Section) -> String {
    let text = capital(&conditions::presence(spec, section));
    match section.presence_rule {
        0 => format!("{text}."),
        rule => format!("{text} ({}).", link(&format!("rule {rule}"), &format!("rule-{rule}"))),
    }
}

/// The number of the type, with the name that a name table gives it.
pub(super) fn named_type(spec: &Spec, section: &Section) -> String {
    let field =
        spec.type_named("section_header").and_then(|ty| ty.fields().iter().find(|field| field.name == "sh_type"));
    let table = field.and_then(|field| spec.names.iter().find(|table| table.name == field.names));
    let name = table.and_then(|table| table.names.iter().find(|entry| entry.value == section.ty));
    name.map_or_else(|| section.ty.to_string(), |entry| format!("{} ({})", section.ty, entry.name))
}

/// The flags by target and release, the first line that fits.
pub(super) fn flags(spec: &Spec, section: &Section) -> String {
    if section.flags.is_empty() {
        return "0".to_owned();
    }
    choices(spec, section, section.flags.iter().map(|choice| (&choice.on, flag_names(spec, choice.value))).collect())
}

/// A value of `sh_flags` with the names of its bits.
pub(super) fn flag_names(spec: &Spec, value: u64) -> String {
    if value == 0 {
        return "0".to_owned();
    }
    let table = spec.names.iter().find(|table| table.name == "section_flag");
    let names = table.map_or_else(Vec::new, |table| {
        table
            .names
            .iter()
            .filter(|entry| entry.value & value != 0)
            .map(|entry| entry.name.to_string())
            .collect::<Vec<_>>()
    });
    format!("0x{value:x} ({})", names.join(", "))
}

/// The alignments by target and release, the first line that fits.
pub(super) fn aligns(spec: &Spec, section: &Section) -> String {
    let lines = section.aligns.iter().map(|choice| {
        let values: Vec<String> = choice.values.iter().map(|align| align_text(*align)).collect();
        (&choice.on, enumerate(&values, "or"))
    });
    choices(spec, section, lines.collect())
}

/// An alignment.
pub(super) fn align_text(align: Align) -> String {
    match align {
        Align::Bytes(bytes) => bytes.to_string(),
        Align::Page => super::targets::pages_link(),
    }
}

/// Values with their conditions, of which the first that fits counts.
fn choices(spec: &Spec, section: &Section, lines: Vec<(&On, String)>) -> String {
    let text = |(on, value): (&On, String)| {
        let mut conditions: Vec<String> =
            when::target(on).map(|target| format!("for targets {target}")).into_iter().collect();
        conditions.extend(when::during_within(spec, on.range, section.range));
        [vec![value], conditions].concat().join(" ")
    };
    lines.into_iter().map(text).collect::<Vec<_>>().join("; else ")
}

fn section_link_field(spec: &Spec, section: &Section) -> String {
    match section.link {
        Link::None => "0".to_owned(),
        Link::Section(other) => format!("index of {}", places::section_name(spec, other)),
    }
}

fn info(spec: &Spec, section: &Section, several: bool) -> String {
    match section.info {
        Info::None => "0".to_owned(),
        Info::LocalSymbols => "number of local symbols, the null symbol included".to_owned(),
        Info::Relocated(_) if several => {
            "index of the section that the relocations apply to: the name without `.rela`".to_owned()
        }
        Info::Relocated(other) => {
            format!("index of {}, to which the relocations apply", places::section_name(spec, other))
        }
    }
}

/// What is inside, and how far this document looks into it.
pub(super) fn content(spec: &Spec, section: &Section) -> String {
    let content = match &section.content {
        Content::Layout(_) => format!("layout {}", layout_links(spec, section).concat()),
        Content::ByKind { .. } => {
            let layouts = layout_links(spec, section);
            let by_kind = layouts.iter().zip(["modules", "components"]);
            let by_kind: Vec<String> = by_kind.map(|(layout, kind)| format!("layout {layout} in {kind}")).collect();
            by_kind.join(", ")
        }
        Content::Opaque(what) => format!("opaque: {}. This document does not look inside.", prose(what)),
        Content::Undescribed(what) => {
            format!("**not yet described**: {}. Reports say that these bytes were not checked.", prose(what))
        }
        Content::Strings => link("canonical string table", "canonical-strings"),
        Content::Symbols => format!("entries of {}", record_link(spec, "symbol")),
        Content::Relocations => format!("entries of {}", record_link(spec, "relocation")),
    };
    free(content, &section.free)
}

/// Links to the layouts that can be inside.
pub(super) fn layout_links(spec: &Spec, section: &Section) -> Vec<String> {
    let layouts = section.content.layouts().filter_map(|index| spec.types.get(usize::from(index)));
    layouts.map(words::type_link).collect()
}

fn record_link(spec: &Spec, name: &str) -> String {
    spec.type_named(name).map_or_else(String::new, words::type_link)
}

fn symbols(section: &Section) -> String {
    let kinds = codes(section.symbols.iter().map(|name| &**name));
    if kinds.is_empty() { kinds } else { format!("its relocations refer to symbols of kind {kinds}") }
}
