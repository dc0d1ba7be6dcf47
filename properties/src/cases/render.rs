//! A report as text, to be compared and to be read in a review.

use std::fmt::Write;

use cwasm_spec::model::Level;
use cwasm_verify::SPEC;
use cwasm_verify::report::{Report, Violation};

/// Everything in a report that a change of the verifier should not change unseen.
pub fn render(report: &Report) -> String {
    let mut text = String::new();
    let release = report.release_name(&SPEC).unwrap_or("unknown");
    // Writing into memory does not fail.
    let _ = writeln!(text, "{:?}, release {release}, {:?}", report.subject, report.verdict());
    for violation in &report.violations {
        let _ = write!(text, "{}", one(violation));
    }
    for unreached in &report.unreached {
        let _ = writeln!(text, "not checked: {}: {}", unreached.what, unreached.why);
    }
    for fault in &report.faults {
        let _ = writeln!(text, "fault: {fault}");
    }
    text
}

fn one(violation: &Violation) -> String {
    let rule = SPEC.rule(violation.rule);
    let slug = rule.map_or("", |rule| &*rule.slug);
    let indent = if violation.cause.is_some() { "  follows: " } else { "" };
    let level = if violation.level == Level::Must { "must" } else { "should" };
    let malformed = if violation.malformed { ", malformed" } else { "" };
    let section = if violation.section.is_empty() { String::new() } else { format!(" in {}", violation.section) };
    let more = if violation.more == 0 { String::new() } else { format!("\n    {} more", violation.more) };
    format!(
        "{indent}{:04} {slug} ({level}{malformed})\n    {:#x}..{:#x}{section}: {}\n    found {}\n    expected {}{more}\n",
        violation.rule, violation.range.start, violation.range.end, violation.path, violation.found, violation.expected,
    )
}
