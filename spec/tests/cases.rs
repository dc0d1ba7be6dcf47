//! Each folder of `cases/` is a file that is added to the description, and the mistakes that the loader finds in it.
//! `BLESS=1 cargo test` rewrites the expected texts.

use std::fs;
use std::path::{Path, PathBuf};

use cwasm_spec::diagnostic::Source;
use cwasm_spec::load::load;

fn kdl_files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "kdl"));
    paths.sort();
    paths
}

fn description() -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("format");
    let read = |path: PathBuf| Source {
        name: path.file_name().unwrap().to_string_lossy().into_owned(),
        text: fs::read_to_string(&path).unwrap(),
    };
    kdl_files(&folder).into_iter().map(read).collect()
}

#[test]
fn the_description_has_no_mistakes() {
    if let Err(mistakes) = load(description()) {
        panic!("{mistakes}");
    }
}

#[test]
fn each_mistake_is_reported_with_its_line() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut failed = Vec::new();
    let mut cases = 0;
    for case in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        cases += 1;
        let mut sources = description();
        sources.push(Source { name: "input.kdl".into(), text: fs::read_to_string(case.join("input.kdl")).unwrap() });
        let found = load(sources).map(|_| String::new()).unwrap_or_else(|mistakes| format!("{mistakes}\n"));
        let expected = case.join("diagnostics.txt");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&expected, &found).unwrap();
        }
        if fs::read_to_string(&expected).unwrap_or_default() != found {
            failed.push(format!("{}:\n{found}", case.display()));
        }
        assert!(!found.is_empty(), "{} has no mistake", case.display());
    }
    assert!(cases > 0);
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn deep_nesting_is_a_mistake_and_no_overflow() {
    for open in ["a {\n", "(", "/*"] {
        let source = Source { name: "deep.kdl".into(), text: open.repeat(100_000) };
        let mistakes = load(vec![source]).unwrap_err();
        assert!(mistakes.diagnostics.iter().any(|mistake| mistake.message.contains("nested deeper")));
    }
}
