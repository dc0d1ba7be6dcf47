//! Checks on the description itself: one file a property that holds afterwards. Each reports all that it finds.

mod docs_written;
mod entries_lead;
mod fields_known;
mod implications_acyclic;
mod names_unique;
mod numbers_in_block;
mod orders_total;
mod paths_lead;
mod presence_ruled;
mod ranges_disjoint;
mod rules_evidenced;
mod types_present;
mod values_ruled;

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

/// How far a description is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Ready to be used.
    Finished,
    /// Meanings are still to be written, and rules to be ended that ask for what is gone.
    Draft,
}

/// Runs the checks that an edition given at run time could fail.
pub(crate) fn check_custom(spec: &Spec, diagnostics: &mut Vec<Diagnostic>) {
    let mut findings = Findings { diagnostics };
    names_unique::check(spec, &mut findings);
    ranges_disjoint::check(spec, &mut findings);
    fields_known::check(spec, &mut findings);
}

/// Runs all checks; on a description that was not read whole only those that look at one declaration at a time.
pub(crate) fn check(spec: &Spec, stage: Stage, whole: bool, diagnostics: &mut Vec<Diagnostic>) {
    let mut findings = Findings { diagnostics };
    let single = [
        names_unique::check,
        ranges_disjoint::check,
        fields_known::check,
        entries_lead::check,
        numbers_in_block::check,
        rules_evidenced::check,
    ];
    let across = [
        types_present::check,
        orders_total::check,
        implications_acyclic::check,
        presence_ruled::check,
        values_ruled::check,
    ];
    single.iter().for_each(|pass: &fn(&Spec, &mut Findings<'_>)| pass(spec, &mut findings));
    if stage == Stage::Finished {
        docs_written::check(spec, &mut findings);
    }
    if whole {
        across.iter().for_each(|pass: &fn(&Spec, &mut Findings<'_>)| pass(spec, &mut findings));
        if stage == Stage::Finished {
            paths_lead::check(spec, &mut findings);
        }
    }
}
