//! Compares the tables of real artifacts with what Wasmtime reads: `cwasm-second 3 20 48` with the crates of these
//! releases, `cwasm-second all` with those of every release, which also writes engines/SECOND-OPINION.md.
//!
//! The artifacts are those of the corpus, or those below the paths that are given too. For each release a small program is
//! built, one after the other; dependencies that releases share are built once.

#![forbid(unsafe_code)]

mod program;
mod report;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cwasm::{Artifact, Release};

use self::report::Row;

const USAGE: &str = "usage: cwasm-second all|RELEASE... [PATH...]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

/// Whether all agree.
fn run(arguments: &[String]) -> Result<bool, String> {
    let releases = |name: &String| Release::from_name(name);
    let mut asked: Vec<Release> = arguments.iter().filter_map(releases).collect();
    let all = arguments.iter().any(|argument| argument == "all");
    if all {
        asked = Release::ALL.to_vec();
    }
    if asked.is_empty() {
        return Err(USAGE.to_owned());
    }
    let paths = arguments.iter().filter(|argument| *argument != "all" && releases(argument).is_none());
    let mut paths: Vec<PathBuf> = paths.map(PathBuf::from).collect();
    let corpus = paths.is_empty();
    if corpus {
        paths.push(here().join("../../tests/corpus"));
    }
    let artifacts = artifacts(&paths)?;
    let mut rows = Vec::new();
    for release in asked {
        let row = row(release, artifacts.get(&release).map_or(&[][..], Vec::as_slice))?;
        println!("{row}");
        rows.push(row);
    }
    if all && corpus {
        report::write(&rows, &here().join("../SECOND-OPINION.md"))?;
    }
    Ok(rows.iter().all(Row::agrees))
}

fn row(release: Release, artifacts: &[PathBuf]) -> Result<Row, String> {
    let program = program::write(release).map_err(|error| format!("cannot write the program of {release}: {error}"))?;
    let tally = program.run(release, artifacts)?;
    Ok(Row { release, crates: program.crates(), tally })
}

/// The artifacts below some paths, by release.
fn artifacts(paths: &[PathBuf]) -> Result<BTreeMap<Release, Vec<PathBuf>>, String> {
    let mut files = Vec::new();
    for path in paths {
        let path = path.canonicalize().map_err(|error| format!("{}: {error}", path.display()))?;
        collect(&path, &mut files);
    }
    files.sort();
    let mut artifacts: BTreeMap<Release, Vec<PathBuf>> = BTreeMap::new();
    for path in files {
        if let Some(release) = release_of(&path) {
            artifacts.entry(release).or_default().push(path);
        }
    }
    Ok(artifacts)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(path) else {
        return files.push(path.to_owned());
    };
    for entry in entries.flatten() {
        collect(&entry.path(), files);
    }
}

fn release_of(path: &Path) -> Option<Release> {
    Artifact::parse(&std::fs::read(path).ok()?).ok()?.release().ok()
}

fn here() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
