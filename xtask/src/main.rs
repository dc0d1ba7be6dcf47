//! The project's own tasks. Knows the description and the generator, nothing that is generated: broken output never
//! blocks making it anew.

#![forbid(unsafe_code)]

mod ci;
mod command;
mod evolve;
mod fuzz;
mod generate;
mod project;
mod rule;
mod shapes;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Tasks for people who work on cwasm.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Makes every generated file from spec/format/*.kdl.
    Gen {
        /// Changes nothing, and fails if a file would change.
        #[arg(long)]
        check: bool,
    },
    /// Rewrites the expected texts of all tests; read the difference before you commit it.
    Bless,
    /// Makes the folder of a new rule, and prints its node for the description.
    NewRule {
        /// Four digits, the first two those of the file.
        number: u16,
        /// The property that holds, in words with hyphens.
        slug: String,
    },
    /// Writes into the description what a release changed in the payloads, as traced from its crates.
    AddRelease {
        /// Changes nothing, and fails if description and trace differ; all releases if none is given.
        #[arg(long, conflicts_with = "traced")]
        check: bool,
        /// The traced shapes, if not those in spec/shapes/; these are made if they are missing.
        #[arg(long)]
        traced: Option<PathBuf>,
        /// Major versions; one to add.
        #[arg(required_unless_present = "check")]
        releases: Vec<String>,
    },
    /// Tries the description with an imaginary next release, in a copy.
    Evolve,
    /// Runs the fuzz targets in turn.
    Fuzz {
        /// For each target.
        #[arg(long, default_value_t = 10)]
        minutes: u64,
        /// Only this target.
        #[arg(long)]
        target: Option<String>,
    },
    /// Runs what CI runs beside `cargo test`.
    Ci,
}

fn main() -> ExitCode {
    let result = match Arguments::parse().task {
        Task::Gen { check } => generate::run(check),
        Task::Bless => command::run(&project::root(), &[("BLESS", "1")], &["cargo", "test"]),
        Task::NewRule { number, slug } => rule::new(number, &slug),
        Task::AddRelease { check: true, releases, .. } => shapes::check(&releases),
        Task::AddRelease { traced, releases, .. } => match &*releases {
            [release] => shapes::add(release, traced.as_deref()),
            _ => Err("one release at a time".to_owned()),
        },
        Task::Evolve => evolve::run(),
        Task::Fuzz { minutes, target } => fuzz::run(minutes, target.as_deref()),
        Task::Ci => ci::run(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
