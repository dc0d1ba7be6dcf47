//! `evolve`: does a description with one more release make everything know it? A copy of the project gets an imaginary
//! release with a new tunable and a new section, and nothing but the description is changed by hand.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{command, project};

/// What a copy needs.
const PARTS: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    ".cargo",
    "spec",
    "codegen",
    "src",
    "benches",
    "verifier",
    "properties",
    "cli",
    "xtask",
];

/// The changes to the description, as an editor would make them: file, text that is there, text to put behind it.
const EDITS: &[(&str, &str, &str)] = &[
    ("00-editions.kdl", "\"50\"", " \"51\""),
    (
        "17-tunables.kdl",
        "struct tunables {",
        "\n    field imaginary bool since=\"51\" compat=exact free=\"a setting\" doc=\"Whether to imagine.\"",
    ),
    ("25-inventory.kdl", "\".wasmtime.wasm_bytecode_ends\"", " \".wasmtime.imaginary\""),
];

/// A section that release 51 might have.
const SECTION: &str = r#"
chapter "Imaginary" block="98" doc="Only for a test."

section ".wasmtime.imaginary" since="51" {
    doc "A section that no release has."
    present if rule=9801 {
        flag engine.metadata.tunables.imaginary
    }
    type PROGBITS; flags ALLOC; align 1
    content opaque "imagination"
    evidence source="xtask evolve"
}
rule 9801 imaginary-presence since="51" {
    must ".wasmtime.imaginary is present exactly when the tunable imaginary is on."
    why "It is a test."
    check presence ".wasmtime.imaginary"
    evidence source="xtask evolve"
}
"#;

pub(crate) fn run() -> Result<(), String> {
    let root = project::root();
    let copy = root.join("target/evolution");
    let fail = |error: std::io::Error| format!("{}: {error}", copy.display());
    fs::create_dir_all(&copy).map_err(fail)?;
    for part in PARTS {
        let to = copy.join(part);
        if to.is_dir() {
            fs::remove_dir_all(&to).map_err(fail)?;
        }
        copy_all(&root.join(part), &to).map_err(fail)?;
    }
    edit(&copy.join("spec/format"))?;
    let target = copy.join("target");
    let environment = [("CARGO_TARGET_DIR", target.to_str().ok_or("the path is not UTF-8")?)];
    command::run(&copy, &environment, &["cargo", "run", "--quiet", "--package", "cwasm-xtask", "--", "gen"])?;
    let history = fs::read_to_string(copy.join("SPEC.md")).map_err(fail)?;
    for word in [".wasmtime.imaginary", "`imaginary`"] {
        if !history.contains(word) {
            return Err(format!("SPEC.md of the copy does not know {word}"));
        }
    }
    let artifact = root.join("tests/corpus/50");
    let environment = [environment[0], ("CWASM_EVOLUTION", artifact.to_str().ok_or("the path is not UTF-8")?)];
    fs::create_dir_all(copy.join("properties/tests")).map_err(fail)?;
    fs::write(copy.join("properties/tests/evolution.rs"), include_str!("evolution.rs.txt")).map_err(fail)?;
    command::run(
        &copy,
        &environment,
        &["cargo", "test", "--quiet", "--package", "cwasm-properties", "--test", "evolution"],
    )
}

fn edit(format: &Path) -> Result<(), String> {
    for (file, place, addition) in EDITS {
        let path = format.join(file);
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let (before, behind) = text.split_once(place).ok_or(format!("{file} has changed: `{place}` is not in it"))?;
        let text = format!("{before}{place}{addition}{behind}");
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    fs::write(format.join("98-imaginary.kdl"), SECTION.trim_start()).map_err(|error| error.to_string())
}

fn copy_all(from: &Path, to: &Path) -> std::io::Result<()> {
    if from.is_file() {
        return fs::copy(from, to).map(|_| ());
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name: PathBuf = to.join(entry.file_name());
        if entry.file_name() != "target" {
            copy_all(&entry.path(), &name)?;
        }
    }
    Ok(())
}
