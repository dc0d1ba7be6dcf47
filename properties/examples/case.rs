//! Writes the artifact that a case makes: `cargo run -p cwasm-properties --example case -- CASE.txt OUT.cwasm`.

use std::path::Path;
use std::process::ExitCode;

use cwasm_properties::cases::{Case, root};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [case, out] = &*args else {
        eprintln!("two arguments: the file of a case, and the artifact to write");
        return ExitCode::from(2);
    };
    let written = |bytes: Vec<u8>| std::fs::write(out, bytes).map_err(|error| format!("{out}: {error}"));
    match make(Path::new(case)).and_then(written) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn make(case: &Path) -> Result<Vec<u8>, String> {
    let text = std::fs::read_to_string(case).map_err(|error| format!("{}: {error}", case.display()))?;
    let case = Case::parse(&text).map_err(|mistake| mistake.to_string())?;
    let real = std::fs::read(root().join(&case.artifact)).map_err(|error| format!("{}: {error}", case.artifact))?;
    case.apply(&real).map_err(|mistake| mistake.to_string())
}
