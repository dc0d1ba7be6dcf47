//! Which sections an artifact has, in which order and with what inside, as the description and the rules about sizes say.

use cwasm::types::Engine;
use cwasm::{Align, Body, Error, Release, SectionPart};
use cwasm_spec::model::{self, Arg, Check, Content, Place, Section};
use cwasm_spec::predicate::Predicate;
use cwasm_verify::SPEC;

use super::code::{self, Symbol};
use super::draft::{Draft, is_code, layout_of};
use super::payload;
use super::tables;
use crate::choices::Choices;

/// Sections hold fewer bytes than this, before rules about their sizes.
const SMALL: usize = 40;

/// A section that the artifact has.
pub(super) struct Chosen {
    /// Index in the description.
    pub(super) section: u16,
    pub(super) data: Vec<u8>,
    align: Option<Align>,
    /// Begin and size of each function in it.
    pub(super) functions: Vec<(u64, u64)>,
}

/// The sections that Wasmtime adds, in the order of the release.
pub(super) fn choose(draft: &mut Draft, choices: &mut Choices<'_>) -> Vec<Chosen> {
    let mut chosen = Vec::new();
    for index in order(draft, choices) {
        let Some(section) = SPEC.sections.get(usize::from(index)) else { continue };
        let added = !matches!(section.content, Content::Strings | Content::Symbols | Content::Relocations);
        if !added || !section.range.contains(draft.edition) {
            continue;
        }
        // What only code could fill is left out where the description leaves the choice.
        let is_table = tables::is_table(section, draft.component);
        if draft.wanted(&section.presence).unwrap_or_else(|| !is_table && choices.once_in(2)) {
            chosen.push(fill(draft, index, section, choices));
        }
    }
    chosen
}

/// The sections of the release; those that a component orders as it uses them, in another order.
fn order(draft: &Draft, choices: &mut Choices<'_>) -> Vec<u16> {
    let Some(order) = SPEC.orders.iter().find(|order| order.range.contains(draft.edition)) else { return Vec::new() };
    let mut sections = order.sections.to_vec();
    let first = sections.iter().position(|section| order.as_used.contains(section));
    if let Some(first) = first.filter(|_| draft.component) {
        let mut used: Vec<u16> = sections.iter().copied().filter(|section| order.as_used.contains(section)).collect();
        sections.retain(|section| !order.as_used.contains(section));
        let by = choices.below(used.len());
        used.rotate_left(by);
        sections.splice(first..first, used);
    }
    sections
}

fn fill(draft: &Draft, index: u16, section: &Section, choices: &mut Choices<'_>) -> Chosen {
    let (align, bytes) = alignment(draft, section, choices);
    let mut functions = Vec::new();
    let layout = layout_of(section, draft.component);
    let mut data = match layout.and_then(|layout| draft.payloads.get(&layout)) {
        Some(payload) => payload.bytes(),
        None if is_code(index) && draft.filled => {
            let data;
            (data, functions) = code::functions(choices);
            data
        }
        None if is_code(index) => Vec::new(),
        None => choices.bytes(SMALL),
    };
    if layout.is_none() {
        fit(draft, index, bytes, &mut data);
    }
    Chosen { section: index, data, align, functions }
}

/// One of the alignments that are allowed, if it is not the first one; and in bytes.
fn alignment(draft: &Draft, section: &Section, choices: &mut Choices<'_>) -> (Option<Align>, u64) {
    let fitting = section.aligns.iter().find(|choice| choice.on.fits(draft.edition, &draft.target));
    let values = fitting.map_or(&[][..], |choice| &choice.values);
    let bytes = |align: &model::Align| match align {
        model::Align::Bytes(bytes) => *bytes,
        model::Align::Page => draft.target.page(&SPEC, draft.edition),
    };
    let Some(align) = choices.one(values) else { return (None, 1) };
    let named = match align {
        model::Align::Bytes(bytes) => Align::Bytes(*bytes),
        model::Align::Page => Align::Page,
    };
    (Some(named).filter(|_| values.first() != Some(align)), bytes(align))
}

/// Makes the data as long as the rules ask, and ends them as they ask.
fn fit(draft: &Draft, section: u16, align: u64, data: &mut Vec<u8>) {
    let is_size =
        |check: &&Check| matches!(check.args.first(), Some(Arg::Place(Place::Section(about, _))) if *about == section);
    for check in checks(draft).filter(is_size) {
        let operand = match check.args.get(1) {
            Some(Arg::Number(number)) => *number,
            _ => align,
        };
        let size = data.len() as u64;
        let size = match check.predicate {
            Predicate::AtLeast => size.max(operand),
            Predicate::Multiple => size.next_multiple_of(operand.max(1)),
            _ => size,
        };
        data.resize(size as usize, 0);
    }
    for check in checks(draft).filter(|check| check.predicate == Predicate::EndsWith) {
        if let [Arg::Section(about), Arg::Bytes(end)] = &*check.args
            && *about == section
        {
            data.extend(end.iter());
        }
    }
}

/// All checks that the release and target have.
pub(super) fn checks<'d>(draft: &'d Draft) -> impl Iterator<Item = &'static Check> + use<'d> {
    let rules = SPEC.rules.iter().filter(|rule| rule.range.contains(draft.edition));
    rules.flat_map(|rule| rule.checks.iter()).filter(|check| check.on.fits(draft.edition, &draft.target))
}

impl Chosen {
    /// The section as a part, with relocations where it can have some.
    pub(super) fn part(
        &self,
        draft: &Draft,
        symbols: &[Symbol],
        release: Release,
        choices: &mut Choices<'_>,
    ) -> Result<SectionPart, Error> {
        let section = SPEC.sections.get(usize::from(self.section));
        let name = section.map_or("", |section| &*section.name);
        let layout = section.and_then(|section| layout_of(section, draft.component));
        let layout = layout.and_then(|layout| SPEC.types.get(usize::from(layout))).map_or("", |layout| &*layout.name);
        let is_engine = name == Engine::SECTION.name();
        let relocations = code::relocations(draft, self, symbols, choices);
        let data = code::with_operands(draft, self, &relocations);
        let body = if is_engine { Body::Engine } else { payload::body(layout, &data, release, &draft.triple)? };
        Ok(SectionPart { name: name.to_owned(), body, align: self.align, relocations })
    }
}
