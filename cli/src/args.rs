//! What the command line can say. Only declarations: what it means stands with each command.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::exit;

/// Verifies, shows and explains Wasmtime's precompiled artifacts (.cwasm) of every release since 3.
///
/// Conforming means: as the release's own writer makes it. It does not mean that the machine code inside is safe to
/// run; nobody has looked at that.
#[derive(Debug, Parser)]
#[command(name = "cwasm", version, after_long_help = exit::HELP, subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct Args {
    /// When to use colours.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub(crate) color: Color,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Verify(VerifyArgs),
    Info(InfoArgs),
    Dump(DumpArgs),
    Explain(ExplainArgs),
    Spec(SpecArgs),
    Roundtrip(RoundtripArgs),
}

const SHORT_HELP: &str = "More, with examples and exit codes: --help";

const VERIFY_EXAMPLES: &str = "\
Examples:
  cwasm verify plugin.cwasm                 one file
  cwasm verify cache/ other.cwasm           all artifacts of a directory, and a file
  cat plugin.cwasm | cwasm verify -         standard input
  cwasm verify --release 36 custom.cwasm    the file does not record its release: say it
  cwasm verify --release auto custom.cwasm  try all releases: which fit, what is in the way of others
  cwasm verify --edition fork.kdl cache/    a fork wrote some: fork.kdl says how it differs (EDITIONS.md)
  cwasm verify --format json cache/         one JSON document for all files

In a directory only artifacts count; other files are skipped, and their number is said.
";

/// Checks files against the description of the release that wrote them.
#[derive(Debug, clap::Args)]
#[command(after_long_help = format!("{VERIFY_EXAMPLES}\n{}", exit::HELP), after_help = SHORT_HELP)]
pub(crate) struct VerifyArgs {
    /// Files, directories to walk, or `-` for standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Read files as this release, whatever they record; `auto` tries all, and says which fit and what is in the way of
    /// the others.
    #[arg(long, value_name = "RELEASE|auto")]
    pub(crate) release: Option<String>,
    /// Know one more edition, of a development build or a fork: the file says which release it is like, what differs, and
    /// which recorded version means it. Can be given several times.
    #[arg(long, value_name = "FILE.kdl")]
    pub(crate) edition: Vec<PathBuf>,
    /// How to report.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// How many files to verify at once [default: one for each processor].
    #[arg(short = 'J', long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// Exit with 1 for these too.
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub(crate) deny: Option<Deny>,
    /// Show sections and coverage of every file, and all that follows from a breach.
    #[arg(short, long, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
    /// Show nothing of files that conform, and no summary.
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

const INFO_EXAMPLES: &str = "\
Examples:
  cwasm info plugin.cwasm                  settings and sections, for people
  cwasm info --format json plugin.cwasm    the same for programs
  cwasm info --functions plugin.cwasm      its functions instead: where each is, its traps and positions
  cat plugin.cwasm | cwasm info -          standard input
";

/// Shows who made an artifact, for which target, with which settings, and what is in it.
#[derive(Debug, clap::Args)]
#[command(after_long_help = format!("{INFO_EXAMPLES}\n{}", exit::SHOW_HELP), after_help = SHORT_HELP)]
pub(crate) struct InfoArgs {
    /// A file, or `-` for standard input.
    #[arg(value_name = "FILE")]
    pub(crate) path: PathBuf,
    /// List the functions of its core modules instead.
    #[arg(long)]
    pub(crate) functions: bool,
    /// Read it as this release, whatever it records; `auto` takes the one that fits, or else the nearest.
    #[arg(long, value_name = "RELEASE|auto")]
    pub(crate) release: Option<String>,
    /// For whom.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

const DUMP_EXAMPLES: &str = "\
Examples:
  cwasm dump plugin.cwasm | less                   all of it, a line a field
  cwasm dump --section .wasmtime.traps plugin.cwasm
  cwasm dump --range 0x1f40..0x1f80 plugin.cwasm   what `verify` points at
  cwasm dump --format json plugin.cwasm            a JSON object a line
";

/// Shows every byte of an artifact with what it is: offset, bytes, path, value, and the rules that speak about it.
#[derive(Debug, clap::Args)]
#[command(after_long_help = format!("{DUMP_EXAMPLES}\n{}", exit::SHOW_HELP), after_help = SHORT_HELP)]
pub(crate) struct DumpArgs {
    /// A file, or `-` for standard input.
    #[arg(value_name = "FILE")]
    pub(crate) path: PathBuf,
    /// Only this section; also `ELF header`, `section header table`, `padding` and `nothing`.
    #[arg(long, value_name = "NAME")]
    pub(crate) section: Option<String>,
    /// Only what touches these bytes; either end can be left out.
    #[arg(long, value_name = "A..B")]
    pub(crate) range: Option<String>,
    /// Show all bytes, also of what is not looked into.
    #[arg(long)]
    pub(crate) bytes: bool,
    /// Read it as this release, whatever it records; `auto` takes the one that fits, or else the nearest.
    #[arg(long, value_name = "RELEASE|auto")]
    pub(crate) release: Option<String>,
    /// For whom.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: DumpFormat,
}

/// Takes artifacts apart, computes them anew from their parts, and compares: for those who work on cwasm.
#[derive(Debug, clap::Args)]
#[command(hide = true, after_long_help = exit::ROUNDTRIP_HELP)]
pub(crate) struct RoundtripArgs {
    /// Files, directories to walk, or `-` for standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Read files as this release, whatever they record.
    #[arg(long)]
    pub(crate) release: Option<String>,
}

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  cwasm explain 1105
  cwasm explain sections-placed

Exit codes:
  0  explained
  2  there is no such rule";

/// Says what a rule is about: sentence, reason, releases, checks, evidence.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXPLAIN_EXAMPLES)]
pub(crate) struct ExplainArgs {
    /// Number or name of the rule.
    pub(crate) rule: String,
}

const SPEC_EXAMPLES: &str = "\
Examples:
  cwasm spec                              releases, sections and rules
  cwasm spec sections --release 36        the sections of one release
  cwasm spec rules                        all rules
  cwasm spec diff 36 48                   what changed in the format between two releases
  cwasm spec type Module --release 36     a type with all types inside it
  cwasm spec type interface_type --alone  a type alone

Exit codes:
  0  shown
  2  wrong usage, or no such release or type";

/// Shows the description that everything else here works from.
#[derive(Debug, clap::Args)]
#[command(after_long_help = SPEC_EXAMPLES)]
pub(crate) struct SpecArgs {
    /// What of it.
    #[command(subcommand)]
    pub(crate) what: Option<SpecCommand>,
}

/// Parts of the description.
#[derive(Debug, Subcommand)]
pub(crate) enum SpecCommand {
    /// Every section that some release can contain.
    Sections {
        /// Only those of this release.
        #[arg(long)]
        release: Option<String>,
    },
    /// Every rule.
    Rules {
        /// Only those that speak about this release.
        #[arg(long)]
        release: Option<String>,
    },
    /// What changed in the format from one release to another.
    Diff {
        /// The release to begin with.
        old: String,
        /// The release to end with.
        new: String,
    },
    /// A type, and all types inside it.
    Type {
        /// Its name, in the description's or in Wasmtime's spelling, or the name of a section.
        name: String,
        /// In this release [default: the newest].
        #[arg(long)]
        release: Option<String>,
        /// Without the types inside it.
        #[arg(long)]
        alone: bool,
    },
}

/// Forms of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Human,
    /// One JSON document.
    Json,
}

/// Forms of a dump.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum DumpFormat {
    /// For people.
    #[default]
    Table,
    /// One JSON object a line.
    Json,
}

/// What is as bad as an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    /// A broken SHOULD.
    Warnings,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Also in a file or pipe.
    Always,
    /// Nowhere.
    Never,
}

impl Color {
    /// Makes it hold for all output of this process.
    pub(crate) fn set(self) {
        let choice = match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declarations_are_sound() {
        use clap::CommandFactory as _;
        Args::command().debug_assert();
    }
}
