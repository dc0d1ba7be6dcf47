//! Editions that were tried: which fit, how far the file decodes as the others, and what is first in the way of each.

use std::borrow::Cow;
use std::fmt::Write as _;

use cwasm_spec::model::{Rule, Spec};
use cwasm_spec::predicate::Predicate;
use cwasm_spec::version::Edition;
use cwasm_verify::report::{Report, Trial, Violation};

use super::style::{FAINT, HELP, TITLE};
use super::{Detail, View};
use crate::words::{clean, editions, number};

/// So many lines are shown where nobody asked for all.
const LINES: usize = 8;

/// Editions with the same outcome.
struct Line<'a> {
    editions: Vec<Edition>,
    trial: &'a Trial,
}

/// Writes the editions with what came of each, the nearest first, those with the same outcome in one line.
pub(super) fn table(text: &mut String, view: &View<'_>, detail: Detail) {
    let mut lines: Vec<Line<'_>> = Vec::new();
    for trial in &view.report.tried {
        match lines.iter_mut().find(|line| is_same(line.trial, trial)) {
            Some(line) => line.editions.push(trial.edition),
            None => lines.push(Line { editions: vec![trial.edition], trial }),
        }
    }
    let shown = if detail == Detail::Verbose { lines.len() } else { LINES };
    let names: Vec<String> = lines.iter().take(shown).map(|line| editions(view.spec, &line.editions)).collect();
    let width = names.iter().map(|name| name.chars().count()).chain(["edition".len()]).max().unwrap_or(0);
    let _ = writeln!(text, "{TITLE}editions tried for {}{TITLE:#}", view.name);
    let _ = writeln!(text, "  {FAINT}{:width$}  {:>12}  first difference{FAINT:#}", "edition", "decodes");
    for (line, name) in lines.iter().zip(&names) {
        let (decodes, difference) = outcome(line.trial);
        let _ = writeln!(text, "  {name:width$}  {decodes:>12}  {difference}");
    }
    let left: usize = lines.iter().skip(shown).map(|line| line.editions.len()).sum();
    if left > 0 {
        let _ = writeln!(text, "  {FAINT}and {left} more that are further away: --verbose shows them{FAINT:#}");
    }
    text.push('\n');
}

fn is_same(one: &Trial, other: &Trial) -> bool {
    let difference = |trial: &Trial| {
        trial.first.as_ref().map(|first| (first.rule, first.path.clone(), first.found.clone(), first.expected.clone()))
    };
    one.decoded == other.decoded && difference(one) == difference(other)
}

/// How many bytes decode, and what is in the way.
fn outcome(trial: &Trial) -> (String, String) {
    let Some(first) = &trial.first else { return ("all".to_owned(), "none: it fits".to_owned()) };
    let Violation { rule, path, found, expected, .. } = first;
    let decodes = if first.malformed { number(trial.decoded) } else { "all".to_owned() };
    (decodes, format!("{rule:04} {}: found {}, expected {}", clean(path), clean(found), clean(expected)))
}

/// The first breach that says that a described payload is laid out otherwise, as it does not decode or not to its end:
/// index in the report.
pub(crate) fn stuck(spec: &Spec, report: &Report) -> Option<usize> {
    let is_described =
        |name: &str| spec.section(name).is_some_and(|section| section.content.layouts().next().is_some());
    let asks_for_end = |rule: &Rule| rule.checks.iter().any(|check| check.predicate == Predicate::Exhausted);
    let is_otherwise =
        |violation: &Violation| violation.malformed || spec.rule(violation.rule).is_some_and(asks_for_end);
    report.violations.iter().position(|violation| is_otherwise(violation) && is_described(&violation.section))
}

/// Says what to try where a payload does not decode: another edition may have written it.
pub(super) fn advice(text: &mut String, view: &View<'_>) {
    let mut help = |sentence: &str| _ = writeln!(text, "     {HELP}help{HELP:#}: {sentence}");
    if let Some(Trial { edition, first, .. }) = view.further {
        let name = clean(view.spec.edition_name(*edition));
        match first {
            Some(first) if first.malformed => {
                help(&format!("as edition {name} more of the file decodes, up to {}", clean(&first.path)));
            }
            Some(_) => help(&format!("as edition {name} all of the file decodes: `--release {name}`")),
            None => help(&format!("as edition {name} the file conforms: `--release {name}`")),
        }
        if let Some((old, new)) = apart(view, *edition) {
            help(&format!("what changed between the two: `cwasm spec diff {old} {new}`"));
        }
    }
    if view.report.tried.is_empty() {
        help("how far it decodes as each edition: `--release auto`");
    }
    help("a file that says how a development build or a fork differs: `--edition FILE.kdl`, see EDITIONS.md");
}

/// The built-in releases nearest to the edition that was used and to another one, the older first, if they are two.
fn apart<'a>(view: &View<'a>, other: Edition) -> Option<(Cow<'a, str>, Cow<'a, str>)> {
    let spec = view.spec;
    let built_in = |edition: Edition| spec.custom(edition).map_or(edition, |custom| Edition(custom.like));
    let (used, other) = (built_in(view.report.edition()?), built_in(other));
    let name = |edition| clean(spec.edition_name(edition));
    (used != other).then(|| (name(used.min(other)), name(used.max(other))))
}
