//! Patterns of bytes: what programs look like that are no tables.

use super::{Automaton, Evidence, List, Span, Text};
use crate::version::Range;

plain_data! {
/// What bytes look like, from the first one to the last.
struct Pattern {
    /// Its name.
    pub name: Text,
    /// Meaning.
    pub doc: Text,
    /// What stands there, in order.
    pub steps: List<Step>,
    /// Who says so.
    pub evidence: List<Evidence>,
    /// The same as an automaton, if some rule fits it to very many bytes.
    pub automaton: Option<Automaton>,
    /// Index of its chapter.
    pub chapter: u16,
    /// Where it is declared.
    pub span: Span,
}

/// What stands next.
struct Step {
    /// Releases that have it.
    pub range: Range,
    /// What it is.
    pub kind: StepKind,
    /// Whether it may stand instead of the step before it.
    pub or: bool,
    /// Whether each round of a repeated pattern has a later one of this step and those that may stand instead of it.
    pub rising: bool,
    /// What the code has right in front of the place that is spoken of: one of these, or anything if there is none.
    pub behind: List<Masked>,
    /// Meaning.
    pub doc: Text,
    /// Where it is declared.
    pub span: Span,
}

/// What a step of a pattern is.
enum StepKind {
    /// These bytes.
    Bytes(List<u8>),
    /// A byte from the first to the second.
    Byte(u8, u8),
    /// A byte that has the bits of the first in those of the second.
    Bits(u8, u8),
    /// The same, but the byte is that of the next step.
    Ahead(u8, u8),
    /// So much further on in the code is the place that is spoken of from here on.
    Move {
        /// Bytes in front of the number.
        after: List<u8>,
        /// Size of the number, in bytes.
        width: u8,
        /// The least number.
        least: u64,
        /// The greatest one.
        most: u64,
        /// What the number has too much.
        less: u64,
    },
    /// A number as unsigned LEB128.
    Number {
        /// The least one.
        least: u64,
        /// The greatest one.
        most: u64,
        /// What the first one of a repeated pattern is a multiple of.
        unit: u64,
        /// By how much at most it is above the one of the round before, and by 1 at least; 0 if it need not be.
        up: u64,
        /// The same, below.
        down: u64,
    },
    /// A text.
    Text(Text),
    /// A decimal number without needless zeros: how it follows the one of the last name of the same kind whose numbers before
    /// it are the same.
    Decimal(Follows),
    /// The characters that are left, from the first to the second, so many at most.
    Any {
        /// The first character.
        low: u8,
        /// The last one.
        high: u8,
        /// How many at most.
        most: u64,
    },
    /// The name that the function with the numbers before has in the WebAssembly file. If it has characters but those from
    /// the first to the second, each run of them and of the third is one of the third. Cut behind so many.
    Called {
        /// The first character.
        low: u8,
        /// The last one.
        high: u8,
        /// What stands for others.
        other: u8,
        /// How many at most.
        most: u64,
    },
    /// Another pattern: index in [`Spec::patterns`](super::Spec::patterns).
    One(u16),
    /// The same, or nothing.
    Maybe(u16),
    /// The same as often as it fits.
    Many(u16),
    /// All that is left: this byte, so often at most.
    Rest(u8, u64),
}

/// How a number follows the one before.
#[derive(Copy)]
enum Follows {
    /// Anyhow.
    Any,
    /// Above it.
    Rising,
    /// One above it.
    Next,
}

/// Bytes of which only some bits count.
struct Masked {
    /// The bytes.
    pub bytes: List<u8>,
    /// The bits that count, as many bytes.
    pub mask: List<u8>,
}
}
