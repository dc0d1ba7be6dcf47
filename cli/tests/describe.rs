//! `cwasm explain`, `cwasm spec` and the help: all from the description, none with a panic.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod common;

use common::{cwasm, run};

#[test]
fn a_rule_is_explained_by_number_and_by_name() {
    let by_number = run(["explain", "1105"]);
    assert_eq!(by_number.code, 0);
    for label in ["MUST", "why", "releases", "check", "loader", "source", "described in"] {
        assert!(by_number.out.contains(label), "no {label}: {}", by_number.out);
    }
    assert_eq!(run(["explain", "sections-placed"]).out, by_number.out);
    assert_eq!(run(["explain", "0902"]).out, run(["explain", "902"]).out);
}

#[test]
fn an_unknown_rule_is_2_with_suggestions() {
    let ran = run(["explain", "section-placed"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("`sections-placed`"), "{}", ran.err);
    assert!(run(["explain", "1999"]).err.contains("did you mean `"));
    assert_eq!(run(["explain", "\u{1b}[31m"]).code, 2);
}

#[test]
fn the_description_is_listed() {
    let ran = run(["spec"]);
    assert_eq!(ran.code, 0);
    for part in ["3-dev 3 4 5", " sections\n", " rules\n", "1105 sections-placed"] {
        assert!(ran.out.contains(part), "no {part}");
    }
    let sections = |args: &[&str]| run(["spec", "sections"].iter().chain(args)).out;
    assert!(sections(&[]).contains(".wasmtime.frames"));
    assert!(!sections(&["--release", "36"]).contains(".wasmtime.frames"));
    assert!(run(["spec", "rules", "--release", "36"]).out.contains("1105"));
    assert_eq!(run(["spec", "rules", "--release", "x"]).code, 2);
}

#[test]
fn differences_between_releases_are_told() {
    let ran = run(["spec", "diff", "36", "48"]);
    assert_eq!(ran.code, 0);
    for part in ["+ .wasmtime.frames", "- generate_native_debuginfo", "+ debug_guest", "compat: exact -> subset"] {
        assert!(ran.out.contains(part), "no {part}: {}", ran.out);
    }
    assert!(run(["spec", "diff", "20", "21"]).out.contains("bincode1 -> postcard"));
    assert!(run(["spec", "diff", "36", "36"]).out.contains("is the same"));
    assert_eq!(run(["spec", "diff", "36", "99"]).code, 2);
}

#[test]
fn a_type_is_shown_with_what_is_inside() {
    let ran = run(["spec", "type", "engine_metadata", "--release", "36"]);
    assert_eq!(ran.code, 0);
    for part in ["struct engine_metadata", "struct tunables", "flags shared_flags", "bits wasm_feature_bits (in u64)"] {
        assert!(ran.out.contains(part), "no {part}: {}", ran.out);
    }
    assert!(!ran.out.contains("wasm_features"), "{}", ran.out);
    assert!(run(["spec", "type", ".wasmtime.engine"]).out.starts_with("layout engine"));
    let ran = run(["spec", "type", "tunable"]);
    assert!(ran.code == 2 && ran.err.contains("`tunables`"), "{}", ran.err);
}

#[test]
fn help_has_examples_and_exit_codes() {
    for command in ["verify", "info", "explain", "spec"] {
        let ran = run([command, "--help"]);
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains("Examples:") && ran.out.contains("Exit codes:"), "{}", ran.out);
        assert!(run([command, "-h"]).out.len() < ran.out.len());
    }
    assert_eq!(run(["--version"]).out, format!("cwasm {}\n", env!("CARGO_PKG_VERSION")));
    assert_eq!(run::<&str>([]).code, 2);
}

#[test]
fn a_closed_pipe_is_no_trouble() {
    let mut child = cwasm().arg("spec").stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
