//! Artifacts that conform and that no compiler would write, made out of choices and the description: every release, target
//! and kind, any set of sections that may stand together, any values that keep the rules. The writer is the library's.

mod any;
mod blocks;
mod code;
mod draft;
mod flags;
mod lists;
mod names;
mod payload;
mod repair;
mod sections;
mod tables;
mod value;

use std::collections::BTreeMap;

use cwasm::types::Engine;
use cwasm::{Kind, Parts, Release};
use cwasm_spec::model::{Arg, Form, Place, TypeDef};
use cwasm_spec::query::Target;
use cwasm_spec::version::Edition;
use cwasm_verify::SPEC;

pub use self::any::Maker;
pub use self::draft::Draft;
pub use self::payload::{body, encoded, home, layouts, payload, typed};
pub use self::value::{Payload, Value};
use crate::choices::Choices;

/// The parts of an artifact that breaks no rule.
pub fn artifact(choices: &mut Choices<'_>) -> Result<Parts, String> {
    let draft = draft(choices, true);
    parts(draft, choices)
}

/// The simplest artifact of a release and kind that breaks no rule.
pub fn simplest(edition: Edition, component: bool) -> Result<Parts, String> {
    let choices = &mut Choices::new(&[]);
    let draft = draft_of(edition, component, choices, true);
    parts(draft, choices)
}

fn parts(mut draft: Draft, choices: &mut Choices<'_>) -> Result<Parts, String> {
    let release = release(draft.edition)?;
    let chosen = sections::choose(&mut draft, choices);
    let symbols = code::symbols(&draft, &chosen, choices);
    let engine = Engine::from_bytes(&engine_bytes(&draft), release).map_err(|error| format!("{release}: {error}"))?;
    let sections = chosen.iter().map(|section| section.part(&draft, &symbols, release, choices));
    let sections = sections.collect::<Result<_, _>>().map_err(|error| format!("{release}: {error}"))?;
    Ok(Parts {
        release,
        kind: Some(if draft.component { Kind::Component } else { Kind::Module }),
        engine,
        sections,
        nameless_strtab_empty: may_be_empty(&draft)
            && symbols.iter().all(|symbol| symbol.part.name.is_empty())
            && choices.once_in(2),
        symbols: symbols.into_iter().map(|symbol| symbol.part).collect(),
    })
}

/// The bytes of an engine section of some release. Unless `well_formed`, they keep to the types but to no rule.
pub fn engine(choices: &mut Choices<'_>, well_formed: bool) -> Result<(Release, Vec<u8>), String> {
    let draft = draft(choices, well_formed);
    Ok((release(draft.edition)?, engine_bytes(&draft)))
}

fn release(edition: Edition) -> Result<Release, String> {
    let name = SPEC.edition_name(edition);
    Release::from_name(name).ok_or_else(|| format!("the library does not know release {name}"))
}

fn may_be_empty(draft: &Draft) -> bool {
    SPEC.layout.strtab_may_be_empty.contains(draft.edition)
}

/// The bytes of the section that names the release.
fn engine_bytes(draft: &Draft) -> Vec<u8> {
    let Place::Value(version) = SPEC.identity.version else { return Vec::new() };
    let layout = SPEC.values.get(usize::from(version)).map_or(0, |value| value.root);
    draft.payloads.get(&layout).map(Payload::bytes).unwrap_or_default()
}

/// Release, target, kind and the inside of all described sections.
fn draft(choices: &mut Choices<'_>, well_formed: bool) -> Draft {
    let edition = edition(choices);
    let component = records_kind(edition) && choices.once_in(3);
    draft_of(edition, component, choices, well_formed)
}

/// Any release.
pub fn edition(choices: &mut Choices<'_>) -> Edition {
    Edition(choices.below(SPEC.editions.len()) as u16)
}

/// Target and the inside of all described sections, for a release and kind.
fn draft_of(edition: Edition, component: bool, choices: &mut Choices<'_>, well_formed: bool) -> Draft {
    let triple = triple(edition, choices);
    let target = Target::parse(&SPEC, &triple);
    let filled = choices.below(4) != 0;
    let version = version(edition, choices);
    let mut payloads = BTreeMap::new();
    for (layout, ty) in inside(edition, component) {
        // Indices at random would lead nowhere, so what has some is made of no choices: it is empty.
        let (mut none, any) = (Choices::new(&[]), &mut *choices);
        let empty = payload::is_indexed(layout) || tables::is_table_type(layout);
        let choices = if empty { &mut none } else { any };
        let mut maker = Maker { well_formed, ..Maker::new(edition, target, payload::ELEMENTS, choices) };
        payloads.insert(layout, maker.payload(ty));
    }
    let mut draft = Draft { edition, triple: triple.clone(), target, component, payloads, filled };
    if well_formed || choices.once_in(2) {
        draft.set_text(SPEC.identity.target, triple);
    }
    if well_formed {
        draft.set_text(SPEC.identity.version, version);
        repair::repair(&mut draft);
        tables::leave_out(&mut draft);
    }
    draft
}

/// The layouts of the sections of a release and kind.
fn inside(edition: Edition, component: bool) -> impl Iterator<Item = (u16, &'static TypeDef)> {
    let here = SPEC.sections.iter().filter(move |section| section.range.contains(edition));
    let layouts = here.filter_map(move |section| draft::layout_of(section, component));
    layouts.filter_map(|layout| Some((layout, SPEC.types.get(usize::from(layout))?)))
}

/// Whether some rule of the release asks for the kind: the others know only modules.
fn records_kind(edition: Edition) -> bool {
    let about = Arg::Place(SPEC.identity.kind);
    let rules = SPEC.rules.iter().filter(|rule| rule.range.contains(edition));
    rules.flat_map(|rule| rule.checks.iter()).any(|check| check.args.first() == Some(&about))
}

/// A target triple that the release can compile for.
fn triple(edition: Edition, choices: &mut Choices<'_>) -> String {
    let here: Vec<_> = SPEC.architectures.iter().filter(|architecture| architecture.range.contains(edition)).collect();
    let words: Vec<&str> =
        here.iter().flat_map(|architecture| architecture.triples.iter().map(|word| &**word)).collect();
    let systems = SPEC.systems.iter().flat_map(|system| system.triples.iter().map(|word| &**word));
    let systems: Vec<&str> = std::iter::once("linux").chain(systems).collect();
    let (word, system) = (choices.one(&words).unwrap_or(&""), choices.one(&systems).unwrap_or(&""));
    format!("{word}-unknown-{system}")
}

/// A version that the release records, or now and then a text of somebody's own.
fn version(edition: Edition, choices: &mut Choices<'_>) -> String {
    if choices.once_in(8) {
        return format!("own {}", choices.text(40));
    }
    let records =
        SPEC.told_apart.iter().find(|apart| apart.edition == edition.0).map_or(edition.0, |apart| apart.records);
    let release = SPEC.edition_name(Edition(records));
    let form = SPEC.version_forms.iter().find(|form| form.range.contains(edition)).map(|form| form.form);
    match form {
        Some(Form::Dotted) => format!("{release}.{}.{}", choices.byte(), choices.byte()),
        _ => release.to_owned(),
    }
}
