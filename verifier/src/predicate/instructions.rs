//! Which bytes an instruction can begin with. It is asked of each trap, so that the first byte says which few patterns are
//! compared at all.

use cwasm_spec::model::{Arg, Check};

use super::code::{Pattern, paired};
use crate::run::Run;

/// Instructions that begin in one of several ways, prefixes left out.
pub(super) struct Instructions<'c> {
    code: &'c [u8],
    patterns: Vec<Pattern<'c>>,
    /// The same as numbers of eight bytes, the first the lowest, with the bits that count.
    windows: Vec<(u64, u64)>,
    /// What each byte can be.
    bytes: [Class; 256],
}

/// What a byte can be.
#[derive(Clone, Copy, Default)]
struct Class {
    /// A prefix of which some stand in front.
    prefix: bool,
    /// A prefix of which one may stand behind these.
    last: bool,
    /// The first of these patterns, a bit each.
    first: u64,
}

/// How many prefixes may stand in front, the last one aside.
const PREFIXES: usize = 3;

impl<'c> Instructions<'c> {
    /// Of `instruction-at OFFSETS SECTION PREFIXES LAST-PREFIXES BYTES MASK BYTES MASK ...`.
    pub(super) fn new(run: &Run<'c>, check: &'c Check) -> Option<Self> {
        let [_, Arg::Section(section), Arg::Bytes(prefixes), Arg::Bytes(last), rest @ ..] = &*check.args else {
            return None;
        };
        let code = run.image.section(*section)?.data?;
        let bytes = rest.iter().filter_map(|arg| if let Arg::Bytes(bytes) = arg { Some(&**bytes) } else { None });
        let patterns = paired(&bytes.collect::<Vec<&[u8]>>());
        let windows: Vec<(u64, u64)> = patterns.iter().filter_map(Pattern::window).collect();
        if windows.len() != patterns.len() || windows.len() > 64 {
            return None;
        }
        let mut classes = [Class::default(); 256];
        for (class, byte) in classes.iter_mut().zip(0..=u8::MAX) {
            let begin = |(wanted, mask): &(u64, u64)| u64::from(byte) & mask & 0xff == wanted & 0xff;
            let bits = windows.iter().zip(0..64_u32).filter(|(window, _)| begin(window));
            *class = Class {
                prefix: prefixes.contains(&byte),
                last: last.contains(&byte),
                first: bits.fold(0, |first, (_, bit)| first | 1_u64.wrapping_shl(bit)),
            };
        }
        Some(Self { code, patterns, windows, bytes: classes })
    }

    /// Whether one stands there; a place outside of the code has a rule of its own.
    pub(super) fn stand_at(&self, at: u64) -> bool {
        let Some(code) = usize::try_from(at).ok().and_then(|at| self.code.get(at..)) else { return true };
        let mut behind = code;
        for _ in 0..PREFIXES {
            match behind {
                [byte, rest @ ..] if self.class(*byte).prefix => behind = rest,
                _ => break,
            }
        }
        if let [byte, rest @ ..] = behind
            && self.class(*byte).last
        {
            behind = rest;
        }
        self.is_one(behind) || behind.len() < code.len() && self.is_one(code)
    }

    fn class(&self, byte: u8) -> Class {
        self.bytes.get(usize::from(byte)).copied().unwrap_or_default()
    }

    fn is_one(&self, code: &[u8]) -> bool {
        let Some(bytes) = code.first_chunk() else {
            return self.patterns.iter().any(|pattern| pattern.begins(code));
        };
        let found = u64::from_le_bytes(*bytes);
        let mut left = code.first().map_or(0, |byte| self.class(*byte).first);
        while left != 0 {
            let index = usize::try_from(left.trailing_zeros()).unwrap_or(usize::MAX);
            if self.windows.get(index).is_some_and(|(wanted, mask)| found & mask == *wanted) {
                return true;
            }
            left &= left.wrapping_sub(1);
        }
        false
    }
}
