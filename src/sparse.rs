//! Lists that name only what differs from a default.

/// Values counted from 0, of which most are the same.
///
/// ```
/// use cwasm::Sparse;
/// let list = Sparse { default: 7, entries: vec![None, Some(1)] };
/// assert_eq!([list.get(0), list.get(1), list.get(100)], [&7, &1, &7]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Sparse<T> {
    /// What every value is that no entry names.
    pub default: T,
    /// The others, by number; `None` for one that equals the default.
    pub entries: Vec<Option<T>>,
}

impl<T> Sparse<T> {
    /// The value with this number.
    pub fn get(&self, index: usize) -> &T {
        self.entries.get(index).and_then(Option::as_ref).unwrap_or(&self.default)
    }
}
