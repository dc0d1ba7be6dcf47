//! Each case of tests/rules: the artifact has an empty report; with the edit it breaks the rule of its folder once, and
//! nothing else but what follows from that. `BLESS=1 cargo test -p cwasm-properties --test rules` writes what is expected.

use std::fs;

use cwasm_properties::cases::{Placed, all, render, root};
use cwasm_verify::report::{Report, Verdict};

#[test]
fn each_case_breaks_its_rule_and_no_other() {
    let failures: Vec<String> =
        all().iter().filter_map(|placed| failure(placed).err().map(|text| show(placed, &text))).collect();
    assert!(failures.is_empty(), "{} cases fail:\n\n{}", failures.len(), failures.join("\n"));
}

fn show(placed: &Placed, text: &str) -> String {
    let path = placed.path.strip_prefix(root()).unwrap_or(&placed.path);
    format!("{}\n{}\n", path.display(), text.trim_end())
}

fn failure(placed: &Placed) -> Result<(), String> {
    let (before, after) = placed.run()?;
    if !before.violations.is_empty() || before.verdict() != Verdict::Conforming {
        return Err(format!("the artifact itself does not conform:\n{}", render(&before)));
    }
    only_cause(placed.rule, &after)?;
    let (path, text) = (placed.expected_path(), render(&after));
    if std::env::var_os("BLESS").is_some() {
        return fs::write(&path, text).map_err(|error| error.to_string());
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    if expected == text {
        return Ok(());
    }
    Err(format!("the report is not the expected one (BLESS=1 writes it). Expected:\n{expected}Found:\n{text}"))
}

/// Exactly one violation that counts, and it is of this rule.
fn only_cause(rule: u16, report: &Report) -> Result<(), String> {
    let causes: Vec<u16> = report.causes().map(|violation| violation.rule).collect();
    let listed =
        report.violations.iter().filter(|violation| violation.rule == rule).all(|violation| violation.more == 0);
    if causes == [rule] && listed && report.faults.is_empty() {
        return Ok(());
    }
    Err(format!("rule {rule:04} is not the only cause, once:\n{}", render(report)))
}
