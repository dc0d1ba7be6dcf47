//! How a file says which edition it has.

use super::{List, Place, Text};
use crate::version::Range;

plain_data! {
/// Where the answers stand that must be known before anything else can be read.
struct Identity {
    /// What it is for.
    pub doc: Text,
    /// The recorded version.
    pub version: Place,
    /// The target triple.
    pub target: Place,
    /// The field that tells module from component.
    pub kind: Place,
    /// Its value in a module.
    pub module: u64,
    /// Its value in a component.
    pub component: u64,
    /// A field that marks artifacts.
    pub marker: Place,
    /// Its value in artifacts.
    pub marker_value: u64,
}

/// What the recorded version of a range of editions looks like.
struct VersionForm {
    /// When.
    pub range: Range,
    /// How.
    pub form: Form,
    /// Meaning.
    pub doc: Text,
}

/// The forms of a recorded version.
#[derive(Copy)]
enum Form {
    /// `x.y.z`, of which x is the release.
    Dotted,
    /// The release alone.
    Major,
}

/// An edition that records another one's version.
struct ToldApart {
    /// Index of the edition.
    pub edition: u16,
    /// Index of the edition that has the same recorded version.
    pub records: u16,
    /// The section that only the first of them has.
    pub section: u16,
}

/// How artifacts before the first edition are recognised.
struct Legacy {
    /// In words.
    pub doc: Text,
    /// Names of sections, one of which is there.
    pub sections: List<Text>,
    /// Or these bytes behind the section header table.
    pub trailer: Text,
}

/// An edition that was given at run time: a development build or a fork, like a built-in edition but for a few things.
struct CustomEdition {
    /// Index of the edition.
    pub edition: u16,
    /// Index of the built-in edition that it is like, whose version it records unless it has one of its own.
    pub like: u16,
    /// The recorded version that means it, whatever that looks like; empty for none.
    pub records: Text,
    /// Sections that it has although their range leaves it out, or has not although their range holds it: indices in
    /// [`Spec::sections`](super::Spec::sections).
    pub sections: List<u16>,
    /// Numbers of rules that it does not keep to.
    pub rules: List<u16>,
}
}
