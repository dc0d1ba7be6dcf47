//! `gen` and `gen --check`: one code path, so that the check cannot disagree with the maker.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use cwasm_codegen::{COMMAND, DOORS, GENERATED_FOLDERS};

use crate::project;

pub(crate) fn run(check: bool) -> Result<(), String> {
    let files = cwasm_codegen::generate(&project::spec()?);
    let root = project::root();
    let stale = stale(&root, &files);
    if check {
        let differing = files.iter().filter(|(path, text)| current(&root, path).as_deref() != Some(text));
        let paths: Vec<&str> =
            differing.map(|(path, _)| path.as_str()).chain(stale.iter().map(String::as_str)).collect();
        return if paths.is_empty() { Ok(()) } else { Err(format!("run `{COMMAND}`: {}", paths.join(", "))) };
    }
    for path in &stale {
        fs::remove_file(root.join(path)).map_err(|error| format!("{path}: {error}"))?;
    }
    for (path, text) in &files {
        if current(&root, path).as_deref() != Some(text) {
            write(&root.join(path), text).map_err(|error| format!("{path}: {error}"))?;
            println!("{path}");
        }
    }
    Ok(())
}

fn current(root: &Path, path: &str) -> Option<String> {
    fs::read_to_string(root.join(path)).ok()
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

/// Files in generated folders that nobody makes any more.
fn stale(root: &Path, files: &BTreeMap<String, String>) -> Vec<String> {
    let mut stale = Vec::new();
    for folder in GENERATED_FOLDERS {
        for entry in fs::read_dir(root.join(folder)).into_iter().flatten().flatten() {
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if !files.contains_key(&path) && !DOORS.contains(&path.as_str()) {
                stale.push(path);
            }
        }
    }
    stale
}

#[cfg(test)]
mod tests {
    /// Generated files are what the generator makes, and no other file stands in their folders.
    #[test]
    fn generated_files_are_current() {
        if let Err(message) = super::run(true) {
            panic!("{message}");
        }
    }
}
