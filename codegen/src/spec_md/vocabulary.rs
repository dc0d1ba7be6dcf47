//! The check words with their meaning and the rules that use them.

use cwasm_spec::model::Spec;
use cwasm_spec::predicate::Predicate;

use super::page::Page;
use super::rules;
use super::table::Table;
use super::text::code;

const INTRODUCTION: &str = include_str!("vocabulary.md");

pub(super) fn write(page: &mut Page, spec: &Spec) {
    page.block(INTRODUCTION);
    let mut table = Table::new(&["Word", "Meaning", "Rules"]);
    for predicate in Predicate::ALL {
        let users = spec.rules.iter().filter(|rule| rule.checks.iter().any(|check| check.predicate == *predicate));
        let links: Vec<String> = users.map(|rule| rules::rule_link(rule.number)).collect();
        table.row([code(predicate.word()), predicate.meaning().to_owned(), links.join(", ")]);
    }
    page.table(&table);
}
