//! Facts of the format stand in the description: no name of a section and no release in hand-written code.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every hand-written Rust file below a folder.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            if !path.ends_with("generated") {
                sources(&path, found);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

/// Names of all sections, and of all editions, as the description's files have them.
fn facts() -> (Vec<String>, Vec<String>) {
    let json: serde_json::Value = serde_json::from_str(&fs::read_to_string(root().join("spec.json")).unwrap()).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let sections = json["spec"]["sections"].as_array().unwrap().iter().map(|section| text(&section["name"])).collect();
    let editions = json["spec"]["editions"].as_array().unwrap().iter().map(text).collect();
    (sections, editions)
}

/// The code of a file: without comments, and without its tests.
fn code(path: &Path) -> Vec<(usize, String)> {
    let text = fs::read_to_string(path).unwrap();
    let before_tests = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let lines = before_tests.lines().enumerate().map(|(index, line)| (index + 1, line.trim_start().to_owned()));
    lines.filter(|(_, line)| !line.starts_with("//")).collect()
}

#[test]
fn no_section_name_and_no_release_in_hand_written_code() {
    let (sections, editions) = facts();
    assert!(sections.len() > 30 && editions.len() > 40);
    let mut files = Vec::new();
    for folder in ["src", "verifier/src", "cli/src"] {
        sources(&root().join(folder), &mut files);
    }
    assert!(files.len() > 40);
    let mut found = Vec::new();
    for path in files {
        for (line, text) in code(&path) {
            let named = sections
                .iter()
                .any(|name| text.contains(&format!("\"{name}\"")) || text.contains(&format!("b\"{name}\"")));
            let quoted = editions.iter().any(|edition| text.contains(&format!("\"{edition}\"")));
            let compared =
                text.contains("Edition(") && text.bytes().any(|byte| byte.is_ascii_digit()) && compares_edition(&text);
            let constant = text.contains("Release::V");
            if named || quoted || compared || constant {
                found.push(format!("{}:{line}: {text}", path.display()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Whether a line has an edition by number, such as `Edition(37)`.
fn compares_edition(line: &str) -> bool {
    line.match_indices("Edition(")
        .any(|(at, name)| line[at + name.len()..].bytes().next().is_some_and(|byte| byte.is_ascii_digit()))
}
