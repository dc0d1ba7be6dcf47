//! String tables, read once from end to end: names may share bytes, so a hostile file can have very many long ones.

/// Why there is no string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoString {
    Outside,
    Unterminated,
}

/// The string that begins at `start` inside `table`, without its zero byte; `Err` tells what is wrong.
pub(crate) fn string(table: &[u8], start: u64) -> Result<&[u8], NoString> {
    let rest = usize::try_from(start).ok().and_then(|start| table.get(start..)).filter(|rest| !rest.is_empty());
    let rest = rest.ok_or(NoString::Outside)?;
    let end = rest.iter().position(|byte| *byte == 0).ok_or(NoString::Unterminated)?;
    rest.get(..end).ok_or(NoString::Outside)
}

/// The beginning of the string at `start`, and whether that is all of it: very many names may share very many bytes.
pub(crate) fn beginning(table: &[u8], start: u64, most: usize) -> Result<(&[u8], bool), NoString> {
    let rest = usize::try_from(start).ok().and_then(|start| table.get(start..)).ok_or(NoString::Outside)?;
    match rest.get(..most) {
        Some(first) if !first.contains(&0) => Ok((first, false)),
        _ => string(table, start).map(|string| (string, true)),
    }
}

/// The strings that begin at these offsets.
pub(crate) fn strings<'a>(table: &'a [u8], starts: &[u64]) -> Vec<Result<&'a [u8], NoString>> {
    let mut strings = vec![Err(NoString::Outside); starts.len()];
    let start_of =
        |index: usize| starts.get(index).and_then(|start| usize::try_from(*start).ok()).unwrap_or(usize::MAX);
    let mut order: Vec<usize> = (0..starts.len()).filter(|index| start_of(*index) < table.len()).collect();
    order.sort_unstable_by_key(|index| std::cmp::Reverse(start_of(*index)));
    // The first zero byte that was seen, walking backwards, and how far the walk has come.
    let mut end = None;
    let mut seen = table.len();
    for index in order {
        let start = start_of(index);
        let new = table.get(start..seen).unwrap_or_default().iter().position(|byte| *byte == 0);
        end = new.map(|zero| start.saturating_add(zero)).or(end);
        seen = start;
        if let Some(string) = strings.get_mut(index) {
            *string = end.and_then(|end| table.get(start..end)).ok_or(NoString::Unterminated);
        }
    }
    strings
}

/// So many bytes are looked at together where nothing is expected to be found.
const BLOCK: usize = 256;

/// One bit an offset of a table.
pub(crate) struct Offsets {
    bits: Vec<u64>,
}

impl Offsets {
    pub(crate) fn new(length: usize) -> Self {
        Self { bits: vec![0; length.checked_div(64).unwrap_or(0).saturating_add(1)] }
    }

    pub(crate) fn insert(&mut self, offset: u64) {
        if let Some(word) = usize::try_from(offset.wrapping_shr(6)).ok().and_then(|index| self.bits.get_mut(index)) {
            *word |= 1_u64.wrapping_shl(u32::try_from(offset & 63).unwrap_or(0));
        }
    }

    pub(crate) fn clear(&mut self) {
        self.bits.fill(0);
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.bits.iter().all(|bits| *bits == 0)
    }

    pub(crate) fn contains(&self, offset: usize) -> bool {
        let word = self.bits.get(offset.wrapping_shr(6)).copied().unwrap_or(0);
        word & 1_u64.wrapping_shl(u32::try_from(offset & 63).unwrap_or(0)) != 0
    }
}

/// The offsets from which a byte that does not fit stands before the next zero byte.
pub(crate) fn with_other_bytes(table: &[u8], fits: impl Fn(u8) -> bool) -> Offsets {
    // Mostly there are none.
    let fit = |bytes: &[u8]| bytes.iter().fold(true, |fit, byte| fit & (*byte == 0 || fits(*byte)));
    if table.chunks(BLOCK).all(fit) {
        return Offsets::new(0);
    }
    let mut wrong = false;
    backwards(table, |_, byte| {
        wrong = byte != 0 && (wrong || !fits(byte));
        wrong
    })
}

/// The offsets from which the bytes before the next zero byte are not UTF-8.
pub(crate) fn not_utf8(table: &[u8]) -> Offsets {
    if table.is_ascii() {
        return Offsets::new(0);
    }
    // Whether the bytes from one to four places further on are UTF-8 up to the zero byte.
    let mut behind = [true; 4];
    backwards(table, |at, byte| {
        if byte == 0 {
            behind = [true; 4];
            return false;
        }
        let length: usize = match byte {
            0..0x80 => 1,
            0xc0..0xe0 => 2,
            0xe0..0xf0 => 3,
            _ => 4,
        };
        let character = table.get(at..at.saturating_add(length));
        let is_one = character.is_some_and(|bytes| !bytes.contains(&0) && std::str::from_utf8(bytes).is_ok());
        let is_text = is_one && behind.get(length.saturating_sub(1)).copied().unwrap_or(false);
        let [next, second, third, _] = behind;
        behind = [is_text, next, second, third];
        !is_text
    })
}

/// The offsets of which `test` says yes, asked from the end of the table to its beginning.
fn backwards(table: &[u8], mut test: impl FnMut(usize, u8) -> bool) -> Offsets {
    let mut offsets = Offsets::new(table.len());
    for (at, byte) in table.iter().enumerate().rev() {
        if test(at, *byte) {
            offsets.insert(u64::try_from(at).unwrap_or(u64::MAX));
        }
    }
    offsets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_end_with_a_zero() {
        assert_eq!(string(b"\0ab\0c", 1), Ok(&b"ab"[..]));
        assert_eq!(string(b"\0ab\0c", 4), Err(NoString::Unterminated));
        assert_eq!(string(b"\0ab\0c", 5), Err(NoString::Outside));
    }

    #[test]
    fn of_a_long_string_the_beginning() {
        let table = b"\0abcd\0ef";
        assert_eq!(beginning(table, 1, 4), Ok((&b"abcd"[..], false)));
        assert_eq!(beginning(table, 1, 5), Ok((&b"abcd"[..], true)));
        assert_eq!(beginning(table, 6, 4), Err(NoString::Unterminated));
        assert_eq!(beginning(table, 10, 4), Err(NoString::Outside));
    }

    #[test]
    fn many_strings_are_what_each_would_be() {
        let table = b"\0ab\0\0long\0c";
        let starts: Vec<u64> = (0..14).chain([2, u64::MAX]).collect();
        let each: Vec<_> = starts.iter().map(|start| string(table, *start)).collect();
        assert_eq!(strings(table, &starts), each);
        assert_eq!(strings(b"", &[0]), [Err(NoString::Outside)]);
    }

    #[test]
    fn texts_are_utf8_from_where_a_character_begins() {
        let table = "a\u{e9}b\0\u{20ac}\0\u{1f600}\0".as_bytes();
        let offsets = not_utf8(table);
        for at in 0..table.len() {
            let is_text = string(table, at as u64).is_ok_and(|text| std::str::from_utf8(text).is_ok());
            assert_eq!(offsets.contains(at), !is_text, "{at}");
        }
        assert!(not_utf8(b"\xe9\0").contains(0));
        assert!(!not_utf8(b"\xe9\0").contains(1));
    }

    #[test]
    fn other_bytes_count_up_to_the_zero() {
        let offsets = with_other_bytes(b"a b\0c", |byte| byte.is_ascii_graphic());
        assert_eq!((0..5).map(|at| offsets.contains(at)).collect::<Vec<_>>(), [true, true, false, false, false]);
    }
}
