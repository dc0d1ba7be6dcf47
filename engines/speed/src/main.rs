//! How fast the payloads of some artifacts are verified and parsed, and how fast Wasmtime's own types decode the same bytes:
//! `cargo run --release -p cwasm-speed -- FILE...`, where the files are of releases 20 and 48 and large.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use cwasm::types::{ComponentInfo, ModuleInfo};
use cwasm::{Artifact, Kind, Release, SectionId};
use cwasm_spec::model::{Content, Spec};
use cwasm_verify::{Options, SPEC, verify};
use serde::de::DeserializeOwned;

/// How long each file is looked at.
const PATIENCE: Duration = Duration::from_secs(5);

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let mut code = ExitCode::SUCCESS;
    for path in std::env::args().skip(1) {
        let measured = std::fs::read(&path).map_err(Failure::from).and_then(|bytes| {
            println!("{path}");
            measure(&bytes)
        });
        if let Err(error) = measured {
            eprintln!("{path}: {error}");
            code = ExitCode::FAILURE;
        }
    }
    code
}

fn measure(bytes: &[u8]) -> Result<(), Failure> {
    let artifact = Artifact::parse(bytes)?;
    let (release, kind) = (artifact.release()?, artifact.kind().ok_or("neither module nor component")?);
    let payload = artifact.section(SectionId::Info).ok_or("no information")?.data();

    // What the verifier needs for the payload is what it needs for the file less what it needs if it does not look into the
    // payload.
    let blind = blind(&SPEC);
    let (lenient, lenient_blind) = (ruleless(&SPEC), ruleless(&blind));
    let verifier = |spec| move || drop(black_box(verify(black_box(bytes), spec, &Options::default())));
    let parser = || match kind {
        Kind::Module => drop(black_box(ModuleInfo::from_bytes(black_box(payload), release))),
        Kind::Component => drop(black_box(ComponentInfo::from_bytes(black_box(payload), release))),
    };
    let derived = || derived(payload, release, kind);
    derived()?;

    let [all, all_blind, walk, walk_blind, parser, derived] =
        best([&verifier(&SPEC), &verifier(&blind), &verifier(&lenient), &verifier(&lenient_blind), &parser, &|| {
            drop(derived())
        }]);
    println!("  payload {} bytes of {}", payload.len(), bytes.len());
    let speed = |who: &str, time: Duration| {
        let (bytes, seconds) = (payload.len() as f64, time.as_secs_f64());
        println!("  {who:30} {:8.1} MB/s {:6.2} of derived", bytes / seconds / 1e6, derived.as_secs_f64() / seconds);
    };
    speed("verifier, wire and types", walk.saturating_sub(walk_blind));
    speed("verifier, with all rules", all.saturating_sub(all_blind));
    speed("parser", parser);
    speed("types derived by Wasmtime", derived);
    Ok(())
}

/// The description without the inside of the payload.
fn blind(spec: &Spec) -> Spec {
    let mut spec = spec.clone();
    for section in spec.sections.to_mut() {
        if section.name == SectionId::Info.name() {
            section.content = Content::Opaque("not measured".into());
        }
    }
    spec
}

/// The description without rules: what is left is decoding.
fn ruleless(spec: &Spec) -> Spec {
    Spec { rules: Default::default(), ..spec.clone() }
}

/// Decodes a payload as Wasmtime does.
fn derived(payload: &[u8], release: Release, kind: Kind) -> Result<(), Failure> {
    use wasmtime20::component::ComponentArtifacts as Component20;
    use wasmtime48::component::ComponentArtifacts as Component48;
    type Module20 = (wasmtime20::CompiledModuleInfo, wasmtime20::ModuleTypes);
    type Module48 = (wasmtime48::CompiledModuleInfo, wasmtime48::CompiledFunctionsTable, wasmtime48::ModuleTypes);

    fn bincode<T: DeserializeOwned>(payload: &[u8]) -> Result<(), Failure> {
        black_box(bincode::deserialize::<T>(black_box(payload))?);
        Ok(())
    }
    fn postcard<T: DeserializeOwned>(payload: &[u8]) -> Result<(), Failure> {
        black_box(postcard::from_bytes::<T>(black_box(payload))?);
        Ok(())
    }
    match (release, kind) {
        (Release::R20, Kind::Module) => bincode::<Module20>(payload),
        (Release::R20, Kind::Component) => bincode::<Component20>(payload),
        (Release::R48, Kind::Module) => postcard::<Module48>(payload),
        (Release::R48, Kind::Component) => postcard::<Component48>(payload),
        _ => Err("only releases 20 and 48".into()),
    }
}

/// The shortest time of each, taking turns so that all meet the same machine.
fn best<const N: usize>(work: [&dyn Fn(); N]) -> [Duration; N] {
    let mut best = [Duration::MAX; N];
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        for (best, work) in best.iter_mut().zip(work) {
            let start = Instant::now();
            work();
            *best = start.elapsed().min(*best);
        }
    }
    best
}
