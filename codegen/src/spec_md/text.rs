//! Small pieces of Markdown: words, lists and cells. Knows nothing of the model.

/// A word as it is written in files or source.
pub(super) fn code(text: &str) -> String {
    format!("`{text}`")
}

/// Several such words, with commas.
pub(super) fn codes<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    words.into_iter().map(code).collect::<Vec<_>>().join(", ")
}

/// A link to an anchor, whichever file it is in: `documents` adds the file where it is another one.
pub(super) fn link(text: &str, anchor: &str) -> String {
    format!("[{text}](#{anchor})")
}

/// The same Markdown with the texts of its links alone.
pub(super) fn unlinked(markdown: &str) -> String {
    let mut pieces = markdown.split("](#");
    let first = pieces.next().unwrap_or_default().to_owned();
    let without = |piece: &str| piece.split_once(')').map_or_else(String::new, |(_, behind)| behind.to_owned());
    std::iter::once(first).chain(pieces.map(without)).collect::<String>().replace('[', "")
}

/// Bytes in file order.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn enumerate(words: &[String], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// The text with its first letter in upper case.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A sentence of the description as Markdown: names of sections and fields become code, and nothing else becomes markup.
pub(super) fn prose(text: &str) -> String {
    text.split_whitespace().map(prose_word).collect::<Vec<_>>().join(" ")
}

fn prose_word(word: &str) -> String {
    let behind = word.trim_start_matches(['(', '"']);
    let core = behind.trim_end_matches([',', '.', ';', ':', ')', '"', '!', '?']);
    if !is_technical(core) {
        return word.replace('*', "\\*").replace('<', "\\<");
    }
    let (before, _) = word.split_at(word.len().saturating_sub(behind.len()));
    let (_, after) = behind.split_at(core.len());
    format!("{before}`{core}`{after}")
}

fn is_technical(word: &str) -> bool {
    let section =
        word.strip_prefix('.').is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_alphabetic()));
    section || word.contains('_') || word.contains("::") || word.contains('=')
}

/// A name as part of an anchor.
pub(super) fn slug(name: &str) -> String {
    name.trim_start_matches('.').replace('.', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_code_without_their_punctuation() {
        assert_eq!(prose("Of .text (sh_info), 1."), "Of `.text` (`sh_info`), 1.");
        assert_eq!(prose("All * of them ..."), "All \\* of them ...");
    }

    #[test]
    fn links_become_their_texts() {
        assert_eq!(unlinked(&format!("map from {} to {}", link("`a`", "b"), link("`c`", "d"))), "map from `a` to `c`");
        assert_eq!(unlinked("nothing"), "nothing");
    }

    #[test]
    fn lists_end_with_a_word() {
        assert_eq!(enumerate(&["a".into(), "b".into(), "c".into()], "and"), "a, b and c");
        assert_eq!(capital("über"), "Über");
    }
}
