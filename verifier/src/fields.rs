//! Which field every byte of the described payloads belongs to: for tests that change one field, and for tools that show
//! bytes.

use std::ops::Range;

use cwasm_spec::model::Spec;

use crate::Options;
use crate::verify;

/// A field where it stands in a file. One value can have several: an option has its tag, a string its length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldPlace {
    /// The path, as in a report: `engine.metadata.tunables.debug_guest`.
    pub path: String,
    /// Its bytes in the file.
    pub range: Range<u64>,
    /// Which part of the value this is.
    pub part: Part,
    /// Whether the number is a varint.
    pub varint: bool,
    /// Why the description declares any value as good as another; empty if the value is bound.
    pub free: String,
}

/// What stands in a [`FieldPlace`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A number, a bool or bytes.
    Value,
    /// The characters of a text.
    Text,
    /// A number of bytes or elements that follow.
    Length,
    /// Whether an option holds something.
    Option,
    /// The index of a variant.
    Variant,
}

/// The fields of all payloads that have a declared layout, in the order of the file; as far as they decode.
///
/// ```
/// use cwasm_verify::{Options, SPEC, fields::fields};
/// assert!(fields(b"no artifact", &SPEC, &Options::default()).is_empty());
/// ```
pub fn fields(bytes: &[u8], spec: &Spec, options: &Options) -> Vec<FieldPlace> {
    let Some(edition) = verify(bytes, spec, options).edition() else { return Vec::new() };
    let mut fields = verify::trace(bytes, spec, edition);
    fields.sort_by_key(|field| (field.range.start, field.range.end));
    fields
}
