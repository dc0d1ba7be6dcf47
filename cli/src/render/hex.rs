//! Bytes of a file in rows of sixteen, the offending ones underlined. Long ranges are cut in the middle.

use std::fmt::Write as _;
use std::ops::Range;

use anstyle::Style;

use super::style::{FAINT, FRAME};

/// Bytes in a row.
const ROW: u64 = 16;
/// So many rows are shown of a long range at each end.
const ENDS: u64 = 2;

/// Writes the rows that hold the range. An empty range is a point between bytes; the end of the file is one as well.
pub(super) fn rows(text: &mut String, bytes: &[u8], range: &Range<u64>, mark: Style) {
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let range = range.start.min(size)..range.end.max(range.start).min(size);
    let first = start_of_row(range.start);
    let last = start_of_row(range.end.saturating_sub(1).max(range.start));
    let width = format!("{last:x}").len().max(4);
    let _ = writeln!(text, "{FRAME}{:width$} |{FRAME:#}", "");
    let mut row = first;
    while row <= last {
        line(text, bytes, row, width);
        marks(text, &range, row, width, mark);
        let next = row.saturating_add(ROW);
        let far = ROW.saturating_mul(ENDS);
        row = match next == first.saturating_add(far) && last.saturating_sub(next) > far {
            true => gap(text, next, last.saturating_sub(ROW), width),
            false => next,
        };
    }
}

/// Says how many bytes are left out, and where to go on.
fn gap(text: &mut String, from: u64, to: u64, width: usize) -> u64 {
    let left_out = to.saturating_sub(from);
    let _ = writeln!(text, "{FRAME}{:>width$} |{FRAME:#} {FAINT}{left_out} bytes more{FAINT:#}", "...");
    to
}

const fn start_of_row(offset: u64) -> u64 {
    offset & !(ROW.wrapping_sub(1))
}

fn line(text: &mut String, bytes: &[u8], row: u64, width: usize) {
    let start = usize::try_from(row).unwrap_or(usize::MAX);
    let data = bytes.get(start..).unwrap_or_default();
    let data = data.get(..16).unwrap_or(data);
    let _ = write!(text, "{FRAME}{row:width$x} |{FRAME:#}");
    for column in 0..16 {
        match data.get(column) {
            Some(byte) => _ = write!(text, " {byte:02x}"),
            None => text.push_str("   "),
        }
    }
    let readable =
        data.iter().map(|byte| if byte.is_ascii_graphic() || *byte == b' ' { char::from(*byte) } else { '.' });
    let readable: String = readable.collect();
    let _ = writeln!(text, "  {FAINT}{readable}{FAINT:#}");
}

fn marks(text: &mut String, range: &Range<u64>, row: u64, width: usize, mark: Style) {
    let mut under = String::new();
    for offset in row..row.saturating_add(ROW) {
        let joined = range.contains(&offset) && offset > row && range.contains(&offset.saturating_sub(1));
        under.push(if joined { '^' } else { ' ' });
        under.push_str(match range.contains(&offset) {
            true => "^^",
            false if range.is_empty() && range.start == offset => "^ ",
            false => "  ",
        });
    }
    let _ = writeln!(text, "{FRAME}{:width$} |{FRAME:#}{mark}{}{mark:#}", "", under.trim_end());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(bytes: &[u8], range: Range<u64>) -> String {
        let mut text = String::new();
        rows(&mut text, bytes, &range, Style::new());
        anstream::adapter::strip_str(&text).to_string()
    }

    #[test]
    fn bytes_are_underlined() {
        let text = plain(b"0123456789abcdef0123", 1..3);
        let expected =
            "     |\n   0 | 30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  0123456789abcdef\n     |    ^^^^^\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_point_and_the_end_of_the_file_are_marked_once() {
        assert!(plain(b"0123", 2..2).ends_with("|       ^\n"));
        let text = plain(b"0123", 4..4);
        assert!(text.contains("30 31 32 33  ") && text.ends_with("|             ^\n"), "{text}");
        assert!(plain(b"", 0..0).ends_with("| ^\n"));
        assert_eq!(plain(b"0123", 900..u64::MAX), text);
    }

    #[test]
    fn a_long_range_is_cut_in_the_middle() {
        let text = plain(&[0; 1000], 10..990);
        assert_eq!(text.matches("00 00").count(), text.lines().filter(|line| line.contains(" 00")).count() * 8);
        assert!(text.contains("928 bytes more"), "{text}");
        assert_eq!(text.lines().count(), 1 + 2 * 2 + 1 + 2 * 2);
    }
}
