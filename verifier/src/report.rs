//! What the verifier says about a file.

use std::ops::Range;

use cwasm_spec::model::{Level, Spec};
use cwasm_spec::version::Edition;

/// The whole answer about one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What the file is.
    pub subject: Subject,
    /// Module or component; `None` if the file does not say.
    pub kind: Option<Kind>,
    /// The target triple, as recorded.
    pub target: Option<String>,
    /// The version string, as recorded; bytes that are not UTF-8 are replaced.
    pub recorded_version: Option<String>,
    /// Under which release the file was read, and why.
    pub release: Release,
    /// What came of each edition, the nearest first; empty if only one was asked about.
    pub tried: Vec<Trial>,
    /// Section by section, in index order, without the null section.
    pub sections: Vec<SectionReport>,
    /// Broken rules, causes before what follows from them.
    pub violations: Vec<Violation>,
    /// What could not be checked, and why.
    pub unreached: Vec<Unreached>,
    /// What every byte of the file belongs to.
    pub coverage: Coverage,
    /// Faults of the verifier itself: never a violation, never a pass.
    pub faults: Vec<String>,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An artifact of the described format, whole or broken.
    Artifact,
    /// An artifact from before release 3: named, not verified.
    Legacy,
    /// An ELF file that is no artifact.
    OtherElf,
    /// No ELF file.
    NotElf,
    /// Nothing at all.
    Empty,
}

/// Module or component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A compiled core module.
    Module,
    /// A compiled component.
    Component,
}

impl Kind {
    /// The word that the description has for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Module => "module",
            Self::Component => "component",
        }
    }
}

/// Under which release a file was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Release {
    /// The recorded version names it.
    Recorded(Edition),
    /// The caller asked for it.
    Given(Edition),
    /// All were tried: these fit, and the first of them was used, which is the recorded one if that fits.
    Fitting(Vec<Edition>),
    /// All were tried and none fits: under this one most of the file decodes, or if that is all, the fewest rules are broken.
    Nearest(Edition),
    /// The recorded version names a release that is not described; only rules of the container were checked.
    Undescribed(String),
    /// The file does not get that far.
    Unknown,
}

/// What came of reading a file as one edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// The edition.
    pub edition: Edition,
    /// How many bytes of the payloads decode, one section behind the other, before the first that does not.
    pub decoded: u64,
    /// What does not decode, or else the first broken MUST; `None` if the file fits.
    pub first: Option<Violation>,
}

/// What was done with a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionReport {
    /// Its name; bytes that are not UTF-8 are replaced.
    pub name: String,
    /// Where its data stand in the file.
    pub range: Range<u64>,
    /// How much of it was looked at.
    pub state: State,
}

/// How much of a section was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// All of it was checked.
    Checked,
    /// It is declared as bytes that nobody looks into: what they are.
    Opaque(String),
    /// Its inside is not described yet: what it is.
    Undescribed(String),
    /// The description does not know it in this release.
    Unknown,
    /// An earlier breach kept the verifier out.
    Unreached,
}

/// A broken rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Its number.
    pub rule: u16,
    /// How sure the rule is.
    pub level: Level,
    /// Whether the file does not decode because of it.
    pub malformed: bool,
    /// The offending bytes in the file.
    pub range: Range<u64>,
    /// The section they are in, or empty.
    pub section: String,
    /// The path to the field, such as `engine.metadata.tunables.debug_guest`.
    pub path: String,
    /// What stands there.
    pub found: String,
    /// What should.
    pub expected: String,
    /// How many more breaches of this rule there are, which are not listed.
    pub more: u64,
    /// The violation that this one follows from: index in the report's list. Such a one is not counted.
    pub cause: Option<usize>,
}

/// Something that could not be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreached {
    /// What.
    pub what: String,
    /// Why.
    pub why: String,
}

/// What every byte of the file belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Pieces of the file in order, without overlap; together they are the whole file.
    pub pieces: Vec<Piece>,
}

/// A piece of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands.
    pub range: Range<u64>,
    /// What it is: a section's name, or a word such as `ELF header`.
    pub name: String,
    /// How much is known of it.
    pub class: Class,
}

/// How much is known of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Every byte belongs to a described field.
    Described,
    /// Zero bytes between pieces.
    Padding,
    /// Declared as bytes that nobody looks into.
    Opaque,
    /// Not described yet.
    Undescribed,
    /// Belongs to nothing.
    Nothing,
}

/// What to make of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// No MUST is broken.
    Conforming,
    /// Some MUST is broken.
    Broken,
    /// There is nothing to judge: no artifact, or an undescribed release.
    None,
    /// The verifier failed.
    Fault,
}

impl Report {
    /// Violations that count: those that follow from no other.
    pub fn causes(&self) -> impl Iterator<Item = &Violation> {
        self.violations.iter().filter(|violation| violation.cause.is_none())
    }

    /// The edition that was used, if any.
    pub fn edition(&self) -> Option<Edition> {
        match &self.release {
            Release::Recorded(edition) | Release::Given(edition) | Release::Nearest(edition) => Some(*edition),
            Release::Fitting(editions) => editions.first().copied(),
            Release::Undescribed(_) | Release::Unknown => None,
        }
    }

    /// Whether a rule whose breach means that the file does not decode is broken.
    pub fn is_malformed(&self) -> bool {
        self.violations.iter().any(|violation| violation.malformed)
    }

    /// What to make of it all.
    pub fn verdict(&self) -> Verdict {
        if !self.faults.is_empty() {
            Verdict::Fault
        } else if self.violations.iter().any(|violation| violation.level == Level::Must) {
            Verdict::Broken
        } else if self.subject != Subject::Artifact
            || matches!(self.release, Release::Undescribed(_) | Release::Unknown)
        {
            Verdict::None
        } else {
            Verdict::Conforming
        }
    }

    /// How many bytes of the file are of a class.
    pub fn bytes(&self, class: Class) -> u64 {
        let pieces = self.coverage.pieces.iter().filter(|piece| piece.class == class);
        pieces.map(|piece| piece.range.end.saturating_sub(piece.range.start)).fold(0, u64::saturating_add)
    }

    /// The name of the edition that was used, or of the undescribed release.
    pub fn release_name<'a>(&'a self, spec: &'a Spec) -> Option<&'a str> {
        match &self.release {
            Release::Undescribed(name) => Some(name),
            _ => self.edition().map(|edition| spec.edition_name(edition)),
        }
    }
}
