//! The path to the value that is read, and who wants to know it.

use std::fmt::Write;
use std::ops::Range;

use crate::fields::Part;
use crate::payload::blocks::BlockItem;
use crate::payload::plan::Node;

/// A step of the path.
#[derive(Clone, Copy)]
enum Step<'a> {
    Name(&'a str),
    Index(u64),
}

/// The names and indices around a value.
#[derive(Default)]
pub(crate) struct Path<'a> {
    steps: Vec<Step<'a>>,
}

impl<'a> Path<'a> {
    pub(super) fn name(&mut self, name: &'a str) {
        self.steps.push(Step::Name(name));
    }

    pub(super) fn index(&mut self, index: u64) {
        self.steps.push(Step::Index(index));
    }

    pub(super) fn leave(&mut self) {
        self.steps.pop();
    }

    /// As in `engine.metadata.shared_flags[3].value`.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for step in &self.steps {
            // Writing into memory does not fail.
            let _ = match step {
                Step::Name(name) if text.is_empty() => write!(text, "{name}"),
                Step::Name(name) => write!(text, ".{name}"),
                Step::Index(index) => write!(text, "[{index}]"),
            };
        }
        text
    }
}

/// What is told of a field: where it stands in the payload, and what it is.
pub(crate) struct Visited<'v> {
    pub(crate) range: Range<usize>,
    pub(crate) part: Part,
    pub(crate) varint: bool,
    /// How it is read.
    pub(crate) node: &'v Node<'v>,
    /// The struct or pair that it stands in.
    pub(crate) around: Option<&'v Node<'v>>,
    /// All nodes.
    pub(crate) nodes: &'v [Node<'v>],
    /// The list of flags that it stands in: its name, and what is kept of its flags.
    pub(crate) list: Option<(&'v str, &'v [(u16, &'v str)])>,
    /// The flag of the list whose name was read before it.
    pub(crate) flag: &'v str,
    pub(crate) shown: Shown<'v>,
}

/// What was read.
#[derive(Clone, Copy)]
pub(crate) enum Shown<'v> {
    Number(u64),
    Signed(i64),
    Wide(u128),
    Bool(bool),
    Text(&'v str),
    /// A number of bytes or elements.
    Length(u64),
    /// Whether an option holds something.
    Some(bool),
    /// An index, and the variant that it stands for.
    Variant(u64, &'v str),
    Bytes,
    Opaque,
    Padding,
    /// Number of entries, number of blocks, or first offset of a block.
    Block(&'static str, u64),
    /// An entry in a block.
    Entry(BlockItem),
}

/// Wants to know the fields of a payload.
pub(crate) trait Visitor {
    /// A field was read.
    fn field(&mut self, path: &Path<'_>, visited: Visited<'_>);

    /// The walk stops at this place of the payload; why, if not because it came to the end.
    fn stopped(&mut self, path: &Path<'_>, at: usize, why: Option<Why<'_>>);

    /// Whether it knows enough, so that the walk can end.
    fn is_over(&self) -> bool {
        false
    }

    /// How many fields were told so far.
    fn told(&self) -> usize {
        0
    }

    /// The fields from this number on are bound, whatever was told.
    fn bound_from(&mut self, _told: usize) {}
}

/// Why a walk stops.
#[derive(Clone, Copy)]
pub(crate) struct Why<'v> {
    /// The word of the description for it.
    pub(crate) word: &'static str,
    pub(crate) found: &'v str,
    pub(crate) expected: &'v str,
}
