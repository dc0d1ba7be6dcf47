//! Writes random payloads of a release, made from the description, for others to read:
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
    for layout in smith::layouts(edition).into_iter().filter(|layout| layout.ends_with("_info")) {
        let (_, is_component) = smith::home(layout).ok_or_else(|| format!("{layout} is in no section"))?;
        let kind = if is_component { "component" } else { "module" };
        for index in 0..count {
            let seed = seeds.new_tree(&mut runner).map_err(|reason| reason.to_string())?.current();
            let (_, bytes) = smith::payload(&mut Choices::new(&seed), layout, edition, true)?;
            let path = folder.join(format!("{kind}-{index}.bin"));
            fs::write(&path, bytes).map_err(|error| format!("{}: {error}", path.display()))?;
        }
    }
    Ok(())
}
