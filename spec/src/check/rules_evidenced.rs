//! Every rule says what, why, how it is checked, and on whose word.

use super::Findings;
use crate::model::Spec;

pub(super) fn check(spec: &Spec, findings: &mut Findings<'_>) {
    for rule in spec.rules.iter() {
        if rule.says.is_empty() {
            findings.add(rule.span, "the rule does not say `must` or `should`");
        }
        if rule.why.is_empty() {
            findings.add(rule.span, "the rule does not say `why`");
        }
        if rule.checks.is_empty() {
            findings.add(rule.span, "the rule has no `check`");
        }
        if rule.evidence.is_empty() {
            findings.add(rule.span, "the rule has no `evidence`");
        }
        for check in rule.checks.iter() {
            if !check.on.range.overlaps(rule.range) {
                findings.add(check.span, "the check is in no release of the rule");
            }
        }
    }
    for section in spec.sections.iter().filter(|section| section.evidence.is_empty()) {
        findings.add(section.span, "the section has no `evidence`");
    }
}
