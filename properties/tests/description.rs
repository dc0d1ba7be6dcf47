//! The loader of the description on texts that are nearly right: every file of it damaged, in its place among the others.

use std::fs;

use cwasm_properties::cases::root;
use cwasm_properties::choices::Choices;
use cwasm_properties::load_spec::loads;
use cwasm_properties::mutate::mutate_text;
use cwasm_spec::diagnostic::Source;

/// The description, in reading order.
fn description() -> Vec<Source> {
    let folder = fs::read_dir(root().join("spec/format")).unwrap();
    let mut paths: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let source = |path: std::path::PathBuf| Source {
        name: path.file_name().unwrap().to_string_lossy().into_owned(),
        text: fs::read_to_string(path).unwrap(),
    };
    paths.into_iter().map(source).collect()
}

#[test]
fn each_file_damaged() {
    let whole = description();
    assert!(whole.len() > 20);
    for (index, source) in whole.iter().enumerate() {
        let seed: Vec<u8> =
            (0..64_u8).map(|byte| byte.wrapping_mul(167).wrapping_add((index as u8).wrapping_mul(31))).collect();
        let mut sources = whole.clone();
        sources[index].text = mutate_text(&source.text, &mut Choices::new(&seed));
        loads(sources).unwrap_or_else(|broken| panic!("{}: {broken}", source.name));
    }
}

#[test]
fn each_file_missing() {
    let whole = description();
    for index in 0..whole.len() {
        let mut sources = whole.clone();
        let missing = sources.remove(index);
        loads(sources).unwrap_or_else(|broken| panic!("without {}: {broken}", missing.name));
    }
}
