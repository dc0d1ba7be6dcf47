//! The pieces of the file, symbols and relocations.

use super::{Evidence, List, On, Span, Text};
use crate::version::Range;

plain_data! {
/// The pieces of the file.
struct Layout {
    /// In words.
    pub doc: Text,
    /// The pieces, in order.
    pub pieces: List<Piece>,
    /// Releases that do not align a section without data.
    pub empty_unaligned: Range,
    /// Releases whose symbol names may be empty at offset 0.
    pub strtab_may_be_empty: Range,
    /// Who says so.
    pub evidence: List<Evidence>,
}

/// A piece of the file.
struct Piece {
    /// Which.
    pub kind: PieceKind,
    /// In bytes; 0: each part has its own.
    pub align: u64,
    /// Meaning.
    pub doc: Text,
}

/// Which piece.
#[derive(Copy)]
enum PieceKind {
    /// The ELF header.
    Header,
    /// The data of all sections that are not named by another piece.
    Added,
    /// The data of a section.
    Section(u16),
    /// The data of all relocation sections.
    Relocations,
    /// The section header table.
    SectionTable,
}

/// A kind of symbols.
struct SymbolKind {
    /// Name.
    pub name: Text,
    /// Releases that have it.
    pub range: Range,
    /// Meaning.
    pub doc: Text,
    /// Fields with one value: field index in the record, and the value.
    pub fixed: List<FixedField>,
    /// Where it lies.
    pub home: SymbolHome,
    /// Where it is declared.
    pub span: Span,
}

/// A field with one value.
#[derive(Copy)]
struct FixedField {
    /// Index in the record.
    pub field: u16,
    /// The value.
    pub value: u64,
}

/// Where symbols of a kind lie.
enum SymbolHome {
    /// In no section, or as a fixed field says.
    None,
    /// In a section.
    Section(u16),
    /// In a section of a group.
    Group(Text),
}

/// A relocation type.
struct RelocationType {
    /// Its number.
    pub number: u64,
    /// For which targets and releases.
    pub on: On,
    /// How many bytes it fills.
    pub bytes: u64,
    /// Only in this section, if given: index in [`Spec::sections`](super::Spec::sections).
    pub section: Option<u16>,
}
}
