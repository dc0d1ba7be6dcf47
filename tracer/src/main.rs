//! Asks the published crates of releases of Wasmtime what their payload types are. `cwasm-tracer 48 49` records the serde
//! shapes and writes spec/shapes/RELEASE.json; `cwasm-tracer --roundtrip 48 FOLDER` decodes files and encodes them again.
//!
//! Knows nothing of the description. For each release a small program is built against its crates. One release at a time,
//! with few cores and little disk in mind; dependencies that releases share are built once.

#![forbid(unsafe_code)]

mod program;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use self::program::Kind;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match *arguments {
        ["--roundtrip", release, folder] => round_trip(release, Path::new(folder)),
        [] | ["--roundtrip", ..] => {
            eprintln!("usage: cwasm-tracer RELEASE...\n       cwasm-tracer --roundtrip RELEASE FOLDER");
            return ExitCode::from(2);
        }
        ref releases => releases.iter().try_for_each(|release| trace(release)),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// Makes the shapes of one release.
fn trace(release: &str) -> Result<(), String> {
    let started = Instant::now();
    let output = program(Kind::Shapes, release)?.output().map_err(|error| format!("cannot run cargo: {error}"))?;
    if !output.status.success() {
        return Err(format!("{release}: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let path = here().join(format!("../spec/shapes/{release}.json"));
    std::fs::write(&path, output.stdout).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    println!("{release}: {} in {} s", path.display(), started.elapsed().as_secs());
    Ok(())
}

/// Decodes the payloads in a folder and encodes them again; the program says what it found.
fn round_trip(release: &str, folder: &Path) -> Result<(), String> {
    let folder = folder.canonicalize().map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut cargo = program(Kind::RoundTrip, release)?;
    let status = cargo.arg("--").arg(folder).status().map_err(|error| format!("cannot run cargo: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{release}: not all payloads come back as they were")) }
}

/// The command that builds and runs the program of one release.
fn program(kind: Kind, release: &str) -> Result<Command, String> {
    let release: u16 = release.parse().map_err(|_| format!("`{release}` is not a major version"))?;
    let work = here().join("target/programs");
    let folder = work.join(kind.name(release));
    program::write(kind, release, &folder).map_err(|error| format!("cannot write {}: {error}", folder.display()))?;
    Ok(cwasm_tracer::run(release, &folder, &work.join("target")))
}

fn here() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
