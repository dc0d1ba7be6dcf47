//! Ranges and conditions as Rust: the generated code is the only place where releases are compared.

use cwasm_spec::model::{On, Spec};
use cwasm_spec::version::{Edition, Range};

use super::naming;

/// The constant of an edition.
pub(super) fn edition(spec: &Spec, edition: Edition) -> String {
    format!("Release::{}", naming::edition(spec.edition_name(edition)))
}

/// A range as a value: `Range::since(Release::R27)`.
pub(super) fn range(spec: &Spec, range: Range) -> String {
    match (range.since == Edition::FIRST, range.removed == Edition::NEVER) {
        (true, true) => "Range::ALL".to_owned(),
        (false, true) => format!("Range::since({})", edition(spec, range.since)),
        (true, false) => format!("Range::before({})", edition(spec, range.removed)),
        (false, false) => format!("Range::between({}, {})", edition(spec, range.since), edition(spec, range.removed)),
    }
}

/// Whether `release` is in the range, as an expression; `None` if it always is.
pub(super) fn inside(spec: &Spec, range: Range) -> Option<String> {
    match (range.since == Edition::FIRST, range.removed == Edition::NEVER) {
        (true, true) => None,
        (false, true) => Some(format!("release >= {}", edition(spec, range.since))),
        (true, false) => Some(format!("release < {}", edition(spec, range.removed))),
        (false, false) => {
            let (since, removed) = (edition(spec, range.since), edition(spec, range.removed));
            Some(format!("({since}..{removed}).contains(&release)"))
        }
    }
}

/// Whether `release` is in one of the ranges; `None` if it always is.
pub(super) fn inside_any(spec: &Spec, ranges: &[Range]) -> Option<String> {
    let tests: Option<Vec<String>> = join(ranges).into_iter().map(|range| inside(spec, range)).collect();
    tests.map(|tests| tests.join(" || "))
}

/// The range as it need be tested where it is known that the release is in `outer`: what bounds both bounds nothing.
pub(super) fn within(range: Range, outer: Range) -> Range {
    Range {
        since: if range.since <= outer.since { Edition::FIRST } else { range.since },
        removed: if range.removed >= outer.removed { Edition::NEVER } else { range.removed },
    }
}

/// Whether `release`, known to be in `outer`, is in one of the ranges; `None` if it always is.
pub(super) fn inside_any_within(spec: &Spec, ranges: &[Range], outer: Range) -> Option<String> {
    let ranges: Vec<Range> = ranges.iter().map(|range| within(*range, outer)).collect();
    inside_any(spec, &ranges)
}

/// The same editions as sorted ranges that do not touch.
fn join(ranges: &[Range]) -> Vec<Range> {
    let mut sorted = ranges.to_vec();
    sorted.sort_by_key(|range| range.since);
    let mut joined: Vec<Range> = Vec::new();
    for range in sorted {
        match joined.last_mut() {
            Some(last) if range.since <= last.removed => last.removed = last.removed.max(range.removed),
            _ => joined.push(range),
        }
    }
    joined
}

/// Whether `release` and `target` are meant, as an expression; `None` if they always are.
fn meant(spec: &Spec, on: &On) -> Option<String> {
    let mut tests: Vec<String> = inside(spec, on.range).into_iter().collect();
    if !on.arch.is_empty() {
        tests.push(format!("target.is({:?})", on.arch));
    }
    if !on.not_arch.is_empty() {
        tests.push(format!("!target.is({:?})", on.not_arch));
    }
    if !on.system.is_empty() {
        tests.push(format!("target.runs({:?})", on.system));
    }
    (!tests.is_empty()).then(|| tests.join(" && "))
}

/// The value of the first line that is meant, as an expression over `release` and `target`.
pub(super) fn first_meant<'a>(
    spec: &Spec,
    lines: impl IntoIterator<Item = (&'a On, String)>,
    otherwise: &str,
) -> String {
    let mut arms: Vec<(String, String)> = Vec::new();
    let mut otherwise = otherwise.to_owned();
    for (on, value) in lines {
        match (meant(spec, on), arms.last_mut()) {
            (None, _) => {
                otherwise = value;
                break;
            }
            (Some(test), Some((tests, last))) if *last == value => *tests = format!("{tests} || {test}"),
            (Some(test), _) => arms.push((test, value)),
        }
    }
    while arms.pop_if(|(_, value)| *value == otherwise).is_some() {}
    let chain: String = arms.iter().map(|(test, value)| format!("if {test} {{ {value} }} else ")).collect();
    if chain.is_empty() { otherwise } else { format!("{chain} {{ {otherwise} }}") }
}
