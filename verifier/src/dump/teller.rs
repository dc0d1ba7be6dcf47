//! Keeps what is told in order and whole: each byte once, whatever the fields say of their places.

use std::ops::{ControlFlow, Range};

use super::{Field, Kind, Scope};

/// What is said about a range.
pub(super) struct Said {
    pub(super) kind: Kind,
    pub(super) path: String,
    pub(super) value: String,
    pub(super) number: Option<u64>,
    pub(super) rules: Vec<u16>,
}

impl Said {
    /// What is no number.
    pub(super) fn words(kind: Kind, path: &str, value: &str, rules: Vec<u16>) -> Self {
        Self { kind, path: path.to_owned(), value: value.to_owned(), number: None, rules }
    }
}

/// Tells fields.
pub(super) struct Teller<'t> {
    tell: &'t mut dyn FnMut(&Field<'_>) -> ControlFlow<()>,
    scope: &'t Scope<'t>,
    /// Name of the piece of the file.
    piece: String,
    /// Where the next byte stands that was not told.
    at: u64,
    /// Where the piece ends.
    end: u64,
    /// Whether nobody listens any more.
    closed: bool,
}

impl<'t> Teller<'t> {
    pub(super) fn new(scope: &'t Scope<'t>, tell: &'t mut dyn FnMut(&Field<'_>) -> ControlFlow<()>) -> Self {
        Self { tell, scope, piece: String::new(), at: 0, end: 0, closed: false }
    }

    /// Where the next byte stands that was not told.
    pub(super) fn at(&self) -> u64 {
        self.at
    }

    /// Where the piece ends.
    pub(super) fn end(&self) -> u64 {
        self.end
    }

    /// Begins a piece of the file.
    pub(super) fn begin(&mut self, name: &str, range: Range<u64>) {
        name.clone_into(&mut self.piece);
        self.end = range.end;
        if range.end <= self.at && self.is_asked() {
            self.say(self.at..self.at, "", &above(&range, "another piece"), Kind::Undecoded, None, &[]);
        }
    }

    /// Whether nothing more will be told.
    pub(super) fn is_over(&self) -> bool {
        self.closed || self.at >= self.scope.range.end
    }

    /// Whether any of the piece is asked for. What is not is passed.
    pub(super) fn is_asked(&mut self) -> bool {
        let range = self.at..self.end;
        let asked = self.scope.piece.is_none_or(|piece| piece == self.piece) && self.touches(&range);
        if !asked {
            self.at = self.at.max(self.end);
        }
        asked
    }

    fn touches(&self, range: &Range<u64>) -> bool {
        range.start < self.scope.range.end && self.scope.range.start < range.end
    }

    /// Tells a field; `said` is asked only if somebody wants to know.
    pub(super) fn field(&mut self, range: Range<u64>, said: impl FnOnce() -> Said) {
        if range.start >= range.end || self.is_over() || !self.is_asked() {
            return;
        }
        self.hole(range.start.min(self.end));
        let told = self.at;
        let (start, end) = (range.start.max(told), range.end.min(self.end));
        self.at = told.max(end);
        if start < end && !self.touches(&(start..end)) {
            return;
        }
        let Said { kind, path, mut value, number, rules } = said();
        if end <= start {
            value = above(&range, &value);
            return self.say(told..told, &path, &value, Kind::Undecoded, None, &rules);
        }
        if start > range.start || end < range.end {
            value = above(&range, &value);
        }
        self.say(start..end, &path, &value, kind, number, &rules);
    }

    /// Bytes that the fields of a payload leave out.
    fn hole(&mut self, to: u64) {
        let hole = self.at..to;
        if hole.start < hole.end {
            self.at = to;
            if self.touches(&hole) {
                self.say(hole, "", "bytes that no field holds", Kind::Undecoded, None, &[]);
            }
        }
    }

    /// Tells what is left of the piece.
    pub(super) fn rest(&mut self, said: impl FnOnce() -> Said) {
        self.field(self.at..self.end, said);
    }

    fn say(&mut self, range: Range<u64>, path: &str, value: &str, kind: Kind, number: Option<u64>, rules: &[u16]) {
        let field = Field { range, piece: &self.piece, path, kind, value, number, rules };
        self.closed = self.closed || (self.tell)(&field).is_break();
    }
}

/// A value whose bytes are not all its own.
fn above(range: &Range<u64>, value: &str) -> String {
    format!("{value} (at {:#x}..{:#x}, of which bytes belong to something else)", range.start, range.end)
}
