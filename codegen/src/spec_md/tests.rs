//! The document as a whole, made from the description in this checkout.

use std::collections::BTreeMap;
use std::path::Path;

use cwasm_spec::diagnostic::Source;
use cwasm_spec::model::Spec;

use super::{documents, policies, render, sentences};

/// The description in this checkout.
#[expect(clippy::expect_used, reason = "a test without the description has nothing to test")]
pub(super) fn spec() -> Spec {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/format");
    let entries = std::fs::read_dir(folder).expect("the description is in spec/format");
    let mut paths: Vec<_> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "kdl"));
    paths.sort();
    let source = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        Source { name: path.display().to_string(), text }
    };
    cwasm_spec::load::load(paths.iter().map(source).collect())
        .map_err(|mistakes| mistakes.to_string())
        .expect("it loads")
}

#[test]
fn every_policy_is_explained() {
    let spec = spec();
    let unexplained: Vec<_> =
        policies::used(&spec).into_iter().filter(|(policy, _)| policies::meaning(policy).is_none()).collect();
    assert!(unexplained.is_empty(), "no sentence for {unexplained:?}");
}

#[test]
fn every_check_has_a_whole_sentence() {
    let spec = spec();
    for rule in spec.rules.iter() {
        for check in rule.checks.iter() {
            let sentence = sentences::sentence(&spec, rule, check);
            let whole = sentence.ends_with('.') && !sentence.contains("  ") && !sentence.contains(" .");
            assert!(whole && sentence.len() > 15, "rule {}: {sentence}", rule.number);
        }
    }
}

#[test]
fn every_link_has_an_anchor_and_every_anchor_is_one() {
    let texts = render(&spec());
    let mut anchors = BTreeMap::new();
    for (file, text) in &texts {
        for anchor in documents::anchors(text) {
            assert_eq!(anchors.insert(anchor, file), None, "anchor {anchor} occurs twice");
        }
    }
    for (own, text) in &texts {
        for target in targets(text) {
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let file = if file.is_empty() { own } else { file };
            let known = if anchor.is_empty() { texts.contains_key(file) } else { leads_to(&anchors, anchor, file) };
            assert!(known, "{own}: the link to {target} leads nowhere");
        }
    }
}

fn targets(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|part| part.split(')').next())
}

fn leads_to(anchors: &BTreeMap<&str, &String>, anchor: &str, file: &str) -> bool {
    anchors.get(anchor).is_some_and(|home| *home == file)
}

/// Code hosts show the source of larger files in place of the document.
#[test]
fn no_document_is_too_large_to_be_rendered() {
    for (file, text) in render(&spec()) {
        assert!(text.len() < 450_000, "{file} has {} bytes: give some of its chapters another annex", text.len());
    }
}

#[test]
fn tables_have_as_many_cells_as_titles() {
    for text in render(&spec()).values() {
        let mut columns = None;
        for line in text.lines() {
            if !line.starts_with('|') || line.contains("+--") {
                columns = None;
                continue;
            }
            let cells = line.replace("\\|", "").matches('|').count();
            assert_eq!(*columns.get_or_insert(cells), cells, "{line}");
        }
    }
}

#[test]
fn the_document_is_the_same_every_time() {
    let spec = spec();
    assert_eq!(render(&spec), render(&spec));
}
