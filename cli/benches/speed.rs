//! `cargo bench`: how fast detecting, parsing, writing and verifying are, beside what `object` takes to read the same
//! file; and how long the command takes to start, beside `readelf -S`.
//!
//! Machines differ and are noisy: each figure is the best of many rounds, and the ratios within one line are what counts.
//! Paths behind `--` are measured instead of the smallest and the largest artifact of the corpus:
//! `cargo bench -- big.cwasm`.

#![allow(missing_docs, reason = "a program")]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use object::{Object, ObjectSection, ObjectSymbol};

fn main() {
    let given: Vec<PathBuf> =
        std::env::args_os().skip(1).filter(|argument| argument != "--bench").map(from_root).collect();
    let paths = if given.is_empty() { smallest_and_largest() } else { given };
    for path in &paths {
        match std::fs::read(path) {
            Ok(bytes) => measure(path, &bytes),
            Err(error) => eprintln!("{}: {error}", path.display()),
        }
    }
    start_up(&paths[0]);
}

/// Cargo starts benchmarks in the folder of their package; paths are meant from the root of the project.
fn from_root(path: std::ffi::OsString) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn smallest_and_largest() -> Vec<PathBuf> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/corpus");
    let folders = std::fs::read_dir(corpus).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let mut files: Vec<(u64, PathBuf)> = folders
        .flat_map(|folder| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "cwasm"))
        .map(|path| (path.metadata().unwrap().len(), path))
        .collect();
    files.sort();
    vec![files.first().unwrap().1.clone(), files.last().unwrap().1.clone()]
}

/// The best time of `work` over many rounds.
fn best(mut work: impl FnMut()) -> Duration {
    let begin = Instant::now();
    let mut best = Duration::MAX;
    let mut rounds = 0;
    while rounds < 10 || (begin.elapsed() < Duration::from_millis(700) && rounds < 20_000) {
        let start = Instant::now();
        work();
        best = best.min(start.elapsed());
        rounds += 1;
    }
    best
}

fn measure(path: &Path, bytes: &[u8]) {
    println!("{} ({} bytes)", path.display(), bytes.len());
    let object = best(|| read_with_object(bytes));
    let artifact = cwasm::Artifact::parse(bytes).unwrap();
    let parts = artifact.to_parts().unwrap();
    let options = cwasm_verify::Options::default();
    line("object, all headers and symbols", bytes, object, object);
    line("detect", bytes, best(|| _ = black_box(cwasm::detect(bytes))), object);
    line("parse, to the section table", bytes, best(|| drop(black_box(cwasm::Artifact::parse(bytes)))), object);
    line("engine metadata", bytes, best(|| drop(black_box(artifact.engine()))), object);
    line("to_parts", bytes, best(|| drop(black_box(artifact.to_parts()))), object);
    line("to_bytes", bytes, best(|| drop(black_box(parts.to_bytes()))), object);
    line("verify", bytes, best(|| drop(black_box(cwasm_verify::verify(bytes, &cwasm_verify::SPEC, &options)))), object);
}

/// What a tool does that lists sections and symbols.
fn read_with_object(bytes: &[u8]) {
    let file = object::File::parse(bytes).unwrap();
    for section in file.sections() {
        black_box((section.name().unwrap(), section.data().unwrap().len()));
    }
    for symbol in file.symbols() {
        black_box((symbol.name().unwrap_or_default(), symbol.address()));
    }
}

fn line(what: &str, bytes: &[u8], time: Duration, object: Duration) {
    let speed = bytes.len() as f64 / time.as_secs_f64() / 1e6;
    let ratio = time.as_secs_f64() / object.as_secs_f64();
    println!("  {what:<32} {:>10.1} us {speed:>12.0} MB/s {ratio:>8.2} x object", time.as_secs_f64() * 1e6);
}

/// Whole processes: the command on a small file, beside a tool that only lists its sections.
fn start_up(path: &Path) {
    let run = |program: &str, arguments: &[&str]| {
        let mut command = Command::new(program);
        command.args(arguments).arg(path).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success()).then(|| best(|| drop(command.status())))
    };
    println!("start-up, whole processes on {}", path.display());
    let verify = run(env!("CARGO_BIN_EXE_cwasm"), &["verify"]);
    let readelf = run("readelf", &["-S"]);
    for (name, time) in [("cwasm verify", verify), ("readelf -S", readelf)] {
        match time {
            Some(time) => println!("  {name:<32} {:>10.1} us", time.as_secs_f64() * 1e6),
            None => println!("  {name:<32} could not be run"),
        }
    }
    if let (Some(verify), Some(readelf)) = (verify, readelf) {
        println!("  ratio {:.2}", verify.as_secs_f64() / readelf.as_secs_f64());
    }
}
