//! `cargo bench -p cwasm`: what looking up in the bytes of a table costs, beside decoding the table once and searching the
//! vector; for the layouts before and since 47, with the same entries.
//!
//! Machines differ and are noisy: each figure is the best of many rounds, and the ratios are what counts. Paths behind `--`
//! are measured instead of the artifact of the corpus with the most entries: `cargo bench -p cwasm -- big.cwasm`.

#![allow(missing_docs, reason = "a program")]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use cwasm::lookup::{AddrmapView, Mapping, Trap, TrapsView};
use cwasm::types::{Addrmap, FilePos, Traps};
use cwasm::{Artifact, Release};

/// So many addresses are looked up in a round.
const LOOK_UPS: usize = 20_000;

fn main() {
    let arguments = std::env::args_os().skip(1).filter(|argument| argument != "--bench");
    let mut paths: Vec<PathBuf> = arguments.map(PathBuf::from).collect();
    if paths.is_empty() {
        paths.push(largest());
    }
    for path in &paths {
        let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let artifact = Artifact::parse(&bytes).unwrap();
        let text = artifact.section(cwasm::SectionId::Text).map_or(1, |text| text.size());
        println!("{} ({} bytes, {text} of code, release {})", path.display(), bytes.len(), artifact.release().unwrap());
        println!(
            "  {:<22} {:>9} {:>10} | {:>12} {:>12} {:>7} | {:>12} {:>9} | {:>10}",
            "table", "entries", "bytes", "look-up", "in a vector", "ratio", "decode", "pays from", "iterate"
        );
        for release in [Release::R46, Release::R47] {
            traps(&artifact, release);
            mappings(&artifact, release, u32::try_from(text).unwrap_or(u32::MAX));
        }
    }
}

/// The artifact of the corpus with the most entries in its address map.
fn largest() -> PathBuf {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let folders = std::fs::read_dir(corpus).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let files = folders.flat_map(|folder| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()));
    let entries = |path: &PathBuf| {
        let bytes = std::fs::read(path).unwrap();
        let view = Artifact::parse(&bytes)
            .ok()
            .and_then(|artifact| artifact.addrmap_view().ok().flatten().map(|view| view.mappings().count()));
        view.unwrap_or(0)
    };
    files.max_by_key(entries).unwrap()
}

/// The best time of `work` over many rounds.
fn best(mut work: impl FnMut()) -> Duration {
    let begin = Instant::now();
    let mut best = Duration::MAX;
    let mut rounds = 0;
    while rounds < 5 || (begin.elapsed() < Duration::from_millis(700) && rounds < 20_000) {
        let start = Instant::now();
        work();
        best = best.min(start.elapsed());
        rounds += 1;
    }
    best
}

/// Numbers below a bound, in no order, the same ones each time.
fn random(bound: usize) -> impl Iterator<Item = usize> {
    let mut state = 1_u64;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % bound.max(1)
    })
    .take(LOOK_UPS)
}

/// A table in one layout.
struct Measured<'m> {
    name: &'m str,
    entries: usize,
    bytes: usize,
    /// One look-up in the bytes each.
    view: Duration,
    /// One look-up in a vector each.
    vector: Duration,
    /// Making the vector.
    decode: Duration,
    /// Going through all entries in the bytes.
    iterate: Duration,
}

impl Measured<'_> {
    fn print(&self) {
        let each = |time: Duration, count: usize| time.as_secs_f64() * 1e9 / count.max(1) as f64;
        let (view, vector) = (each(self.view, LOOK_UPS), each(self.vector, LOOK_UPS));
        // After so many look-ups it was better to decode the table.
        let pays = match view - vector {
            saved if saved > 0.0 => format!("{:.0}", self.decode.as_secs_f64() * 1e9 / saved),
            _ => "never".to_owned(),
        };
        println!(
            "  {:<22} {:>9} {:>10} | {view:>9.1} ns {vector:>9.1} ns {:>7.2} | {:>9.1} us {pays:>9} | {:>7.2} ns",
            self.name,
            self.entries,
            self.bytes,
            view / vector,
            self.decode.as_secs_f64() * 1e6,
            each(self.iterate, self.entries),
        );
    }
}

fn traps(artifact: &Artifact<'_>, release: Release) {
    let Some(view) = artifact.traps_view().unwrap() else { return };
    let entries: Vec<Trap> = view.traps().collect();
    let bytes = Traps::build(release, entries.iter().copied()).unwrap().to_bytes(release).unwrap();
    // Half of them are those of a trap, the others of none.
    let wanted: Vec<u32> =
        random(2 * entries.len()).map(|nth| entries[nth / 2].offset + u32::from(nth % 2 == 1)).collect();
    let view = TrapsView::from_bytes(&bytes, release).unwrap();
    let vector = vector_of_traps(&bytes, release);
    for offset in &wanted {
        let found = vector.binary_search_by_key(offset, |(at, _)| *at).ok().map(|nth| vector[nth]);
        assert_eq!(view.trap_at(*offset).map(|trap| (trap.offset, trap.code)), found);
    }
    Measured {
        name: &format!("traps as in {release}"),
        entries: entries.len(),
        bytes: bytes.len(),
        view: best(|| wanted.iter().for_each(|offset| _ = black_box(view.trap_at(black_box(*offset))))),
        vector: best(|| {
            for offset in &wanted {
                black_box(vector.binary_search_by_key(&black_box(*offset), |(at, _)| *at).map(|nth| vector[nth]).ok());
            }
        }),
        decode: best(|| drop(black_box(vector_of_traps(&bytes, release)))),
        iterate: best(|| view.traps().for_each(|trap| _ = black_box(trap))),
    }
    .print();
}

fn vector_of_traps(bytes: &[u8], release: Release) -> Vec<(u32, u8)> {
    let table = Traps::from_bytes(bytes, release).unwrap();
    let old = table.offset.unwrap_or_default().into_iter().zip(table.code.unwrap_or_default());
    let new = table.table.into_iter().flat_map(|table| table.0);
    old.chain(new.map(|entry| (entry.offset, entry.code))).collect()
}

fn mappings(artifact: &Artifact<'_>, release: Release, text: u32) {
    let Some(view) = artifact.addrmap_view().unwrap() else { return };
    let entries: Vec<Mapping> = view.mappings().collect();
    let bytes = Addrmap::build(release, entries.iter().copied()).unwrap().to_bytes(release).unwrap();
    let wanted: Vec<u32> =
        random(usize::try_from(text).unwrap()).map(|offset| u32::try_from(offset).unwrap()).collect();
    let view = AddrmapView::from_bytes(&bytes, release).unwrap();
    let vector = vector_of_mappings(&bytes, release);
    let search = |offset: u32| vector.partition_point(|(at, _)| *at <= offset).checked_sub(1).map(|nth| vector[nth]);
    for offset in &wanted {
        assert_eq!(view.mapping_at(*offset).map(|entry| (entry.offset, entry.position)), search(*offset));
    }
    Measured {
        name: &format!("address map as in {release}"),
        entries: entries.len(),
        bytes: bytes.len(),
        view: best(|| wanted.iter().for_each(|offset| _ = black_box(view.mapping_at(black_box(*offset))))),
        vector: best(|| wanted.iter().for_each(|offset| _ = black_box(search(black_box(*offset))))),
        decode: best(|| drop(black_box(vector_of_mappings(&bytes, release)))),
        iterate: best(|| view.mappings().for_each(|entry| _ = black_box(entry))),
    }
    .print();
}

fn vector_of_mappings(bytes: &[u8], release: Release) -> Vec<(u32, FilePos)> {
    let table = Addrmap::from_bytes(bytes, release).unwrap();
    let old = table.offset.unwrap_or_default().into_iter().zip(table.position.unwrap_or_default());
    let new = table.table.into_iter().flat_map(|table| table.0);
    old.chain(new.map(|entry| (entry.offset, entry.position.map_or(FilePos::NONE, FilePos)))).collect()
}
