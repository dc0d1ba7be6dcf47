//! Many names out of one string table. All of them together take one pass over the table, however they overlap, so that
//! a file with many long names cannot hold a reader up.

use crate::error::ErrorKind;

/// The names that begin at these offsets, in the order of the offsets. An error says which one it is.
pub(super) fn resolve(table: &[u8], offsets: impl Iterator<Item = u32>) -> Result<Vec<&str>, (usize, ErrorKind)> {
    let mut sorted: Vec<(u32, usize)> = offsets.enumerate().map(|(position, offset)| (offset, position)).collect();
    sorted.sort_unstable();
    let mut names = vec![""; sorted.len()];
    let mut current = Current { text: "", start: 0 };
    for (index, (offset, position)) in sorted.into_iter().enumerate() {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        if index == 0 || !current.covers(offset) {
            current = Current { text: read(table, offset).map_err(|kind| (position, kind))?, start: offset };
        }
        let tail = current.text.get(offset.saturating_sub(current.start)..);
        let tail = tail.ok_or((position, ErrorKind::InvalidUtf8))?;
        if let Some(name) = names.get_mut(position) {
            *name = tail;
        }
    }
    Ok(names)
}

/// The last name that was read; a name that begins inside of it ends with it.
struct Current<'a> {
    text: &'a str,
    start: usize,
}

impl Current<'_> {
    fn covers(&self, offset: usize) -> bool {
        offset.checked_sub(self.start).is_some_and(|distance| distance <= self.text.len())
    }
}

fn read(table: &[u8], offset: usize) -> Result<&str, ErrorKind> {
    let rest = table.get(offset..).filter(|rest| !rest.is_empty()).ok_or(ErrorKind::NameOutside)?;
    let length = rest.iter().position(|byte| *byte == 0).ok_or(ErrorKind::NameUnterminated)?;
    let bytes = rest.get(..length).unwrap_or_default();
    std::str::from_utf8(bytes).map_err(|_| ErrorKind::InvalidUtf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(table: &[u8], offsets: &[u32]) -> Result<Vec<String>, (usize, ErrorKind)> {
        let names = resolve(table, offsets.iter().copied())?;
        Ok(names.into_iter().map(str::to_owned).collect())
    }

    #[test]
    fn names_that_share_a_tail() {
        let table = b"\0.rela.text\0b\0";
        assert_eq!(
            names(table, &[6, 1, 0, 12, 6, 11]),
            Ok(["text", ".rela.text", "", "b", "text", ""]
                .map(|name| name.trim().to_owned())
                .map(|name| if name == "text" { ".text".to_owned() } else { name })
                .to_vec())
        );
    }

    #[test]
    fn names_that_are_none() {
        assert_eq!(names(b"\0a", &[0, 2]), Err((1, ErrorKind::NameOutside)));
        assert_eq!(names(b"\0a", &[1]), Err((0, ErrorKind::NameUnterminated)));
        assert_eq!(names(b"\xff\0", &[0]), Err((0, ErrorKind::InvalidUtf8)));
        // Inside of a character of two bytes.
        assert_eq!(names("é\0".as_bytes(), &[0, 1]), Err((1, ErrorKind::InvalidUtf8)));
    }
}
