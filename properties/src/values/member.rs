//! Names of the description in the parser's values.

use cwasm_spec::model::{Field, Word};

use crate::tree::Tree;

/// The parser's value of a field. A name can carry the release that gave it another type, and a field that not every
/// release has is in one option more.
pub(super) fn member<'t>(tree: &'t Tree, field: &Field) -> Option<&'t Tree> {
    let Tree::Fields(fields) = tree else { return None };
    let renamed = |name: &str| name.strip_prefix(&*field.name).is_some_and(|rest| rest.starts_with("_since_"));
    let exact = fields.iter().find(|(name, _)| *name == field.name);
    let (_, value) = exact.or_else(|| fields.iter().find(|(name, _)| renamed(name)))?;
    let described = field.ty.iter().take_while(|word| matches!(word, Word::Option | Word::PackedOption)).count();
    match value {
        Tree::Option(Some(inner)) if options(value) > described => Some(inner),
        value => Some(value),
    }
}

/// How many options stand around a value.
fn options(tree: &Tree) -> usize {
    match tree {
        Tree::Option(Some(inner)) => 1 + options(inner),
        Tree::Option(None) => 1,
        _ => 0,
    }
}

/// Whether the parser's name of a variant is the description's, which may be spelled otherwise or carry a release.
pub(super) fn is_called(name: &str, described: &str) -> bool {
    let plain = |text: &str| text.replace(['_', '-', '.'], "").to_ascii_lowercase();
    let (name, described) = (plain(name), plain(described));
    let behind = name.strip_prefix(&described).unwrap_or("?");
    behind.is_empty()
        || behind.strip_prefix("since").is_some_and(|since| since.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_variants_carry_their_release() {
        assert!(is_called("Segmented", "Segmented") && is_called("SegmentedSince46", "Segmented"));
        assert!(is_called("ContextGetI32_0", "ContextGetI32_0") && is_called("TableDeferred", "table-deferred"));
        assert!(!is_called("Segment", "Segmented") && !is_called("SegmentedStatic", "Segmented"));
    }
}
