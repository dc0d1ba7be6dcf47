//! The chapters of the description: which extra matter belongs to which, and how each is put together.

use cwasm_spec::model::{Chapter, Content, Spec};
use cwasm_spec::predicate::Predicate;

use super::page::Page;
use super::reach::Reach;
use super::text::{link, prose};
use super::{
    container, documents, editions, inventory, newtypes, patterns, rules, sections, strings, targets, types, wires,
};

/// The anchor of a chapter of the description.
pub(super) fn anchor(chapter: &Chapter) -> String {
    format!("chapter-{}", chapter.block)
}

/// The chapters of one file, in the order of the description.
pub(super) fn write(page: &mut Page, spec: &Spec, file: &str) {
    let reach = Reach::new(spec);
    let here = |(_, chapter): &(u16, &Chapter)| documents::file(chapter) == file;
    for (index, chapter) in (0_u16..).zip(spec.chapters.iter()).filter(here) {
        page.heading(2, &anchor(chapter), &format!("{} {}", chapter.block, chapter.title));
        page.block(&prose(&chapter.doc));
        write_sections(page, spec, index);
        extras(page, spec, index);
        write_types(page, spec, index, &reach);
        write_rules(page, spec, index, chapter);
    }
}

/// A line for a table of contents.
pub(super) fn line(chapter: &Chapter) -> String {
    link(&format!("{} {}", chapter.block, chapter.title), &anchor(chapter))
}

fn write_sections(page: &mut Page, spec: &Spec, index: u16) {
    for group in inventory::groups(spec) {
        if group.first().is_some_and(|section| section.chapter == index) {
            sections::write(page, spec, &group);
        }
    }
}

/// What the description says outside of sections, types and rules stands with what it is about.
fn extras(page: &mut Page, spec: &Spec, index: u16) {
    let file = |span: Option<cwasm_spec::model::Span>| span.is_some_and(|span| span.file == index);
    if index == 0 {
        editions::write(page, spec);
    }
    if file(spec.architectures.first().map(|arch| arch.span)) {
        targets::write(page, spec);
    }
    if chapter_of_word(spec, Predicate::OnWire) == Some(index) {
        wires::write(page, spec);
    }
    if chapter_of_word(spec, Predicate::Placed) == Some(index) {
        container::layout(page, spec);
    }
    if chapter_of_content(spec, &Content::Strings) == Some(index) {
        strings::write(page, spec);
    }
    if file(spec.symbol_kinds.first().map(|kind| kind.span)) {
        container::symbol_kinds(page, spec);
    }
    if chapter_of_content(spec, &Content::Relocations) == Some(index) {
        container::relocation_types(page, spec);
    }
    if file(spec.orders.first().map(|order| order.span)) {
        inventory::orders(page, spec);
        inventory::group_names(page, spec);
    }
}

/// The chapter of the first rule that uses a check word.
fn chapter_of_word(spec: &Spec, predicate: Predicate) -> Option<u16> {
    let rule = spec.rules.iter().find(|rule| rule.checks.iter().any(|check| check.predicate == predicate));
    rule.map(|rule| rule.chapter)
}

/// The chapter of the first section with such a content.
fn chapter_of_content(spec: &Spec, content: &Content) -> Option<u16> {
    spec.sections.iter().find(|section| section.content == *content).map(|section| section.chapter)
}

fn write_types(page: &mut Page, spec: &Spec, index: u16, reach: &Reach) {
    for (place, ty) in spec.types.iter().enumerate().filter(|(_, ty)| ty.chapter == index) {
        types::write(page, spec, ty, reach.of(place));
    }
    newtypes::write(page, spec, index, reach);
    for names in spec.names.iter().filter(|names| names.chapter == index) {
        types::names(page, spec, names);
    }
    for pattern in spec.patterns.iter().filter(|pattern| pattern.chapter == index) {
        patterns::write(page, spec, pattern);
    }
}

fn write_rules(page: &mut Page, spec: &Spec, index: u16, chapter: &Chapter) {
    let own = || spec.rules.iter().filter(|rule| rule.chapter == index);
    if own().next().is_none() {
        return;
    }
    page.heading(3, &format!("rules-{}", chapter.block), &format!("Rules of chapter {}", chapter.block));
    if chapter.container {
        page.block("These rules belong to the container: they can be checked for a release that this document does not describe.");
    }
    for rule in own() {
        rules::write(page, spec, rule);
    }
}
