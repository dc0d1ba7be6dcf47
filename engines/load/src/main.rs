//! What verifying a whole artifact costs next to Wasmtime loading it, and how fast its tables are verified:
//! `cargo run --release -p cwasm-load -- FILE... > SPEED.md`; `load/make.py` makes files.

mod clock;
mod tables;
mod whole;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cwasm_verify::Verifier;

type Failure = Box<dyn std::error::Error>;

const INTRODUCTION: &str = "# How fast artifacts are verified

Made by `cargo run --release -p cwasm-load`. The files are real programs that `load/make.py` compiles, but `references`, which is
made up as few programs keep references in stack maps. Measured on one machine, all kinds of work in turn in one
process, as the least time of the thread: look at the ratios, not at the times.
";

const WHOLE: &str = "## Whole files

`verify` is that of a `Verifier` that has seen a file of the release before, `first` of one that has not. `bytes` is
`deserialize`, `file` is `deserialize_file` of Wasmtime 48; the goal is half of `bytes`.

| file | MB | verify | bytes | file | verify / bytes | verify / file | first / bytes |
|---|---:|---:|---:|---:|---:|---:|---:|";

const TABLES: &str = "## Tables

What the verifier needs more for a file if it looks into a section, all rules about it included. `plain` is a sum of all
words of the section, `vectors` finds the section with `object` and decodes its entries into vectors as Wasmtime does.

| file | section | layout | MB | GB/s | time / plain | time / vectors |
|---|---|---|---:|---:|---:|---:|";

fn main() -> ExitCode {
    let verifier = Verifier::new(&cwasm_verify::SPEC);
    let files: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let mut code = ExitCode::SUCCESS;
    println!("{INTRODUCTION}");
    for (title, measure) in [(WHOLE, whole::measure as Measure), (TABLES, tables::measure)] {
        println!("{title}");
        for path in &files {
            let rows = std::fs::read(path).map_err(Failure::from).and_then(|bytes| measure(path, &bytes, &verifier));
            match rows {
                Ok(rows) => rows.iter().for_each(|row| println!("| {} | {row} |", name(path))),
                Err(error) => {
                    eprintln!("{}: {error}", path.display());
                    code = ExitCode::FAILURE;
                }
            }
        }
        println!();
    }
    code
}

/// Gives the other cells of the rows about a file.
type Measure = fn(&Path, &[u8], &Verifier<'_>) -> Result<Vec<String>, Failure>;

fn name(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// A size as people read it, in millions of bytes.
fn megabytes(bytes: &[u8]) -> String {
    format!("{:.2}", bytes.len() as f64 / 1e6)
}
