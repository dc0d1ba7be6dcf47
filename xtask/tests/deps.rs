//! Who may depend on whom: the table of ARCHITECTURE.md, as `cargo metadata` sees it.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// Names of all packages that a package needs to be built, with the features it has when built alone.
fn closure(package: &str) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--package", package, "--edges", "normal", "--prefix", "none", "--format", "{p}", "--offline"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let names = text.lines().filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != package).map(str::to_owned).collect()
}

/// Direct normal dependencies, by package of the workspace.
fn direct() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let package = |package: &Value| {
        let dependencies = package["dependencies"].as_array().unwrap().iter();
        let normal = dependencies.filter(|dependency| dependency["kind"].is_null() && dependency["optional"] == false);
        let names = normal.map(|dependency| dependency["name"].as_str().unwrap().to_owned()).collect();
        (package["name"].as_str().unwrap().to_owned(), names)
    };
    metadata["packages"].as_array().unwrap().iter().map(package).collect()
}

fn names(list: &[&str]) -> BTreeSet<String> {
    list.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn the_verifier_knows_the_model_and_nothing_else() {
    assert_eq!(closure("cwasm-verify"), names(&["cwasm-spec"]));
}

#[test]
fn the_model_without_its_loader_depends_on_nothing() {
    assert_eq!(closure("cwasm-spec"), names(&[]));
}

#[test]
fn the_library_knows_neither_model_nor_verifier() {
    let closure = closure("cwasm");
    for forbidden in ["cwasm-spec", "cwasm-verify", "cwasm-codegen", "kdl"] {
        assert!(!closure.contains(forbidden), "{forbidden}");
    }
    assert_eq!(direct()["cwasm"], names(&["bincode", "object", "postcard", "semver", "serde"]));
}

#[test]
fn the_tasks_know_nothing_that_is_generated() {
    let closure = closure("cwasm-xtask");
    assert!(closure.contains("cwasm-codegen"));
    assert!(!closure.contains("cwasm") && !closure.contains("cwasm-verify"), "{closure:?}");
}

#[test]
fn the_generator_reads_no_files() {
    let closure = closure("cwasm-codegen");
    assert!(!closure.contains("cwasm") && !closure.contains("cwasm-verify"), "{closure:?}");
}
