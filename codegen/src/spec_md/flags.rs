//! A list of named values: how it is sorted, and for each flag its kind, words, fixed values and policy.

use cwasm_spec::model::{Flag, FlagKind, FlagOrder, Spec};

use super::fields::policies;
use super::page::Page;
use super::table::Table;
use super::text::{code, prose};
use super::when;

pub(super) fn write(page: &mut Page, spec: &Spec, orders: &[FlagOrder], flags: &[Flag]) {
    let sorted: Vec<String> = orders.iter().map(|order| sorting(spec, order)).collect();
    page.block(&sorted.join(" "));
    let mut table = Table::new(&["Flag", "Kind", "Releases", "Words", "Fixed value", "At loading", "Meaning"]);
    for flag in flags {
        table.row([
            code(&flag.name),
            kind(flag.kind).to_owned(),
            spec.range_text(flag.range),
            words(spec, flag),
            fixed(spec, flag),
            policies(spec, flag.range, &flag.compat),
            prose(&flag.doc),
        ]);
    }
    page.table(&table.without_constant("Releases", "all"));
    meanings(page, flags);
}

fn sorting(spec: &Spec, order: &FlagOrder) -> String {
    let how = if order.by_name { "ascending by the bytes of their names" } else { "in the order of this table" };
    match when::during(spec, order.range) {
        Some(during) => format!("{} the flags stand {how}.", super::text::capital(&during)),
        None => format!("The flags stand {how}."),
    }
}

/// The kind as the variant of its value.
pub(super) fn kind(kind: FlagKind) -> &'static str {
    match kind {
        FlagKind::Enum => "Enum",
        FlagKind::Num => "Num",
        FlagKind::Bool => "Bool",
    }
}

/// The words of a flag. The same word may come back after a pause.
fn words(spec: &Spec, flag: &Flag) -> String {
    let mut shown: Vec<(&str, Vec<String>)> = Vec::new();
    for word in flag.words.iter() {
        let releases = when::releases_within(spec, word.range, flag.range);
        match shown.iter_mut().find(|(name, _)| *name == word.name) {
            Some((_, ranges)) => ranges.push(releases),
            None => shown.push((&word.name, vec![releases])),
        }
    }
    let texts: Vec<String> = shown
        .iter()
        .map(|(name, ranges)| match ranges.concat().as_str() {
            "" => code(name),
            _ => format!("{} ({})", code(name), ranges.join(", ")),
        })
        .collect();
    texts.join(", ")
}

fn fixed(spec: &Spec, flag: &Flag) -> String {
    let texts: Vec<String> = flag
        .must
        .iter()
        .map(|must| match when::releases_within(spec, must.range, flag.range).as_str() {
            "" => code(&must.value),
            releases => format!("{} ({releases})", code(&must.value)),
        })
        .collect();
    texts.join(", ")
}

/// What the words mean, where the description says it.
fn meanings(page: &mut Page, flags: &[Flag]) {
    for flag in flags {
        let mut points: Vec<String> = Vec::new();
        for word in flag.words.iter().filter(|word| !word.doc.is_empty()) {
            let point = format!("{}: {}", code(&word.name), prose(&word.doc));
            if !points.contains(&point) {
                points.push(point);
            }
        }
        if !points.is_empty() {
            page.block(&format!("Words of {}:", code(&flag.name)));
            page.bullets(&points);
        }
    }
}
