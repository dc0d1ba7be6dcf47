//! What numbers stand for: texts, variants, and how a report shows them.

use cwasm_spec::model::{Arg, Check, Place};

use super::rows::Item;
use crate::raw::slice;
use crate::run::{Run, number, quoted};

/// The bytes of a text whose length was kept.
pub(super) fn text<'a>(run: &Run<'a>, item: &Item) -> &'a [u8] {
    slice(run.bytes(), item.range.start, item.value).unwrap_or_default()
}

/// The variants that a check names and the release has, with their indices, of the enum that a value ends at.
pub(super) fn variants<'c>(run: &Run<'_>, check: &'c Check, place: Option<Place>) -> Vec<(&'c str, u64)> {
    let column = place.and_then(|place| run.column(place));
    let Some(ty) = column.and_then(|column| run.spec.types.get(usize::from(column.variants_of?))) else {
        return Vec::new();
    };
    let words = check.args.iter().filter_map(|arg| if let Arg::Word(word) = arg { Some(&**word) } else { None });
    let index = |word| ty.variants(run.edition).position(|variant| variant.name == word);
    words.filter_map(|word| Some((word, u64::try_from(index(word)?).ok()?))).collect()
}

/// A number as a report shows it: the text that it is the length of, the variant that it is the index of, or itself.
pub(super) fn shown(run: &Run<'_>, place: Place, item: &Item) -> String {
    let Some(column) = run.column(place) else { return number(item.value) };
    if column.is_text {
        return quoted(text(run, item));
    }
    let variant = || {
        let ty = run.spec.types.get(usize::from(column.variants_of?))?;
        ty.variants(run.edition).nth(usize::try_from(item.value).ok()?)
    };
    variant().map_or_else(|| number(item.value), |variant| variant.name.to_string())
}
