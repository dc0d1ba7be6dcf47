//! The real artifacts that the tests look at. Nothing is made here: a missing file is a failing test.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::path::{Path, PathBuf};

use cwasm::{Body, Parts, Target};

/// A real artifact.
pub(crate) struct Real {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// The edition that its folder is named after.
    pub(crate) edition: String,
    /// The file.
    pub(crate) bytes: Vec<u8>,
}

/// All artifacts in `tests/corpus`, by path.
pub(crate) fn corpus() -> Vec<Real> {
    let root = root().join("tests/corpus");
    let mut found = Vec::new();
    for folder in entries(&root).into_iter().filter(|path| path.is_dir()) {
        for path in entries(&folder).into_iter().filter(|path| path.extension().is_some_and(|end| end == "cwasm")) {
            let edition = folder.file_name().unwrap().to_string_lossy().into_owned();
            let bytes = std::fs::read(&path).unwrap();
            found.push(Real { path, edition, bytes });
        }
    }
    assert!(found.len() > 200, "only {} artifacts in {}", found.len(), root.display());
    found
}

/// More artifacts: all files below the directories that `CWASM_ARTIFACTS` names, as `PATH` names its own.
pub(crate) fn more() -> impl Iterator<Item = Real> {
    let directories = std::env::var_os("CWASM_ARTIFACTS").unwrap_or_default();
    let mut waiting: Vec<PathBuf> = std::env::split_paths(&directories).filter(|path| path.is_dir()).collect();
    let mut files = Vec::new();
    while let Some(folder) = waiting.pop() {
        for path in entries(&folder) {
            if path.is_dir() { &mut waiting } else { &mut files }.push(path);
        }
    }
    files.into_iter().map(|path| Real { bytes: std::fs::read(&path).unwrap(), path, edition: String::new() })
}

/// One artifact, by its path below `tests/`.
pub(crate) fn file(path: &str) -> Vec<u8> {
    let path = root().join("tests").join(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Makes bytes of the typed payloads, so that another release can write them as they are.
pub(crate) fn untyped(parts: &mut Parts) {
    let release = parts.release;
    let target = Target::parse(parts.engine.target());
    for section in &mut parts.sections {
        let bytes = match &section.body {
            Body::ModuleInfo(info) => info.to_bytes(release).unwrap(),
            Body::ComponentInfo(info) => info.to_bytes(release).unwrap(),
            Body::ModuleTypesApart(types) => types.to_bytes(release).unwrap(),
            Body::Table(table) => table.to_bytes(release, target.unwrap()).unwrap(),
            _ => continue,
        };
        section.body = Body::Data(bytes);
    }
}

/// A few small artifacts that between them have both wires, both byte orders, both kinds and relocations.
pub(crate) fn samples() -> Vec<Real> {
    let mut samples: Vec<Real> = Vec::new();
    for real in corpus() {
        let key = |real: &Real| {
            let artifact = cwasm::Artifact::parse(&real.bytes).unwrap();
            let wire = artifact.release().unwrap() >= cwasm::Release::R21;
            let relocated = !artifact.relocations().unwrap().is_empty();
            (wire, artifact.kind(), real.bytes.get(5).copied(), relocated)
        };
        match samples.iter_mut().find(|sample| key(sample) == key(&real)) {
            Some(sample) if sample.bytes.len() > real.bytes.len() => *sample = real,
            Some(_) => {}
            None => samples.push(real),
        }
    }
    assert!(samples.len() >= 6, "the corpus has become too uniform");
    samples
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}
