//! Every property on every real artifact, and the loader on each file of the description.

use std::fs;
use std::path::PathBuf;

use cwasm_properties::{Outcome, agree, cases, load_spec, parse, roundtrip, verify};

/// The files below some folders of the project, by path.
fn files(folders: &[&str]) -> Vec<(PathBuf, Vec<u8>)> {
    cases::files(folders).into_iter().filter_map(|path| fs::read(&path).ok().map(|bytes| (path, bytes))).collect()
}

fn holds(property: impl Fn(&[u8]) -> Outcome, folders: &[&str]) {
    let files = files(folders);
    assert!(!files.is_empty());
    let broken =
        files.iter().filter_map(|(path, bytes)| Some(format!("{}: {}", path.display(), property(bytes).err()?)));
    let broken: Vec<String> = broken.collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

const ARTIFACTS: &[&str] = &["tests/corpus", "tests/legacy"];

#[test]
fn the_parser_survives() {
    holds(parse::survives, ARTIFACTS);
}

#[test]
fn the_verifier_survives() {
    holds(verify::survives, ARTIFACTS);
}

#[test]
fn parser_and_verifier_agree() {
    holds(agree::agree, ARTIFACTS);
}

#[test]
fn what_was_read_is_written() {
    holds(roundtrip::bytes, ARTIFACTS);
}

#[test]
fn the_loader_survives() {
    holds(load_spec::survives, &["spec/format", "tests/editions"]);
}
