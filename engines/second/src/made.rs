//! Tables that no artifact has: of random entries, written by the library and looked up by Wasmtime. Their lengths are around
//! those of blocks, their distances around those of tokens.

use cwasm::types::{Addrmap, AddrmapBlocks, AddrmapBlocksEntry, FilePos, TrapBlocks, TrapBlocksEntry, TrapCode, Traps};
use cwasm::{Error, Release};

use crate::compare::{Asked, File, Search};
use crate::ours;
use crate::tally::Tally;
use crate::wasmtime::Wasmtime;

const LENGTHS: [usize; 11] = [0, 1, 2, 127, 128, 129, 130, 255, 256, 257, 400];

/// The largest distance from one entry to the next.
const DISTANCES: [u32; 5] = [1, 8, 300, 20_000, 800_000];

pub(crate) fn compare(wasmtime: &Wasmtime, release: Release, tally: &mut Tally) {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for length in LENGTHS {
        for distance in DISTANCES {
            let name = format!("{length} random entries up to {distance} apart");
            let mut file = File { name: &name, text: usize::MAX, tally: Tally::default() };
            let offsets = random.rising(length, distance);
            let written = address_map(wasmtime, release, random.positions(&offsets), &mut file)
                .and_then(|()| traps(wasmtime, release, random.codes(&offsets, release), &mut file));
            if let Err(error) = written {
                file.tally.differs(&name, &error.to_string());
            }
            for count in file.tally.tables {
                tally.made.add(count);
            }
            tally.differences += file.tally.differences;
        }
    }
}

fn address_map(
    wasmtime: &Wasmtime,
    release: Release,
    entries: Vec<(u32, Option<u32>)>,
    file: &mut File<'_>,
) -> Result<(), Error> {
    let blocks = entries.iter().map(|(offset, position)| AddrmapBlocksEntry { offset: *offset, position: *position });
    let blocks = Addrmap { offset: None, position: None, table: Some(AddrmapBlocks(blocks.collect())) };
    let (offset, position) = entries.iter().map(|(offset, at)| (*offset, FilePos(at.unwrap_or(u32::MAX)))).unzip();
    let lists = Addrmap { offset: Some(offset), position: Some(position), table: None };
    let section = blocks.to_bytes(release).or_else(|_| lists.to_bytes(release))?;
    let asked = Asked { table: 0, search: Search::Before, all: wasmtime.address_map.map(|all| all(&section)) };
    file.compare(asked, Ok(entries), |key| (wasmtime.file_pos)(&section, key));
    Ok(())
}

fn traps(wasmtime: &Wasmtime, release: Release, entries: Vec<(u32, u8)>, file: &mut File<'_>) -> Result<(), Error> {
    let blocks = entries.iter().map(|(offset, code)| TrapBlocksEntry { offset: *offset, code: *code });
    let blocks = Traps { offset: None, code: None, table: Some(TrapBlocks(blocks.collect())) };
    let (offset, code) = entries.into_iter().unzip();
    let lists = Traps { offset: Some(offset), code: Some(code), table: None };
    let section = blocks.to_bytes(release).or_else(|_| lists.to_bytes(release))?;
    let asked = Asked { table: 1, search: Search::Exact, all: wasmtime.traps.map(|all| all(&section)) };
    file.compare(asked, ours::traps(&lists, release), |key| (wasmtime.trap)(&section, key));
    Ok(())
}

/// xorshift64
struct Random(u64);

impl Random {
    fn below(&mut self, end: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (((self.0 >> 32) * u64::from(end)) >> 32) as u32
    }

    fn rising(&mut self, length: usize, distance: u32) -> Vec<u32> {
        let mut last = self.below(distance);
        let mut next = || {
            last = last.saturating_add(1 + self.below(distance));
            last
        };
        (0..length).map(|_| next()).collect()
    }

    /// Positions go forward mostly, sometimes back, sometimes far, and some are missing.
    fn positions(&mut self, offsets: &[u32]) -> Vec<(u32, Option<u32>)> {
        let mut last = 1_000_000_u32;
        let mut next = || {
            let step = [4, 100, 10_000, 5_000_000][self.below(4) as usize];
            let step = self.below(step);
            match self.below(5) {
                0 => return None,
                1 => last = last.saturating_sub(step),
                _ => last = last.saturating_add(step).min(u32::MAX - 1),
            }
            Some(last)
        };
        offsets.iter().map(|offset| (*offset, next())).collect()
    }

    /// Mostly one code.
    fn codes(&mut self, offsets: &[u32], release: Release) -> Vec<(u32, u8)> {
        let known = |code: &u8| TrapCode::from_number((*code).into(), release).is_some();
        let known: Vec<u8> = (0..=u8::MAX).filter(known).collect();
        let count = known.len() as u32;
        let usual = known[self.below(count) as usize];
        let mut next = || {
            if self.below(4) == 0 { known[self.below(count) as usize] } else { usual }
        };
        offsets.iter().map(|offset| (*offset, next())).collect()
    }
}
