//! The description as plain data: what `load` makes and every tool reads. No syntax, no Rust of the parser, no ELF bytes.
//!
//! Everything is a flat list that refers to other lists by index, so that the built-in description can be a `static`
//! which costs nothing to start with.

use std::borrow::Cow;

use crate::predicate::Predicate;
use crate::version::Range;

/// A list that is either built in or was loaded.
pub type List<T> = Cow<'static, [T]>;
/// A text that is either built in or was loaded.
pub type Text = Cow<'static, str>;

macro_rules! plain_data {
    ($($(#[$meta:meta])* $kind:ident $name:ident { $($body:tt)* })*) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[cfg_attr(feature = "load", derive(serde::Serialize))]
        pub $kind $name { $($body)* }
    )*};
}

plain_data! {
/// The whole description.
struct Spec {
    /// The files it was read from, in reading order; [`Span::file`] counts in this list.
    pub files: List<Text>,
    /// The names of all editions, oldest first.
    pub editions: List<Text>,
    /// One a file.
    pub chapters: List<Chapter>,
    /// Where version, target and kind stand.
    pub identity: Identity,
    /// What a recorded version looks like.
    pub version_forms: List<VersionForm>,
    /// Editions that record the version of another one.
    pub told_apart: List<ToldApart>,
    /// How artifacts before the first edition are recognised.
    pub legacy: Legacy,
    /// Architectures that a target triple can name.
    pub architectures: List<Architecture>,
    /// Operating systems that matter.
    pub systems: List<System>,
    /// Page sizes, the first line that fits.
    pub pages: List<Page>,
    /// The wires, with their meaning.
    pub wires: List<WireDoc>,
    /// Records, layouts, structs, enums, rows, bit sets and flag lists.
    pub types: List<TypeDef>,
    /// Names for numbers, and closed lists of names.
    pub names: List<NameTable>,
    /// Every section that some edition can contain.
    pub sections: List<Section>,
    /// In which order sections stand.
    pub orders: List<Order>,
    /// The pieces of the file.
    pub layout: Layout,
    /// The kinds of symbols, in the order in which they stand.
    pub symbol_kinds: List<SymbolKind>,
    /// Relocation types.
    pub relocation_types: List<RelocationType>,
    /// Decoded values that some rule or condition asks for.
    pub values: List<ValuePath>,
    /// The rules, by number.
    pub rules: List<Rule>,
}

/// Where something stands in the description.
#[derive(Copy, Default)]
struct Span {
    /// Index in [`Spec::files`].
    pub file: u16,
    /// Byte offset in that file.
    pub offset: u32,
    /// Length in bytes.
    pub length: u32,
}

/// One file of the description.
struct Chapter {
    /// Heading.
    pub title: Text,
    /// First two digits of the numbers of its rules, with a letter where a second file shares them.
    pub block: Text,
    /// One sentence.
    pub doc: Text,
    /// Whether its rules can be checked without knowing the release.
    pub container: bool,
    /// Where it is declared.
    pub span: Span,
}

/// Where the answers stand that must be known before anything else can be read.
struct Identity {
    /// What it is for.
    pub doc: Text,
    /// The recorded version.
    pub version: Place,
    /// The target triple.
    pub target: Place,
    /// The field that tells module from component.
    pub kind: Place,
    /// Its value in a module.
    pub module: u64,
    /// Its value in a component.
    pub component: u64,
    /// A field that marks artifacts.
    pub marker: Place,
    /// Its value in artifacts.
    pub marker_value: u64,
}

/// What the recorded version of a range of editions looks like.
struct VersionForm {
    /// When.
    pub range: Range,
    /// How.
    pub form: Form,
    /// Meaning.
    pub doc: Text,
}

/// The forms of a recorded version.
#[derive(Copy)]
enum Form {
    /// `x.y.z`, of which x is the release.
    Dotted,
    /// The release alone.
    Major,
}

/// An edition that records another one's version.
struct ToldApart {
    /// Index of the edition.
    pub edition: u16,
    /// Index of the edition that has the same recorded version.
    pub records: u16,
    /// The section that only the first of them has.
    pub section: u16,
}

/// How artifacts before the first edition are recognised.
struct Legacy {
    /// In words.
    pub doc: Text,
    /// Names of sections, one of which is there.
    pub sections: List<Text>,
    /// Or these bytes behind the section header table.
    pub trailer: Text,
}

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

/// How values become bytes.
#[derive(Copy)]
enum Wire {
    /// Full width, little-endian, no lengths.
    Fixed,
    /// bincode 1.
    Bincode1,
    /// postcard 1.
    Postcard,
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
    /// Meaning.
    pub doc: Text,
    /// Shape.
    pub kind: TypeKind,
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
    /// An index, then the fields of a variant.
    Enum {
        /// In order of their indices.
        variants: List<Variant>,
    },
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
    /// Unsigned, 32 bits, never 0.
    NonZeroU32,
    /// 0 or 1.
    Bool,
    /// UTF-8 with a length.
    String,
    /// So many bytes.
    Bytes(u16),
    /// None, or one of the type that follows.
    Option,
    /// A number of the type that follows.
    Seq,
    /// A number of pairs of the two types that follow.
    Map,
    /// The two types that follow.
    Pair,
    /// So many of the type that follows.
    Array(u16),
    /// A declared type: index in [`Spec::types`].
    Named(u16),
}

/// A field of a record, layout or struct.
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

/// A section.
struct Section {
    /// Its exact name.
    pub name: Text,
    /// A name that it shares with similar ones, or empty.
    pub group: Text,
    /// Releases that can contain it.
    pub range: Range,
    /// Meaning.
    pub doc: Text,
    /// When it is there.
    pub presence: Presence,
    /// Number of the rule that says so, 0 for none.
    pub presence_rule: u16,
    /// sh_type.
    pub ty: u64,
    /// sh_flags: the first that fits.
    pub flags: List<FlagsChoice>,
    /// sh_addralign: the first that fits.
    pub aligns: List<AlignChoice>,
    /// sh_link.
    pub link: Link,
    /// sh_info.
    pub info: Info,
    /// sh_entsize.
    pub entsize: u64,
    /// What is inside.
    pub content: Content,
    /// Why its bytes may be others within what the rules say; empty if they are bound.
    pub free: Text,
    /// Names of the kinds of symbols that its relocations may refer to.
    pub symbols: List<Text>,
    /// Who says so.
    pub evidence: List<Evidence>,
    /// Index of its chapter.
    pub chapter: u16,
    /// Where it is declared.
    pub span: Span,
}

/// When a section is there.
enum Presence {
    /// In every artifact.
    Always,
    /// Exactly if all conditions hold.
    If(List<Condition>),
    /// Only if all conditions hold.
    OnlyIf(List<Condition>),
    /// If its content says so: the reason in words.
    Some(Text),
}

/// A condition on an artifact.
struct Condition {
    /// Releases for which it is asked.
    pub range: Range,
    /// What is asked.
    pub test: Test,
}

/// What a condition asks.
enum Test {
    /// A decoded bool is true.
    Flag(Place),
    /// A section is there and not empty.
    Filled(u16),
    /// The target's system.
    System(Text),
    /// Not that system.
    NotSystem(Text),
    /// The target's architecture or family.
    Architecture(Text),
    /// Not that architecture or family.
    NotArchitecture(Text),
}

/// A value of sh_flags.
struct FlagsChoice {
    /// For which targets and releases.
    pub on: On,
    /// The value.
    pub value: u64,
}

/// The allowed values of sh_addralign.
struct AlignChoice {
    /// For which targets and releases.
    pub on: On,
    /// The values; the first is what a new section gets.
    pub values: List<Align>,
}

/// An alignment.
#[derive(Copy)]
enum Align {
    /// In bytes.
    Bytes(u64),
    /// The target's page size.
    Page,
}

/// What sh_link holds.
#[derive(Copy)]
enum Link {
    /// 0.
    None,
    /// The index of a section.
    Section(u16),
}

/// What sh_info holds.
#[derive(Copy)]
enum Info {
    /// 0.
    None,
    /// The number of local symbols, the null symbol included.
    LocalSymbols,
    /// The index of the section that the relocations apply to: index in [`Spec::sections`].
    Relocated(u16),
}

/// What a section holds.
enum Content {
    /// A declared layout: index in [`Spec::types`].
    Layout(u16),
    /// Bytes that this description does not look into.
    Opaque(Text),
    /// Bytes that this description does not describe yet.
    Undescribed(Text),
    /// A string table.
    Strings,
    /// Symbols.
    Symbols,
    /// Relocations.
    Relocations,
}

/// The order of sections.
struct Order {
    /// When.
    pub range: Range,
    /// Indices in [`Spec::sections`].
    pub sections: List<u16>,
    /// Those of them that a component may have in another order.
    pub as_used: List<u16>,
    /// Where it is declared.
    pub span: Span,
}

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
    /// Only in this section, if given: index in [`Spec::sections`].
    pub section: Option<u16>,
}

/// A decoded value that some rule or condition asks for.
struct ValuePath {
    /// As written: the layout's name, then fields.
    pub text: Text,
    /// The layout: index in [`Spec::types`].
    pub layout: u16,
    /// Names from there on. The last may be a flag's.
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
    /// The number of words of the target triple.
    TargetWords,
    /// A decoded value: index in [`Spec::values`].
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
    /// Only if this decoded bool is true.
    pub when: Option<Place>,
    /// Only for symbols of this kind: index in [`Spec::symbol_kinds`].
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

impl Span {
    /// Of what was not read from a file.
    pub const NONE: Self = Self { file: 0, offset: 0, length: 0 };
}
