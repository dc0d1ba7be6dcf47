//! An artifact that the description names as evidence is there to look at.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// File names of all artifacts below `tests/corpus`.
fn artifacts() -> BTreeSet<String> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/corpus");
    let folders = fs::read_dir(corpus).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    folders
        .flat_map(|folder| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()))
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect()
}

#[test]
fn named_artifacts_are_in_the_corpus() {
    let artifacts = artifacts();
    let format = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/format");
    let mut named = 0;
    for path in fs::read_dir(format).unwrap().map(|entry| entry.unwrap().path()) {
        let text = fs::read_to_string(&path).unwrap();
        for name in text.split("artifact=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            named += 1;
            assert!(name == "all" || artifacts.contains(name), "{}: no {name} in tests/corpus", path.display());
        }
    }
    assert!(named > 100);
}
