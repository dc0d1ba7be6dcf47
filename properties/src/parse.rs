//! Property: no bytes make the parser panic, whatever is asked of it; and its answers do not contradict each other.

use cwasm::types::{Bti, Engine};
use cwasm::{Artifact, Detected, Error, Release, detect};

use crate::{Outcome, ensure};

/// Asks everything of the parser that can be asked about these bytes.
pub fn survives(bytes: &[u8]) -> Outcome {
    let detected = detect(bytes);
    for release in Release::ALL {
        let read = [Engine::from_bytes(bytes, *release).map(drop), Bti::from_bytes(bytes, *release).map(drop)];
        read.into_iter().filter_map(Result::err).try_for_each(|error| plausible(&error, bytes))?;
    }
    match Artifact::parse(bytes) {
        Ok(artifact) => {
            let kinds = [Detected::Module, Detected::Component, Detected::Unclear];
            ensure(kinds.contains(&detected), || format!("parsed, but detected as {detected:?}"))?;
            everything(&artifact)?;
            [3, 20, 40].into_iter().filter_map(|nth| Release::ALL.get(nth)).try_for_each(|release| {
                let named = Artifact::parse_as(bytes, *release)
                    .map_err(|error| format!("parsed, but not as {release}: {error}"))?;
                everything(&named)
            })
        }
        Err(error) => plausible(&error, bytes),
    }
}

/// Every question about a parsed artifact.
fn everything(artifact: &Artifact<'_>) -> Outcome {
    let bytes = artifact.bytes();
    let read = [
        artifact.recorded_version().map(drop),
        artifact.release().map(drop),
        artifact.engine().map(drop),
        artifact.bti().map(drop),
        artifact.symbols().map(drop),
        artifact.relocations().map(drop),
        artifact.to_parts().map(drop),
    ];
    read.into_iter().filter_map(Result::err).try_for_each(|error| plausible(&error, bytes))?;
    for (position, section) in artifact.sections().enumerate() {
        ensure(section.index() == position + 1, || format!("section {position} says it is {}", section.index()))?;
        let (offset, size) = (section.offset(), section.size());
        let data = section.data();
        ensure(data.len() as u64 == size, || format!("{} bytes of {size} in {section:?}", data.len()))?;
        let place = usize::try_from(offset).ok().and_then(|start| bytes.get(start..)?.get(..data.len()));
        ensure(place == Some(data), || format!("data from another place in {section:?}"))?;
        let first = artifact.section_named(section.name()).map(|first| first.index());
        ensure(first.is_some_and(|first| first <= section.index()), || {
            format!("{section:?} is not found by its name")
        })?;
        let by_id = section.id().and_then(|id| artifact.section(id)).map(|first| first.index());
        ensure(section.id().is_none() || by_id == first, || format!("{section:?} is another one by its id"))?;
    }
    Ok(())
}

/// An error says something, and points into the file or directly behind it.
fn plausible(error: &Error, bytes: &[u8]) -> Outcome {
    ensure(!error.to_string().is_empty(), || "an error without a text".to_owned())?;
    let inside = error.offset().is_none_or(|offset| offset <= bytes.len() as u64);
    ensure(inside, || format!("{error}: outside of the {} bytes", bytes.len()))
}
