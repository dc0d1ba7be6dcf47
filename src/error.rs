//! The one error type: what was found, where in the file, in which field. It holds facts, never advice.

use std::fmt;

/// Why something could not be read or written.
///
/// ```
/// use cwasm::{Artifact, ErrorKind};
/// let error = Artifact::parse(b"no ELF").err().unwrap();
/// assert_eq!(error.kind(), ErrorKind::Truncated);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Error {
    // Boxed, so that a `Result` is no larger than what it returns.
    facts: Box<Facts>,
}

#[derive(Clone, PartialEq, Eq)]
struct Facts {
    kind: ErrorKind,
    offset: Option<u64>,
    section: String,
    path: String,
    found: Option<u64>,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The data end before the value does.
    Truncated,
    /// The file does not begin with the magic bytes of ELF.
    NotElf,
    /// A field of the ELF header has a value with which nothing else can be read.
    InvalidHeader,
    /// The section header table, or the data of a section, do not lie inside the file.
    OutsideFile,
    /// A name begins behind its string table.
    NameOutside,
    /// No zero byte closes a name.
    NameUnterminated,
    /// A text is not UTF-8.
    InvalidUtf8,
    /// The section that says which release wrote the file is missing.
    MissingEngine,
    /// The size of a table is not a whole number of entries.
    PartialEntry,
    /// A bool is neither 0 nor 1.
    InvalidBool,
    /// An option begins neither with 0 nor with 1.
    InvalidOption,
    /// The release has no variant with this index.
    UnknownVariant,
    /// A varint has more bytes or bits than its integer.
    VarintTooLong,
    /// A length is above the number of bytes that are left.
    LengthTooLarge,
    /// An integer that is never zero is zero.
    ZeroNonZero,
    /// A value is none of those that its type has.
    NotAllowed,
    /// A list that names only what differs from a default has no default.
    NoDefault,
    /// Values are nested deeper than any artifact needs.
    TooDeep,
    /// The recorded version names no known release.
    UnknownRelease,
    /// The target triple names no known architecture.
    UnknownTarget,
    /// The artifact is neither a module nor a component.
    UnknownKind,
    /// A value is given that the release has no place for.
    NotInRelease,
    /// A value is missing that the release wants.
    MissingInRelease,
    /// The recorded version names another release than the one to be written.
    OtherRelease,
    /// A value does not fit the place that it is written to.
    TooLarge,
    /// Lists that one number counts have different lengths.
    UnequalLengths,
    /// Entries do not ascend, in a table that cannot be written otherwise.
    Unsorted,
    /// A section is given that follows from the other parts.
    Computed,
    /// The parts refer to something that they do not hold.
    DanglingReference,
}

impl ErrorKind {
    /// In words: lower case, no full stop.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Truncated => "the data end too early",
            Self::NotElf => "no ELF file",
            Self::InvalidHeader => "unreadable ELF header",
            Self::OutsideFile => "data outside of the file",
            Self::NameOutside => "name outside of its string table",
            Self::NameUnterminated => "name without an end",
            Self::InvalidUtf8 => "text is not UTF-8",
            Self::MissingEngine => "no engine section",
            Self::PartialEntry => "size is not a whole number of entries",
            Self::InvalidBool => "bool is neither 0 nor 1",
            Self::InvalidOption => "option begins neither with 0 nor with 1",
            Self::UnknownVariant => "variant is unknown to this release",
            Self::VarintTooLong => "varint is too long for its integer",
            Self::LengthTooLarge => "length is above the number of bytes left",
            Self::ZeroNonZero => "integer must not be zero",
            Self::NotAllowed => "no value of its type",
            Self::NoDefault => "list without its default",
            Self::TooDeep => "values are nested too deep",
            Self::UnknownRelease => "recorded version names no known release",
            Self::UnknownTarget => "target names no known architecture",
            Self::UnknownKind => "neither a module nor a component",
            Self::UnequalLengths => "lists that go together have different lengths",
            Self::Unsorted => "entries do not ascend",
            Self::NotInRelease => "this release has no place for the value",
            Self::MissingInRelease => "this release wants a value",
            Self::OtherRelease => "recorded version names another release",
            Self::TooLarge => "value does not fit its place",
            Self::Computed => "section follows from the other parts",
            Self::DanglingReference => "reference to something that is not there",
        }
    }
}

impl Error {
    pub(crate) fn new(kind: ErrorKind) -> Self {
        let facts = Facts { kind, offset: None, section: String::new(), path: String::new(), found: None };
        Self { facts: Box::new(facts) }
    }

    /// Adds the byte offset in the file.
    pub(crate) fn at(mut self, offset: u64) -> Self {
        self.facts.offset = Some(offset);
        self
    }

    /// Adds the name of the section.
    pub(crate) fn inside(mut self, section: &str) -> Self {
        self.facts.section = section.to_owned();
        self
    }

    /// Adds a step in front of the path of the field: the value around.
    pub(crate) fn of(mut self, step: impl Into<String>) -> Self {
        let inside = std::mem::replace(&mut self.facts.path, step.into());
        if !inside.is_empty() && !inside.starts_with('[') {
            self.facts.path.push('.');
        }
        self.facts.path.push_str(&inside);
        self
    }

    /// Adds the number that was found.
    pub(crate) fn found(mut self, number: u64) -> Self {
        self.facts.found = Some(number);
        self
    }

    /// What was found.
    pub fn kind(&self) -> ErrorKind {
        self.facts.kind
    }

    /// Where, as an offset in the file in bytes; `None` if nothing was read from a file.
    ///
    /// Of a value that was decoded from bytes alone, the offset is counted from the beginning of these bytes.
    pub fn offset(&self) -> Option<u64> {
        self.facts.offset
    }

    /// Name of the section that it was in; empty if it was in none.
    pub fn section(&self) -> &str {
        &self.facts.section
    }

    /// Path of the field, as in `engine.metadata.tunables.debug_guest`; empty if there is none.
    pub fn path(&self) -> &str {
        &self.facts.path
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Facts { kind, offset, section, path, found } = &*self.facts;
        if !path.is_empty() {
            write!(f, "{path}: ")?;
        }
        f.write_str(kind.meaning())?;
        if let Some(found) = found {
            write!(f, ", found {found}")?;
        }
        if let Some(offset) = offset {
            write!(f, ", at offset {offset:#x}")?;
        }
        if !section.is_empty() {
            write!(f, ", section {section}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({:?}: {self})", self.facts.kind)
    }
}

impl std::error::Error for Error {}
