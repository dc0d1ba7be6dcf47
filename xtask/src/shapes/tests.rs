//! The description against the traced shapes of every release, and the comparison against changed shapes.

use super::compare::compare;
use super::{check, path, read};
use crate::project;

#[test]
fn the_description_says_what_the_crates_of_every_release_say() {
    let spec = project::spec().unwrap();
    let traced = spec.editions.iter().filter(|edition| path(edition).exists()).count();
    // An edition that is no release has no crates.
    let releases = spec.editions.iter().filter(|edition| edition.parse::<u16>().is_ok()).count();
    assert_eq!(traced, releases, "refresh the shapes with the tracer");
    check(&[]).unwrap();
}

/// The differences after a change to the traced tunables, of which only some are there.
fn differences(from: &str, to: &str) -> Vec<String> {
    let traced = r#"{"types": {
        "FlagValue": {"enum": [["Enum", "string"], ["Num", "u8"], ["Bool", "bool"]]},
        "EngineMetadata": {"struct": [["target", "string"], ["shared_flags", "map string FlagValue"],
            ["isa_flags", "map string FlagValue"], ["tunables", "Tunables"], ["features", "u64"]]}}}"#;
    assert!(traced.contains(from));
    let shapes = read::shapes(&traced.replacen(from, to, 1)).unwrap();
    let spec = project::spec().unwrap();
    compare(&spec, spec.newest(), &shapes).differences
}

#[test]
fn equal_shapes_have_no_difference() {
    assert_eq!(differences("u64", "u64"), [""; 0]);
}

#[test]
fn every_kind_of_difference_is_found() {
    for (from, to, said) in [
        ("[\"target\", \"string\"], ", "", "engine_metadata: target is described, not traced"),
        ("\"target\"", "\"triple\"", "engine_metadata: triple (first) is traced, not described"),
        ("[\"Num\", \"u8\"], ", "", "flag_value: Num is described, not traced"),
        ("[\"Num\", \"u8\"]", "[\"Num\"]", "flag_value.Num: described as `u8`, traced []"),
        ("\"u64\"", "\"u32\"", "engine_metadata.features: described as `wasm_feature_bits`, traced Plain(\"u32\")"),
        (
            "[\"Num\", \"u8\"], [\"Bool\", \"bool\"]",
            "[\"Bool\", \"bool\"], [\"Num\", \"u8\"]",
            "flag_value: order: described Num where Bool is traced",
        ),
        (
            "{\"enum\": [[\"Enum\", \"string\"], [\"Num\", \"u8\"], [\"Bool\", \"bool\"]]}",
            "{\"same\": \"u8\"}",
            "flag_value: described and traced are different kinds",
        ),
    ] {
        let found = differences(from, to);
        assert!(found.iter().any(|found| found.starts_with(said)), "{said}: {found:?}");
    }
}
