//! The files that the document is split into, since code hosts do not render a file of any size: which chapters stand
//! in which, and links from one to another.

use std::collections::BTreeMap;

use cwasm_spec::model::Chapter;

/// The document that readers open first: all that is not in an annex.
pub(super) const MAIN: &str = "SPEC.md";

/// The chapters from one block on, up to the next annex, in a file of their own.
pub(super) struct Annex {
    pub(super) file: &'static str,
    pub(super) title: &'static str,
    pub(super) first: &'static str,
}

/// By their first blocks. To split further, add a line.
pub(super) const ANNEXES: &[Annex] = &[
    Annex { file: "SPEC-TABLES.md", title: "Unwinding, instructions, tables, data and names", first: "23" },
    Annex { file: "SPEC-INFO.md", title: "Module and component information", first: "50" },
];

/// The file that a chapter stands in. Blocks begin with two digits, so their order as text is that of the chapters.
pub(super) fn file(chapter: &Chapter) -> &'static str {
    let annex = ANNEXES.iter().rev().find(|annex| *chapter.block >= *annex.first);
    annex.map_or(MAIN, |annex| annex.file)
}

/// The texts with links that find their way from file to file. What writes a link knows its anchor alone: only here it
/// is known in which file each anchor is.
pub(super) fn joined(texts: &BTreeMap<&'static str, String>) -> BTreeMap<String, String> {
    let mut homes = BTreeMap::new();
    for (file, text) in texts {
        homes.extend(anchors(text).map(|anchor| (anchor, *file)));
    }
    texts.iter().map(|(file, text)| ((*file).to_owned(), across(text, file, &homes))).collect()
}

/// All anchors of a text.
pub(super) fn anchors(text: &str) -> impl Iterator<Item = &str> {
    text.split("<a id=\"").skip(1).filter_map(|part| part.split('"').next())
}

/// The same text with the file in each link that leads out of its own.
fn across(text: &str, own: &str, homes: &BTreeMap<&str, &str>) -> String {
    let mut pieces = text.split("](#");
    let mut linked = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let anchor = piece.split(')').next().unwrap_or_default();
        let other = homes.get(anchor).copied().filter(|home| *home != own).unwrap_or_default();
        linked.extend(["](", other, "#", piece]);
    }
    linked
}

#[cfg(test)]
mod tests {
    use super::super::text::link;
    use super::*;

    #[test]
    fn only_links_to_other_files_name_one() {
        let text = |anchor: &str| format!("<a id=\"{anchor}\"></a> {}, {}", link("x", "one"), link("y", "two"));
        let texts = joined(&BTreeMap::from([("A.md", text("one")), ("B.md", text("two"))]));
        assert!(texts.get("A.md").is_some_and(|text| text.ends_with(" [x](#one), [y](B.md#two)")), "{texts:?}");
        assert!(texts.get("B.md").is_some_and(|text| text.ends_with(" [x](A.md#one), [y](#two)")), "{texts:?}");
    }
}
