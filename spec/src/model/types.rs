//! Declared types and the names of their values.

use super::{Entry, Evidence, List, Span, Text};
use crate::version::Range;

plain_data! {
/// How values become bytes.
#[derive(Copy)]
enum Wire {
    /// Full width, little-endian, no lengths.
    Fixed,
    /// bincode 1.
    Bincode1,
    /// postcard 1.
    Postcard,
    /// Full width, in the byte order of the container, no lengths.
    Native,
}

/// A wire with its meaning.
struct WireDoc {
    /// Which.
    pub wire: Wire,
    /// Meaning.
    pub doc: Text,
}

/// A declared type.
struct TypeDef {
    /// Its name.
    pub name: Text,
    /// Releases that have it.
    pub range: Range,
    /// Its name in Wasmtime, where that is not this one in another spelling.
    pub traced: Text,
    /// Meaning.
    pub doc: Text,
    /// Shape.
    pub kind: TypeKind,
    /// In a struct that says where something lies: which fields do.
    pub extent: Option<Extent>,
    /// In a layout: what its tables are tables of.
    pub entries: List<Entry>,
    /// Who says so.
    pub evidence: List<Evidence>,
    /// Index of its chapter.
    pub chapter: u16,
    /// Where it is declared.
    pub span: Span,
}

/// The shapes of declared types.
enum TypeKind {
    /// A structure of ELF with a fixed size, in the file's byte order.
    Record {
        /// In bytes.
        size: u64,
        /// In order.
        fields: List<Field>,
    },
    /// The inside of a section: fields with a wire each.
    Layout {
        /// In order.
        fields: List<Field>,
    },
    /// Fields one behind the other.
    Struct {
        /// In order.
        fields: List<Field>,
    },
    /// Another type under a name of its own: an index, a position, an offset.
    Newtype {
        /// The type that it is on the wire.
        ty: List<Word>,
        /// The value that stands for nothing.
        none: Option<u64>,
        /// Which of its values decode.
        only: Only,
        /// Parts of the number that have a meaning of their own.
        slices: List<Slice>,
    },
    /// An index, then the fields of a variant.
    Enum {
        /// In order of their indices.
        variants: List<Variant>,
    },
    /// Entries in blocks that are found through an index: of each entry the distance to the one before, and a value.
    Blocks(Blocks),
    /// Many fields of one type.
    Row {
        /// The type of each.
        word: Word,
        /// Their names, in order.
        names: List<RowName>,
    },
    /// An integer of named bits.
    Bits {
        /// The integer's type by release.
        reprs: List<Repr>,
        /// The bits.
        bits: List<Bit>,
    },
    /// A list of named values.
    Flags {
        /// Architecture or family that it is for, empty for all.
        arch: Text,
        /// How it is sorted.
        orders: List<FlagOrder>,
        /// The flags.
        flags: List<Flag>,
    },
}

/// Which values of the type on the wire a newtype has; decoding any other fails.
enum Only {
    /// All.
    All,
    /// These numbers.
    Numbers(List<u64>),
    /// Texts that are semantic versions.
    Versions,
}

/// A word of a type: types are chains of words, read from the left.
#[derive(Copy)]
enum Word {
    /// Unsigned, 8 bits.
    U8,
    /// Unsigned, 16 bits.
    U16,
    /// Unsigned, 32 bits.
    U32,
    /// Unsigned, 64 bits.
    U64,
    /// Unsigned, 128 bits.
    U128,
    /// Signed, 32 bits.
    I32,
    /// Signed, 64 bits.
    I64,
    /// Unsigned, 32 bits, never 0.
    NonZeroU32,
    /// 0 or 1.
    Bool,
    /// UTF-8 with a length.
    String,
    /// So many bytes.
    Bytes(u16),
    /// Bytes without a length of their own: as many as an earlier field says, or all that are left.
    Blob,
    /// None, or one of the type that follows.
    Option,
    /// An index of the type that follows, whose greatest value means none.
    PackedOption,
    /// Start and end, each of the type that follows.
    Range,
    /// A number of the type that follows.
    Seq,
    /// A list by index that leaves out what equals its default: a length, which counts the default too; the default; then
    /// an option for each index, none for what equals the default. Followed by the type; if that is an option, the
    /// default is written as one as well, which always holds something, and no second option is put around the others.
    Sparse,
    /// A number of the type that follows, no two of which are equal.
    Set,
    /// A number of pairs of the two types that follow, no two of which have equal first halves.
    Map,
    /// The two types that follow.
    Pair,
    /// So many of the type that follows.
    Array(u16),
    /// A declared type: index in [`Spec::types`](super::Spec::types).
    Named(u16),
}

/// How many elements a sequence has that has no length of its own.
enum Times {
    /// It has one.
    Own,
    /// As an earlier field of the same struct says, divided by a number.
    Field {
        /// The field's name.
        name: Text,
        /// How many of what the field counts are one element.
        per: u64,
    },
    /// As many as there are bytes for.
    Rest,
    /// Until four zero bytes stand where the next one would begin.
    UntilZero,
}

/// A table of entries in blocks: numbers of entries and of blocks (u32 each); an index of the first offset and the place of
/// each block (u32 each, the place counted from the end of the index); then the blocks. An entry begins with a LEB128
/// token: bit 0 is a flag, the rest the distance to the entry before; the first entry of a block stands at the
/// block's first offset.
struct Blocks {
    /// How many entries a block has; the last one may have fewer.
    pub per_block: u64,
    /// What bit 0 of a token means.
    pub flag: Text,
    /// What the offset of an entry is.
    pub offset: Text,
    /// What else an entry has.
    pub value: BlockValue,
}

/// The value of an entry in a block.
struct BlockValue {
    /// Its name.
    pub name: Text,
    /// Meaning.
    pub doc: Text,
    /// Name of the table that its values are named by, or empty.
    pub names: Text,
    /// How it is written.
    pub form: BlockForm,
}

/// How the value of an entry in a block is written.
#[derive(Copy)]
enum BlockForm {
    /// One byte behind the token if the flag is set; else it is the byte that the block begins with: the value that most
    /// entries of the block have, of several the one that was the first to be that often.
    Default,
    /// None if the flag is set; else LEB128: of the first entry in a block that has one unsigned, of the others the signed
    /// difference to the last one.
    Chain {
        /// The number that stands for none elsewhere, and is never written.
        none: u64,
    },
}

/// Which fields of a struct say where something lies.
#[derive(Copy)]
struct Extent {
    /// The field that holds the first byte: index in the fields.
    pub start: u16,
    /// The field that holds the number of bytes.
    pub length: u16,
}

/// A field of a record, layout, struct or variant.
struct Field {
    /// Its name.
    pub name: Text,
    /// Releases that have it.
    pub range: Range,
    /// Its type.
    pub ty: List<Word>,
    /// Meaning.
    pub doc: Text,
    /// Name of the table or flag list that its values are named by, or empty.
    pub names: Text,
    /// Name of the earlier field that holds its length, or empty.
    pub length: Text,
    /// How many elements it has, if it is a sequence.
    pub times: Times,
    /// Name of the earlier field that holds the number of bytes that it takes, what is left of them being zeros; or empty.
    pub bytes: Text,
    /// Zeros fill it up to a multiple of so many bytes of the section; 0 if none do.
    pub pad: u64,
    /// Architecture or family that has it, empty for all.
    pub arch: Text,
    /// Architecture or family that has not, empty for none.
    pub not_arch: Text,
    /// The type of the indices that count its elements: index in [`Spec::types`](super::Spec::types).
    pub by: Option<u16>,
    /// In a layout: its wire.
    pub wire: Wire,
    /// Parts of the number that have a meaning of their own.
    pub slices: List<Slice>,
    /// What an engine asks of it before loading.
    pub compat: List<Compat>,
    /// What an embedder calls to set it.
    pub option: Text,
    /// Why any value is as good as another, for all that is inside too; empty if the value is bound.
    pub free: Text,
    /// Where it is declared.
    pub span: Span,
}

/// Some bits of a field.
struct Slice {
    /// Name.
    pub name: Text,
    /// Lowest bit.
    pub at: u8,
    /// Number of bits.
    pub bits: u8,
    /// Releases in which it stands there.
    pub range: Range,
    /// Name of the table that its values are named by, or empty.
    pub names: Text,
    /// Meaning.
    pub doc: Text,
}

/// What a loading engine asks of a recorded value.
struct Compat {
    /// When.
    pub range: Range,
    /// The policy's name: exact, ignored, subset, or a custom one.
    pub policy: Text,
}

/// A variant of an enum.
struct Variant {
    /// Name.
    pub name: Text,
    /// Releases that have it.
    pub range: Range,
    /// Types of what it holds, one behind the other.
    pub ty: List<Word>,
    /// Or what it holds by name.
    pub fields: List<Field>,
    /// Why any value in it is as good as another; empty if it is bound.
    pub free: Text,
    /// Meaning.
    pub doc: Text,
    /// Where it is declared.
    pub span: Span,
}

/// A name in a row.
struct RowName {
    /// Name.
    pub name: Text,
    /// Releases that have it.
    pub range: Range,
}

/// The integer behind a bit set.
struct Repr {
    /// When.
    pub range: Range,
    /// Its type.
    pub word: Word,
}

/// A named bit.
struct Bit {
    /// Its number, 0 the lowest.
    pub at: u8,
    /// Name.
    pub name: Text,
    /// Releases in which the bit means this.
    pub range: Range,
    /// Names of bits that are always set with it.
    pub includes: List<Text>,
    /// Meaning.
    pub doc: Text,
    /// Where it is declared.
    pub span: Span,
}

/// How a flag list is sorted.
struct FlagOrder {
    /// When.
    pub range: Range,
    /// By name, or as listed here.
    pub by_name: bool,
}

/// A named value of a flag list.
struct Flag {
    /// Name.
    pub name: Text,
    /// Releases that write it.
    pub range: Range,
    /// Kind of its value.
    pub kind: FlagKind,
    /// The words of an enum.
    pub words: List<FlagWord>,
    /// Values that it always has.
    pub must: List<FlagMust>,
    /// Meaning.
    pub doc: Text,
    /// What an engine asks of it before loading.
    pub compat: List<Compat>,
    /// Where it is declared.
    pub span: Span,
}

/// Kinds of flag values; their names are those of the variants of the value's type.
#[derive(Copy)]
enum FlagKind {
    /// A word.
    Enum,
    /// A small number.
    Num,
    /// Yes or no.
    Bool,
}

/// A word that a flag can have.
struct FlagWord {
    /// The word.
    pub name: Text,
    /// Releases that know it.
    pub range: Range,
    /// Meaning.
    pub doc: Text,
}

/// A value that every artifact has.
struct FlagMust {
    /// When.
    pub range: Range,
    /// The value, as text: a word, a number, `true` or `false`.
    pub value: Text,
}

/// Names for numbers, or a closed list of names.
struct NameTable {
    /// Its name.
    pub name: Text,
    /// Meaning.
    pub doc: Text,
    /// Whether the names stand for numbers.
    pub numbered: bool,
    /// The names.
    pub names: List<NameEntry>,
    /// Who says so.
    pub evidence: List<Evidence>,
    /// Index of its chapter.
    pub chapter: u16,
}

/// One name.
struct NameEntry {
    /// Name.
    pub name: Text,
    /// Number, 0 in a list of names.
    pub value: u64,
    /// Releases that have it.
    pub range: Range,
}
}
