//! Asks the engine itself about the modules that it loads, and looks whether the traps that it catches are in the tables.

use cwasm::types::FlagValue;
use cwasm::{Artifact, Error, Kind};

use crate::compare::find_before;
use crate::ours;
use crate::tally::Tally;
use crate::wasmtime::{Caught, Entries, Function, Wasmtime};

/// Bytes of an address: only 64-bit machines have engines that compile.
const ADDRESS: usize = 8;

/// What the engine refuses, for another machine or with other settings, is left out. Fails if the library does not decode
/// the artifact.
pub(crate) fn compare(
    wasmtime: &Wasmtime,
    artifact: &Artifact<'_>,
    name: &str,
    tally: &mut Tally,
) -> Result<(), Error> {
    let Some(load) = wasmtime.load.filter(|_| artifact.kind() == Some(Kind::Module)) else {
        return Ok(());
    };
    let Ok(theirs) = load(&for_any_processor(artifact)?) else {
        return Ok(());
    };
    tally.loaded += 1;
    if text(artifact, artifact.section(ours::TEXT).map_or(&[][..], |text| text.data()))?
        != text(artifact, &theirs.text)?
    {
        tally.differs(name, "the text is another");
    }
    let functions = functions(artifact)?;
    tally.functions += functions.len() as u64;
    if functions != theirs.functions {
        tally.differs(name, &format!("functions {functions:?} here, {:?} in Wasmtime", theirs.functions));
    }
    let map = artifact.addrmap()?.map_or(Ok(Vec::new()), |table| ours::address_map(&table));
    if map != theirs.address_map {
        tally.differs(name, "the address map is another");
    }
    let release = artifact.release()?;
    let traps = artifact.traps()?.map_or(Ok(Vec::new()), |table| ours::traps(&table, release));
    for caught in theirs.caught {
        tally.caught += 1;
        if !is_there(&caught, &functions, &map, &traps) {
            tally.differs(name, &format!("no entry for {caught:?}"));
        }
    }
    Ok(())
}

/// The artifact without the features of the processor that it was compiled on, of which the one here may lack some.
fn for_any_processor(artifact: &Artifact<'_>) -> Result<Vec<u8>, Error> {
    let mut parts = artifact.to_parts()?;
    for flag in &mut parts.engine.metadata.isa_flags {
        if let FlagValue::Bool(value) = &mut flag.value {
            *value = false;
        }
    }
    parts.to_bytes()
}

/// The text without the places where the engine writes addresses when it has loaded it.
fn text(artifact: &Artifact<'_>, text: &[u8]) -> Result<Vec<u8>, Error> {
    let mut text = text.to_vec();
    let tables = artifact.relocations()?;
    for relocation in tables.iter().filter(|table| table.target == ours::TEXT).flat_map(|table| &table.entries) {
        let start = usize::try_from(relocation.offset).unwrap_or(usize::MAX);
        if let Some(address) = text.get_mut(start..start.saturating_add(ADDRESS)) {
            address.fill(0);
        }
    }
    Ok(text)
}

/// The functions that a module defines.
fn functions(artifact: &Artifact<'_>) -> Result<Vec<Function>, Error> {
    let view = artifact.view()?;
    let functions = view.modules().flat_map(|module| module.functions().collect::<Vec<_>>());
    let place = |function: cwasm::view::Function<'_>| {
        let code = function.code?;
        let (index, name) = (function.index.0, function.name.map(str::to_owned));
        Some(Function { index, name, start: code.start, length: code.end - code.start })
    };
    Ok(functions.filter_map(place).collect())
}

/// Whether an instruction of the function, made from this place in the WebAssembly file, can trap in this way; or none of this
/// place can trap at all, but calls the runtime, which raised it.
fn is_there(caught: &Caught, functions: &[Function], map: &Entries<Option<u32>>, traps: &Entries<String>) -> bool {
    let Some(function) = functions.iter().find(|function| function.index == caught.function) else { return false };
    let (Ok(map), Ok(traps)) = (map, traps) else { return false };
    let inside = |offset: u32| (function.start..function.start + function.length).contains(&offset.into());
    let here = |offset: u32| inside(offset) && find_before(map, offset).copied().flatten() == caught.position;
    let mut traps = traps.iter().filter(|(offset, _)| here(*offset)).peekable();
    if traps.peek().is_none() {
        return map.iter().any(|(offset, position)| inside(*offset) && *position == caught.position);
    }
    traps.any(|(_, trap)| *trap == caught.trap)
}
