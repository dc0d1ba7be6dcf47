//! The description as plain data: what `load` makes and every tool reads. No syntax, no Rust of the parser, no ELF bytes.
//!
//! Everything is a flat list that refers to other lists by index, so that the built-in description can be a `static`
//! which costs nothing to start with.

use std::borrow::Cow;

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
        #[cfg(feature = "load")]
        ranged! { $kind $name { $($body)* } }
    )*};
}

#[cfg(feature = "load")]
#[macro_use]
mod ranged;
mod automaton;
mod entries;
mod layout;
mod pattern;
mod release;
mod rule;
mod section;
mod target;
mod types;

pub use self::automaton::*;
pub use self::entries::*;
pub use self::layout::*;
pub use self::pattern::*;
#[cfg(feature = "load")]
pub(crate) use self::ranged::Ranged;
pub use self::release::*;
pub use self::rule::*;
pub use self::section::*;
pub use self::target::*;
pub use self::types::*;

plain_data! {
/// The whole description.
struct Spec {
    /// The files it was read from, in reading order; [`Span::file`] counts in this list.
    pub files: List<Text>,
    /// The names of all editions, oldest first.
    pub editions: List<Text>,
    /// Editions among them that are not built in.
    pub custom: List<CustomEdition>,
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
    /// How deep a value may hold values of its own type.
    pub nesting: u16,
    /// Records, layouts, structs, enums, rows, bit sets and flag lists.
    pub types: List<TypeDef>,
    /// Names for numbers, and closed lists of names.
    pub names: List<NameTable>,
    /// What bytes look like that are no tables.
    pub patterns: List<Pattern>,
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
}

impl Span {
    /// Of what was not read from a file.
    pub const NONE: Self = Self { file: 0, offset: 0, length: 0 };
}
