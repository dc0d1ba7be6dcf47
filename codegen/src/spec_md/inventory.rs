//! All sections at a glance, and the order in which they stand.

use cwasm_spec::model::{Content, Order, Presence, Section, Spec};

use super::page::Page;
use super::sections;
use super::table::Table;
use super::text::{code, codes, link, prose};

const LIMITS: &str = include_str!("limits.md");
const ORDER: &str = include_str!("order.md");

/// Sections that differ in their names only stand together.
pub(super) fn groups(spec: &Spec) -> Vec<Vec<&Section>> {
    let mut groups: Vec<Vec<&Section>> = Vec::new();
    for section in spec.sections.iter() {
        let same = groups.last_mut().filter(|group| {
            !section.group.is_empty() && group.first().is_some_and(|first| first.group == section.group)
        });
        match same {
            Some(group) => group.push(section),
            None => groups.push(vec![section]),
        }
    }
    groups
}

/// The table of all sections, in the order of their chapters.
pub(super) fn overview(page: &mut Page, spec: &Spec) {
    let mut table =
        Table::new(&["Section", "Releases", "Present", "`sh_type`", "`sh_flags`", "`sh_addralign`", "Content"]);
    for group in groups(spec) {
        let [first, ..] = group.as_slice() else { continue };
        let names: Vec<String> = group.iter().map(|section| code(&section.name)).collect();
        table.row([
            link(&names.join(" "), &sections::anchor(first)),
            spec.range_text(first.range),
            presence(first),
            sections::named_type(spec, first),
            sections::flags(spec, first),
            sections::aligns(spec, first),
            content(spec, first),
        ]);
    }
    page.table(&table);
}

fn presence(section: &Section) -> String {
    match &section.presence {
        Presence::Always => "always".to_owned(),
        Presence::If(_) => "if its conditions hold".to_owned(),
        Presence::OnlyIf(_) => "at most if its conditions hold".to_owned(),
        Presence::Some(reason) => format!("if {}", prose(reason)),
    }
}

fn content(spec: &Spec, section: &Section) -> String {
    match &section.content {
        Content::Layout(_) | Content::ByKind { .. } => sections::layout_links(spec, section).join(" or "),
        Content::Opaque(what) => format!("{}, opaque", prose(what)),
        Content::Undescribed(what) => format!("{}, not yet described", prose(what)),
        Content::Strings => "names".to_owned(),
        Content::Symbols => "symbols".to_owned(),
        Content::Relocations => "relocations".to_owned(),
    }
}

/// What this document says nothing about, so that nobody takes silence for approval.
pub(super) fn limits(page: &mut Page, spec: &Spec) {
    let list = |wanted: fn(&Content) -> bool| {
        let groups = groups(spec).into_iter().filter_map(|group| group.first().copied().map(|first| (group, first)));
        let named = groups.filter(|(_, first)| wanted(&first.content)).map(|(group, first)| name(&group, first));
        named.collect::<Vec<_>>().join(", ")
    };
    let undescribed = list(|content| matches!(content, Content::Undescribed(_)));
    let opaque = list(|content| matches!(content, Content::Opaque(_)));
    let mut bullets = Vec::new();
    if !undescribed.is_empty() {
        bullets.push(format!(
            "**Not yet described** is the content of {undescribed}. Of these sections only presence, place, header and what a \
             rule says are described. A report of the verifier names them as not checked; it never passes them in silence."
        ));
    }
    bullets.push(format!(
        "**Opaque**, and meant to stay so, is the content of {opaque}. Only what a rule says of them is described."
    ));
    page.bullets(&bullets);
    page.block(LIMITS);
}

/// A section, or the group that several make, as a link.
pub(super) fn name(group: &[&Section], first: &Section) -> String {
    if group.len() == 1 {
        sections::section_link(first)
    } else {
        format!("the group {}", link(&code(&first.group), &sections::anchor(first)))
    }
}

/// The order of the sections by release.
pub(super) fn orders(page: &mut Page, spec: &Spec) {
    page.heading(3, "section-order", "Order of the sections");
    page.block(ORDER);
    let mut table = Table::new(&["Releases", "Order", "As used"]);
    for order in spec.orders.iter() {
        table.row([
            spec.range_text(order.range),
            listed(spec, order, &order.sections),
            listed(spec, order, &order.as_used),
        ]);
    }
    page.table(&table);
}

/// Names of sections; those of a group that stand together become the group.
fn listed(spec: &Spec, order: &Order, indices: &[u16]) -> String {
    let mut names: Vec<String> = Vec::new();
    let found = indices.iter().filter_map(|index| spec.sections.get(usize::from(*index)));
    for section in found.filter(|section| section.range.overlaps(order.range)) {
        let name = if section.group.is_empty() {
            let always = section.range.covers(order.range);
            let releases =
                section.range.intersection(order.range).map(|both| spec.range_text(both)).unwrap_or_default();
            if always { code(&section.name) } else { format!("{} ({releases})", code(&section.name)) }
        } else {
            let releases = section.range.intersection(order.range).filter(|both| *both != order.range);
            let releases = releases.map_or_else(String::new, |both| format!(" ({})", spec.range_text(both)));
            format!("*{}*{releases}", section.group)
        };
        if names.last() != Some(&name) {
            names.push(name);
        }
    }
    names.join(" ")
}

/// The names of the groups, for the reader of an order.
pub(super) fn group_names(page: &mut Page, spec: &Spec) {
    let points: Vec<String> = groups(spec)
        .iter()
        .filter(|group| group.len() > 1)
        .filter_map(|group| {
            let first = group.first()?;
            Some(format!("*{}*: {}", first.group, codes(group.iter().map(|section| &*section.name))))
        })
        .collect();
    page.block("Names in italics are groups, whose sections stand in this order:");
    page.bullets(&points);
}
