//! The changes: flipped bits, numbers that become others, bytes that are cut out or put in, files that end early.

use std::collections::HashSet;

use crate::areas::{Area, Field};
use crate::elf::little;
use crate::random::Random;

/// One change of the artifact. No other byte moves, but in a cut those behind it, up to the end of the section.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Mutant {
    /// Which area is attacked.
    pub area: usize,
    pub kind: Kind,
    /// Where in the file.
    pub at: usize,
    /// What stands there afterwards; nothing if the file ends here.
    pub new: Vec<u8>,
    /// Which field it is in, if it is in one.
    pub field: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Flip,
    Field,
    Cut,
    Insert,
    Truncate,
}

impl Kind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Flip => "bit flipped",
            Self::Field => "number changed",
            Self::Cut => "bytes cut out",
            Self::Insert => "bytes put in",
            Self::Truncate => "file ends",
        }
    }
}

impl Mutant {
    pub fn apply(&self, artifact: &[u8]) -> Vec<u8> {
        let mut changed = artifact.to_vec();
        if self.kind == Kind::Truncate {
            changed.truncate(self.at);
        } else {
            changed[self.at..self.at + self.new.len()].copy_from_slice(&self.new);
        }
        changed
    }
}

/// `count` mutants for every share of every area, less where there are not as many.
pub fn make(artifact: &[u8], areas: &[Area], count: usize, seed: u64) -> Vec<Mutant> {
    let mut random = Random(seed);
    let mut mutants = Vec::new();
    for (index, area) in areas.iter().enumerate() {
        let mut known = HashSet::new();
        let wanted = count * area.shares;
        // Small areas have fewer different mutants than wanted.
        for _ in 0..wanted * 4 {
            if known.len() == wanted {
                break;
            }
            let Some(mutant) = one(artifact, index, area, &mut random) else { continue };
            if mutant.apply(artifact) != artifact && known.insert(mutant.clone()) {
                mutants.push(mutant);
            }
        }
    }
    mutants
}

fn one(artifact: &[u8], index: usize, area: &Area, random: &mut Random) -> Option<Mutant> {
    let at = area.range.start + random.below(area.range.len());
    let end = area.range.end;
    let rest = &artifact[at..end];
    let (kind, at, new) = match random.below(20) {
        0..8 => (Kind::Flip, at, vec![artifact[at] ^ (1 << random.below(8))]),
        8..17 => {
            let field = area.fields.get(random.below(area.fields.len()))?;
            (Kind::Field, field.range.start, other_number(artifact, area, field, random)?)
        }
        17 => (Kind::Cut, at, shifted_left(rest, 1 + random.below(8))),
        18 => (Kind::Insert, at, shifted_right(rest, 1 + random.below(8), random)),
        _ => (Kind::Truncate, at, Vec::new()),
    };
    let field = area.fields.iter().position(|field| field.range.contains(&at));
    Some(Mutant { area: index, kind, at, new, field })
}

fn shifted_left(rest: &[u8], by: usize) -> Vec<u8> {
    let mut new = rest[by.min(rest.len())..].to_vec();
    new.resize(rest.len(), 0);
    new
}

fn shifted_right(rest: &[u8], by: usize, random: &mut Random) -> Vec<u8> {
    let mut new: Vec<u8> = (0..by).map(|_| random.next() as u8).collect();
    new.extend(rest);
    new.truncate(rest.len());
    new
}

/// 0, the largest, one more, one less, or what another field of the area says; in as many bytes.
fn other_number(artifact: &[u8], area: &Area, field: &Field, random: &mut Random) -> Option<Vec<u8>> {
    let old = &artifact[field.range.clone()];
    let width = old.len();
    if width > 8 {
        return None;
    }
    let bits = if field.varint { 7 } else { 8 };
    let largest = u64::MAX >> (64 - (bits * width).min(64));
    let value = |field: &Field| {
        let bytes = &artifact[field.range.clone()];
        if field.varint { varint(bytes) } else { little(bytes) }
    };
    let new = match random.below(6) {
        0 => 0,
        1 => largest,
        2 => value(field).wrapping_add(1) & largest,
        3 => value(field).wrapping_sub(1) & largest,
        _ => {
            let other = area.fields.get(random.below(area.fields.len()))?;
            if other.range.len() != width || other.varint != field.varint {
                return None;
            }
            value(other)
        }
    };
    Some(if field.varint { as_varint(new, width) } else { new.to_le_bytes()[..width].to_vec() })
}

fn varint(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |value, byte| (value << 7) | u64::from(byte & 0x7f))
}

/// In exactly so many bytes. A small number in many is not canonical, which is one more thing to notice.
fn as_varint(value: u64, width: usize) -> Vec<u8> {
    let byte = |index: usize| {
        let more = if index + 1 < width { 0x80 } else { 0 };
        ((value >> (7 * index)) & 0x7f) as u8 | more
    };
    (0..width).map(byte).collect()
}
