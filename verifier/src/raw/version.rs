//! Semantic versions as texts, as the decoders of components read them. Shares nothing with the crate that the parser asks.

/// Whether a text is a semantic version: three numbers, then, if there are any, marks of a prerelease behind `-` and of a
/// build behind `+`.
pub(crate) fn is_version(text: &str) -> bool {
    let (text, build) = apart(text, '+');
    let (numbers, prerelease) = apart(text, '-');
    let mut count = 0_usize;
    let numbers = numbers.split('.').all(|part| {
        count = count.saturating_add(1);
        is_number(part)
    });
    numbers
        && count == 3
        && prerelease.is_none_or(|marks| marks.split('.').all(|mark| is_mark(mark) && !has_needless_zero(mark)))
        && build.is_none_or(|marks| marks.split('.').all(is_mark))
}

/// What stands before the first such letter and behind it.
fn apart(text: &str, letter: char) -> (&str, Option<&str>) {
    text.split_once(letter).map_or((text, None), |(before, behind)| (before, Some(behind)))
}

/// A decimal number of at most 64 bits.
fn is_number(text: &str) -> bool {
    is_decimal(text) && !has_needless_zero(text) && text.parse::<u64>().is_ok()
}

fn is_decimal(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_mark(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Whether a number of more than one digit begins with 0.
fn has_needless_zero(text: &str) -> bool {
    is_decimal(text) && text.len() > 1 && text.starts_with('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_version() {
        let versions = [
            "0.2.1",
            "18446744073709551615.0.0",
            "1.2.3-rc.1",
            "1.2.3-0a.-.1-2",
            "1.2.3+007",
            "1.2.3--+-",
            "1.2.3-99999999999999999999+b.c",
            "1.0.0+a-b",
        ];
        assert!(versions.into_iter().all(is_version));
    }

    #[test]
    fn what_is_none() {
        let others = [
            "",
            "1",
            "1.2",
            "1.2.3.4",
            "01.2.3",
            "1.2.3-",
            "1.2.3+",
            "1.2.3-01",
            "1.2.3-a..b",
            "1.2.3+a..b",
            "v1.2.3",
            " 1.2.3",
            "18446744073709551616.0.0",
            "1.2.x",
            "+1.2.3",
            "1.2.3-a+b+c",
            "1.2.3-\u{e4}",
            "1..3",
            "-1.2.3",
        ];
        for other in others {
            assert!(!is_version(other), "{other}");
        }
    }
}
