//! A pattern as a network: nodes between its steps, and ways from one to the next, of which several may be open.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Pattern, Step, StepKind};
use crate::version::Range;

/// Patterns hold each other no deeper.
const DEPTH: usize = 16;

/// Which bytes open a way: those from one to another that have some bits.
#[derive(Clone, Copy)]
struct Bytes {
    least: u8,
    most: u8,
    bits: u8,
    mask: u8,
}

impl Bytes {
    fn has(self, byte: u8) -> bool {
        (self.least..=self.most).contains(&byte) && byte & self.mask == self.bits
    }
}

/// The ways from a node.
#[derive(Default)]
struct Ways {
    /// Over a byte.
    over: Vec<(Bytes, usize)>,
    /// In front of a byte.
    before: Vec<(Bytes, usize)>,
    /// Always open.
    free: Vec<usize>,
}

#[derive(Default)]
pub(super) struct Network {
    nodes: Vec<Ways>,
    end: usize,
}

impl Network {
    /// Where each pattern begins.
    pub(super) const START: usize = 0;

    pub(super) fn of(patterns: &[Pattern], index: usize) -> Result<Self, String> {
        let mut network = Self::default();
        let start = network.node();
        network.end = network.pattern(patterns, index, start, DEPTH)?;
        Ok(network)
    }

    /// Of which kind each byte is, and a byte of each kind: of one are those that no way tells apart.
    pub(super) fn kinds(&self) -> (Vec<usize>, Vec<u8>) {
        let ways = || self.nodes.iter().flat_map(|ways| ways.over.iter().chain(&ways.before));
        let mut known: BTreeMap<Vec<bool>, usize> = BTreeMap::new();
        let (mut kinds, mut examples) = (Vec::new(), Vec::new());
        for byte in 0..=u8::MAX {
            let opened: Vec<bool> = ways().map(|(bytes, _)| bytes.has(byte)).collect();
            let kind = *known.entry(opened).or_insert(examples.len());
            if kind == examples.len() {
                examples.push(byte);
            }
            kinds.push(kind);
        }
        (kinds, examples)
    }

    /// The nodes behind this byte.
    pub(super) fn behind(&self, nodes: &[usize], byte: u8) -> Vec<usize> {
        let ways = self.reached(nodes, Some(byte)).into_iter().filter_map(|node| self.nodes.get(node));
        let open = ways.flat_map(|ways| &ways.over).filter(|(bytes, _)| bytes.has(byte));
        open.map(|(_, to)| *to).collect::<BTreeSet<usize>>().into_iter().collect()
    }

    /// Whether the pattern may be at its end.
    pub(super) fn ends(&self, nodes: &[usize]) -> bool {
        self.reached(nodes, None).contains(&self.end)
    }

    /// The nodes that can be reached without a byte, if this one is next.
    fn reached(&self, nodes: &[usize], byte: Option<u8>) -> BTreeSet<usize> {
        let mut reached: BTreeSet<usize> = BTreeSet::new();
        let mut left = nodes.to_vec();
        while let Some(node) = left.pop() {
            let Some(ways) = self.nodes.get(node).filter(|_| reached.insert(node)) else { continue };
            left.extend(&ways.free);
            let open = ways.before.iter().filter(|(bytes, _)| byte.is_some_and(|byte| bytes.has(byte)));
            left.extend(open.map(|(_, to)| *to));
        }
        reached
    }

    fn node(&mut self) -> usize {
        self.nodes.push(Ways::default());
        self.nodes.len().saturating_sub(1)
    }

    fn free(&mut self, from: usize, to: usize) {
        if let Some(ways) = self.nodes.get_mut(from) {
            ways.free.push(to);
        }
    }

    /// Adds a pattern behind a node; the result is the node behind it.
    fn pattern(&mut self, patterns: &[Pattern], index: usize, from: usize, depth: usize) -> Result<usize, String> {
        let depth = depth.checked_sub(1).ok_or("patterns hold each other too deep")?;
        let mut at = from;
        let mut steps = patterns.get(index).map(|pattern| &*pattern.steps).unwrap_or_default();
        while let Some((first, rest)) = steps.split_first() {
            let others = rest.iter().take_while(|step| step.or).count();
            let behind = self.node();
            for step in [first].into_iter().chain(rest.iter().take(others)) {
                let end = self.step(patterns, step, at, depth)?;
                self.free(end, behind);
            }
            at = behind;
            steps = rest.get(others..).unwrap_or_default();
        }
        Ok(at)
    }

    fn step(&mut self, patterns: &[Pattern], step: &Step, from: usize, depth: usize) -> Result<usize, String> {
        if step.range != Range::ALL || step.rising || !step.behind.is_empty() {
            return Err("no step of an automaton depends on a release, on other steps or on code".to_owned());
        }
        match &step.kind {
            StepKind::Bytes(bytes) => {
                let byte = |at, byte: &u8| self.over(at, Bytes { least: *byte, most: *byte, bits: 0, mask: 0 });
                Ok(bytes.iter().fold(from, byte))
            }
            StepKind::Byte(least, most) => Ok(self.over(from, Bytes { least: *least, most: *most, bits: 0, mask: 0 })),
            StepKind::Bits(bits, mask) => Ok(self.over(from, Bytes { least: 0, most: 0xff, bits: *bits, mask: *mask })),
            StepKind::Ahead(bits, mask) => {
                let to = self.node();
                if let Some(ways) = self.nodes.get_mut(from) {
                    ways.before.push((Bytes { least: 0, most: 0xff, bits: *bits, mask: *mask }, to));
                }
                Ok(to)
            }
            StepKind::One(index) => self.pattern(patterns, usize::from(*index), from, depth),
            StepKind::Maybe(index) => {
                let end = self.pattern(patterns, usize::from(*index), from, depth)?;
                self.free(from, end);
                Ok(end)
            }
            StepKind::Many(index) => {
                let round = self.node();
                self.free(from, round);
                let end = self.pattern(patterns, usize::from(*index), round, depth)?;
                self.free(end, round);
                Ok(round)
            }
            _ => Err("an automaton has no numbers, texts or places".to_owned()),
        }
    }

    fn over(&mut self, from: usize, bytes: Bytes) -> usize {
        let to = self.node();
        if let Some(ways) = self.nodes.get_mut(from) {
            ways.over.push((bytes, to));
        }
        to
    }
}
