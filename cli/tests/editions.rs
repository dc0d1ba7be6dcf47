//! `cwasm verify` on artifacts of editions that no release has: what is said without the edition, and with it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod common;

use std::fs;
use std::path::PathBuf;

use common::{Scratch, artifact, repository, run};
use cwasm_properties::cases::Case;
use serde_json::Value;

fn verify(args: &[&dyn AsRef<std::ffi::OsStr>]) -> common::Ran {
    run(std::iter::once("verify".as_ref()).chain(args.iter().map(|arg| arg.as_ref())))
}

/// An invented edition: its file, and an artifact of it.
fn invented(name: &str, scratch: &Scratch) -> (PathBuf, PathBuf) {
    let folder = repository("tests/editions").join(name);
    let case = Case::parse(&fs::read_to_string(folder.join("case.txt")).unwrap()).unwrap();
    let bytes = case.apply(&fs::read(repository(&case.artifact)).unwrap()).unwrap();
    (folder.join("edition.kdl"), scratch.file("app.cwasm", &bytes))
}

#[test]
fn without_the_edition_the_report_says_what_to_try() {
    let scratch = Scratch::new("edition-unknown");
    let (_, app) = invented("build-before-23", &scratch);
    let ran = verify(&[&app]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    let helps: Vec<&str> = ran.out.lines().filter_map(|line| line.trim_start().strip_prefix("help: ")).collect();
    assert!(helps.iter().any(|help| help.starts_with("as edition 22 more of the file decodes, up to ")), "{helps:?}");
    for said in ["`cwasm spec diff 22 23`", "`--release auto`", "`--edition FILE.kdl`"] {
        assert_eq!(helps.iter().filter(|help| help.contains(said)).count(), 1, "{said}: {helps:?}");
    }
}

#[test]
fn all_editions_are_tried_and_the_nearest_comes_first() {
    let scratch = Scratch::new("edition-auto");
    let (edition, app) = invented("build-before-23", &scratch);
    let ran = verify(&[&"--release", &"auto", &app]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("fits no release, 22 is nearest"), "{}", ran.out);
    let mut table = ran.out.lines().skip_while(|line| !line.starts_with("editions tried for ")).skip(2);
    assert!(table.next().unwrap().starts_with("  22 "), "{}", ran.out);
    assert!(table.next().unwrap().contains("engine.metadata.features."), "{}", ran.out);
    let ran = verify(&[&"--release", &"auto", &"--edition", &edition, &app]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("  23-dev ") && ran.out.contains("none: it fits"), "{}", ran.out);
}

#[test]
fn with_the_edition_the_file_conforms_and_others_are_read_as_before() {
    for name in ["build-before-23", "fork-of-36", "component-after-48"] {
        let scratch = Scratch::new(name);
        let (edition, app) = invented(name, &scratch);
        let ran = verify(&[&"--edition", &edition, &app, &artifact("40")]);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        assert!(ran.out.contains("release 40"), "{}", ran.out);
    }
}

#[test]
fn programs_are_told_the_same() {
    let scratch = Scratch::new("edition-json");
    let (edition, app) = invented("build-before-23", &scratch);
    let file = |args: &[&dyn AsRef<std::ffi::OsStr>]| {
        let ran = verify(&[&[&"--format" as &dyn AsRef<_>, &"json", &app], args].concat());
        serde_json::from_str::<Value>(&ran.out).unwrap()["files"][0].clone()
    };
    let plain = file(&[]);
    assert_eq!(plain["further"]["edition"], "22");
    assert!(plain.get("tried").is_none());
    let auto = file(&[&"--release", &"auto", &"--edition", &edition]);
    assert_eq!((&auto["fitting"][0], &auto["tried"][0]["first"]), (&"23-dev".into(), &Value::Null));
    assert_eq!(auto["tried"][1]["edition"], "22");
    assert!(auto["tried"][1]["first"]["path"].is_string() && auto["tried"][1]["decoded"].is_u64());
}

#[test]
fn mistakes_in_the_file_of_an_edition_are_2_and_shown_with_their_line() {
    let scratch = Scratch::new("edition-mistakes");
    let bad = scratch.file("bad.kdl", b"edition ours like=\"23\" {\n    struct tunabels { }\n}\n");
    let ran = verify(&[&"--edition", &bad, &artifact("36")]);
    assert_eq!((ran.code, &*ran.out), (2, ""));
    assert!(ran.err.contains("unknown struct `tunabels`") && ran.err.contains("bad.kdl:2:5"), "{}", ran.err);
    let ran = verify(&[&"--edition", &"no-such.kdl", &artifact("36")]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no-such.kdl"), "{}", ran.err);
}

#[test]
fn the_examples_of_the_manual_can_be_read() {
    let manual = fs::read_to_string(repository("EDITIONS.md")).unwrap();
    let scratch = Scratch::new("edition-manual");
    let blocks = manual.split("```kdl\n").skip(1).map(|block| block.split("```").next().unwrap());
    for block in blocks {
        let file = scratch.file("example.kdl", block.as_bytes());
        let ran = verify(&[&"--edition", &file, &artifact("40")]);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
}
