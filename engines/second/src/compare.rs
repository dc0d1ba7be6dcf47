//! Asks both sides about the tables of one artifact: for all entries, and look-ups at every offset of `.text`. On this side
//! both the decoded entries are searched and the bytes.

use std::fmt::Debug;

use cwasm::types::{Addrmap, Exceptions, Frames, Stackmap, Traps};
use cwasm::{Artifact, Error, SectionId};

use crate::in_place;
use crate::ours;
use crate::tally::Tally;
use crate::wasmtime::{Entries, Wasmtime};

/// In a larger `.text` only the keys of entries are asked for, and those next to them.
const EVERY_OFFSET: usize = 256 << 10;

/// Fails if the library does not decode a table.
pub(crate) fn artifact(wasmtime: &Wasmtime, artifact: &Artifact<'_>, name: &str) -> Result<Tally, Error> {
    let data = |id: SectionId| artifact.section(id).map_or(&[][..], |section| section.data());
    let text = data(ours::TEXT);
    let mut file = File { name, text: text.len(), tally: Tally::default() };
    let release = artifact.release()?;
    if let Some((table, view)) = artifact.addrmap()?.zip(artifact.addrmap_view()?) {
        let section = data(Addrmap::SECTION);
        let asked = Asked { table: 0, search: Search::Before, all: wasmtime.address_map.map(|all| all(section)) };
        let in_place = |key| in_place::position(&view, key);
        file.compare(asked, ours::address_map(&table), in_place, |key| (wasmtime.file_pos)(section, key));
    }
    if let Some((table, view)) = artifact.traps()?.zip(artifact.traps_view()?) {
        let section = data(Traps::SECTION);
        let asked = Asked { table: 1, search: Search::Exact, all: wasmtime.traps.map(|all| all(section)) };
        let in_place = |key| in_place::trap(&view, release, key);
        file.compare(asked, ours::traps(&table, release), in_place, |key| (wasmtime.trap)(section, key));
    }
    if let (Some((table, view)), Some(at)) = (artifact.stackmap()?.zip(artifact.stackmap_view()?), wasmtime.stack_map) {
        let section = data(Stackmap::SECTION);
        let asked = Asked { table: 2, search: Search::Exact, all: wasmtime.stack_maps.map(|all| all(section)) };
        let in_place = |key| in_place::stack_map(&view, key);
        file.compare(asked, ours::stack_maps(&table), in_place, |key| at(section, key));
    }
    if let (Some((table, view)), Some(at)) =
        (artifact.exceptions()?.zip(artifact.exceptions_view()?), wasmtime.call_site)
    {
        let section = data(Exceptions::SECTION);
        let asked = Asked { table: 3, search: Search::Exact, all: wasmtime.call_sites.map(|all| all(section)) };
        let in_place = |key| in_place::call_site(&view, key);
        file.compare(asked, ours::call_sites(&table), in_place, |key| at(section, key));
    }
    frames(wasmtime, artifact, (data(Frames::SECTION), text), &mut file)?;
    Ok(file.tally)
}

fn frames(
    wasmtime: &Wasmtime,
    artifact: &Artifact<'_>,
    (section, text): (&[u8], &[u8]),
    file: &mut File<'_>,
) -> Result<(), Error> {
    let Some((table, view)) = artifact.frames()?.zip(artifact.frames_view()?) else { return Ok(()) };
    if let Some(at) = wasmtime.point {
        let all = wasmtime.points.map(|all| all(section, text));
        let asked = Asked { table: 4, search: Search::BeforeInHalves, all };
        let ours = ours::points(&table, view.release());
        file.compare(asked, ours, |key| in_place::point(&view, key), |key| at(section, text, key));
    }
    if let Some(at) = wasmtime.breakpoint {
        let all = wasmtime.breakpoints.map(|all| all(section, text).map(grouped));
        let asked = Asked { table: 5, search: Search::ExactElsewhere, all };
        let in_place = |key| in_place::breakpoints(&view, text, key);
        let theirs = |key| Some(at(section, text, key)).filter(|found| !found.is_empty());
        file.compare(asked, ours::breakpoints(&table, text).map(grouped), in_place, theirs);
    }
    Ok(())
}

/// Puts together what has the same key.
fn grouped<V>(entries: Vec<(u32, V)>) -> Vec<(u32, Vec<V>)> {
    let mut groups: Vec<(u32, Vec<V>)> = Vec::new();
    for (key, value) in entries {
        match groups.last_mut() {
            Some((last, values)) if *last == key => values.push(value),
            _ => groups.push((key, vec![value])),
        }
    }
    groups
}

/// How a table is searched.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Search {
    /// Keys are offsets in `.text`, and only an entry of this very key is found.
    Exact,
    /// The same, but keys are no offsets in `.text`.
    ExactElsewhere,
    /// Keys are offsets in `.text`, and an entry holds up to the next.
    Before,
    /// The same with two keys for each offset.
    BeforeInHalves,
}

/// What Wasmtime says.
pub(crate) struct Asked<V> {
    /// Which of the tables.
    pub(crate) table: usize,
    pub(crate) search: Search,
    /// Its entries, if the release can list them.
    pub(crate) all: Option<Entries<V>>,
}

/// One artifact, and what was compared in it.
pub(crate) struct File<'a> {
    pub(crate) name: &'a str,
    /// The length of `.text`.
    pub(crate) text: usize,
    pub(crate) tally: Tally,
}

impl File<'_> {
    /// Compares all entries, and what is found for keys: among the decoded entries, in the bytes, and by Wasmtime.
    pub(crate) fn compare<V: PartialEq + Debug>(
        &mut self,
        asked: Asked<V>,
        ours: Entries<V>,
        in_place: impl Fn(u32) -> Option<V>,
        theirs: impl Fn(u32) -> Option<V>,
    ) {
        let ours = match ours {
            Ok(ours) => ours,
            Err(message) => return self.differs(asked.table, &message),
        };
        if let Some(theirs) = asked.all {
            self.entries(asked.table, &ours, theirs);
        }
        let keys = self.keys(asked.search, &ours);
        if let Some(count) = self.tally.tables.get_mut(asked.table) {
            count.entries += ours.len() as u64;
            count.look_ups += keys.len() as u64;
        }
        for key in keys {
            let (ours, in_place, theirs) = (find(&ours, key, asked.search), in_place(key), theirs(key));
            if ours != theirs.as_ref() {
                self.differs(asked.table, &format!("{key:#x} is {ours:?} here, {theirs:?} in Wasmtime"));
            }
            if in_place != theirs {
                self.differs(asked.table, &format!("{key:#x} is {in_place:?} looked up here, {theirs:?} in Wasmtime"));
            }
        }
    }

    /// Compares all entries.
    fn entries<V: PartialEq + Debug>(&mut self, table: usize, ours: &[(u32, V)], theirs: Entries<V>) {
        let theirs = match theirs {
            Ok(theirs) => theirs,
            Err(message) => return self.differs(table, &format!("Wasmtime says {message}")),
        };
        if ours.len() != theirs.len() {
            self.differs(table, &format!("{} entries here, {} in Wasmtime", ours.len(), theirs.len()));
        }
        for (ours, theirs) in ours.iter().zip(&theirs).filter(|(ours, theirs)| ours != theirs) {
            self.differs(table, &format!("entry {ours:?} here, {theirs:?} in Wasmtime"));
        }
    }

    /// What to look up.
    fn keys<V>(&self, search: Search, ours: &[(u32, V)]) -> Vec<u32> {
        let last = u32::try_from(self.text).unwrap_or(u32::MAX);
        if self.text <= EVERY_OFFSET && search != Search::ExactElsewhere {
            let each = if search == Search::BeforeInHalves { 2 } else { 1 };
            return (0..=last.saturating_mul(each)).collect();
        }
        let near = |(key, _): &(u32, V)| [key.saturating_sub(1), *key, key.saturating_add(1)];
        let mut keys: Vec<u32> = ours.iter().flat_map(near).chain([0, last]).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    fn differs(&mut self, table: usize, how: &str) {
        let table = crate::TABLES.get(table).copied().unwrap_or_default();
        self.tally.differs(&format!("{}: {table}", self.name), how);
    }
}

fn find<V>(entries: &[(u32, V)], key: u32, search: Search) -> Option<&V> {
    match search {
        Search::Before | Search::BeforeInHalves => find_before(entries, key),
        Search::Exact | Search::ExactElsewhere => {
            let found = entries.binary_search_by_key(&key, |(key, _)| *key).ok()?;
            entries.get(found).map(|(_, value)| value)
        }
    }
}

/// The last entry that does not begin behind the key.
pub(crate) fn find_before<V>(entries: &[(u32, V)], key: u32) -> Option<&V> {
    let behind = entries.partition_point(|(each, _)| *each <= key);
    entries.get(behind.checked_sub(1)?).map(|(_, value)| value)
}
