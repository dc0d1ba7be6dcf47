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
    assert!(run(["spec", "diff", "21", "22"]).out.contains("pattern name_of_function"));
    assert!(run(["spec", "diff", "36", "36"]).out.contains("is the same"));
    assert_eq!(run(["spec", "diff", "36", "99"]).code, 2);
}

#[test]
fn differences_of_payload_types_are_told() {
    let ran = run(["spec", "diff", "36", "48"]);
    let parts = [
        "~ meta  moved behind module",
        "~ Static.map\n      type: seq option static_memory_initializer -> ",
        "+ Map\n      type_map_index",
        "~ indices  Flags 17 -> 18, Enum 18 -> 19",
        "+ struct type_map  (5 members)",
        "+ newtype atom  (nonzero-u32)",
        "- struct const_expr  (1 member)",
    ];
    for part in parts {
        assert!(ran.out.contains(part), "no {part}: {}", ran.out);
    }
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
fn a_type_has_a_name_in_wasmtime_too() {
    let whole = run(["spec", "type", "Module", "--release", "36"]);
    assert_eq!(whole.out, run(["spec", "type", "module", "--release", "36"]).out);
    for part in ["struct module\n", "18  None ", "\nnewtypes\n", "func_index ", "Import.name "] {
        assert!(whole.out.contains(part), "no {part}: {}", whole.out);
    }
    let alone = run(["spec", "type", "Module", "--release", "36", "--alone"]).out;
    assert!(whole.out.starts_with(&alone) && !alone.contains("enum"), "{alone}");
    assert_eq!(run(["spec", "type", "CoreExport", "--alone"]).out.matches("struct core_export").count(), 3);
    // A name that meant another type before it meant this one.
    for (release, shape) in [("26", "enum early_wasm_composite_type"), ("27", "struct wasm_composite_type")] {
        assert!(run(["spec", "type", "WasmCompositeType", "--release", release]).out.starts_with(shape));
    }
    let ran = run(["spec", "type", "ConstExpr", "--release", "48"]);
    assert!(ran.code == 2 && ran.err.contains("`const_expr` is in 21 to 45"), "{}", ran.err);
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
