//! One diagnostic: the rule, the place, the bytes, what was found, and what follows from it.

use std::fmt::Write as _;

use cwasm_spec::model::{Level, Spec};
use cwasm_verify::report::Violation;

use super::style::{ERROR, FRAME, HELP, TITLE, WARNING};
use super::{Detail, View, hex, trials};
use crate::words::{clean, number, plural};

/// What else is known about a violation.
pub(super) struct Around<'a> {
    /// What follows from it.
    pub(super) follow: Vec<&'a Violation>,
    /// Whether it is the first that keeps a payload from decoding.
    pub(super) is_stuck: bool,
}

/// Writes a violation with all that follows from it.
pub(super) fn block(text: &mut String, view: &View<'_>, violation: &Violation, around: &Around<'_>, detail: Detail) {
    let (style, word) = match violation.level {
        Level::Must => (ERROR, "error"),
        Level::Should => (WARNING, "warning"),
    };
    let (rule, slug) = (violation.rule, slug(view.spec, violation.rule));
    let known = view.spec.rule(rule);
    let says = known.map_or("", |rule| rule.says.trim_end_matches('.'));
    let _ = writeln!(text, "{style}{word}[{rule:04}]{style:#} {TITLE}{slug}: {says}{TITLE:#}");
    let _ = writeln!(text, " {FRAME}-->{FRAME:#} {}, {}", view.name, place_in(view, violation));
    hex::rows(text, view.bytes, &violation.range, style);
    fact(text, "at", &violation.path);
    fact(text, "found", &violation.found);
    fact(text, "expected", &violation.expected);
    if violation.more > 0 {
        fact(text, "more", &format!("this rule is broken at {}, not listed", plural(violation.more, "other place")));
    }
    if violation.malformed {
        fact(text, "so", "the file does not decode");
    }
    consequences(text, view.spec, &around.follow, detail);
    if let Some(help) = known.map(|rule| &rule.help).filter(|help| !help.is_empty()) {
        let _ = writeln!(text, "     {HELP}help{HELP:#}: {help}");
    }
    if around.is_stuck {
        trials::advice(text, view);
    }
    let _ = writeln!(text, "     {FRAME}note{FRAME:#}: see `cwasm explain {rule:04}`\n");
}

fn slug(spec: &Spec, rule: u16) -> &str {
    spec.rule(rule).map_or("", |rule| &rule.slug)
}

/// Where the bytes are, also if the file does not go that far.
fn place_in(view: &View<'_>, violation: &Violation) -> String {
    let size = u64::try_from(view.bytes.len()).unwrap_or(u64::MAX);
    let place = place(violation);
    if violation.range.start > size { format!("{place}; the file ends at {size:#x}") } else { place }
}

/// Where the bytes are: offset, number of bytes, section.
fn place(violation: &Violation) -> String {
    let range = &violation.range;
    let mut place = format!("byte {:#x}", range.start);
    let length = range.end.saturating_sub(range.start);
    if length > 1 {
        let _ = write!(place, " ({} bytes)", number(length));
    }
    if !violation.section.is_empty() {
        let _ = write!(place, ", section {}", clean(&violation.section));
    }
    place
}

fn fact(text: &mut String, label: &str, value: &str) {
    if !value.is_empty() {
        let _ = writeln!(text, "     {FRAME}={FRAME:#} {label}: {}", clean(value));
    }
}

/// In short the numbers of the rules; in long each with place, found and expected.
fn consequences(text: &mut String, spec: &Spec, follow: &[&Violation], detail: Detail) {
    if follow.is_empty() {
        return;
    }
    let mut rules: Vec<String> = follow.iter().map(|one| format!("{:04} {}", one.rule, slug(spec, one.rule))).collect();
    rules.dedup();
    let verb = if follow.len() == 1 { "follows" } else { "follow" };
    let _ = writeln!(text, "     {FRAME}={FRAME:#} and {} that {verb} from it: {}", follow.len(), rules.join(", "));
    for one in follow.iter().filter(|_| detail == Detail::Verbose) {
        let _ = write!(text, "         {:04} {} at {}", one.rule, slug(spec, one.rule), place(one));
        let _ = writeln!(text, ": found {}, expected {}", clean(&one.found), clean(&one.expected));
    }
}
