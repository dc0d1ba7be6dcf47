//! Payloads: the described inside of sections, walked by description over raw bytes.

mod blocks;
mod flags;
mod locate;
mod plain_blocks;
mod plan;
mod plans;
mod walk;

use cwasm_spec::model::{Arg, Content, Place, Presence, Rule, Spec, Test, ValuePath};
use cwasm_spec::predicate::Predicate;
use cwasm_spec::version::Edition;

pub(crate) use self::blocks::{AllItems, BlockItem, BlockTable};
pub(crate) use self::locate::{locate, trace, visit_wanted};
pub(crate) use self::plain_blocks::{Gathered, NO_VALUE};
use self::plan::compile;
pub(crate) use self::plan::{Column as UniformColumn, Node, Shape, UniformPlace};
pub(crate) use self::plans::Plans;
use self::plans::Purpose;
pub(crate) use self::walk::{Path, Shown, Visited, Visitor, Why};
use self::walk::{Site, Walk};
use crate::report::{Kind, Unreached};
use crate::run::Run;

/// Walks every section that has a declared layout; findings and values go into the run.
pub(crate) fn walk_all<'a, 's: 'a>(run: &mut Run<'a>, plans: &Plans<'s>, unreached: &mut Vec<Unreached>) {
    for (column, only) in run.columns.iter_mut().zip(&plans.asked(run.edition).greatest_only) {
        column.greatest_only = *only;
    }
    for index in in_order(run, plans) {
        walk(run, plans, index, unreached);
    }
}

/// The sections whose inside is walked, in the order in which that is to be done: tables in blocks come last, as rules ask of
/// their entries what other payloads say while they are read.
pub(crate) fn in_order<'a, 's: 'a>(run: &Run<'a>, plans: &Plans<'s>) -> impl Iterator<Item = usize> + use<> {
    let (last, first): (Vec<usize>, Vec<usize>) =
        walkable(run).into_iter().partition(|index| has_blocks(run, plans, *index));
    first.into_iter().chain(last)
}

fn has_blocks<'a, 's: 'a>(run: &Run<'a>, plans: &Plans<'s>, index: usize) -> bool {
    site(run, index)
        .is_some_and(|(_, layout, _)| plans.plan(run.edition, run.target, layout, Purpose::Rules).has_blocks())
}

/// The sections whose inside is walked: of each known one of the release the first.
pub(crate) fn walkable(run: &Run<'_>) -> Vec<usize> {
    let sections = run.image.real_sections().filter(|(index, section)| {
        section.known.is_some_and(|known| run.in_release(known) && run.image.find(known) == Some(*index))
    });
    sections.map(|(index, _)| index).collect()
}

/// Walks one section, if it has a declared layout.
pub(crate) fn walk<'a, 's: 'a>(run: &mut Run<'a>, plans: &Plans<'s>, index: usize, unreached: &mut Vec<Unreached>) {
    let Some((site, layout, data)) = site(run, index) else {
        if is_by_kind(run, index) {
            run.unreached.push(index);
            let name = run.image.sections.get(index).map(crate::raw::elf::Section::display_name).unwrap_or_default();
            let why = "the header says neither module nor component".to_owned();
            unreached.push(Unreached { what: name, why });
        }
        return;
    };
    let plan = plans.plan(run.edition, run.target, layout, Purpose::Rules);
    if !Walk::plain(run, &plan, data, site).run() {
        run.unreached.push(index);
        let what = format!("the rest of {}", site.name);
        unreached.push(Unreached { what, why: "its bytes do not decode".to_owned() });
    }
}

/// Reads the layout of a section under one release, up to the values that say what the file is, and reports nothing.
pub(crate) fn peek<'a, 's: 'a>(run: &mut Run<'a>, plans: &Plans<'s>, index: usize) {
    let Some((site, layout, data)) = site(run, index) else { return };
    let plan = plans.plan(run.edition, run.target, layout, Purpose::Identity);
    Walk::peek(run, &plan, data, site).run();
}

/// Reads the section that has the layout of this name as far as it goes, keeps the wanted values, and reports nothing.
pub(crate) fn keep(run: &mut Run<'_>, layout: &str, wanted: &[bool]) {
    for index in walkable(run) {
        let Some((site, ty, data)) = site(run, index).filter(|(site, ..)| site.layout == layout) else { continue };
        let plan = compile(run.spec, run.edition, run.target, ty, wanted);
        Walk::silent(run, &plan, data, site).run();
    }
}

/// Whether a section of the file has a declared layout.
pub(crate) fn is_walked(run: &Run<'_>, index: usize) -> bool {
    site(run, index).is_some()
}

/// Where the payload of a section stands, its layout and its bytes; `None` if it has no layout or no bytes.
fn site<'a>(run: &Run<'a>, index: usize) -> Option<(Site<'a>, u16, &'a [u8])> {
    let section = run.image.sections.get(index)?;
    let declared = run.spec.sections.get(usize::from(section.known?))?;
    let layout = match declared.content {
        Content::Layout(layout) => layout,
        Content::ByKind { module, component } => match run.kind()? {
            Kind::Module => module,
            Kind::Component => component,
        },
        _ => return None,
    };
    let name = &run.spec.types.get(usize::from(layout))?.name;
    Some((Site { index, name: &declared.name, layout: name, start: section.offset }, layout, section.data?))
}

fn is_by_kind(run: &Run<'_>, index: usize) -> bool {
    let known =
        run.image.sections.get(index).filter(|section| section.data.is_some()).and_then(|section| section.known);
    let declared = known.and_then(|known| run.spec.sections.get(usize::from(known)));
    declared.is_some_and(|declared| matches!(declared.content, Content::ByKind { .. }))
}

/// Which values the rules of a release ask for, by index.
struct Asked {
    wanted: Vec<bool>,
    /// Of which only the greatest is.
    greatest_only: Vec<bool>,
}

fn asked(spec: &Spec, edition: Edition) -> Asked {
    Asked { wanted: wanted(spec, edition), greatest_only: greatest_only(spec, edition) }
}

/// The values that say what a file is.
fn identity(spec: &Spec) -> Vec<bool> {
    let mut wanted = vec![false; spec.values.len()];
    want(&mut wanted, spec.identity.version);
    want(&mut wanted, spec.identity.target);
    wanted
}

/// The values that the rules and conditions of a release ask for, and those that say what the file is.
fn wanted(spec: &Spec, edition: Edition) -> Vec<bool> {
    let mut wanted = identity(spec);
    for check in
        spec.rules_of(edition).flat_map(|rule| rule.checks.iter()).filter(|check| check.on.range.contains(edition))
    {
        check.places().for_each(|place| want(&mut wanted, place));
    }
    for section in spec.sections.iter() {
        if let Presence::If(conditions) | Presence::OnlyIf(conditions) = &section.presence {
            for condition in conditions.iter().filter(|condition| condition.range.contains(edition)) {
                if let Test::Flag(place) = condition.test {
                    want(&mut wanted, place);
                }
            }
        }
    }
    wanted
}

/// The values that are looked for everywhere and only held against a bound.
fn greatest_only(spec: &Spec, edition: Edition) -> Vec<bool> {
    let everywhere = |path: &ValuePath| path.steps.last().is_some_and(|step| step.starts_with('*'));
    let mut only: Vec<bool> = spec.values.iter().map(everywhere).collect();
    let rules = spec.rules.iter().filter(|rule| rule.range.contains(edition));
    for check in rules.flat_map(|rule| rule.checks.iter()) {
        let bounded = matches!(check.predicate, Predicate::Below | Predicate::AtMost);
        for (position, place) in check.places().enumerate() {
            if let Place::Value(index) = place
                && !(bounded && position == 0)
                && let Some(only) = only.get_mut(usize::from(index))
            {
                *only = false;
            }
        }
    }
    only
}

fn want(wanted: &mut [bool], place: Place) {
    if let Place::Value(index) = place
        && let Some(wanted) = wanted.get_mut(usize::from(index))
    {
        *wanted = true;
    }
}

/// The rule that checks this predicate with this word or type, in the release of the run.
pub(crate) fn rule_about<'a>(run: &Run<'a>, predicate: Predicate, about: &str) -> Option<&'a Rule> {
    let spec = run.spec;
    spec.rules_of(run.edition).find(|rule| {
        rule.checks.iter().any(|check| {
            check.predicate == predicate
                && check.args.iter().any(|arg| matches!(arg, Arg::Word(word) | Arg::Type(word) if word == about))
        })
    })
}
