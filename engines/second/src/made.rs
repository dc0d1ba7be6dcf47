//! Tables that no artifact has: of random entries, written by the library and looked up by Wasmtime. Their lengths are around
//! those of blocks, their distances around those of tokens.

use cwasm::lookup::{AddrmapView, Mapping, Trap, TrapsView};
use cwasm::types::{Addrmap, FilePos, TrapCode, Traps};
use cwasm::{Error, Release};

use crate::compare::{Asked, File, Search};
use crate::in_place;
use crate::ours;
use crate::tally::Tally;
use crate::wasmtime::Wasmtime;

const LENGTHS: [usize; 11] = [0, 1, 2, 127, 128, 129, 130, 255, 256, 257, 400];

/// A mapping without a position.
const NONE: u32 = FilePos::NONE.0;

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
    let mapping =
        |(offset, at): &(u32, Option<u32>)| Mapping { offset: *offset, position: FilePos(at.unwrap_or(NONE)) };
    let section = Addrmap::build(release, entries.iter().map(mapping))?.to_bytes(release)?;
    let view = AddrmapView::from_bytes(&section, release)?;
    let asked = Asked { table: 0, search: Search::Before, all: wasmtime.address_map.map(|all| all(&section)) };
    file.compare(asked, Ok(entries), |key| in_place::position(&view, key), |key| (wasmtime.file_pos)(&section, key));
    Ok(())
}

fn traps(wasmtime: &Wasmtime, release: Release, entries: Vec<Trap>, file: &mut File<'_>) -> Result<(), Error> {
    let table = Traps::build(release, entries)?;
    let section = table.to_bytes(release)?;
    let view = TrapsView::from_bytes(&section, release)?;
    let asked = Asked { table: 1, search: Search::Exact, all: wasmtime.traps.map(|all| all(&section)) };
    let ours = ours::traps(&table, release);
    file.compare(asked, ours, |key| in_place::trap(&view, release, key), |key| (wasmtime.trap)(&section, key));
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
    fn codes(&mut self, offsets: &[u32], release: Release) -> Vec<Trap> {
        let known = |code: &u8| TrapCode::from_number((*code).into(), release).is_some();
        let known: Vec<u8> = (0..=u8::MAX).filter(known).collect();
        let count = known.len() as u32;
        let usual = known[self.below(count) as usize];
        let mut next = || {
            if self.below(4) == 0 { known[self.below(count) as usize] } else { usual }
        };
        offsets.iter().map(|offset| Trap { offset: *offset, code: next() }).collect()
    }
}
