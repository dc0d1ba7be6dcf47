//! Records the serde shape of the payload types of releases of Wasmtime: `cwasm-tracer 48 49` builds a small program
//! against the published crates of each, runs it, and writes spec/shapes/RELEASE.json.
//!
//! Knows nothing of the description. One release at a time, with few cores and little disk in mind; dependencies that
//! releases share are built once.

#![forbid(unsafe_code)]

mod program;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

/// The first release whose crates ask for features of a nightly compiler.
const NIGHTLY_SINCE: u16 = 49;

fn main() -> ExitCode {
    let releases: Vec<String> = std::env::args().skip(1).collect();
    if releases.is_empty() {
        eprintln!("usage: cwasm-tracer RELEASE...");
        return ExitCode::from(2);
    }
    for release in releases {
        let started = Instant::now();
        match release.parse().map_err(|_| format!("`{release}` is not a major version")).and_then(trace) {
            Ok(path) => println!("{release}: {} in {} s", path.display(), started.elapsed().as_secs()),
            Err(message) => {
                eprintln!("{release}: {message}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}

/// Makes the shapes of one release, and returns the path of their file.
fn trace(release: u16) -> Result<PathBuf, String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let work = here.join("target/programs");
    let program = work.join(release.to_string());
    program::write(release, &program).map_err(|error| format!("cannot write {}: {error}", program.display()))?;
    let mut cargo = Command::new("cargo");
    // The tracer's own cargo must not choose the compiler of the program.
    cargo.env_remove("RUSTUP_TOOLCHAIN").env("CARGO_TARGET_DIR", work.join("target")).env("CARGO_INCREMENTAL", "0");
    if release >= NIGHTLY_SINCE {
        cargo.arg("+nightly");
    }
    let output = cargo
        .args(["run", "--quiet", "--manifest-path"])
        .arg(program.join("Cargo.toml"))
        .output()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let path = here.join(format!("../spec/shapes/{release}.json"));
    std::fs::write(&path, output.stdout).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    Ok(path)
}
