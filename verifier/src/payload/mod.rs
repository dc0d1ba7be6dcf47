//! Payloads: the described inside of sections, walked by description over raw bytes.

mod flags;
mod plan;
mod walk;

use cwasm_spec::model::{Content, Rule};
use cwasm_spec::predicate::Predicate;

pub(crate) use self::plan::Plan;
use self::walk::Walk;
use crate::report::Unreached;
use crate::run::Run;

/// Walks every section that has a declared layout; findings and values go into the run.
pub(crate) fn walk_all(run: &mut Run<'_>, unreached: &mut Vec<Unreached>) {
    for index in 1..run.image.sections.len() {
        let known = run.image.sections.get(index).and_then(|section| section.known);
        let here = known.is_some_and(|known| run.in_release(known) && run.image.find(known) == Some(index));
        if here {
            walk(run, index, unreached);
        }
    }
}

/// Walks one section, if it has a declared layout.
pub(crate) fn walk(run: &mut Run<'_>, index: usize, unreached: &mut Vec<Unreached>) {
    let Some(section) = run.image.sections.get(index) else { return };
    let declared = section.known.and_then(|known| run.spec.sections.get(usize::from(known)));
    let (Some(declared), Some(data)) = (declared, section.data) else { return };
    let Content::Layout(layout) = declared.content else { return };
    let (name, start) = (declared.name.to_string(), section.offset);
    let complete = Walk::new(run, data, start, &name, layout).run();
    if !complete {
        run.unreached.push(index);
        unreached.push(Unreached { what: format!("the rest of {name}"), why: "its bytes do not decode".to_owned() });
    }
}

/// Reads the layout of a section as far as the given values, under one release, and reports nothing.
pub(crate) fn peek(run: &mut Run<'_>, section: usize) {
    let Some(found) = run.image.sections.get(section) else { return };
    let declared = found.known.and_then(|known| run.spec.sections.get(usize::from(known)));
    let (Some(declared), Some(data)) = (declared, found.data) else { return };
    let Content::Layout(layout) = declared.content else { return };
    let (name, start) = (declared.name.to_string(), found.offset);
    Walk::new(run, data, start, &name, layout).silent().run();
}

/// The rule that checks this predicate with this word or type, in the release of the run.
pub(crate) fn rule_about<'a>(run: &Run<'a>, predicate: Predicate, about: &str) -> Option<&'a Rule> {
    use cwasm_spec::model::Arg;
    let spec = run.spec;
    spec.rules.iter().filter(|rule| rule.range.contains(run.edition)).find(|rule| {
        rule.checks.iter().any(|check| {
            check.predicate == predicate
                && check.args.iter().any(|arg| matches!(arg, Arg::Word(word) | Arg::Type(word) if word == about))
        })
    })
}
