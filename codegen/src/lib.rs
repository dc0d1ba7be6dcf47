//! Everything that is made from the description: `&Spec` in, texts by path out. Reads no file, no clock, no environment.

#![forbid(unsafe_code)]

mod embedded;
mod library;
mod rust;
mod spec_json;
mod spec_md;

use std::collections::BTreeMap;

use cwasm_spec::model::Spec;

/// The command that makes the generated files; their first line names it.
pub const COMMAND: &str = "cargo xtask gen";

/// Folders in which every file is generated: what is not in the output does not belong there.
pub const GENERATED_FOLDERS: &[&str] = &["src/generated", "verifier/src/generated"];

/// Files inside of those folders that are written by hand: the doors.
pub const DOORS: &[&str] = &["src/generated/mod.rs", "verifier/src/generated/mod.rs"];

/// All generated files: path from the project's root, and text.
pub fn generate(spec: &Spec) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    files.insert("spec.json".to_owned(), spec_json::render(spec));
    files.extend(spec_md::render(spec));
    files.extend(embedded::render(spec));
    files.extend(library::render(spec));
    files
}
