//! A layout of one release as a graph of nodes that a walk follows: which fields there are, how each is read, and which
//! values are kept for rules. Made once per layout, so that walking never asks for a range or a name.

mod captures;
mod compile;
mod reach;
mod uniform;
mod wanted;

use cwasm_spec::model::{Blocks, Only, Slice, Wire, Word};

pub(crate) use self::captures::{Capture, Captures};
pub(crate) use self::compile::compile;
pub(crate) use self::uniform::{Column, Place as UniformPlace, Uniform};

/// Position of a node in [`Plan::nodes`].
pub(crate) type NodeId = usize;

/// A layout in one release.
pub(crate) struct Plan<'s> {
    /// Every shape that can come up.
    pub(crate) nodes: Vec<Node<'s>>,
    /// The fields of the layout, in order.
    pub(crate) fields: Vec<Field<'s>>,
    /// The values that begin anew with the layout.
    pub(crate) roots: Vec<u16>,
    /// The values that can be missing.
    pub(crate) optional: Vec<u16>,
    /// The values that are indices of variants, each with the enum's type.
    pub(crate) enums: Vec<(u16, u16)>,
}

impl Plan<'_> {
    /// Whether there is a table in blocks in it.
    pub(crate) fn has_blocks(&self) -> bool {
        self.nodes.iter().any(|node| matches!(node.shape, Shape::Blocks(..)))
    }
}

/// A field of a layout, struct or variant.
pub(crate) struct Field<'s> {
    pub(crate) name: &'s str,
    pub(crate) node: NodeId,
    /// In a layout: its wire.
    pub(crate) wire: Option<Wire>,
    /// How many elements it has, if it is a sequence.
    pub(crate) times: Times,
    /// Position of the earlier field that holds the length of a text or blob.
    pub(crate) length: Option<usize>,
    /// Position of the earlier field that holds the number of bytes that it takes.
    pub(crate) bytes: Option<usize>,
    /// Zeros fill it up to a multiple of so many bytes; 0 if none do.
    pub(crate) pad: u64,
    /// If it is a number that can have any value, and nothing else depends on the field: its width in memory, in bytes.
    pub(crate) plain: Option<u32>,
}

impl Plan<'_> {
    /// Finds the fields that are plain and the values that are texts, once all nodes are made.
    fn mark_plain(mut self) -> Self {
        let width = |node: &Node<'_>| match node.shape {
            Shape::Number(Number { width, nonzero: false, limited: false, none: None, .. }) => Some(width),
            _ => None,
        };
        let widths: Vec<Option<u32>> = self.nodes.iter().map(width).collect();
        let mark = |field: &mut Field<'_>| {
            let is_alone = field.times == Times::Own && field.length.is_none() && field.bytes.is_none();
            field.plain = widths.get(field.node).copied().flatten().filter(|_| is_alone && field.pad == 0);
        };
        self.fields.iter_mut().for_each(mark);
        for node in &mut self.nodes {
            node.captures.is_text = matches!(node.shape, Shape::Text);
            match &mut node.shape {
                Shape::Struct(shape) => shape.fields.iter_mut().for_each(mark),
                Shape::Enum(variants) => variants.iter_mut().flat_map(|one| &mut one.fields).for_each(mark),
                _ => {}
            }
        }
        self
    }
}

/// How many elements a sequence has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Times {
    /// Its own length says so, or it is no sequence.
    Own,
    /// The value of the earlier field at a position, divided.
    Field(usize, u64),
    Rest,
    UntilZero,
}

/// How a value is read.
pub(crate) struct Node<'s> {
    pub(crate) shape: Shape<'s>,
    /// What is kept of it.
    pub(crate) captures: Captures,
    /// Why any value is as good as another here; empty if it is bound.
    pub(crate) free: &'s str,
    /// Of a number: the table that its values are named by, or empty.
    pub(crate) names: &'s str,
    /// Of a number: parts of it with a meaning of their own.
    pub(crate) slices: &'s [Slice],
    /// Which values decode, if not all.
    pub(crate) limit: Option<Limit<'s>>,
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
    /// Bytes whose number is known elsewhere.
    Blob,
    /// Elements whose number is known elsewhere; if all of them have the same size, how they are seen without reading them.
    Run(NodeId, Option<Uniform>),
    /// A table in blocks: what is kept of offsets and of values.
    Blocks(&'s Blocks, Vec<u16>, Vec<u16>),
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
    /// Whether it can be below 0.
    pub(crate) signed: bool,
    /// Whether its node says which values decode.
    pub(crate) limited: bool,
    /// The value that stands for nothing.
    pub(crate) none: Option<u64>,
}

impl Number {
    /// Of so many bytes in memory, and any value.
    pub(crate) const fn of(width: u32) -> Self {
        Self { width, nonzero: false, signed: false, limited: false, none: None }
    }
}

/// A type of which only some values decode.
#[derive(Clone, Copy)]
pub(crate) struct Limit<'s> {
    /// Its name.
    pub(crate) ty: &'s str,
    pub(crate) only: &'s Only,
}

/// Fields one behind the other.
pub(crate) struct Struct<'s> {
    pub(crate) fields: Vec<Field<'s>>,
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
    /// What it holds without names.
    pub(crate) content: Vec<NodeId>,
    /// Or with names.
    pub(crate) fields: Vec<Field<'s>>,
    /// Values that end at the variant itself: it is there.
    pub(crate) here: Vec<u16>,
    /// Values that other variants have and this has not.
    pub(crate) absent: Vec<u16>,
    /// Whether one can hold another of its kind.
    pub(crate) recursive: bool,
}
