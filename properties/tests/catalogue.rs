//! Rules and their cases, both ways: no rule without a case, no case without a rule, no check word without a rule.

use std::collections::BTreeSet;

use cwasm_properties::cases::{Placed, all, folders, root};
use cwasm_spec::model::{Check, Rule};
use cwasm_spec::predicate::Predicate;
use cwasm_spec::query::Target;
use cwasm_spec::version::Edition;
use cwasm_verify::SPEC;

/// Fails with all that was found.
fn none(findings: &[String]) {
    assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
}

#[test]
fn each_folder_is_named_after_a_rule() {
    let wrong = folders().into_iter().filter_map(|(number, slug, path)| {
        let rule = SPEC.rule(number);
        let fits = rule.is_some_and(|rule| rule.slug == slug) && path.ends_with(format!("{number:04}-{slug}"));
        (!fits).then(|| format!("{}: no rule has this number and slug", path.display()))
    });
    none(&wrong.collect::<Vec<_>>());
}

#[test]
fn each_rule_has_a_case() {
    let cases = all();
    let rules = SPEC.rules.iter().filter(|rule| !cases.iter().any(|placed| placed.rule == rule.number));
    none(&rules.map(|rule| format!("{:04}-{} has no case", rule.number, rule.slug)).collect::<Vec<_>>());
}

#[test]
fn each_file_of_a_folder_is_a_case_or_expected_by_one() {
    let known: BTreeSet<_> = all().iter().flat_map(|placed| [placed.path.clone(), placed.expected_path()]).collect();
    let files = folders().into_iter().flat_map(|(.., path)| std::fs::read_dir(path).into_iter().flatten().flatten());
    let stray = files.map(|entry| entry.path()).filter(|path| !known.contains(path));
    none(&stray.map(|path| format!("{}: no case", path.display())).collect::<Vec<_>>());
}

#[test]
fn each_check_applies_to_some_case() {
    let cases: Vec<(u16, Edition, String)> = all().iter().filter_map(situation).collect();
    let mut findings = Vec::new();
    for rule in SPEC.rules.iter() {
        for (index, check) in rule.checks.iter().enumerate() {
            let here = cases.iter().filter(|(number, ..)| *number == rule.number);
            if !here.clone().any(|(_, edition, triple)| applies(rule, check, *edition, triple)) {
                findings.push(format!(
                    "{:04}-{}: no case is in the reach of check {}, {}",
                    rule.number,
                    rule.slug,
                    index + 1,
                    SPEC.range_text(check.on.range)
                ));
            }
        }
    }
    none(&findings);
}

/// The rule, release and target of a case, as its conforming artifact has them.
fn situation(placed: &Placed) -> Option<(u16, Edition, String)> {
    let case = placed.case.as_ref().ok()?;
    let bytes = std::fs::read(root().join(&case.artifact)).ok()?;
    let report = cwasm_verify::verify(&bytes, &SPEC, &case.options());
    Some((placed.rule, report.edition()?, report.target?))
}

fn applies(rule: &Rule, check: &Check, edition: Edition, triple: &str) -> bool {
    rule.range.contains(edition) && check.on.fits(edition, &Target::parse(&SPEC, triple))
}

#[test]
fn each_check_word_is_used() {
    let used: BTreeSet<&str> =
        SPEC.rules.iter().flat_map(|rule| rule.checks.iter()).map(|check| check.predicate.word()).collect();
    let unused = Predicate::ALL.iter().filter(|predicate| !used.contains(predicate.word()));
    none(&unused.map(|predicate| format!("no rule uses `{}`", predicate.word())).collect::<Vec<_>>());
}

#[test]
fn numbers_are_unique_and_in_the_block_of_their_chapter() {
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    for rule in SPEC.rules.iter() {
        let block = SPEC.chapters.get(usize::from(rule.chapter)).map_or("", |chapter| &*chapter.block);
        if !seen.insert(rule.number) {
            findings.push(format!("{:04} is used twice", rule.number));
        }
        if format!("{:02}", rule.number / 100) != block {
            findings.push(format!("{:04}-{} is outside of block {block}", rule.number, rule.slug));
        }
    }
    none(&findings);
}
