//! What hand-written code of the library must not know: names of sections and comparisons of releases are generated.

use std::path::{Path, PathBuf};

use cwasm::{Release, SectionId};

/// All hand-written files of the library.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("generated") {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// Code without comments and without the tests at the end.
fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]").next().unwrap();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn no_section_names_and_no_releases() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    assert!(files.len() > 20);
    for path in files {
        let code = code(&path);
        for id in SectionId::ALL {
            assert!(!code.contains(&format!("\"{}\"", id.name())), "{}: {}", path.display(), id.name());
        }
        for release in Release::ALL {
            let constant = format!("Release::R{}", release.name().to_uppercase().replace('-', "_"));
            assert!(!code.contains(&constant), "{}: {constant}", path.display());
        }
        for word in ["unsafe ", "KdlDocument", "cwasm_spec", "cwasm_verify"] {
            assert!(!code.contains(word), "{}: {word}", path.display());
        }
    }
}
