//! Alignments of sections in bytes. Which ones a release allows is generated.

use super::SectionPart;
use super::image::Context;
use crate::generated::target::{LARGEST_PAGE, page};
use crate::section::{Align, SectionId};

/// The alignment in bytes; `None` if the description does not allow the one that is asked for.
pub(super) fn allowed(part: &SectionPart, context: Context) -> Option<u64> {
    match (part.align, part.id()) {
        (None, Some(id)) => Some(described(id, context)),
        (None, None) => Some(1),
        (Some(align), Some(id)) => {
            let fits = id.aligns(context.release, context.target).contains(&align);
            fits.then(|| bytes(align, context))
        }
        (Some(align), None) => {
            Some(bytes(align, context)).filter(|bytes| bytes.is_power_of_two() && *bytes <= LARGEST_PAGE)
        }
    }
}

/// The alignment that a new section gets, in bytes.
pub(super) fn described(id: SectionId, context: Context) -> u64 {
    id.aligns(context.release, context.target).first().map_or(1, |align| bytes(*align, context))
}

fn bytes(align: Align, context: Context) -> u64 {
    match align {
        Align::Bytes(bytes) => bytes,
        Align::Page => page(context.release, context.target),
    }
}
