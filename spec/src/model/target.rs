//! Architectures, systems, page sizes, and conditions on them.

use super::{List, Span, Text};
use crate::version::Range;

plain_data! {
/// An architecture.
struct Architecture {
    /// Its name in conditions.
    pub name: Text,
    /// A name that it shares with its relatives; its own if it has none.
    pub family: Text,
    /// Releases that have a code generator for it.
    pub range: Range,
    /// First words of a triple that mean it.
    pub triples: List<Text>,
    /// Its number in the ELF header.
    pub machine: u64,
    /// Its byte order in the ELF header.
    pub data: u64,
    /// Its flag in the ELF header, 0 for none.
    pub flag: u64,
    /// Where it is declared.
    pub span: Span,
}

/// An operating system.
struct System {
    /// Its name in conditions.
    pub name: Text,
    /// Beginnings of the third word of a triple that mean it.
    pub triples: List<Text>,
    /// Where it is declared.
    pub span: Span,
}

/// A page size.
struct Page {
    /// For which targets and releases.
    pub on: On,
    /// In bytes.
    pub size: u64,
}

/// A condition over release and target.
struct On {
    /// Editions.
    pub range: Range,
    /// Architecture or family, empty for any.
    pub arch: Text,
    /// Architecture or family that it must not be, empty for none.
    pub not_arch: Text,
    /// Operating system, empty for any.
    pub system: Text,
}
}
