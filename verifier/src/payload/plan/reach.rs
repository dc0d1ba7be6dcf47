//! Which types can come up inside of which, so that a path that looks for a type everywhere is followed no further than it
//! can be found.

use cwasm_spec::model::{Spec, Word};
use cwasm_spec::version::Edition;

/// For each type a row of bits, one for each type that can come up in it.
pub(super) struct Reach {
    rows: Vec<u64>,
    /// Numbers in a row.
    width: usize,
}

impl Reach {
    /// The types of a release.
    pub(super) fn new(spec: &Spec, edition: Edition) -> Self {
        let width = spec.types.len().div_ceil(64);
        let mut reach = Self { rows: vec![0; spec.types.len().saturating_mul(width)], width };
        let mut parts: Vec<(usize, usize)> = Vec::new();
        for (outer, ty) in spec.types.iter().enumerate() {
            let here = ty.parts().into_iter().filter(|(_, range)| range.contains(edition));
            let named = here.flat_map(|(words, _)| words).filter_map(|word| match word {
                Word::Named(inner) => Some(usize::from(*inner)),
                _ => None,
            });
            parts.extend(named.map(|inner| (outer, inner)));
        }
        for (outer, inner) in &parts {
            if let Some(word) = reach.rows.get_mut(outer.saturating_mul(width).saturating_add(inner.wrapping_shr(6))) {
                *word |= bit(*inner);
            }
        }
        // Types stand behind those that hold them more often than not.
        while parts.iter().rev().fold(false, |grown, (outer, inner)| reach.include(*outer, *inner) || grown) {}
        reach
    }

    /// What comes up in the inner type comes up in the outer one; whether that is news.
    fn include(&mut self, outer: usize, inner: usize) -> bool {
        let mut grown = false;
        for column in 0..self.width {
            let from = self.rows.get(inner.saturating_mul(self.width).saturating_add(column)).copied().unwrap_or(0);
            if let Some(word) = self.rows.get_mut(outer.saturating_mul(self.width).saturating_add(column)) {
                grown |= from & !*word != 0;
                *word |= from;
            }
        }
        grown
    }

    /// Whether one type can come up in another.
    pub(super) fn contains(&self, outer: u16, inner: u16) -> bool {
        let (outer, inner) = (usize::from(outer), usize::from(inner));
        let word = self.rows.get(outer.saturating_mul(self.width).saturating_add(inner.wrapping_shr(6)));
        word.is_some_and(|word| word & bit(inner) != 0)
    }
}

fn bit(index: usize) -> u64 {
    1_u64.wrapping_shl(u32::try_from(index & 63).unwrap_or(0))
}
