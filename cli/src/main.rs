//! The command `cwasm`: verifies, shows and explains Wasmtime's precompiled artifacts.
//!
//! It knows no fact of the format: those come from the description, the verifier and the library.

#![deny(unsafe_code)]

mod args;
mod console;
mod dump;
mod edition;
mod exit;
mod explain;
mod info;
mod input;
mod json;
mod map;
mod read;
mod render;
mod roundtrip;
mod spec;
mod suggest;
mod verify;
mod words;

use std::process::ExitCode;

use args::{Args, Command};
use clap::Parser;

fn main() -> ExitCode {
    let args = Args::parse();
    args.color.set();
    let exit = match &args.command {
        Command::Verify(args) => verify::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Spec(args) => spec::run(args),
        Command::Dump(args) => dump::run(args),
        Command::Info(args) => info::run(args),
        Command::Roundtrip(args) => roundtrip::run(args),
    };
    exit.into()
}
