//! Rules, and the places that they speak about.

use super::{List, On, PieceKind, Span, Text};
use crate::predicate::Predicate;
use crate::version::Range;

plain_data! {
/// Decoded values that some rule or condition asks for: a path from a layout or struct into what it holds.
///
/// A step names a field, or the variant of an enum; `key` and `value` lead into a map, `0` and `1` into a pair, `start`
/// and `end` into a range, a name into a flag list or a set of bits, the name of a slice into a number. Elements of
/// sequences, what is in an option and what a newtype stands for are walked into without a step; `each` is for elements at
/// which the path ends, `default` for the default of a list that leaves out what equals it. `*name` asks for every
/// value of a type, however deep, and may be followed by steps into it. What ends at a sequence or map is its number of elements, at an enum the variant's
/// index in the release, at a variant that does not hold just one value 1, at a range or a struct with an extent its place,
/// at bytes whether any of them is not zero. The entries of a table in blocks have an `offset` and a value with a name.
struct ValuePath {
    /// As written: the name of the layout or struct, then the steps.
    pub text: Text,
    /// The layout or struct: index in [`Spec::types`](super::Spec::types). There may be many of a struct in a file.
    pub root: u16,
    /// The steps from there on.
    pub steps: List<Text>,
}

/// Something that a rule can speak about.
#[derive(Copy)]
enum Place {
    /// Length of the file.
    FileSize,
    /// A field of the ELF header, and a slice of it.
    Header(u16, Option<u16>),
    /// All 64 bytes of section header 0.
    NullSection,
    /// Index of the last section header.
    LastSection,
    /// A field of every section header, and a slice of it.
    Sections(u16, Option<u16>),
    /// The names of all sections.
    SectionNames,
    /// The lengths of the names of all sections but the null one.
    SectionNameLengths,
    /// A field of the header of one section.
    Section(u16, u16),
    /// A field of the headers of all relocation sections.
    RelocationSections(u16),
    /// All bytes of symbol 0.
    NullSymbol,
    /// Number of symbols, the null symbol included.
    SymbolCount,
    /// Number of function symbols: those of the first kind.
    FunctionCount,
    /// A field of every symbol but the null one.
    Symbols(u16, Option<u16>),
    /// The names of all symbols.
    SymbolNames,
    /// A field of every relocation, and a slice of it.
    Relocations(u16, Option<u16>),
    /// The ELF machine of the target's architecture.
    TargetMachine,
    /// The ELF byte order of the target's architecture.
    TargetData,
    /// The ELF flag of the target's architecture.
    TargetFlag,
    /// The target's architecture.
    TargetArchitecture,
    /// The page size of the target, in bytes.
    TargetPage,
    /// The number of words of the target triple.
    TargetWords,
    /// A decoded value: index in [`Spec::values`](super::Spec::values).
    Value(u16),
}

/// A rule.
struct Rule {
    /// Its number, for ever.
    pub number: u16,
    /// Its name: the property that holds.
    pub slug: Text,
    /// Releases that it speaks about.
    pub range: Range,
    /// How sure it is.
    pub level: Level,
    /// Whether a file that breaks it does not decode.
    pub malformed: bool,
    /// What holds.
    pub says: Text,
    /// Why it matters.
    pub why: Text,
    /// What to do about a breach, or empty.
    pub help: Text,
    /// How it is checked.
    pub checks: List<Check>,
    /// Rules that a breach of this one breaks as well.
    pub implies: List<u16>,
    /// What Wasmtime's loader was seen to do.
    pub loader: List<Loader>,
    /// Who says so.
    pub evidence: List<Evidence>,
    /// Index of its chapter.
    pub chapter: u16,
    /// Where it is declared.
    pub span: Span,
}

/// How sure a rule is.
#[derive(Copy)]
enum Level {
    /// Every artifact of the release's own writer has it.
    Must,
    /// Held in everything seen, but nothing forces the writer.
    Should,
}

/// One check of a rule.
struct Check {
    /// What is checked.
    pub predicate: Predicate,
    /// About what.
    pub args: List<Arg>,
    /// For which targets and releases.
    pub on: On,
    /// Only in artifacts of this kind, `module` or `component`; empty for both.
    pub kind: Text,
    /// Only if this decoded bool is true.
    pub when: Option<Place>,
    /// Only if this decoded bool is false.
    pub unless: Option<Place>,
    /// The rows of the second place begin as many rows behind those of the first as this value says.
    pub from: Option<Place>,
    /// The first place names positions in this list, and the numbers there are those that the check is about.
    pub through: Option<Place>,
    /// Only for symbols of this kind: index in [`Spec::symbol_kinds`](super::Spec::symbol_kinds).
    pub of: Option<u16>,
    /// Only for relocations of this section.
    pub only_in: Option<u16>,
    /// Not for relocations of these sections.
    pub not_in: List<u16>,
    /// Only for sections that hold data.
    pub filled: bool,
    /// Where it is declared.
    pub span: Span,
}

/// What a check is about.
enum Arg {
    /// Something in the file.
    Place(Place),
    /// A number.
    Number(u64),
    /// Bytes.
    Bytes(List<u8>),
    /// A section.
    Section(u16),
    /// All sections of a group.
    Group(Text),
    /// A piece of the file.
    Piece(PieceKind),
    /// A name table.
    Names(u16),
    /// A pattern.
    Pattern(u16),
    /// A word of the predicate's own.
    Word(Text),
    /// A layout or flag list by name.
    Type(Text),
}

/// What Wasmtime's loader was seen to do with a breach.
struct Loader {
    /// Which loaders.
    pub range: Range,
    /// Whether they refuse the file.
    pub refuses: bool,
}

/// Who says so.
struct Evidence {
    /// A real artifact that shows it, or "all"; empty for none.
    pub artifact: Text,
    /// Project, tag, path and function; empty for none.
    pub source: Text,
}
}
