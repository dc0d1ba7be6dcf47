//! The real artifacts: each is found conforming, each is laid out again byte for byte.

use std::fs;
use std::path::PathBuf;

use cwasm_properties::cases::{Elf, files, render};
use cwasm_verify::report::{Report, Subject, Verdict};
use cwasm_verify::{Options, SPEC, verify};

/// All artifacts below a folder of the project, by path.
fn artifacts(folder: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let artifacts = files(&[folder]).into_iter().filter(|path| path.extension().is_some_and(|found| found == "cwasm"));
    artifacts.filter_map(|path| fs::read(&path).ok().map(|bytes| (path, bytes))).collect()
}

fn report(bytes: &[u8]) -> Report {
    verify(bytes, &SPEC, &Options::default())
}

#[test]
fn every_real_artifact_conforms() {
    let artifacts = artifacts("tests/corpus");
    assert!(artifacts.len() > 300, "only {} artifacts", artifacts.len());
    let mut failures = String::new();
    for (path, bytes) in &artifacts {
        let report = report(bytes);
        if report.verdict() != Verdict::Conforming || !report.violations.is_empty() || !report.unreached.is_empty() {
            failures.push_str(&format!("{}: {}\n", path.display(), render(&report)));
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn the_folder_is_the_release() {
    for (path, bytes) in artifacts("tests/corpus") {
        let folder = path.parent().and_then(|folder| folder.file_name()).unwrap_or_default().to_string_lossy();
        assert_eq!(report(&bytes).release_name(&SPEC), Some(&*folder), "{}", path.display());
    }
}

#[test]
fn older_artifacts_are_named_legacy() {
    let artifacts = artifacts("tests/legacy");
    assert!(!artifacts.is_empty());
    for (path, bytes) in artifacts {
        assert_eq!(report(&bytes).subject, Subject::Legacy, "{}", path.display());
    }
}

/// The editor of the cases must not be what breaks a rule.
#[test]
fn an_artifact_taken_apart_and_put_together_is_the_same() {
    for (path, bytes) in artifacts("tests/corpus") {
        let elf = Elf::read(&bytes).unwrap_or_else(|message| panic!("{}: {message}", path.display()));
        assert!(elf.write() == bytes, "{}", path.display());
    }
}
