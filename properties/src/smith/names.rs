//! Names of functions by the pattern of their release.

use cwasm_spec::model::{Arg, Check, Pattern, Step, StepKind};
use cwasm_spec::predicate::Predicate;
use cwasm_verify::SPEC;

use super::draft::Draft;
use super::sections::checks;
use crate::choices::Choices;

/// How the names of a draft's functions are made.
pub(super) enum Names {
    /// Any names that end in a number.
    Any,
    /// Texts and numbers, of which the last counts up.
    Steps(Vec<&'static Step>),
}

impl Names {
    /// Of one kind among those that say nothing of the WebAssembly file.
    pub(super) fn new(draft: &Draft, choices: &mut Choices<'_>) -> Self {
        let pattern = checks(draft).filter(|check| applies(draft, check)).find_map(|check| {
            check.args.iter().find_map(|arg| if let Arg::Pattern(pattern) = arg { pattern_of(*pattern) } else { None })
        });
        let Some(pattern) = pattern else { return Self::Any };
        let kinds = pattern.steps.iter().filter(|step| step.range.contains(draft.edition));
        let kinds = kinds.filter_map(|step| if let StepKind::One(kind) = step.kind { pattern_of(kind) } else { None });
        let plain: Vec<Vec<&Step>> = kinds.filter_map(|kind| plain(draft, kind)).collect();
        Self::Steps(choices.one(&plain).cloned().unwrap_or_default())
    }

    /// The name of the function with this index.
    pub(super) fn of(&self, index: usize, choices: &mut Choices<'_>) -> String {
        let steps = match self {
            // They end alike, so that the string table has something to share.
            Self::Any => {
                let before: String =
                    (0..choices.below(4)).map(|_| char::from(b'!' + choices.below(94) as u8)).collect();
                return format!("{before}{}", index + 1);
            }
            Self::Steps(steps) => steps,
        };
        let last = steps.iter().rposition(|step| matches!(step.kind, StepKind::Decimal(_)));
        let part = |(position, step): (usize, &&Step)| match &step.kind {
            StepKind::Text(text) => text.to_string(),
            _ if Some(position) == last => (index + 1).to_string(),
            _ => "0".to_owned(),
        };
        steps.iter().enumerate().map(part).collect()
    }
}

fn applies(draft: &Draft, check: &Check) -> bool {
    let kind = if draft.component { "component" } else { "module" };
    check.predicate == Predicate::Named && (check.kind.is_empty() || check.kind == kind)
}

fn pattern_of(index: u16) -> Option<&'static Pattern> {
    SPEC.patterns.get(usize::from(index))
}

/// The steps of a pattern, of several that may stand in one place the first, if they are texts and numbers; one counts.
fn plain(draft: &Draft, pattern: &'static Pattern) -> Option<Vec<&'static Step>> {
    let mut steps: Vec<&Step> = Vec::new();
    let mut is_taken = false;
    for step in &*pattern.steps {
        is_taken &= step.or;
        if is_taken || !step.range.contains(draft.edition) {
            continue;
        }
        is_taken = true;
        match step.kind {
            StepKind::Text(_) | StepKind::Decimal(_) => steps.push(step),
            _ => return None,
        }
    }
    steps.iter().any(|step| matches!(step.kind, StepKind::Decimal(_))).then_some(steps)
}
