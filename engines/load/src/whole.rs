//! A whole artifact: the verifier next to `deserialize` and `deserialize_file` of the real loader.

use std::hint::black_box;
use std::path::Path;

use cwasm::{Artifact, Kind};
use cwasm_verify::{Options, Verifier, verify};
use wasmtime::component::Component;
use wasmtime::{Collector, Config, Engine, Module};

use crate::{Failure, clock};

pub fn measure(path: &Path, bytes: &[u8], verifier: &Verifier<'_>) -> Result<(), Failure> {
    let artifact = Artifact::parse(bytes)?;
    // The compiler of PyPI's package counts references.
    let engine = Engine::new(Config::new().collector(Collector::DeferredReferenceCounting))?;
    let kind = artifact.kind().ok_or("neither module nor component")?;
    let from_bytes = || load_bytes(&engine, kind, bytes);
    let from_file = || load_file(&engine, kind, path);
    from_bytes()?;
    let options = Options::default();
    let [again, first, from_bytes, from_file] = clock::best([
        &|| drop(black_box(verifier.verify(black_box(bytes), &options))),
        &|| drop(black_box(verify(black_box(bytes), &cwasm_verify::SPEC, &options))),
        &|| drop(black_box(from_bytes())),
        &|| drop(black_box(from_file())),
    ]);
    let violations = verifier.verify(bytes, &options).violations.len();
    println!("  {kind:?}, {violations} violations; deserialize {}, deserialize_file {}", ms(from_bytes), ms(from_file));
    for (who, time) in [("verify", again), ("verify, the first file of a release", first)] {
        let (bytes, file) = (time / from_bytes, time / from_file);
        println!("  {who:36} {}  {bytes:6.2} of deserialize  {file:6.2} of deserialize_file", ms(time));
    }
    Ok(())
}

fn ms(seconds: f64) -> String {
    format!("{:8.3} ms", seconds * 1e3)
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
