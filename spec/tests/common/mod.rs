//! The description as it stands in the repository.

use std::fs;
use std::path::{Path, PathBuf};

use cwasm_spec::diagnostic::Source;

fn kdl_files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "kdl"));
    paths.sort();
    paths
}

/// Its files.
pub(crate) fn description() -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("format");
    let read = |path: PathBuf| Source {
        name: path.file_name().unwrap().to_string_lossy().into_owned(),
        text: fs::read_to_string(&path).unwrap(),
    };
    kdl_files(&folder).into_iter().map(read).collect()
}

/// Each folder of `folder` holds an `input.kdl`; `find` gives the mistakes in it, which `diagnostics.txt` has to hold.
/// With `BLESS` set the expected texts are rewritten.
pub(crate) fn each_case(folder: &str, find: impl Fn(String) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let mut failed = Vec::new();
    let mut cases = 0;
    for case in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        cases += 1;
        let found = find(fs::read_to_string(case.join("input.kdl")).unwrap());
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
