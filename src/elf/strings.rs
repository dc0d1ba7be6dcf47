//! String tables as the writer makes them: the offset of every name follows from the set of names.

use std::cmp::Ordering;

use crate::error::{Error, ErrorKind};

/// A finished table, and the offset of each name in it.
pub(crate) struct StringTable {
    pub(crate) bytes: Vec<u8>,
    /// In the order in which the names were given.
    pub(crate) offsets: Vec<u32>,
}

impl StringTable {
    /// One zero byte, then the distinct names in descending order of their reversed bytes, each closed by a zero byte.
    /// A name that is the tail of the one written last points into that one. The empty name is at 0.
    pub(crate) fn canonical(names: &[&str]) -> Result<Self, Error> {
        let mut sorted: Vec<(&str, usize)> = names.iter().enumerate().map(|(index, name)| (*name, index)).collect();
        sorted.sort_by(|(a, _), (b, _)| reversed(b, a));
        let mut bytes = vec![0];
        let mut offsets = vec![0; names.len()];
        let mut written = "";
        for (name, index) in sorted.into_iter().filter(|(name, _)| !name.is_empty()) {
            if !written.ends_with(name) {
                bytes.extend_from_slice(name.as_bytes());
                bytes.push(0);
                written = name;
            }
            let start = bytes.len().saturating_sub(name.len()).saturating_sub(1);
            if let Some(offset) = offsets.get_mut(index) {
                *offset = u32::try_from(start).map_err(|_| Error::new(ErrorKind::TooLarge).of("names"))?;
            }
        }
        Ok(Self { bytes, offsets })
    }
}

/// Compares by the bytes read backwards.
fn reversed(a: &str, b: &str) -> Ordering {
    a.bytes().rev().cmp(b.bytes().rev())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_are_shared() {
        let table = StringTable::canonical(&[".text", ".rela.text", "", ".data", ".text"]);
        let table = table.unwrap_or(StringTable { bytes: Vec::new(), offsets: Vec::new() });
        assert_eq!(table.bytes, b"\0.rela.text\0.data\0");
        assert_eq!(table.offsets, [6, 1, 0, 12, 6]);
    }
}
