//! The path to the value that is read, and who wants to know it.

use std::fmt::Write;
use std::ops::Range;

use crate::fields::Part;

/// A step of the path.
#[derive(Clone, Copy)]
enum Step<'a> {
    Name(&'a str),
    Index(u64),
}

/// The names and indices around a value.
#[derive(Default)]
pub(in crate::payload) struct Path<'a> {
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
    pub(in crate::payload) fn text(&self) -> String {
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
pub(in crate::payload) struct Visited<'a> {
    pub(in crate::payload) range: Range<usize>,
    pub(in crate::payload) part: Part,
    pub(in crate::payload) varint: bool,
    pub(in crate::payload) free: &'a str,
}

/// Wants to know the fields of a payload.
pub(in crate::payload) trait Visitor {
    /// A field was read.
    fn field(&mut self, path: &Path<'_>, visited: Visited<'_>);

    /// The walk stops at this place of the payload.
    fn stopped(&mut self, path: &Path<'_>, at: usize);

    /// How many fields were told so far.
    fn told(&self) -> usize {
        0
    }

    /// The fields from this number on are bound, whatever was told.
    fn bound_from(&mut self, _told: usize) {}
}
