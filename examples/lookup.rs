//! What is at an address of a compiled artifact: `cargo run --example lookup -- FILE OFFSET...`, offsets in `.text`, decimal or
//! with 0x. Without offsets it tells the first trap of each function.

use std::process::ExitCode;

use cwasm::Artifact;
use cwasm::view::{Function, View};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(path) = arguments.next() else {
        eprintln!("usage: lookup FILE OFFSET...");
        return ExitCode::FAILURE;
    };
    match run(&path, &arguments.collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{path}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(path: &str, offsets: &[String]) -> Result<(), Box<dyn std::error::Error>> {
    let bytes = std::fs::read(path)?;
    let artifact = Artifact::parse(&bytes)?;
    let view = artifact.view()?;
    let mut wanted: Vec<u32> = offsets.iter().map(|text| number(text)).collect::<Result<_, _>>()?;
    if wanted.is_empty() {
        wanted = first_traps(&artifact, &view)?;
    }
    for offset in wanted {
        println!("{offset:#010x}  {}", at(&artifact, &view, offset)?);
    }
    Ok(())
}

fn number(text: &str) -> Result<u32, std::num::ParseIntError> {
    match text.strip_prefix("0x") {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => text.parse(),
    }
}

/// The first trap of each function.
fn first_traps(artifact: &Artifact<'_>, view: &View<'_>) -> Result<Vec<u32>, cwasm::Error> {
    let Some(traps) = artifact.traps_view()? else { return Ok(Vec::new()) };
    let mut places: Vec<_> = functions(view).filter_map(|function| function.code).collect();
    places.sort_by_key(|place| place.start);
    let mut found = Vec::new();
    let mut traps = traps.traps().peekable();
    for place in places {
        while traps.next_if(|trap| u64::from(trap.offset) < place.start).is_some() {}
        found.extend(traps.peek().map(|trap| trap.offset).filter(|offset| place.contains(&u64::from(*offset))));
    }
    Ok(found)
}

fn functions<'v>(view: &'v View<'_>) -> impl Iterator<Item = Function<'v>> {
    view.modules().flat_map(|module| module.functions())
}

/// Function, WebAssembly position, trap, and what else the tables have of an address.
fn at(artifact: &Artifact<'_>, view: &View<'_>, offset: u32) -> Result<String, cwasm::Error> {
    let mut words = Vec::new();
    let inside =
        |function: &Function<'_>| function.code.clone().is_some_and(|place| place.contains(&u64::from(offset)));
    // The last mapping of a function reaches beyond it, so the function comes first.
    if let Some(function) = functions(view).find(inside) {
        words.push(function.name.map_or_else(|| format!("function {}", function.index.0), str::to_owned));
        let mapping = artifact.addrmap_view()?.and_then(|table| table.mapping_at(offset));
        let position = mapping.map(|mapping| mapping.position).filter(|position| !position.is_none());
        words.extend(position.map(|position| format!("from WebAssembly byte {:#x}", position.0)));
    }
    let release = artifact.release()?;
    if let Some(trap) = artifact.traps_view()?.and_then(|table| table.trap_at(offset)) {
        words.push(trap.trap_code(release).map_or_else(|| format!("trap {}", trap.code), |name| format!("{name:?}")));
    }
    if let Some(safepoint) = artifact.stackmap_view()?.and_then(|table| table.safepoint_at(offset)) {
        words.push(format!("references on {} bytes of stack", safepoint.map.frame_size));
    }
    if let Some(site) = artifact.exceptions_view()?.and_then(|table| table.call_site_at(offset)) {
        words.push(format!("{} handlers", site.handlers().count()));
    }
    Ok(if words.is_empty() { "nothing known".to_owned() } else { words.join(", ") })
}
