//! Whether very many texts differ: mostly all do, and then so do short numbers made of them.

/// Whether all texts are known to differ. It is not certain that equal ones are there if they are not.
pub(crate) fn differ<'a>(texts: impl Iterator<Item = &'a [u8]>) -> bool {
    differ_in(texts.map(digest).collect())
}

/// Whether all numbers differ.
pub(crate) fn differ_in(mut numbers: Vec<u64>) -> bool {
    numbers.sort_unstable();
    numbers.is_sorted_by(|one, other| one < other)
}

/// A number for a text; different texts seldom have the same.
pub(crate) fn digest(text: &[u8]) -> u64 {
    const FACTOR: u128 = 0x9e37_79b9_7f4a_7c15;
    // Both halves of the product, so that all bits of a word have a say in all of the sum.
    let mix = |sum: u64, word: u64| {
        let product = u128::from(sum ^ word).wrapping_mul(FACTOR);
        u64::try_from((product ^ (product >> 64)) & u128::from(u64::MAX)).unwrap_or(0)
    };
    let (words, rest) = text.as_chunks::<8>();
    let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
    let sum = words.iter().fold(length.wrapping_add(1), |sum, word| mix(sum, u64::from_le_bytes(*word)));
    let rest = rest.iter().fold(0, |rest: u64, byte| rest.wrapping_shl(8) | u64::from(*byte));
    mix(mix(sum, rest), length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_differ() {
        let name = |number: u32| format!("_ZN{number}duckdb{number}bitE{number}v").into_bytes();
        let texts: Vec<Vec<u8>> = (0..100_000).map(name).collect();
        assert!(differ(texts.iter().map(Vec::as_slice)));
        assert!(!differ(texts.iter().chain(texts.last()).map(Vec::as_slice)));
        assert!(differ([&b""[..], b"\0", b"\0\0"].into_iter()));
    }
}
