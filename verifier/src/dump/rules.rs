//! Which rules speak about what, in one release and for one target.

use cwasm_spec::model::{Arg, Check, Condition, PieceKind, Place, Presence, Rule, Test};
use cwasm_spec::predicate::Predicate;

use crate::report::Kind;
use crate::run::Run;

/// The rules of a run.
pub(super) struct Rules<'s> {
    /// Each check with the number of its rule, by rule.
    checks: Vec<(u16, &'s Check)>,
    /// By decoded value.
    by_value: Vec<Vec<u16>>,
    groups: Vec<&'s str>,
}

impl<'s> Rules<'s> {
    pub(super) fn of(run: &Run<'s>) -> Self {
        let spec = run.spec;
        let speaks = |rule: &&Rule| {
            let chapter = spec.chapters.get(usize::from(rule.chapter));
            !run.container_only || chapter.is_some_and(|chapter| chapter.container)
        };
        let kind = run.kind().map(Kind::name);
        let fits = |check: &&Check| {
            check.on.fits(run.edition, &run.target) && (check.kind.is_empty() || kind == Some(&*check.kind))
        };
        let rules = spec.rules_of(run.edition).filter(speaks);
        let checks: Vec<(u16, &Check)> =
            rules.flat_map(|rule| rule.checks.iter().filter(fits).map(|check| (rule.number, check))).collect();
        let mut by_value = vec![Vec::new(); spec.values.len()];
        for (rule, check) in &checks {
            for place in check.places() {
                if let Place::Value(index) = place
                    && let Some(rules) = by_value.get_mut(usize::from(index))
                {
                    rules.push(*rule);
                }
            }
        }
        for (rule, value) in presences(run) {
            if let Some(rules) = by_value.get_mut(usize::from(value)) {
                rules.push(rule);
            }
        }
        by_value.iter_mut().for_each(Vec::dedup);
        let groups = spec.sections.iter().map(|section| &*section.group).collect();
        Self { checks, by_value, groups }
    }

    fn select(&self, wanted: impl Fn(&Check) -> bool) -> Vec<u16> {
        let mut rules: Vec<u16> =
            self.checks.iter().filter(|(_, check)| wanted(check)).map(|(rule, _)| *rule).collect();
        rules.dedup();
        rules
    }

    /// Those about a place that is no decoded value.
    pub(super) fn about(&self, wanted: impl Fn(Place, &Check) -> bool) -> Vec<u16> {
        self.select(|check| check.places().any(|place| wanted(place, check)))
    }

    /// Those about a section as a whole.
    pub(super) fn of_section(&self, section: u16) -> Vec<u16> {
        let group = self.groups.get(usize::from(section)).copied().unwrap_or_default();
        self.select(|check| {
            check.args.iter().any(|arg| match arg {
                Arg::Section(about) => *about == section,
                Arg::Group(about) => *about == *group,
                _ => false,
            })
        })
    }

    /// Those about where the data of a section stand.
    pub(super) fn placing(&self, section: u16) -> Vec<u16> {
        const PLACING: [Predicate; 4] =
            [Predicate::Placed, Predicate::Inside, Predicate::Disjoint, Predicate::Adjacent];
        self.select(|check| {
            let about = |arg: &Arg| match arg {
                Arg::Section(about) | Arg::Piece(PieceKind::Section(about)) => *about == section,
                _ => true,
            };
            PLACING.contains(&check.predicate) && (check.args.is_empty() || check.args.iter().any(about))
        })
    }

    /// Those with a word.
    pub(super) fn with(&self, predicate: Predicate) -> Vec<u16> {
        self.select(|check| check.predicate == predicate)
    }

    /// Those with a word about a type, or with a word of its own.
    pub(super) fn typed(&self, predicates: &[Predicate], name: &str) -> Vec<u16> {
        self.select(|check| {
            let about = |arg: &Arg| matches!(arg, Arg::Word(word) | Arg::Type(word) if word == name);
            predicates.contains(&check.predicate) && check.args.iter().any(about)
        })
    }

    /// Adds those about a decoded value.
    pub(super) fn add(&self, rules: &mut Vec<u16>, value: u16) {
        rules.extend(self.by_value.get(usize::from(value)).map_or(&[][..], Vec::as_slice));
    }
}

/// The decoded values that decide whether a section is there, each behind the rule that says so.
fn presences(run: &Run<'_>) -> Vec<(u16, u16)> {
    let here = (0_u16..).zip(run.spec.sections.iter()).filter(|(index, _)| run.in_release(*index));
    let here = here.filter(|(_, section)| !run.container_only && section.presence_rule != 0);
    let asked = here.flat_map(|(_, section)| {
        let (Presence::If(conditions) | Presence::OnlyIf(conditions)) = &section.presence else { return Vec::new() };
        let flag = |condition: &Condition| match condition.test {
            Test::Flag(Place::Value(value)) if condition.range.contains(run.edition) => {
                Some((section.presence_rule, value))
            }
            _ => None,
        };
        conditions.iter().filter_map(flag).collect()
    });
    asked.collect()
}
