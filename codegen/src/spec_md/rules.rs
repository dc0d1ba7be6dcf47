//! Rules: each with an anchor for its number, what it says, how it is checked, and who says so.

use cwasm_spec::model::{Level, Loader, Rule, Spec};

use super::page::Page;
use super::text::{enumerate, link, prose};
use super::{evidence, sentences, when};

/// A rule by its number, as a link.
pub(super) fn rule_link(number: u16) -> String {
    link(&number.to_string(), &format!("rule-{number}"))
}

/// The word for how sure a rule is.
pub(super) fn level(rule: &Rule) -> &'static str {
    match rule.level {
        Level::Must => "MUST",
        Level::Should => "SHOULD",
    }
}

pub(super) fn write(page: &mut Page, spec: &Spec, rule: &Rule) {
    page.heading(4, &format!("rule-{}", rule.number), &format!("Rule {} `{}`", rule.number, rule.slug));
    let breach = if rule.malformed { "malformed" } else { "invalid" };
    page.block(&format!(
        "**{}** ({}; a breach: {breach}). {} *Why:* {}",
        level(rule),
        releases(spec, rule),
        prose(&rule.says),
        prose(&rule.why)
    ));
    let mut points: Vec<String> =
        rule.checks.iter().map(|check| format!("Check: {}", sentences::sentence(spec, rule, check))).collect();
    if !rule.help.is_empty() {
        points.push(format!("Advice: {}.", prose(rule.help.trim_end_matches('.'))));
    }
    if !rule.implies.is_empty() {
        let numbers: Vec<String> = rule.implies.iter().map(|number| rule_link(*number)).collect();
        points.push(format!("May break as well: {}.", enumerate(&numbers, "and")));
    }
    if !rule.loader.is_empty() {
        points.push(format!("The loader {}.", loader(spec, rule)));
    }
    if !rule.evidence.is_empty() {
        points.push(format!("Evidence: {}.", evidence::text(&rule.evidence)));
    }
    page.bullets(&points);
}

fn releases(spec: &Spec, rule: &Rule) -> String {
    let text = spec.range_text(rule.range);
    if text == "all" { "all editions".to_owned() } else { text }
}

fn loader(spec: &Spec, rule: &Rule) -> String {
    let one = |(loader, what): (&Loader, &str)| {
        let does = if loader.refuses { "refuses" } else { "accepts" };
        match when::during_within(spec, loader.range, rule.range) {
            Some(during) => format!("{does} {what} {during}"),
            None => format!("{does} {what}"),
        }
    };
    let objects = std::iter::once("a breach").chain(std::iter::repeat("it"));
    enumerate(&rule.loader.iter().zip(objects).map(one).collect::<Vec<_>>(), "and")
}
