//! A section whose presence is decided has a rule that says so, and that rule checks just that.

use super::Findings;
use crate::model::{Arg, Presence, Spec};
use crate::predicate::Predicate;

pub(super) fn check(spec: &Spec, findings: &mut Findings<'_>) {
    for (index, section) in spec.sections.iter().enumerate() {
        if matches!(section.presence, Presence::Some(_)) {
            continue;
        }
        let rule = spec.rules.iter().find(|rule| rule.number == section.presence_rule);
        let checked = rule.is_some_and(|rule| {
            rule.checks.iter().any(|check| {
                check.predicate == Predicate::Present
                    && check.args.iter().any(|arg| match arg {
                        Arg::Section(named) => usize::from(*named) == index,
                        Arg::Group(group) => *group == section.group,
                        _ => false,
                    })
            })
        });
        if !checked {
            findings
                .add(section.span, format!("no rule {:04} checks the presence of the section", section.presence_rule));
        }
    }
}
