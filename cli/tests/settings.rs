//! `cwasm info` shows what the engines of the corpus were configured with, as the list of their provenance says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod common;

use std::fs;

use common::{repository, run};
use cwasm_spec::model::TypeKind;
use cwasm_verify::SPEC;
use serde_json::Value;

/// Settings that say the same as a setting of Cranelift: their name, and that of the flag.
const FLAGS: [(&str, &str); 3] = [
    ("cranelift_opt_level", "opt_level"),
    ("cranelift_nan_canonicalization", "enable_nan_canonicalization"),
    ("native_unwind_info", "unwind_info"),
];

#[test]
fn what_is_shown_is_what_was_configured() {
    let list: Vec<Value> =
        serde_json::from_slice(&fs::read(repository("tests/corpus/provenance.json")).unwrap()).unwrap();
    let mut compared = 0;
    for entry in &list {
        let path = repository("tests/corpus").join(entry["path"].as_str().unwrap());
        let ran = run(["info".as_ref(), "--format=json".as_ref(), path.as_os_str()]);
        let info: Value = serde_json::from_str(&ran.out).unwrap();
        let shown = [&info["release"], &info["recorded_version"], &info["kind"]];
        assert_eq!(shown, [&entry["edition"], &entry["records"], &entry["kind"]], "{}", path.display());
        // An engine that was asked for an architecture alone records it with the words that were left out.
        let (shown, asked) = (info["target"].as_str().unwrap(), entry["target"].as_str().unwrap());
        assert!(shown == asked || shown.starts_with(&format!("{asked}-")), "{shown} in {}", path.display());
        for (name, configured) in entry["settings"].as_object().into_iter().flatten() {
            let shown = setting(&info["engine"]["metadata"], name);
            // A setting that is recorded as something else, such as a strategy as a bool, proves nothing here.
            if let Some(shown) = shown.filter(|shown| shown.is_boolean() == configured.is_boolean()) {
                assert_eq!(shown, configured, "{name} in {}", path.display());
                compared += 1;
            }
        }
    }
    assert!(compared > 100, "only {compared} settings were compared");
}

/// The recorded value of a setting, if it is recorded as it was set.
fn setting<'a>(metadata: &'a Value, name: &str) -> Option<&'a Value> {
    if let Some((_, flag)) = FLAGS.iter().find(|(setting, _)| *setting == name) {
        return metadata["shared_flags"].get(flag);
    }
    if let Some(feature) = name.strip_prefix("wasm_") {
        let features = &metadata["features"];
        return features.get(feature).or_else(|| features.get(feature.to_uppercase()));
    }
    let fields = SPEC.types.iter().filter(|ty| matches!(ty.kind, TypeKind::Struct { .. })).flat_map(|ty| ty.fields());
    let mut fields = fields.filter(|field| field.option == format!("Config::{name}"));
    fields.find_map(|field| metadata["tunables"].get(&*field.name))
}
