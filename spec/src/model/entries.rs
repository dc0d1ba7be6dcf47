//! What the tables of a layout are tables of: entries, and how one is looked up.

use super::{Evidence, List, Span, Text};
use crate::version::Range;

plain_data! {
/// An entry of the tables in a layout. Lines of one name are the same entry in other releases.
struct Entry {
    /// Its name.
    pub name: Text,
    /// Releases in which it is laid out so.
    pub range: Range,
    /// Meaning.
    pub doc: Text,
    /// Which entries a look-up finds.
    pub search: Search,
    /// Name of the field that is a table in blocks with all of the entries, or empty.
    pub blocks: Text,
    /// Name of the sequence that a look-up searches, or empty.
    pub key: Text,
    /// What else an entry has.
    pub parts: List<Part>,
    /// Who looks up so.
    pub evidence: List<Evidence>,
    /// Where it is declared.
    pub span: Span,
}

/// Which entries a look-up finds.
#[derive(Copy)]
enum Search {
    /// The one with just this key.
    Exact,
    /// The last one whose key is this or before.
    AtOrBefore,
    /// All with just this key.
    All,
    /// The one with this number, counted from 0.
    Number,
}

/// A part of an entry.
struct Part {
    /// Its name.
    pub name: Text,
    /// Names of the sequences that it is taken from; of several, one element each makes an element of the part.
    pub fields: List<Text>,
    /// Name of such an element, or empty if there is one sequence.
    pub of: Text,
    /// Where in them.
    pub place: PartPlace,
}

/// Where a part of an entry is in its field. The sequences that say so have an element for each entry.
enum PartPlace {
    /// At the position of the entry.
    Same,
    /// From where the part of the entry before ends up to a number of elements, or of bytes.
    Until {
        /// Name of the sequence with these numbers.
        end: Text,
    },
    /// At so many units of bytes from the first element.
    Pointer {
        /// Name of the sequence with these numbers.
        pointer: Text,
        /// Bytes of a unit.
        unit: u64,
        /// The field and the slice of an element that say whether another one follows, or empty.
        more: Text,
    },
    /// In a range of bytes, counted from the first element.
    Range {
        /// Name of the sequence with the ranges.
        range: Text,
    },
}
}
