//! `cwasm roundtrip`: takes artifacts apart, computes the file anew from the parts, and compares.

use std::io::{self, Write as _};

use cwasm::{Artifact, Detected, Error, Release, detect};
use cwasm_verify::SPEC;

use crate::args::RoundtripArgs;
use crate::console::{self, Output};
use crate::exit::Exit;
use crate::input::{Input, Inputs};
use crate::words::{self, plural};

/// Does it for everything that the command line means.
pub(crate) fn run(args: &RoundtripArgs) -> Exit {
    let release = args.release.as_ref().map(|name| crate::suggest::edition(&SPEC, name)).transpose();
    let release = match release {
        Ok(edition) => edition.and_then(|edition| Release::from_name(SPEC.edition_name(edition))),
        Err(exit) => return exit,
    };
    let inputs = Inputs::find(&args.paths);
    let mut run =
        Run { release, output: Output::new(), exit: Exit::Fine, artifacts: vec![0; inputs.directories.len()] };
    let written = run.all(&inputs);
    console::ended(written, run.exit)
}

struct Run {
    release: Option<Release>,
    output: Output,
    exit: Exit,
    artifacts: Vec<usize>,
}

/// What came of an artifact.
enum Outcome {
    Equal,
    Differs(String),
    NotParsed(Error),
}

impl Run {
    fn all(&mut self, inputs: &Inputs) -> io::Result<()> {
        for (path, reason) in &inputs.unreadable {
            self.unreadable(path, reason);
        }
        for input in &inputs.files {
            match input.read() {
                Ok(bytes) => self.one(input, &bytes)?,
                Err(error) => self.unreadable(&input.name(), &error.to_string()),
            }
        }
        for (path, _) in
            inputs.directories.iter().zip(&self.artifacts.clone()).filter(|(_, artifacts)| **artifacts == 0)
        {
            self.say(&words::path(path), "a directory without artifacts", Exit::NoVerdict)?;
        }
        self.output.flush()
    }

    fn unreadable(&mut self, path: &str, reason: &str) {
        console::error(format_args!("{path}: {reason}"));
        self.exit = Exit::Fault;
    }

    fn one(&mut self, input: &Input, bytes: &[u8]) -> io::Result<()> {
        let is_artifact = matches!(detect(bytes), Detected::Module | Detected::Component | Detected::Unclear);
        if let Some(directory) = input.directory {
            if !is_artifact {
                return Ok(());
            }
            if let Some(artifacts) = self.artifacts.get_mut(directory) {
                *artifacts = artifacts.saturating_add(1);
            }
        }
        let name = input.name();
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        match outcome(bytes, self.release) {
            Outcome::Equal => self.say(&name, &format!("equal, {}", plural(size, "byte")), Exit::Fine),
            Outcome::Differs(how) => self.say(&name, &how, Exit::Broken),
            Outcome::NotParsed(error) => self.say(&name, &format!("not taken apart: {error}"), Exit::NoVerdict),
        }
    }

    fn say(&mut self, name: &str, what: &str, exit: Exit) -> io::Result<()> {
        self.exit = self.exit.max(exit);
        writeln!(self.output, "{name}: {}", words::clean(what))
    }
}

fn outcome(bytes: &[u8], release: Option<Release>) -> Outcome {
    let artifact = release.map_or_else(|| Artifact::parse(bytes), |release| Artifact::parse_as(bytes, release));
    let parts = match artifact.and_then(|artifact| artifact.to_parts()) {
        Ok(parts) => parts,
        Err(error) => return Outcome::NotParsed(error),
    };
    match parts.to_bytes() {
        Ok(anew) => first_difference(bytes, &anew).map_or(Outcome::Equal, Outcome::Differs),
        Err(error) => Outcome::Differs(format!("not computed: {error}")),
    }
}

/// Where two files part, or nothing.
fn first_difference(old: &[u8], new: &[u8]) -> Option<String> {
    let lengths = format!("{} bytes instead of {}", new.len(), old.len());
    let shorter = old.len().min(new.len());
    let differing = old.iter().zip(new).position(|(old, new)| old != new);
    let at = differing.or_else(|| (old.len() != new.len()).then_some(shorter))?;
    let byte = |bytes: &[u8]| bytes.get(at).map_or_else(|| "the end".to_owned(), |byte| format!("{byte:02x}"));
    let length = if old.len() == new.len() { String::new() } else { format!("; {lengths}") };
    Some(format!("differs from byte {at:#x} on: {} instead of {}{length}", byte(new), byte(old)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_named() {
        assert_eq!(first_difference(b"abc", b"abc"), None);
        let text = |old: &[u8], new: &[u8]| first_difference(old, new).unwrap_or_default();
        assert_eq!(text(b"abc", b"abd"), "differs from byte 0x2 on: 64 instead of 63");
        assert_eq!(text(b"abc", b"ab"), "differs from byte 0x2 on: the end instead of 63; 2 bytes instead of 3");
        assert_eq!(text(b"", b"x"), "differs from byte 0x0 on: 78 instead of the end; 1 bytes instead of 0");
    }
}
