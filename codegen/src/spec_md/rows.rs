//! Rows: many fields of one type, printed as a block of names with the index of the first in each line.

use cwasm_spec::model::{RowName, Spec, Word};
use cwasm_spec::version::Range;

use super::page::Page;
use super::{when, words};

/// Names in a line.
const LINE: usize = 6;

pub(super) fn write(page: &mut Page, spec: &Spec, word: Word, names: &[RowName]) {
    let of =
        |edition| names.iter().filter(|name| name.range.contains(edition)).map(|name| &*name.name).collect::<Vec<_>>();
    for (range, names) in when::segments(spec, of) {
        if names.is_empty() {
            continue;
        }
        let releases =
            if range == Range::ALL { String::new() } else { format!(", releases {}", spec.range_text(range)) };
        let kind = words::types(spec, &[word]);
        page.block(&format!(
            "{} fields of type {kind}{releases}, in this order; the number is the index of the first in its line:",
            names.len()
        ));
        page.verbatim(&lines(&names));
    }
}

fn lines(names: &[&str]) -> String {
    let mut first = 0_usize;
    let mut lines = Vec::new();
    for chunk in names.chunks(LINE) {
        lines.push(format!("{first:>4}  {}", chunk.join(" ")));
        first = first.saturating_add(chunk.len());
    }
    lines.join("\n")
}
