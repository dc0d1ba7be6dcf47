//! When a check applies, and when a section is there, in words.

use cwasm_spec::model::{Arg, Check, Condition, Place, Presence, Rule, Section, Spec, Test};

use super::places;
use super::text::{code, enumerate, prose};
use super::when;

/// What stands before the sentence of a check: releases, targets and decoded values that it depends on.
pub(super) fn prefix(spec: &Spec, rule: &Rule, check: &Check) -> String {
    let mut parts = Vec::new();
    parts.extend(when::during_within(spec, check.on.range, rule.range));
    parts.extend(when::target(&check.on).map(|target| format!("for targets {target}")));
    if !check.kind.is_empty() {
        parts.push(format!("in {}s", check.kind));
    }
    parts.extend(if_there(spec, check));
    if let Some(place) = check.when {
        parts.push(format!("if {} is set", places::subject(spec, place, None)));
    }
    if let Some(place) = check.unless {
        parts.push(format!("if {} is not set", places::subject(spec, place, None)));
    }
    parts.join(", ")
}

/// A check about the header of a section that need not be there asks nothing without it.
fn if_there(spec: &Spec, check: &Check) -> Option<String> {
    let Some(Arg::Place(Place::Section(index, _))) = check.args.first() else { return None };
    let section = spec.sections.get(usize::from(*index))?;
    let needed = matches!(section.presence, Presence::Always);
    (!needed).then(|| format!("if {} is there", code(&section.name)))
}

/// When a section is there, as the end of a sentence that begins with `present`.
pub(super) fn presence(spec: &Spec, section: &Section) -> String {
    match &section.presence {
        Presence::Always => "in every artifact".to_owned(),
        Presence::If(conditions) => format!("exactly if {}", all(spec, section, conditions)),
        Presence::OnlyIf(conditions) => {
            format!("only if {}; it may be absent even then", all(spec, section, conditions))
        }
        Presence::Some(reason) => format!("exactly if {}", prose(reason)),
    }
}

/// Conditions that never apply while the section exists are left out.
fn all(spec: &Spec, section: &Section, conditions: &[Condition]) -> String {
    let asked = conditions.iter().filter(|condition| condition.range.overlaps(section.range));
    let texts: Vec<String> = asked
        .map(|condition| match when::during_within(spec, condition.range, section.range) {
            Some(during) => format!("{} (asked {during})", test(spec, &condition.test)),
            None => test(spec, &condition.test),
        })
        .collect();
    enumerate(&texts, "and")
}

fn test(spec: &Spec, test: &Test) -> String {
    match test {
        Test::Flag(place) => format!("{} is set", places::subject(spec, *place, None)),
        Test::Filled(section) => format!("{} is not empty", places::section_name(spec, *section)),
        Test::System(name) => format!("the target's system is {}", code(name)),
        Test::NotSystem(name) => format!("the target's system is not {}", code(name)),
        Test::Architecture(name) => format!("the target's architecture is {}", code(name)),
        Test::NotArchitecture(name) => format!("the target's architecture is not {}", code(name)),
    }
}
