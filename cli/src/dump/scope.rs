//! Ranges of a file, as users say them.

use std::ops::Range;

/// `0x40..0x80`, either end of which may be left out, or the offset of one byte.
pub(super) fn range(text: &str) -> Option<Range<u64>> {
    let Some((start, end)) = text.split_once("..") else {
        let at = offset(text)?;
        return Some(at..at.saturating_add(1));
    };
    let start = if start.is_empty() { 0 } else { offset(start)? };
    let end = if end.is_empty() { u64::MAX } else { offset(end)? };
    (start < end).then_some(start..end)
}

fn offset(text: &str) -> Option<u64> {
    match text.strip_prefix("0x") {
        Some(digits) if digits.starts_with(|first: char| first.is_ascii_hexdigit()) => {
            u64::from_str_radix(digits, 16).ok()
        }
        Some(_) => None,
        None if text.starts_with(|first: char| first.is_ascii_digit()) => text.parse().ok(),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn ranges_have_two_ends_or_one_byte() {
        assert_eq!(range("0x40..0x80"), Some(64..128));
        assert_eq!(range("64..0x80"), Some(64..128));
        assert_eq!(range("7"), Some(7..8));
        assert_eq!((range("7.."), range("..7"), range("..")), (Some(7..u64::MAX), Some(0..7), Some(0..u64::MAX)));
        for wrong in ["", "x", "8..8", "9..8", "0x", "0x+1", "+1", "1...2", "0xg..1", "1..2..3"] {
            assert_eq!(range(wrong), None, "{wrong}");
        }
    }
}
