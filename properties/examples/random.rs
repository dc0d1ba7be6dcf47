//! Writes random values of a release, engine metadata and information of modules and components, for others to read:
//! `cargo run --release -p cwasm-properties --example random RELEASE COUNT FOLDER`. The tracer decodes them with Wasmtime's own
//! types and encodes them again: `cd tracer && cargo run -- --roundtrip RELEASE FOLDER`.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use cwasm_properties::choices::Choices;
use cwasm_properties::smith;
use cwasm_verify::SPEC;
use proptest::prelude::Strategy;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [release, count, folder] = arguments.as_slice() else {
        eprintln!("usage: random RELEASE COUNT FOLDER");
        return ExitCode::from(2);
    };
    match write(release, count, Path::new(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn write(release: &str, count: &str, folder: &Path) -> Result<(), String> {
    let edition = SPEC.edition(release).ok_or_else(|| format!("no release {release}"))?;
    let count: usize = count.parse().map_err(|_| format!("{count} is no number"))?;
    fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let mut runner = TestRunner::deterministic();
    let seeds = proptest::collection::vec(proptest::num::u8::ANY, 0..1500);
    for (kind, layout) in [("engine", "engine"), ("module", "module_info"), ("component", "component_info")] {
        for index in 0..count {
            let seed = seeds.new_tree(&mut runner).map_err(|reason| reason.to_string())?.current();
            let bytes = smith::encoded(&mut Choices::new(&seed), layout, edition)?;
            let path = folder.join(format!("{kind}-{index}.bin"));
            fs::write(&path, bytes).map_err(|error| format!("{}: {error}", path.display()))?;
        }
    }
    Ok(())
}
