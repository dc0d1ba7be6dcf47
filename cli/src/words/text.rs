//! Numbers, paths, lists of editions, and text from a file that must not reach a terminal as it is.

use std::borrow::Cow;
use std::path::Path;

use cwasm_spec::model::{Spec, Word};
use cwasm_spec::version::{Edition, Range};

/// Text from a file without the characters that would steer a terminal.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_steering) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_steering(c) { out.extend(c.escape_default()) } else { out.push(c) }
    }
    Cow::Owned(out)
}

/// Control characters, and those that turn the direction of writing.
fn is_steering(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A path as far as it can be shown.
pub(crate) fn path(path: &Path) -> String {
    clean(&path.to_string_lossy()).into_owned()
}

/// A number with its thousands apart: `12,345`.
pub(crate) fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len().saturating_mul(2));
    for (index, digit) in digits.chars().enumerate() {
        let left = digits.len().saturating_sub(index);
        if index > 0 && left.is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// So many of something: `1 file`, `1,200 files`.
pub(crate) fn plural(count: u64, thing: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{} {thing}{ending}", number(count))
}

/// Editions, the oldest first, neighbours together: `3 to 5, 8`.
pub(crate) fn editions(spec: &Spec, editions: &[Edition]) -> String {
    let mut runs: Vec<Range> = Vec::new();
    let mut editions = editions.to_vec();
    editions.sort_unstable();
    for edition in &editions {
        let next = Edition(edition.0.saturating_add(1));
        match runs.last_mut() {
            Some(run) if run.removed == *edition => run.removed = next,
            _ => runs.push(Range { since: *edition, removed: next }),
        }
    }
    let runs: Vec<String> = runs.into_iter().map(|run| closed_range(spec, run)).collect();
    runs.join(", ")
}

/// A range by its two ends, even if it is all there is.
fn closed_range(spec: &Spec, range: Range) -> String {
    let (first, last) = (range.since, Edition(range.removed.0.saturating_sub(1)));
    let name = |edition| clean(spec.edition_name(edition)).into_owned();
    if first == last { name(first) } else { format!("{} to {}", name(first), name(last)) }
}

/// A type as the description writes it: `seq flag`.
pub(crate) fn type_chain(spec: &Spec, words: &[Word]) -> String {
    let words: Vec<String> = words.iter().map(|word| type_word(spec, *word)).collect();
    words.join(" ")
}

fn type_word(spec: &Spec, word: Word) -> String {
    let fixed = match word {
        Word::U8 => "u8",
        Word::U16 => "u16",
        Word::U32 => "u32",
        Word::U64 => "u64",
        Word::U128 => "u128",
        Word::I32 => "i32",
        Word::I64 => "i64",
        Word::NonZeroU32 => "nonzero-u32",
        Word::Bool => "bool",
        Word::String => "string",
        Word::Blob => "blob",
        Word::Option => "option",
        Word::PackedOption => "packed-option",
        Word::Range => "range",
        Word::Seq => "seq",
        Word::Sparse => "sparse",
        Word::Set => "set",
        Word::Map => "map",
        Word::Pair => "pair",
        Word::Bytes(length) => return format!("bytes {length}"),
        Word::Array(length) => return format!("array {length}"),
        Word::Named(index) => {
            return spec.types.get(usize::from(index)).map_or_else(String::new, |ty| ty.name.clone().into_owned());
        }
    };
    fixed.to_owned()
}

#[cfg(test)]
mod tests {
    use cwasm_verify::SPEC;

    use super::*;

    #[test]
    fn control_characters_do_not_pass() {
        assert_eq!(clean("plain ä"), "plain ä");
        assert_eq!(clean("a\u{1b}[31mb\n"), "a\\u{1b}[31mb\\n");
        assert_eq!(clean("\u{202e}x"), "\\u{202e}x");
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!([0, 999, 1000, 1_234_567].map(number), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(plural(1, "file"), "1 file");
        assert_eq!(plural(0, "file"), "0 files");
    }

    #[test]
    fn neighbouring_editions_are_a_range() {
        let name = |index| SPEC.edition_name(Edition(index));
        let text = editions(&SPEC, &[Edition(1), Edition(2), Edition(3), Edition(7)]);
        assert_eq!(text, format!("{} to {}, {}", name(1), name(3), name(7)));
        assert_eq!(editions(&SPEC, &[]), "");
    }
}
