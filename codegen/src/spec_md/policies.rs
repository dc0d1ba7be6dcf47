//! What a loading engine asks of a recorded value: one sentence for each policy word of the description.

use cwasm_spec::model::{Compat, Spec, TypeKind};

use super::page::Page;
use super::table::Table;
use super::text::code;

const INTRODUCTION: &str = include_str!("policies.md");

/// The sentence for a policy; a test asks for one for every word that occurs.
pub(super) fn meaning(policy: &str) -> Option<&'static str> {
    Some(match policy {
        "exact" => "The value must be equal to the one of the loading engine.",
        "ignored" => "The value is not compared.",
        "subset" => {
            "Every bit that is 1 must be 1 in the loading engine's set. Bits that the engine does not know are dropped before."
        }
        "same-architecture-and-system" => {
            "Architecture and system of the triple must be those of the loading engine's target. Vendor, environment and \
             binary format are not compared."
        }
        "absent-fits" => "None fits every engine; some must be equal to the value of the loading engine.",
        "if-fuel" => {
            "If the artifact's own setting for fuel is on, the value must be equal to the loading engine's; else it is not compared."
        }
        "only-true" => "The value must be true, whatever the engine's own is.",
        "only-false" => "The value must be false, whatever the engine's own is.",
        "only-inline" => "The word must be `inline`, whatever the engine's own is.",
        "only-outline" => "The word must be `outline`, whatever the engine's own is.",
        "only-isa-default" => "The word must be `isa_default`, whatever the engine's own is.",
        "if-supported" => {
            "The value must be true if Cranelift has inline stack probes for the architecture of the loading engine, else false."
        }
        "if-reference-types" => {
            "The value must be true if the loading engine has reference types on; else it is not compared."
        }
        "if-windows" => "The value must be true if the loading engine's target is Windows; else it is not compared.",
        "by-system" => {
            "If the loading engine has stack switching on, the word must be the one for the system of its target; else it is \
             not compared."
        }
        "host" => {
            "A bool that is true must be true of the machine that loads, and one that is false fits every machine. A word must \
             be the one of the machine that loads."
        }
        "refused" => "The loader refuses every value: no artifact with this entry loads.",
        _ => return None,
    })
}

/// The chapter: each policy, and how many values have it.
pub(super) fn write(page: &mut Page, spec: &Spec) {
    page.block(INTRODUCTION);
    let used = used(spec);
    let mut table = Table::new(&["Policy", "Meaning", "Values that have it, in some release"]);
    let mut names: Vec<&str> = Vec::new();
    for (policy, _) in &used {
        if !names.contains(policy) {
            names.push(policy);
        }
    }
    for name in names {
        let users: Vec<&str> = used.iter().filter(|(policy, _)| *policy == name).map(|(_, user)| *user).collect();
        table.row([code(name), meaning(name).unwrap_or_default().to_owned(), examples(&users)]);
    }
    page.table(&table);
}

/// A few of them by name, the others as a number.
fn examples(users: &[&str]) -> String {
    let mut distinct: Vec<&str> = Vec::new();
    for user in users {
        if !distinct.contains(user) {
            distinct.push(user);
        }
    }
    match distinct.len() {
        0..=6 => super::text::codes(distinct.iter().copied()),
        count => count.to_string(),
    }
}

/// Every policy with the value that has it, in the order of the description.
pub(super) fn used(spec: &Spec) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    for ty in spec.types.iter() {
        for field in ty.fields() {
            found.extend(pairs(&field.compat, &field.name));
        }
        if let TypeKind::Flags { flags, .. } = &ty.kind {
            for flag in flags.iter() {
                found.extend(pairs(&flag.compat, &flag.name));
            }
        }
    }
    found
}

fn pairs<'a>(compat: &'a [Compat], name: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    compat.iter().map(move |compat| (&*compat.policy, name))
}
