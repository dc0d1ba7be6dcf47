//! Sections: when they are there, and what their headers hold.

use super::{Evidence, List, On, Place, Span, Text};
use crate::version::Range;

plain_data! {
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
    /// The index of the section that the relocations apply to: index in [`Spec::sections`](super::Spec::sections).
    Relocated(u16),
}

/// What a section holds.
enum Content {
    /// A declared layout: index in [`Spec::types`](super::Spec::types).
    Layout(u16),
    /// One declared layout in modules, another in components: indices in [`Spec::types`](super::Spec::types).
    ByKind {
        /// In modules.
        module: u16,
        /// In components.
        component: u16,
    },
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
    /// Indices in [`Spec::sections`](super::Spec::sections).
    pub sections: List<u16>,
    /// Those of them that a component may have in another order.
    pub as_used: List<u16>,
    /// Where it is declared.
    pub span: Span,
}
}
