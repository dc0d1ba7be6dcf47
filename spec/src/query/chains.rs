//! Chains of words: the types that stand one behind the other, and the declared types that they name.

use super::behind;
use crate::model::Word;

/// Types one behind the other, as in a variant.
pub fn each_type(words: &[Word]) -> impl Iterator<Item = &[Word]> {
    let mut left = words;
    std::iter::from_fn(move || {
        let rest = behind(left);
        let first = left.get(..left.len().saturating_sub(rest.len()));
        left = rest;
        first.filter(|first| !first.is_empty())
    })
}

/// The declared types that the words name: indices in [`Spec::types`](crate::model::Spec::types).
pub fn named(words: &[Word]) -> impl Iterator<Item = u16> {
    words.iter().filter_map(|word| if let Word::Named(index) = word { Some(*index) } else { None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_ends_with_the_last_of_its_parts() {
        let words = [Word::Map, Word::Pair, Word::U8, Word::String, Word::Option, Word::Named(3), Word::Bool];
        let types: Vec<&[Word]> = each_type(&words).collect();
        assert_eq!(types, [&words[..6], &words[6..]]);
        assert_eq!(each_type(&[]).count(), 0);
        assert_eq!(named(&words).collect::<Vec<_>>(), [3]);
    }
}
