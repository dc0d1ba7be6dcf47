//! A second opinion on the raw tables: what Wasmtime's own functions find in the sections of real artifacts, next to what
//! this project's library decodes.
//!
//! For each release a small program is built against its published crates. It hands its [`Wasmtime`] to [`main`], which
//! asks both sides the same questions and prints what they answer differently, then a [`Tally`].

#![forbid(unsafe_code)]

mod compare;
mod engine;
mod in_place;
mod made;
mod names;
mod ours;
mod tally;
mod wasmtime;

use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cwasm::{Artifact, Release};

pub use self::tally::{Count, TABLES, Tally};
pub use self::wasmtime::{Breakpoint, CallSite, Caught, Entries, Frame, Function, Handler, Module, StackMap, Wasmtime};

/// The program of one release: its arguments are the release and its artifacts.
pub fn main(wasmtime: Wasmtime) -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(release) = arguments.next().and_then(|name| Release::from_name(&name)) else {
        eprintln!("the first argument is a release, the others are its artifacts");
        return ExitCode::from(2);
    };
    let tally = compare(&wasmtime, release, arguments.map(PathBuf::from));
    println!("{tally}");
    if tally.differences == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Compares the names and the tables of some artifacts, and prints the first differences of each.
pub fn compare(wasmtime: &Wasmtime, release: Release, artifacts: impl Iterator<Item = PathBuf>) -> Tally {
    let mut tally = Tally::default();
    names::compare(wasmtime, release, &mut tally);
    made::compare(wasmtime, release, &mut tally);
    for path in artifacts {
        tally.artifacts += 1;
        if let Err(message) = file(wasmtime, &path, &mut tally) {
            tally.differs(&path.display().to_string(), &message);
        }
    }
    tally
}

/// Fails if the library does not read the file, or if Wasmtime panics on it.
fn file(wasmtime: &Wasmtime, path: &Path, tally: &mut Tally) -> Result<(), String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let artifact = Artifact::parse(&bytes).map_err(|error| error.to_string())?;
    let name = path.display().to_string();
    let compared = catch_unwind(|| {
        let mut found = compare::artifact(wasmtime, &artifact, &name)?;
        engine::compare(wasmtime, &artifact, &name, &mut found)?;
        Ok::<_, cwasm::Error>(found)
    });
    let found = compared.map_err(|_| "Wasmtime panics".to_owned())?.map_err(|error| error.to_string())?;
    tally.add(&found);
    Ok(())
}
