//! Damages an artifact at some thousand places, and compares what the verifier says with what the real engine does.
//!
//! `cwasm-mutants [--count N] [--seed N] [RELEASE...]` prints a report in Markdown. A mutant that makes the engine die, and
//! that the verifier lets pass, names a rule that is missing, or something that nothing in the file could know.

mod areas;
mod elf;
mod engine;
mod mutants;
mod random;
mod reasons;
mod report;
mod trial;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cwasm_verify::fields::fields;
use cwasm_verify::{Options, SPEC};

use crate::engine::{Engine, Outcome};

/// What there is an engine and a victim of.
const RELEASES: [&str; 3] = ["20", "36", "50"];

struct Arguments {
    /// Mutants per share; an area has one share or several.
    count: usize,
    seed: u64,
    releases: Vec<String>,
}

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: impl Iterator<Item = String>) -> Result<(), String> {
    let arguments = parse(arguments)?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    report::introduction(arguments.count, arguments.seed);
    for release in &arguments.releases {
        let victim = folder.join(format!("victim/{release}.cwasm"));
        let engine = folder.join(format!("{release}/target/debug/cwasm-engine-{release}"));
        attack(release, &victim, engine, &arguments)?;
    }
    Ok(())
}

fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let mut parsed = Arguments { count: 150, seed: 1, releases: Vec::new() };
    while let Some(argument) = arguments.next() {
        let mut number = || {
            let number = arguments.next().ok_or("a number is missing")?;
            number.parse().map_err(|_| format!("{number} is no number"))
        };
        match argument.as_str() {
            "--count" => parsed.count = number()? as usize,
            "--seed" => parsed.seed = number()?,
            release if RELEASES.contains(&release) => parsed.releases.push(argument),
            other => return Err(format!("{other}: there are engines of {}", RELEASES.join(", "))),
        }
    }
    if parsed.releases.is_empty() {
        parsed.releases = RELEASES.map(str::to_owned).to_vec();
    }
    Ok(parsed)
}

fn attack(release: &str, victim: &Path, engine: PathBuf, arguments: &Arguments) -> Result<(), String> {
    let artifact = std::fs::read(victim).map_err(|error| format!("{}: {error}", victim.display()))?;
    let engine = Engine::new(engine, &artifact)?;
    if trial::noticed(&artifact) || engine.run(&artifact)? != Outcome::Same {
        return Err(format!("{}: something is wrong with it before anything is changed", victim.display()));
    }
    let fields = fields(&artifact, &SPEC, &Options::default());
    let areas = areas::areas(&artifact, &fields);
    let mutants = mutants::make(&artifact, &areas, arguments.count, arguments.seed);
    let trials = trial::try_all(&artifact, &mutants, &engine)?;
    report::release(release, &artifact, &areas, &mutants, &trials);
    Ok(())
}
