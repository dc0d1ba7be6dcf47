//! Collects broken rules: a few of each rule in full, the rest as a number, and in the end causes before consequences.

use std::collections::BTreeMap;
use std::ops::Range;

use cwasm_spec::model::{Level, Rule, Spec};

use crate::report::Violation;

/// How many breaches of one rule are listed; a hostile file must not make the report larger than itself.
const LISTED: usize = 8;

/// Broken rules so far.
#[derive(Default)]
pub(crate) struct Sink {
    violations: Vec<Violation>,
    /// Breaches without a path: which, and the section in whose payload they are.
    unnamed: Vec<(usize, usize)>,
}

/// What is wrong at one place.
pub(crate) struct Finding {
    pub(crate) range: Range<u64>,
    pub(crate) section: String,
    pub(crate) path: String,
    /// Index of the section in whose payload it is, if the path is still to be found.
    pub(crate) payload: Option<usize>,
    pub(crate) found: String,
    pub(crate) expected: String,
}

impl Sink {
    /// Adds a breach; `finding` is only asked for if it will be listed.
    pub(crate) fn add(&mut self, rule: &Rule, finding: impl FnOnce() -> Finding) {
        let mut same = self.violations.iter_mut().filter(|violation| violation.rule == rule.number);
        if let Some(first) = same.next()
            && same.count() >= LISTED.saturating_sub(1)
        {
            first.more = first.more.saturating_add(1);
            return;
        }
        let Finding { range, section, path, payload, found, expected } = finding();
        self.unnamed.extend(payload.map(|section| (self.violations.len(), section)));
        self.violations.push(Violation {
            rule: rule.number,
            level: rule.level,
            malformed: rule.malformed,
            range,
            section,
            path,
            found,
            expected,
            more: 0,
            cause: None,
        });
    }

    /// The ranges in payloads that have no path yet, by section.
    pub(crate) fn unnamed(&self) -> BTreeMap<usize, Vec<Range<u64>>> {
        let mut ranges: BTreeMap<usize, Vec<Range<u64>>> = BTreeMap::new();
        for (violation, section) in &self.unnamed {
            if let Some(violation) = self.violations.get(*violation) {
                ranges.entry(*section).or_default().push(violation.range.clone());
            }
        }
        ranges
    }

    /// Gives the breaches at a range of a payload its path; what ends within a field ends where the field does.
    pub(crate) fn name(&mut self, section: usize, range: &Range<u64>, path: &str, end: u64) {
        for (violation, _) in self.unnamed.iter().filter(|(_, of)| *of == section) {
            if let Some(violation) = self.violations.get_mut(*violation).filter(|violation| violation.range == *range) {
                path.clone_into(&mut violation.path);
                violation.range.end = violation.range.end.max(end);
            }
        }
    }

    /// How many rules were broken, for comparing releases.
    pub(crate) fn len(&self) -> usize {
        self.violations.len()
    }

    /// Whether a rule of this level is broken.
    pub(crate) fn breaks(&self, level: Level) -> bool {
        self.violations.iter().any(|violation| violation.level == level)
    }

    /// Where the first breach begins that keeps the file from decoding.
    pub(crate) fn first_malformed(&self) -> Option<u64> {
        let malformed = self.violations.iter().filter(|violation| violation.malformed);
        malformed.map(|violation| violation.range.start).min()
    }

    /// Rules that are broken only in payloads that do not decode, each with the rule that says so: where one number is read
    /// in the place of another, what is said of numbers follows.
    fn undecoded(&self) -> Vec<(u16, u16)> {
        let payload = |index: usize| self.unnamed.iter().find(|(of, _)| *of == index).map(|(_, section)| *section);
        let mut payloads: BTreeMap<u16, Vec<Option<usize>>> = BTreeMap::new();
        let mut malformed: BTreeMap<usize, u16> = BTreeMap::new();
        for (index, violation) in self.violations.iter().enumerate() {
            match payload(index) {
                Some(section) if violation.malformed => _ = malformed.entry(section).or_insert(violation.rule),
                section => payloads.entry(violation.rule).or_default().push(section),
            }
        }
        let cause = |sections: &[Option<usize>]| {
            let mut causes = sections.iter().map(|section| malformed.get(section.as_ref()?));
            let first = *causes.next()??;
            causes.all(|cause| cause == Some(&first)).then_some(first)
        };
        payloads.iter().filter_map(|(rule, sections)| Some((*rule, cause(sections)?))).collect()
    }

    /// All breaches: each cause, then what follows from it.
    pub(crate) fn finish(self, spec: &Spec) -> Vec<Violation> {
        let undecoded = self.undecoded();
        let mut violations = self.violations;
        violations.sort_by_key(|violation| (!violation.malformed, violation.rule));
        let broken: Vec<u16> = violations.iter().map(|violation| violation.rule).collect();
        let follows = |cause: u16, rule: u16| {
            let garbled = |(of, wire): &(u16, u16)| {
                *of == rule && !reaches(spec, rule, *wire) && (cause == *wire || reaches(spec, cause, *wire))
            };
            reaches(spec, cause, rule) || undecoded.iter().any(garbled)
        };
        let causes: Vec<Option<u16>> = broken.iter().map(|rule| cause_of(*rule, &broken, follows)).collect();
        let mut ordered: Vec<Violation> = Vec::with_capacity(violations.len());
        let mut placed: Vec<u16> = Vec::new();
        for (violation, _) in violations.iter().zip(&causes).filter(|(_, cause)| cause.is_none()) {
            ordered.push(violation.clone());
            if placed.contains(&violation.rule) {
                continue;
            }
            placed.push(violation.rule);
            let root = ordered.len().checked_sub(1);
            let following = violations.iter().zip(&causes).filter(|(_, cause)| **cause == Some(violation.rule));
            ordered.extend(following.map(|(violation, _)| Violation { cause: root, ..violation.clone() }));
        }
        ordered
    }
}

/// The broken rule that this one follows from in the end, if any.
fn cause_of(rule: u16, broken: &[u16], follows: impl Fn(u16, u16) -> bool) -> Option<u16> {
    let mut roots = broken.iter().copied().filter(|candidate| *candidate != rule && follows(*candidate, rule));
    roots.find(|candidate| !broken.iter().any(|other| other != candidate && follows(*other, *candidate)))
}

/// Whether `goal` follows from `from`; the description's checks rule out cycles.
fn reaches(spec: &Spec, from: u16, goal: u16) -> bool {
    let Some(rule) = spec.rule(from) else { return false };
    rule.implies.iter().any(|next| *next == goal || reaches(spec, *next, goal))
}
