//! The canonical string table of a set of names.

/// The table, and where each name begins in it.
pub(super) struct Strings {
    pub(super) table: Vec<u8>,
    places: Vec<(Vec<u8>, u64)>,
}

impl Strings {
    /// One zero byte, then the names in descending order of their reversed bytes, each closed by a zero byte; a name that
    /// is the tail of the one written last points into that one.
    pub(super) fn of<'a>(names: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut sorted: Vec<Vec<u8>> = names.filter(|name| !name.is_empty()).map(<[u8]>::to_vec).collect();
        sorted.sort_by(|one, other| other.iter().rev().cmp(one.iter().rev()));
        sorted.dedup();
        let mut strings = Self { table: vec![0], places: vec![(Vec::new(), 0)] };
        let mut written: Vec<u8> = Vec::new();
        for name in sorted {
            if !written.ends_with(&name) {
                strings.table.extend(&name);
                strings.table.push(0);
                written.clone_from(&name);
            }
            let place = strings.table.len() - 1 - name.len();
            strings.places.push((name, place as u64));
        }
        strings
    }

    /// Where a name begins.
    pub(super) fn place(&self, name: &[u8]) -> u64 {
        self.places.iter().find(|(known, _)| known == name).map_or(0, |(_, place)| *place)
    }
}

#[cfg(test)]
mod tests {
    use super::Strings;

    #[test]
    fn a_tail_points_into_the_longer_name() {
        let names: [&[u8]; 3] = [b".text", b".rela.text", b".data"];
        let strings = Strings::of(names.into_iter());
        assert_eq!(strings.table, b"\0.rela.text\0.data\0");
        assert_eq!(strings.place(b".text"), 6);
        assert_eq!(strings.place(b".data"), 12);
    }
}
