//! A whole artifact: the verifier next to `deserialize` and `deserialize_file` of the real loader.

use std::hint::black_box;
use std::path::Path;

use cwasm::{Artifact, Kind, Release};
use cwasm_verify::{Options, Verifier, verify};
use wasmtime::component::Component;
use wasmtime::{Collector, Config, Engine, Module};

use crate::{Failure, clock, megabytes};

/// Only files of the release that loads can be loaded.
pub fn measure(path: &Path, bytes: &[u8], verifier: &Verifier<'_>) -> Result<Vec<String>, Failure> {
    let artifact = Artifact::parse(bytes)?;
    if artifact.release()? != Release::R48 {
        return Ok(Vec::new());
    }
    let kind = artifact.kind().ok_or("neither module nor component")?;
    // The compiler of PyPI's package counts references.
    let engine = Engine::new(Config::new().collector(Collector::DeferredReferenceCounting))?;
    let from_bytes = || load_bytes(&engine, kind, bytes);
    let from_file = || load_file(&engine, kind, path);
    from_bytes()?;
    from_file()?;
    let options = Options::default();
    if !verifier.verify(bytes, &options).violations.is_empty() {
        return Err("does not conform".into());
    }
    let [again, first, from_bytes, from_file] = clock::best([
        &|| drop(black_box(verifier.verify(black_box(bytes), &options))),
        &|| drop(black_box(verify(black_box(bytes), &cwasm_verify::SPEC, &options))),
        &|| drop(black_box(from_bytes())),
        &|| drop(black_box(from_file())),
    ]);
    Ok(vec![format!(
        "{} | {:.3} ms | {:.3} ms | {:.3} ms | {:.2} | {:.2} | {:.2}",
        megabytes(bytes),
        again * 1e3,
        from_bytes * 1e3,
        from_file * 1e3,
        again / from_bytes,
        again / from_file,
        first / from_bytes,
    )])
}

#[expect(unsafe_code, reason = "Wasmtime trusts what it loads; these files are from its own compiler")]
fn load_bytes(engine: &Engine, kind: Kind, bytes: &[u8]) -> wasmtime::Result<()> {
    match kind {
        Kind::Module => drop(black_box(unsafe { Module::deserialize(engine, bytes) }?)),
        Kind::Component => drop(black_box(unsafe { Component::deserialize(engine, bytes) }?)),
    }
    Ok(())
}

#[expect(unsafe_code, reason = "Wasmtime trusts what it loads; these files are from its own compiler")]
fn load_file(engine: &Engine, kind: Kind, path: &Path) -> wasmtime::Result<()> {
    match kind {
        Kind::Module => drop(black_box(unsafe { Module::deserialize_file(engine, path) }?)),
        Kind::Component => drop(black_box(unsafe { Component::deserialize_file(engine, path) }?)),
    }
    Ok(())
}
