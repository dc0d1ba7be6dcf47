//! Which field every byte of the described payloads belongs to: for tests that change one field, and for tools that show
//! bytes.

use std::ops::Range;

use cwasm_spec::model::{Spec, ValuePath};
use cwasm_spec::version::Edition;

use crate::{Options, payload, verify};

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
    /// Bytes that the description does not look into.
    Opaque,
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

/// All numbers that a layout holds under a name, in their order, as far as it decodes; `None` stands for a number that means
/// nothing. Only what some rule asks for has a name.
///
/// ```
/// use cwasm_verify::{SPEC, fields::numbers};
/// assert!(numbers(b"no artifact", &SPEC, SPEC.newest(), "traps", "offset").is_empty());
/// ```
pub fn numbers(bytes: &[u8], spec: &Spec, edition: Edition, layout: &str, name: &str) -> Vec<Option<u64>> {
    let is_meant = |path: &ValuePath| {
        let root = spec.types.get(usize::from(path.root));
        root.is_some_and(|root| root.name == layout) && path.steps.iter().any(|step| step == name)
    };
    let wanted: Vec<bool> = spec.values.iter().map(is_meant).collect();
    let mut numbers = Vec::new();
    verify::with_run(bytes, spec, Some(edition), |run| {
        payload::keep(run, layout, &wanted);
        for (column, _) in run.columns.iter().zip(&wanted).filter(|(_, wanted)| **wanted) {
            let structures = 0..column.count();
            numbers.extend(structures.flat_map(|structure| column.iter(structure)).map(|(_, entry)| entry.number()));
        }
    });
    numbers
}
