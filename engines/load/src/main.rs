//! What verifying a whole artifact costs next to Wasmtime loading it, and how fast its tables are verified:
//! `cargo run --release -p cwasm-load -- FILE...`; `load/make.py` makes files.

mod clock;
mod tables;
mod whole;

use std::path::Path;
use std::process::ExitCode;

use cwasm_verify::Verifier;

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let verifier = Verifier::new(&cwasm_verify::SPEC);
    let mut code = ExitCode::SUCCESS;
    for path in std::env::args_os().skip(1) {
        if let Err(error) = measure(Path::new(&path), &verifier) {
            eprintln!("{}: {error}", path.display());
            code = ExitCode::FAILURE;
        }
    }
    code
}

fn measure(path: &Path, verifier: &Verifier<'_>) -> Result<(), Failure> {
    let bytes = std::fs::read(path)?;
    println!("{}, {:.2} MB", path.display(), bytes.len() as f64 / 1e6);
    // Only files of its own release can be loaded; the tables of others are measured all the same.
    if let Err(error) = whole::measure(path, &bytes, verifier) {
        println!("  not loaded: {error}");
    }
    tables::measure(&bytes, verifier)
}
