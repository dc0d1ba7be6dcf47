//! The program of one release: templates with the lines of other releases left out.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::process::Stdio;

use cwasm::Release;
use cwasm_second::Tally;
use cwasm_tracer::for_release;

use crate::here;

/// The releases whose engine is built, too, which takes long.
const ENGINES: [u16; 4] = [24, 36, 48, 50];

const TEMPLATES: [(&str, &str); 5] = [
    ("main.rs", include_str!("../templates/main.rs.txt")),
    ("stack_maps.rs", include_str!("../templates/stack_maps.rs.txt")),
    ("call_sites.rs", include_str!("../templates/call_sites.rs.txt")),
    ("frames.rs", include_str!("../templates/frames.rs.txt")),
    ("engine.rs", include_str!("../templates/engine.rs.txt")),
];

/// Without default features there is no compiler. Assertions would make look-ups panic on numbers that mean nothing.
const MANIFEST: &str = r#"[package]
name = "second-opinion-of-RELEASE"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
cwasm-second = { path = "HERE" }
wasmtime-environ = { version = "RELEASE", default-features = false }
wasmtime-internal-unwinder = { version = "RELEASE", default-features = false } // @37..

[dependencies.wasmtime] // @engine
version = "RELEASE" // @engine
default-features = false // @engine
features = [ // @engine
    "std", "runtime", "gc", "threads", "component-model", // @engine
    "gc-drc", "gc-null", // @engine 27..
    "gc-copying", "component-model-async", // @engine 48..
] // @engine

[profile.dev]
debug = false
debug-assertions = false
"#;

/// A program in its folder.
pub(crate) struct Program {
    folder: PathBuf,
    major: u16,
}

/// Writes the program of a release; `3-dev`, which nobody published, has that of 3.
pub(crate) fn write(release: Release) -> io::Result<Program> {
    let major: u16 = release.records().name().parse().map_err(io::Error::other)?;
    let folder = work().join(format!("programs/{major}"));
    fs::create_dir_all(folder.join("src"))?;
    // Whether the engine of this release is built, too.
    let words = [("engine", ENGINES.contains(&major))];
    let manifest = MANIFEST.replace("RELEASE", &major.to_string()).replace("HERE", &here().display().to_string());
    fs::write(folder.join("Cargo.toml"), for_release(&manifest, major, &words))?;
    for (name, text) in TEMPLATES {
        fs::write(folder.join("src").join(name), for_release(text, major, &words))?;
    }
    Ok(Program { folder, major })
}

impl Program {
    /// Builds it and lets it compare; `None` if it did not come to its end, which cargo or the program explain.
    pub(crate) fn run(&self, release: Release, artifacts: &[PathBuf]) -> Result<Option<Tally>, String> {
        let mut cargo = cwasm_tracer::run(self.major, &self.folder, &work().join("target"));
        cargo.arg("--").arg(release.name()).args(artifacts).stderr(Stdio::inherit());
        let output = cargo.output().map_err(|error| format!("cannot run cargo: {error}"))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let mut tally = None;
        for line in text.lines() {
            match Tally::parse(line) {
                Some(found) => tally = Some(found),
                None => println!("{line}"),
            }
        }
        Ok(tally)
    }

    /// The version of the crates that cargo chose; empty if it chose none.
    pub(crate) fn crates(&self) -> String {
        let lock = fs::read_to_string(self.folder.join("Cargo.lock")).unwrap_or_default();
        let behind = lock.split_once("name = \"wasmtime-environ\"\nversion = \"").map_or("", |(_, behind)| behind);
        behind.split('"').next().unwrap_or_default().to_owned()
    }
}

fn work() -> PathBuf {
    here().join("../target/second")
}
