//! Property: whatever bytes a raw table has, looking up in it comes back, finds nothing that is not there, and a table that
//! ascends is built of its entries as it was.
//!
//! - A view of a table that decodes has the same entries; it can be had of every table that decodes.
//! - An entry that is found has the key that was asked for, or the last one before.
//! - Entries that were read can be built, unless they do not ascend or the view left some out; what was built reads the same.

use cwasm::lookup::{AddrmapView, ExceptionsView, FramesView, Mapping, StackmapView, Trap, TrapsView};
use cwasm::types::{Addrmap, Exceptions, FilePos, Frames, Stackmap, Traps};
use cwasm::{Artifact, Error, ErrorKind, Release, SectionId};

use crate::choices::Choices;
use crate::mutate::mutate;
use crate::{Outcome, ensure};

/// At most so many entries of a table are looked up, and so many parts of an entry looked at: in hostile tables all
/// entries may share the same parts.
const SOME: usize = 64;

/// Takes the bytes for each raw table of a release that they choose; or, of an artifact, its tables.
pub fn survives(bytes: &[u8]) -> Outcome {
    if let Ok(artifact) = Artifact::parse(bytes) {
        return of_artifact(&artifact);
    }
    let Some((first, rest)) = bytes.split_first() else { return Ok(()) };
    let release = Release::ALL.get(usize::from(*first) % Release::ALL.len()).copied().unwrap_or(Release::R50);
    each(rest, release)
}

/// The tables of an artifact.
fn of_artifact(artifact: &Artifact<'_>) -> Outcome {
    let Ok(release) = artifact.release() else { return Ok(()) };
    artifact.sections().try_for_each(|section| of_section(section.id(), section.data(), release))
}

/// The tables of an artifact, each with damage to its bytes.
pub fn damaged(file: &[u8], choices: &mut Choices<'_>) -> Outcome {
    let Ok(artifact) = Artifact::parse(file) else { return Ok(()) };
    let Ok(release) = artifact.release() else { return Ok(()) };
    let mut sections = artifact.sections();
    sections.try_for_each(|section| of_section(section.id(), &mutate(section.data(), choices), release))
}

fn of_section(id: Option<SectionId>, data: &[u8], release: Release) -> Outcome {
    let outcome = match id {
        Some(Traps::SECTION) => traps(data, release),
        Some(Addrmap::SECTION) => mappings(data, release),
        Some(Stackmap::SECTION) => safepoints(data, release),
        Some(Exceptions::SECTION) => call_sites(data, release),
        Some(Frames::SECTION) => frames(data, release),
        _ => Ok(()),
    };
    outcome.map_err(|error| format!("{id:?}: {error}"))
}

/// The same bytes as each of the tables.
fn each(bytes: &[u8], release: Release) -> Outcome {
    let tables = [traps, mappings, safepoints, call_sites, frames];
    tables.iter().try_for_each(|table: &fn(&[u8], Release) -> Outcome| table(bytes, release))
}

/// Entries of any kind, built and read again, in a release that the choices make.
pub fn built(choices: &mut Choices<'_>) -> Outcome {
    let release = choices.one(Release::ALL).copied().unwrap_or(Release::R50);
    let (mut traps, mut mappings) = (Vec::new(), Vec::new());
    let (mut offset, mut position) = (0_u32, 0_u32);
    while !choices.is_done() && traps.len() < 400 {
        let step = [1, 4, u32::from(choices.byte()), 0x1_0000][choices.below(4)];
        offset = offset.saturating_add(step.max(1));
        position = position.wrapping_add_signed(i32::from(choices.byte()) - 100);
        traps.push(Trap { offset, code: if choices.once_in(3) { choices.byte() } else { 1 } });
        mappings.push(Mapping { offset, position: if choices.once_in(4) { FilePos::NONE } else { FilePos(position) } });
    }
    let told = |error: Error| format!("{release}: {error}");
    let bytes = Traps::build(release, traps.iter().copied()).and_then(|table| table.to_bytes(release)).map_err(told)?;
    let view = TrapsView::from_bytes(&bytes, release).map_err(told)?;
    ensure(view.traps().eq(traps.iter().copied()), || format!("{release}: other traps"))?;
    let bytes =
        Addrmap::build(release, mappings.iter().copied()).and_then(|table| table.to_bytes(release)).map_err(told)?;
    let view = AddrmapView::from_bytes(&bytes, release).map_err(told)?;
    ensure(view.mappings().eq(mappings.iter().copied()), || format!("{release}: other mappings"))?;
    let found = |entry: &Mapping| view.mapping_at(entry.offset) == Some(*entry);
    ensure(mappings.iter().all(found), || format!("{release}: a mapping is not found"))?;
    each(&bytes, release)
}

fn traps(bytes: &[u8], release: Release) -> Outcome {
    let decoded = Traps::from_bytes(bytes, release);
    let Some(view) = viewed(TrapsView::from_bytes(bytes, release), decoded.is_ok())? else { return Ok(()) };
    for trap in view.traps().take(SOME) {
        let found = view.trap_at(trap.offset);
        ensure(found.is_none_or(|found| found.offset == trap.offset), || format!("{trap:?} is found as {found:?}"))?;
    }
    let built = Traps::build(release, view.traps());
    let again = built.and_then(|table| table.to_bytes(release));
    let Some(again) = written(again)? else { return Ok(()) };
    let second = TrapsView::from_bytes(&again, release).map_err(|error| format!("built, but {error}"))?;
    ensure(second.traps().eq(view.traps()), || "other traps were built".to_owned())?;
    // What ascends is found.
    let lost = second.traps().take(SOME).find(|trap| second.trap_at(trap.offset) != Some(*trap));
    ensure(lost.is_none(), || format!("{lost:?} is not found"))?;
    let Ok(decoded) = decoded else { return Ok(()) };
    let entries = decoded.offset.map_or(0, |list| list.len()) + decoded.table.map_or(0, |table| table.0.len());
    ensure(view.traps().count() == entries, || format!("{entries} traps are decoded"))
}

fn mappings(bytes: &[u8], release: Release) -> Outcome {
    let decoded = Addrmap::from_bytes(bytes, release);
    let Some(view) = viewed(AddrmapView::from_bytes(bytes, release), decoded.is_ok())? else { return Ok(()) };
    for mapping in view.mappings().take(SOME) {
        let found = view.mapping_at(mapping.offset);
        let before = found.is_none_or(|found| found.offset <= mapping.offset);
        ensure(before, || format!("{mapping:?} is found as {found:?}"))?;
    }
    let built = Addrmap::build(release, view.mappings());
    let Some(again) = written(built.and_then(|table| table.to_bytes(release)))? else { return Ok(()) };
    let second = AddrmapView::from_bytes(&again, release).map_err(|error| format!("built, but {error}"))?;
    ensure(second.mappings().eq(view.mappings()), || "other mappings were built".to_owned())?;
    let lost = second.mappings().take(SOME).find(|entry| second.mapping_at(entry.offset) != Some(*entry));
    ensure(lost.is_none(), || format!("{lost:?} is not found"))?;
    let Ok(decoded) = decoded else { return Ok(()) };
    let entries = decoded.offset.map_or(0, |list| list.len()) + decoded.table.map_or(0, |table| table.0.len());
    ensure(view.mappings().count() == entries, || format!("{entries} mappings are decoded"))
}

fn safepoints(bytes: &[u8], release: Release) -> Outcome {
    let decoded = Stackmap::from_bytes(bytes, release);
    let Some(view) = viewed(StackmapView::from_bytes(bytes, release), decoded.is_ok())? else { return Ok(()) };
    let entries: Vec<_> = view.safepoints().take(SOME).map(|entry| entry.decode()).collect();
    for entry in &entries {
        let found = view.safepoint_at(entry.pc);
        ensure(found.is_none_or(|found| found.pc == entry.pc), || format!("{entry:?} is found as {found:?}"))?;
    }
    let built = Stackmap::build(release, entries.iter().cloned()).and_then(|table| table.to_bytes(release));
    let Some(again) = written(built)? else { return Ok(()) };
    let second = StackmapView::from_bytes(&again, release).map_err(|error| format!("built, but {error}"))?;
    ensure(second.safepoints().map(|entry| entry.decode()).eq(entries.iter().cloned()), || "other maps".to_owned())?;
    let lost =
        entries.iter().find(|entry| second.safepoint_at(entry.pc).map(|found| found.decode()).as_ref() != Some(entry));
    ensure(lost.is_none(), || format!("{lost:?} is not found"))
}

fn call_sites(bytes: &[u8], release: Release) -> Outcome {
    let decoded = Exceptions::from_bytes(bytes, release);
    let Some(view) = viewed(ExceptionsView::from_bytes(bytes, release), decoded.is_ok())? else { return Ok(()) };
    let entries: Vec<_> = view.call_sites().take(SOME).map(|entry| entry.decode()).collect();
    for entry in &entries {
        let found = view.call_site_at(entry.site);
        ensure(found.is_none_or(|found| found.site == entry.site), || format!("{entry:?} is found as {found:?}"))?;
    }
    let built = Exceptions::build(release, entries.iter().cloned()).and_then(|table| table.to_bytes(release));
    let Some(again) = written(built)? else { return Ok(()) };
    let second = ExceptionsView::from_bytes(&again, release).map_err(|error| format!("built, but {error}"))?;
    ensure(second.call_sites().map(|entry| entry.decode()).eq(entries), || "other call sites".to_owned())
}

fn frames(bytes: &[u8], release: Release) -> Outcome {
    let decoded = Frames::from_bytes(bytes, release);
    let Some(view) = viewed(FramesView::from_bytes(bytes, release), decoded.is_ok())? else { return Ok(()) };
    for point in view.program_points().take(SOME) {
        let found = view.program_point_at(point.point_key);
        let before = found.is_none_or(|found| found.point_key <= point.point_key);
        ensure(before, || format!("{point:?} is found as {found:?}"))?;
        for frame in point.frames().take(SOME) {
            let layout = view.frame_layout(frame.descriptor);
            ensure(layout.is_none_or(|layout| layout.descriptor.local_type.len() <= bytes.len()), || {
                "too many".to_owned()
            })?;
        }
    }
    for breakpoint in view.breakpoints().take(SOME) {
        let mut found = view.breakpoints_at(breakpoint.breakpoint_position).take(SOME);
        let same = found.all(|found| found.breakpoint_position == breakpoint.breakpoint_position);
        ensure(same, || format!("others are found for {breakpoint:?}"))?;
    }
    let layouts: Vec<_> = view.frame_layouts().take(SOME).map(|entry| entry.decode()).collect();
    let points: Vec<_> = view.program_points().take(SOME).map(|point| point.decode()).collect();
    let points: Vec<_> = points
        .into_iter()
        .map(|mut point| {
            point.frames.truncate(SOME);
            point
        })
        .collect();
    let breakpoints: Vec<_> = view.breakpoints().take(SOME).map(|entry| entry.decode()).collect();
    let built = Frames::build(release, layouts.clone(), points.clone(), breakpoints.clone());
    let Some(again) = written(built.and_then(|table| table.to_bytes(release)))? else { return Ok(()) };
    let second = FramesView::from_bytes(&again, release).map_err(|error| format!("built, but {error}"))?;
    ensure(second.frame_layouts().map(|entry| entry.decode()).eq(layouts), || "other layouts".to_owned())?;
    ensure(second.breakpoints().map(|entry| entry.decode()).eq(breakpoints), || "other breakpoints".to_owned())?;
    let keys = points.iter().map(|point| (point.point_key, point.frames.len()));
    let again = second.program_points().map(|point| (point.point_key, point.frames().count()));
    ensure(again.eq(keys), || "other program points".to_owned())
}

/// A view, if there is one; there is one of everything that decodes.
fn viewed<V>(view: Result<V, Error>, decodes: bool) -> Result<Option<V>, String> {
    match view {
        Ok(view) => Ok(Some(view)),
        Err(error) => ensure(!decodes, || format!("it decodes, but there is no view: {error}")).map(|()| None),
    }
}

/// What was built. Entries of damaged tables may not ascend, and have no room in a release without them.
fn written(bytes: Result<Vec<u8>, Error>) -> Result<Option<Vec<u8>>, String> {
    match bytes {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) => {
            let known =
                [ErrorKind::Unsorted, ErrorKind::NotInRelease, ErrorKind::MissingInRelease, ErrorKind::TooLarge];
            ensure(known.contains(&error.kind()), || format!("not built: {error}")).map(|()| None)
        }
    }
}
