//! Checks on the description itself: one file a property that holds afterwards. Each reports all that it finds.

mod fields_known;
mod implications_acyclic;
mod names_unique;
mod numbers_in_block;
mod orders_total;
mod presence_ruled;
mod ranges_disjoint;
mod rules_evidenced;

use crate::diagnostic::Diagnostic;
use crate::model::{Span, Spec};

/// Where the checks put what they find.
pub(crate) struct Findings<'a> {
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Findings<'_> {
    fn add(&mut self, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic { span, message: message.into() });
    }
}

/// Runs all checks; on a description that was not read whole only those that look at one declaration at a time.
pub(crate) fn check(spec: &Spec, whole: bool, diagnostics: &mut Vec<Diagnostic>) {
    let mut findings = Findings { diagnostics };
    let single = [
        names_unique::check,
        ranges_disjoint::check,
        fields_known::check,
        numbers_in_block::check,
        rules_evidenced::check,
    ];
    let across = [orders_total::check, implications_acyclic::check, presence_ruled::check];
    single.iter().for_each(|pass: &fn(&Spec, &mut Findings<'_>)| pass(spec, &mut findings));
    if whole {
        across.iter().for_each(|pass: &fn(&Spec, &mut Findings<'_>)| pass(spec, &mut findings));
    }
}
