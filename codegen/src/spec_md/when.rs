//! Ranges of releases and conditions on targets in words.

use cwasm_spec::model::{On, Spec};
use cwasm_spec::version::{Edition, Range};

use super::text::code;

/// A range inside a sentence: `from 37 on`, `up to 36`, `in 22 to 27`; nothing for all.
pub(super) fn during(spec: &Spec, range: Range) -> Option<String> {
    let text = spec.range_text(range);
    match (range.since == Edition::FIRST, range.removed == Edition::NEVER) {
        (true, true) => None,
        (false, true) => Some(format!("from {} on", spec.edition_name(range.since))),
        (true, false) if text.contains(' ') => Some(format!("up to {}", last(spec, range))),
        _ => Some(format!("in {text}")),
    }
}

/// The same, but nothing if the range says no more than the one around it.
pub(super) fn during_within(spec: &Spec, range: Range, around: Range) -> Option<String> {
    if range.covers(around) { None } else { during(spec, range) }
}

/// The part of a range that lies within another, for a table; empty if it is all of it.
pub(super) fn releases_within(spec: &Spec, range: Range, around: Range) -> String {
    if range.covers(around) {
        return String::new();
    }
    range.intersection(around).map_or_else(|| "never".to_owned(), |both| spec.range_text(both))
}

/// The part of a range that lies within another, for a table whose rows are all within the other; `None` for a row that
/// is not.
pub(super) fn releases_in(spec: &Spec, range: Range, reach: Range) -> Option<String> {
    range.intersection(reach).map(|both| spec.range_text(both))
}

/// The name of the last edition of a range.
fn last(spec: &Spec, range: Range) -> &str {
    spec.edition_name(Edition(range.removed.0.saturating_sub(1)))
}

/// The target of a condition: `pulley`, `aarch64 on windows`; nothing for any.
pub(super) fn target(on: &On) -> Option<String> {
    let mut words = Vec::new();
    if !on.arch.is_empty() {
        words.push(code(&on.arch));
    }
    if !on.not_arch.is_empty() {
        words.push(format!("other than {}", code(&on.not_arch)));
    }
    if !on.system.is_empty() {
        words.push(format!("{}{}", if words.is_empty() { "" } else { "on " }, code(&on.system)));
    }
    (!words.is_empty()).then(|| words.join(" "))
}

/// The ranges in which something stays the same, from the first edition to the newest.
pub(super) fn segments<T: PartialEq>(spec: &Spec, of: impl Fn(Edition) -> T) -> Vec<(Range, T)> {
    let mut found: Vec<(Range, T)> = Vec::new();
    for number in 0..=spec.newest().0 {
        let value = of(Edition(number));
        match found.last_mut() {
            Some((range, last)) if *last == value => range.removed = Edition(number.saturating_add(1)),
            _ => found.push((Range { since: Edition(number), removed: Edition(number.saturating_add(1)) }, value)),
        }
    }
    if let Some((range, _)) = found.last_mut() {
        range.removed = Edition::NEVER;
    }
    found
}
