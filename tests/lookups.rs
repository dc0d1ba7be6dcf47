//! Looking up without decoding finds what a search in the decoded table finds; and a table that is built of its entries has
//! the bytes that Wasmtime wrote.

mod support;

use std::collections::BTreeMap;
use std::fmt::Debug;

use cwasm::lookup::{
    AddrmapView, CallSite, ExceptionsView, FramesView, Mapping, ProgramPoint, Safepoint, StackmapView, Trap, TrapsView,
};
use cwasm::types::{
    Addrmap, Exceptions, FilePos, FrameValue, Frames, PointFrame, PointKey, ShapeIndex, StackMapBlock, Stackmap, Traps,
    WasmPosition,
};
use cwasm::{Artifact, Error, ErrorKind, Release, SectionId};
use support::Real;

/// All artifacts of known releases.
fn artifacts() -> impl Iterator<Item = Real> {
    let known = |real: &Real| Artifact::parse(&real.bytes).is_ok_and(|artifact| artifact.release().is_ok());
    support::corpus().into_iter().chain(support::more()).filter(known)
}

/// An artifact of the corpus that has such a section and comes from one of these releases.
fn with(id: SectionId, releases: impl Fn(Release) -> bool) -> Real {
    let has = |real: &Real| {
        let artifact = Artifact::parse(&real.bytes).unwrap();
        releases(artifact.release().unwrap()) && artifact.section(id).is_some_and(|section| section.size() > 100)
    };
    artifacts().find(has).unwrap()
}

fn data<'a>(artifact: &Artifact<'a>, id: SectionId) -> &'a [u8] {
    artifact.section(id).unwrap().data()
}

#[test]
fn built_of_their_entries_tables_are_the_same_bytes() {
    let mut built = BTreeMap::<SectionId, usize>::new();
    for real in artifacts() {
        let artifact = Artifact::parse(&real.bytes).unwrap();
        for (id, bytes) in rebuilt(&artifact).unwrap() {
            assert!(bytes == data(&artifact, id), "{}: {id:?}", real.path.display());
            *built.entry(id).or_default() += 1;
        }
    }
    println!("{built:?}");
    assert!(built.len() == 5 && built.values().all(|count| *count > 10), "{built:?}");
}

/// Each table of an artifact, read entry by entry through its view, and made of these again.
fn rebuilt(artifact: &Artifact<'_>) -> Result<Vec<(SectionId, Vec<u8>)>, Error> {
    let release = artifact.release()?;
    let mut tables = Vec::new();
    if let Some(view) = artifact.traps_view()? {
        tables.push((Traps::SECTION, Traps::build(release, view.traps())?.to_bytes(release)?));
    }
    if let Some(view) = artifact.addrmap_view()? {
        tables.push((Addrmap::SECTION, Addrmap::build(release, view.mappings())?.to_bytes(release)?));
    }
    if let Some(view) = artifact.stackmap_view()? {
        let entries = view.safepoints().map(|entry| entry.decode());
        tables.push((Stackmap::SECTION, Stackmap::build(release, entries)?.to_bytes(release)?));
    }
    if let Some(view) = artifact.exceptions_view()? {
        let entries = view.call_sites().map(|entry| entry.decode());
        tables.push((Exceptions::SECTION, Exceptions::build(release, entries)?.to_bytes(release)?));
    }
    if let Some(view) = artifact.frames_view()? {
        let layouts = view.frame_layouts().map(|entry| entry.decode());
        let points = view.program_points().map(|entry| entry.decode());
        let breakpoints = view.breakpoints().map(|entry| entry.decode());
        tables.push((Frames::SECTION, Frames::build(release, layouts, points, breakpoints)?.to_bytes(release)?));
    }
    Ok(tables)
}

/// Up to this size of `.text` every offset in it is looked up.
const SMALL: u64 = 1 << 13;

/// What is looked up: everything in a small artifact, else what is at, before and behind each key.
fn wanted<V>(entries: &BTreeMap<u32, V>, end: u64) -> Vec<u32> {
    if end <= SMALL {
        return (0..=u32::try_from(end).unwrap()).chain([u32::MAX]).collect();
    }
    entries.keys().flat_map(|key| [key.saturating_sub(1), *key, key.saturating_add(1)]).chain([0, u32::MAX]).collect()
}

/// Looks up in all entries of a table as decoded.
fn same<V: Clone + PartialEq + Debug>(
    real: &Real,
    entries: &BTreeMap<u32, V>,
    end: u64,
    expected: impl Fn(&BTreeMap<u32, V>, u32) -> Option<V>,
    found: impl Fn(u32) -> Option<V>,
) {
    for key in wanted(entries, end) {
        assert_eq!(found(key), expected(entries, key), "{} {key}", real.path.display());
    }
}

fn exactly<V: Clone>(entries: &BTreeMap<u32, V>, key: u32) -> Option<V> {
    entries.get(&key).cloned()
}

fn at_or_before<V: Clone>(entries: &BTreeMap<u32, V>, key: u32) -> Option<V> {
    entries.range(..=key).next_back().map(|(_, value)| value.clone())
}

fn text_size(artifact: &Artifact<'_>) -> u64 {
    artifact.section(SectionId::Text).map_or(0, |text| text.size())
}

fn decoded_traps(table: &Traps) -> Vec<Trap> {
    let old = table.offset.iter().flatten().zip(table.code.iter().flatten());
    let old = old.map(|(offset, code)| Trap { offset: *offset, code: *code });
    let new = table.table.iter().flat_map(|table| &table.0);
    old.chain(new.map(|entry| Trap { offset: entry.offset, code: entry.code })).collect()
}

fn decoded_mappings(table: &Addrmap) -> Vec<Mapping> {
    let old = table.offset.iter().flatten().zip(table.position.iter().flatten());
    let old = old.map(|(offset, position)| Mapping { offset: *offset, position: *position });
    let new = table.table.iter().flat_map(|table| &table.0);
    let position = |position: Option<u32>| position.map_or(FilePos::NONE, FilePos);
    old.chain(new.map(|entry| Mapping { offset: entry.offset, position: position(entry.position) })).collect()
}

#[test]
fn traps_are_found_where_they_are_and_nowhere_else() {
    for real in artifacts() {
        let artifact = Artifact::parse(&real.bytes).unwrap();
        let decoded = decoded_traps(&artifact.traps().unwrap().unwrap());
        let view = artifact.traps_view().unwrap().unwrap();
        assert!(view.traps().eq(decoded.iter().copied()), "{}", real.path.display());
        let entries = decoded.into_iter().map(|entry| (entry.offset, entry)).collect();
        same(&real, &entries, text_size(&artifact), exactly, |key| view.trap_at(key));
    }
}

#[test]
fn every_trap_has_a_name() {
    for real in artifacts() {
        let artifact = Artifact::parse(&real.bytes).unwrap();
        let view = artifact.traps_view().unwrap().unwrap();
        assert!(view.traps().all(|trap| trap.trap_code(view.release()).is_some()), "{}", real.path.display());
    }
}

#[test]
fn a_mapping_holds_up_to_the_next_one() {
    for real in artifacts() {
        let artifact = Artifact::parse(&real.bytes).unwrap();
        let Some(view) = artifact.addrmap_view().unwrap() else { continue };
        let decoded = decoded_mappings(&artifact.addrmap().unwrap().unwrap());
        assert!(view.mappings().eq(decoded.iter().copied()), "{}", real.path.display());
        let entries = decoded.into_iter().map(|entry| (entry.offset, entry)).collect();
        same(&real, &entries, text_size(&artifact), at_or_before, |key| view.mapping_at(key));
    }
}

#[test]
fn stack_maps_are_found_by_return_address() {
    for real in artifacts() {
        let artifact = Artifact::parse(&real.bytes).unwrap();
        let Some(view) = artifact.stackmap_view().unwrap() else { continue };
        let table = artifact.stackmap().unwrap().unwrap();
        let decoded = table.pc.into_iter().zip(table.map).map(|(pc, map)| (pc, Safepoint { pc, map })).collect();
        same(&real, &decoded, text_size(&artifact), exactly, |key| view.safepoint_at(key).map(|entry| entry.decode()));
    }
}

#[test]
fn handlers_are_those_of_the_call() {
    for real in artifacts() {
        let artifact = Artifact::parse(&real.bytes).unwrap();
        let Some(view) = artifact.exceptions_view().unwrap() else { continue };
        let table = artifact.exceptions().unwrap().unwrap();
        let mut entries = BTreeMap::new();
        let mut begin = 0;
        for (nth, site) in table.site.iter().enumerate() {
            let end = usize::try_from(table.end[nth]).unwrap();
            let handlers = (begin..end).map(|nth| (table.tag[nth], table.context[nth], table.handler[nth])).collect();
            entries.insert(*site, (table.frame_offset[nth], handlers));
            begin = end;
        }
        let told = |entry: CallSite| {
            let handlers = entry.handlers.iter().map(|handler| (handler.tag, handler.context, handler.handler));
            (entry.frame_offset, handlers.collect::<Vec<_>>())
        };
        let found = |key| view.call_site_at(key).map(|entry| told(entry.decode()));
        same(&real, &entries, text_size(&artifact), exactly, found);
    }
}

#[test]
fn frames_are_those_of_the_last_program_point() {
    let mut inlined = 0;
    for real in artifacts() {
        let artifact = Artifact::parse(&real.bytes).unwrap();
        let Some(view) = artifact.frames_view().unwrap() else { continue };
        let table = artifact.frames().unwrap().unwrap();
        let release = view.release();
        let mut entries = BTreeMap::new();
        for (key, pointer) in table.point_key.iter().zip(&table.point_pointer) {
            let first = usize::try_from(*pointer).unwrap() / 3;
            let last = (first..).find(|nth| table.frame[*nth].position.more(release) == 0).unwrap();
            inlined += last - first;
            entries.insert(key.0, table.frame[first..=last].to_vec());
        }
        let found = |key| view.program_point_at(PointKey(key)).map(|point| point.frames().collect::<Vec<_>>());
        same(&real, &entries, 2 * text_size(&artifact), at_or_before, found);
        for frame in entries.values().flatten() {
            let layout = view.frame_layout(frame.descriptor).unwrap();
            assert_eq!(layout.descriptor.decode(), table.descriptor[usize::try_from(frame.descriptor).unwrap()]);
            let known = |number: u8| FrameValue::from_number(u64::from(number), release).is_some();
            assert!(layout.descriptor.local_type.iter().all(known));
        }
        let positions = table.breakpoint_position.unwrap_or_default();
        for position in &positions {
            let there = positions.iter().filter(|other| *other == position).count();
            assert_eq!(view.breakpoints_at(*position).count(), there);
            assert!(view.breakpoints_at(*position).all(|entry| !entry.patch.is_empty()));
        }
        assert_eq!(view.breakpoints().count(), positions.len());
    }
    println!("{inlined} inlined frames");
}

/// One entry, in every release: what it is made to is found again.
#[test]
fn entries_are_the_same_in_every_release() {
    let traps: Vec<Trap> = (0..300).map(|nth| Trap { offset: 7 * nth, code: u8::try_from(nth % 5).unwrap() }).collect();
    let position = |nth: u32| if nth.is_multiple_of(3) { FilePos::NONE } else { FilePos(900 - 3 * nth) };
    let mappings: Vec<Mapping> = (0..300).map(|nth| Mapping { offset: 9 * nth, position: position(nth) }).collect();
    for release in Release::ALL.iter().copied() {
        let bytes = Traps::build(release, traps.iter().copied()).unwrap().to_bytes(release).unwrap();
        let view = TrapsView::from_bytes(&bytes, release).unwrap();
        assert!(view.traps().eq(traps.iter().copied()));
        assert!(traps.iter().all(|trap| view.trap_at(trap.offset) == Some(*trap)));
        let bytes = Addrmap::build(release, mappings.iter().copied()).unwrap().to_bytes(release).unwrap();
        let view = AddrmapView::from_bytes(&bytes, release).unwrap();
        assert!(view.mappings().eq(mappings.iter().copied()));
        assert!(mappings.iter().all(|entry| view.mapping_at(entry.offset + 8) == Some(*entry)));
    }
}

#[test]
fn entries_that_cannot_be_written_are_refused() {
    let kind = |result: Result<Traps, Error>| result.unwrap_err().kind();
    let entry = |offset| Trap { offset, code: 1 };
    assert_eq!(kind(Traps::build(Release::R46, [entry(4), entry(4)])), ErrorKind::Unsorted);
    assert_eq!(kind(Traps::build(Release::R50, [entry(4), entry(3)])), ErrorKind::Unsorted);
    let safepoint = Safepoint { pc: 4, map: StackMapBlock { frame_size: 16, bits: vec![1] } };
    let early = Stackmap::build(Release::R31, [safepoint]).unwrap_err();
    assert_eq!((early.kind(), early.path()), (ErrorKind::NotInRelease, "stackmap"));
    let frame =
        PointFrame { position: WasmPosition::from_parts(7, 1).unwrap(), descriptor: 0, shape: ShapeIndex::NONE };
    let point = |frames| ProgramPoint { point_key: PointKey::from_parts(0, 16).unwrap(), frames };
    let empty = Frames::build(Release::R50, [], [point(vec![])], []).unwrap_err();
    assert_eq!(empty.kind(), ErrorKind::MissingInRelease);
    // Whether another frame follows, says the place in the list.
    let table = Frames::build(Release::R50, [], [point(vec![frame, frame])], []).unwrap();
    let more: Vec<u32> = table.frame.iter().map(|frame| frame.position.more(Release::R50)).collect();
    assert_eq!(more, [1, 0]);
}

/// Whatever the bytes are, a look-up comes back; and it finds nothing that is not in the table.
#[test]
fn damaged_tables_have_no_entries_that_are_not_there() {
    for releases in [|release| release < Release::R47, |release| release >= Release::R47] {
        let real = with(Traps::SECTION, releases);
        let artifact = Artifact::parse(&real.bytes).unwrap();
        let release = artifact.release().unwrap();
        damaged(data(&artifact, Traps::SECTION), |bytes| traps(bytes, release));
        damaged(data(&artifact, Addrmap::SECTION), |bytes| mappings(bytes, release));
    }
    let real = with(Stackmap::SECTION, |release| release >= Release::R37);
    let artifact = Artifact::parse(&real.bytes).unwrap();
    let release = artifact.release().unwrap();
    damaged(data(&artifact, Stackmap::SECTION), |bytes| {
        let Ok(view) = StackmapView::from_bytes(bytes, release) else { return };
        for entry in view.safepoints() {
            let _ = view.safepoint_at(entry.pc);
        }
    });
    damaged(data(&artifact, Exceptions::SECTION), |bytes| {
        let Ok(view) = ExceptionsView::from_bytes(bytes, release) else { return };
        for entry in view.call_sites() {
            let _ = view.call_site_at(entry.site).map(|entry| entry.decode());
        }
    });
    let real = with(Frames::SECTION, |release| release >= Release::R41);
    let artifact = Artifact::parse(&real.bytes).unwrap();
    damaged(data(&artifact, Frames::SECTION), |bytes| {
        let Ok(view) = FramesView::from_bytes(bytes, artifact.release().unwrap()) else { return };
        for entry in view.program_points().take(20) {
            let found = view.program_point_at(entry.point_key);
            let layouts = found.into_iter().flat_map(|point| point.frames()).take(20);
            layouts.for_each(|frame| drop(view.frame_layout(frame.descriptor).map(|layout| layout.decode())));
        }
        assert!(view.breakpoints().all(|entry| view.breakpoints_at(entry.breakpoint_position).count() < bytes.len()));
    });
}

/// Changes bytes of a table, one at a time, and cuts it.
fn damaged(table: &[u8], look_up: impl Fn(&[u8])) {
    let step = (table.len() / 100).max(1);
    let mut bytes = table.to_vec();
    for at in (0..32.min(table.len())).chain((0..table.len()).step_by(step)) {
        for value in [table[at] ^ 1, table[at] ^ 0x80, 0, 0xff] {
            bytes[at] = value;
            look_up(&bytes);
        }
        bytes[at] = table[at];
        look_up(&bytes[..at]);
    }
}

fn traps(bytes: &[u8], release: Release) {
    let view = TrapsView::from_bytes(bytes, release);
    let decoded = Traps::from_bytes(bytes, release).map(|table| decoded_traps(&table));
    let Ok(view) = view else { return assert!(decoded.is_err()) };
    for trap in view.traps().take(40) {
        assert!(view.trap_at(trap.offset).is_none_or(|found| found.offset == trap.offset));
    }
    if let Ok(decoded) = decoded {
        assert!(view.traps().eq(decoded));
    }
}

fn mappings(bytes: &[u8], release: Release) {
    let view = AddrmapView::from_bytes(bytes, release);
    let decoded = Addrmap::from_bytes(bytes, release).map(|table| decoded_mappings(&table));
    let Ok(view) = view else { return assert!(decoded.is_err()) };
    for mapping in view.mappings().take(40) {
        assert!(view.mapping_at(mapping.offset).is_none_or(|found| found.offset <= mapping.offset));
    }
    if let Ok(decoded) = decoded {
        assert!(view.mappings().eq(decoded));
    }
}
