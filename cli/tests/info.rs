//! `cwasm info` and the hidden `cwasm roundtrip` on real artifacts, broken ones, and what is none.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test fails by panicking"
)]

mod common;

use std::fs;
use std::path::Path;

use common::{Scratch, artifact, noise, repository, run, run_on, tiny_elf};
use serde_json::Value;

fn info(path: &Path) -> common::Ran {
    run(["info".as_ref(), path.as_os_str()])
}

fn json(path: &Path) -> (i32, Value) {
    let ran = run(["info".as_ref(), "--format".as_ref(), "json".as_ref(), path.as_os_str()]);
    (ran.code, serde_json::from_str(&ran.out).unwrap())
}

#[test]
fn every_release_shows_target_settings_and_sections() {
    for release in ["3-dev", "3", "20", "21", "33", "36", "48", "50"] {
        let ran = info(&artifact(release));
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{release}");
        for part in [
            "kind ",
            &format!("release {release}"),
            "shared flags\n",
            "isa flags\n",
            "tunables\n",
            "features\n",
            "sections\n",
            ".wasmtime.engine",
        ] {
            assert!(ran.out.contains(part), "{release}: no {part}: {}", ran.out);
        }
    }
}

#[test]
fn json_has_settings_under_the_names_of_the_description() {
    for release in ["3", "32", "33", "50"] {
        let (code, document) = json(&artifact(release));
        assert_eq!(code, 0, "{release}");
        let metadata = &document["engine"]["metadata"];
        assert_eq!(metadata["target"], document["target"]);
        assert_eq!(metadata["shared_flags"]["probestack_strategy"], if release == "3" { "outline" } else { "inline" });
        let features = metadata["features"].as_object().unwrap();
        assert!(features.values().all(Value::is_boolean), "{release}: {features:?}");
        let simd = features.iter().find(|(name, _)| name.to_lowercase() == "simd").unwrap().1;
        assert_eq!(simd, true, "{release}");
        assert!(metadata["tunables"]["consume_fuel"].is_boolean());
        let sections = document["sections"].as_array().unwrap();
        assert!(
            sections.iter().any(|section| section["name"] == ".text" && section["flags"][0] == "ALLOC"),
            "{sections:?}"
        );
    }
}

#[test]
fn settings_are_those_that_the_engine_had() {
    let tunable = |file: &str, name: &str| {
        let (_, document) = json(&repository("tests/corpus/36").join(file));
        document["engine"]["metadata"]["tunables"][name].clone()
    };
    assert_eq!(tunable("36.0.0-component-basic-fuel.cwasm", "consume_fuel"), true);
    assert_eq!(tunable("36.0.0-component-basic-default.cwasm", "consume_fuel"), false);
}

#[test]
fn a_broken_file_is_shown_as_far_as_it_goes() {
    let scratch = Scratch::new("info-broken");
    let bytes = fs::read(artifact("36")).unwrap();
    for length in [0, 10, 64, bytes.len() / 2, bytes.len() - 1] {
        let ran = info(&scratch.file("cut", &bytes[..length]));
        assert_eq!(ran.code, 3, "{length}: {}", ran.err);
        assert!(ran.out.contains("verdict"), "{}", ran.out);
    }
}

#[test]
fn of_a_release_that_is_not_described_the_container_is_shown() {
    let scratch = Scratch::new("info-undescribed");
    let mut bytes = fs::read(artifact("50")).unwrap();
    let at = bytes.windows(4).position(|window| window == b"\x00\x0250").unwrap();
    bytes[at + 3] = b'1';
    let path = scratch.file("undescribed", &bytes);
    let ran = info(&path);
    assert_eq!(ran.code, 3);
    assert!(ran.out.contains("release 51, not described") && ran.out.contains(".text"), "{}", ran.out);
    assert!(!ran.err.is_empty());
    let ran = run(["verify".as_ref(), path.as_os_str()]);
    assert!(ran.code == 3 && ran.out.contains("release 51 is not described"), "{}", ran.out);
    assert_eq!(info(&path).code, 3);
    assert_eq!(run(["info".as_ref(), "--release=50".as_ref(), path.as_os_str()]).code, 0);
}

#[test]
fn what_is_no_artifact_is_3_and_what_cannot_be_read_is_2() {
    let scratch = Scratch::new("info-none");
    for (name, bytes) in [("empty", Vec::new()), ("noise", noise(100)), ("elf", tiny_elf())] {
        assert_eq!(info(&scratch.file(name, &bytes)).code, 3, "{name}");
    }
    assert_eq!(info(&scratch.path().join("absent")).code, 2);
    assert_eq!(info(scratch.path()).code, 2);
    assert_eq!(run(["info", "--release", "x", "y"]).code, 2);
}

#[test]
fn standard_input_works() {
    let ran = run_on(&["info", "-"], &fs::read(artifact("48")).unwrap());
    assert_eq!(ran.code, 0);
    assert!(ran.out.starts_with("<stdin>\n"), "{}", ran.out);
}

#[test]
fn artifacts_are_computed_anew_byte_for_byte() {
    let ran = run(["roundtrip".as_ref(), repository("tests/corpus").as_os_str()]);
    let bad: Vec<&str> = ran.out.lines().filter(|line| !line.contains(": equal, ")).collect();
    assert_eq!((ran.code, bad), (0, Vec::new()));
}

#[test]
fn a_difference_is_1_with_its_offset() {
    let scratch = Scratch::new("roundtrip");
    let mut bytes = fs::read(artifact("36")).unwrap();
    let size = bytes.len();
    bytes.push(0);
    let ran = run(["roundtrip".as_ref(), scratch.file("longer", &bytes).as_os_str()]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.out.contains(&format!("differs from byte {size:#x} on: the end instead of 00")), "{}", ran.out);
    assert_eq!(run(["roundtrip".as_ref(), scratch.file("none", b"text").as_os_str()]).code, 3);
    assert_eq!(run(["roundtrip", "absent"]).code, 2);
}

#[test]
fn functions_are_listed_with_their_traps_and_positions() {
    for release in ["10/10.0.1-traps-default.cwasm", "50/50.0.1-traps-default.cwasm"] {
        let path = repository("tests/corpus").join(release);
        let ran = run(["info".as_ref(), "--functions".as_ref(), "--format=json".as_ref(), path.as_os_str()]);
        let document: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(ran.code, 0, "{}", ran.err);
        let functions = document["functions"].as_array().unwrap();
        let sum = |name: &str| functions.iter().map(|function| function[name].as_u64().unwrap()).sum::<u64>();
        assert!(functions.len() > 5 && sum("traps") > 5 && sum("positions") > functions.len() as u64, "{}", ran.out);
        for function in functions {
            let number = |name: &str| function[name].as_u64().unwrap();
            assert_eq!(number("end") - number("start"), number("size"));
        }
        let ran = run(["info".as_ref(), "--functions".as_ref(), path.as_os_str()]);
        assert_eq!(ran.out.lines().count(), functions.len() + 2, "{}", ran.out);
    }
    let scratch = Scratch::new("info-functions");
    assert_eq!(run(["info".as_ref(), "--functions".as_ref(), scratch.file("none", b"text").as_os_str()]).code, 3);
}
