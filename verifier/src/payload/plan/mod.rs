//! A layout of one release as a graph of nodes that a walk follows: which fields there are, how each is read, and which
//! values are kept for rules. Made once per layout, so that walking never asks for a range or a name.

mod captures;
mod compile;
mod reach;
mod wanted;

use cwasm_spec::model::{Wire, Word};

pub(crate) use self::captures::{Capture, Captures};
pub(crate) use self::compile::compile;

/// Position of a node in [`Plan::nodes`].
pub(crate) type NodeId = usize;

/// A layout in one release.
pub(crate) struct Plan<'s> {
    /// Every shape that can come up.
    pub(crate) nodes: Vec<Node<'s>>,
    /// The fields of the layout, in order.
    pub(crate) fields: Vec<LayoutField<'s>>,
    /// The values that begin anew with the layout.
    pub(crate) roots: Vec<u16>,
    /// The values that can be missing.
    pub(crate) optional: Vec<u16>,
    /// The values that are indices of variants, each with the enum's type.
    pub(crate) enums: Vec<(u16, u16)>,
}

/// A field of a layout: each has its own wire.
pub(crate) struct LayoutField<'s> {
    pub(crate) name: &'s str,
    pub(crate) wire: Wire,
    /// Index of the earlier field that holds its length, if one does.
    pub(crate) length: Option<usize>,
    pub(crate) node: NodeId,
}

/// How a value is read.
pub(crate) struct Node<'s> {
    pub(crate) shape: Shape<'s>,
    /// What is kept of it.
    pub(crate) captures: Captures,
    /// Why any value is as good as another here; empty if it is bound.
    pub(crate) free: &'s str,
}

/// The shapes of values.
pub(crate) enum Shape<'s> {
    /// An integer of so many bytes in memory.
    Number(Number),
    /// An integer of 128 bits.
    Wide,
    Bool,
    Text,
    Bytes(u16),
    Option(NodeId),
    /// A number of values, then the values; whether no two may be equal.
    Seq(NodeId, Distinct),
    /// A default, then options.
    Sparse(Sparse),
    Map(NodeId, NodeId),
    Array(u16, NodeId),
    /// Two values one behind the other.
    Pair(NodeId, NodeId),
    Struct(Struct<'s>),
    Enum(Vec<Variant<'s>>),
    Row(Word, Vec<&'s str>),
    /// A set of named bits: index of the type, and what is kept of single bits.
    Bits(u16, Vec<(u16, &'s str)>),
    /// A list of flags of this name: the node of an element, and what is kept of single flags.
    Flags(&'s str, NodeId, Vec<(u16, &'s str)>),
    /// Not compiled yet, or of a type that no payload can hold.
    Nothing,
}

/// A list by index that leaves out what equals its default.
#[derive(Clone, Copy)]
pub(crate) struct Sparse {
    /// The default, of which nothing is kept.
    pub(crate) default: NodeId,
    /// Whether the default is written as an option.
    pub(crate) optional: bool,
    pub(crate) inner: NodeId,
}

/// Whether a sequence is a set.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Distinct {
    Yes,
    No,
}

/// An integer.
#[derive(Clone, Copy)]
pub(crate) struct Number {
    /// In memory, in bytes.
    pub(crate) width: u32,
    /// Whether 0 does not decode.
    pub(crate) nonzero: bool,
    /// The value that stands for nothing.
    pub(crate) none: Option<u64>,
}

/// Fields one behind the other.
pub(crate) struct Struct<'s> {
    pub(crate) fields: Vec<(&'s str, NodeId)>,
    /// Values that are looked for in each such struct anew.
    pub(crate) roots: Vec<u16>,
    /// Fields that say where something lies, by position: start and length.
    pub(crate) extent: Option<(usize, usize)>,
    /// Whether one can hold another of its kind.
    pub(crate) recursive: bool,
}

/// What an index of an enum stands for.
pub(crate) struct Variant<'s> {
    pub(crate) name: &'s str,
    pub(crate) content: Vec<(Option<&'s str>, NodeId)>,
    /// Values that end at the variant itself: it is there.
    pub(crate) here: Vec<u16>,
    /// Values that other variants have and this has not.
    pub(crate) absent: Vec<u16>,
    /// Whether one can hold another of its kind.
    pub(crate) recursive: bool,
}
