//! What a rule implies exists, and no rule follows from itself.

use super::Findings;
use crate::model::{Rule, Spec};

pub(super) fn check(spec: &Spec, findings: &mut Findings<'_>) {
    for rule in spec.rules.iter() {
        for number in rule.implies.iter().filter(|number| find(spec, **number).is_none()) {
            findings.add(rule.span, format!("the rule implies {number:04}, which does not exist"));
        }
        if reaches(spec, rule, rule.number, &mut Vec::new()) {
            findings.add(rule.span, format!("rule {:04} follows from itself", rule.number));
        }
    }
}

fn find(spec: &Spec, number: u16) -> Option<&Rule> {
    spec.rules.iter().find(|rule| rule.number == number)
}

fn reaches(spec: &Spec, from: &Rule, goal: u16, seen: &mut Vec<u16>) -> bool {
    from.implies.iter().any(|number| {
        if *number == goal {
            return true;
        }
        if seen.contains(number) {
            return false;
        }
        seen.push(*number);
        find(spec, *number).is_some_and(|next| reaches(spec, next, goal, seen))
    })
}
