//! Releases as positions in the generated list. Which releases there are, and what they record, is generated.

use std::fmt;

use crate::generated::release::{NAMES, TOLD_APART, VERSION_FORMS};
use crate::generated::sections::SectionId;

/// A release of Wasmtime as far as it decides the format: a major version, or the half-step `3-dev`.
///
/// Releases are ordered by age. The constants are named after them: [`Release::R36`].
///
/// ```
/// use cwasm::Release;
/// let release = Release::from_name("36").unwrap();
/// assert_eq!(release, Release::R36);
/// assert!(release > Release::R3_DEV);
/// assert_eq!(release.to_string(), "36");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Release(u16);

/// What a recorded version looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `x.y.z`, of which x is the release.
    Dotted,
    /// The release alone.
    Major,
}

impl Release {
    pub(crate) const fn nth(position: u16) -> Self {
        Self(position)
    }

    /// Its name: the major version, or `3-dev`.
    pub fn name(self) -> &'static str {
        NAMES.get(usize::from(self.0)).copied().unwrap_or_default()
    }

    /// The release with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|release| release.name() == name)
    }

    /// The release that records this version: `x.y.z` in the older ones, the major version alone in the newer ones.
    ///
    /// `None` for anything else: an engine can be told to record a text of its own, or nothing. `3-dev` records the
    /// version of release 3 and is told from it by a section, so it is never the answer here.
    ///
    /// ```
    /// use cwasm::Release;
    /// assert_eq!(Release::from_version("36.0.2"), Some(Release::R36));
    /// assert_eq!(Release::from_version("48"), Some(Release::R48));
    /// assert_eq!(Release::from_version("48.0.1"), None);
    /// assert_eq!(Release::from_version("my fork"), None);
    /// ```
    pub fn from_version(version: &str) -> Option<Self> {
        let (form, major) = match version.split_once('.') {
            None => (Form::Major, version),
            Some((major, rest)) => {
                let (minor, patch) = rest.split_once('.')?;
                (is_number(minor) && is_number(patch)).then_some((Form::Dotted, major))?
            }
        };
        let release = is_number(major).then(|| Self::from_name(major))??;
        let fits = |(range, known): &(Range, Form)| *known == form && range.contains(release);
        VERSION_FORMS.iter().any(fits).then_some(release)
    }

    /// The release whose version this one records: itself, but for `3-dev`.
    pub fn records(self) -> Self {
        TOLD_APART.iter().find(|(apart, ..)| *apart == self).map_or(self, |(_, records, _)| *records)
    }

    /// Of the releases that record the version of this one, the one whose own section `has` finds.
    pub(crate) fn told_by(self, has: impl Fn(SectionId) -> bool) -> Self {
        let told = TOLD_APART.iter().find(|(_, records, section)| *records == self && has(*section));
        told.map_or(self, |(apart, ..)| *apart)
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Release({})", self.name())
    }
}

impl serde::Serialize for Release {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// The releases from one on and before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    since: Release,
    before: Release,
}

impl Range {
    /// Every release.
    pub(crate) const ALL: Self = Self::between(Release(0), Release(u16::MAX));

    /// From this one on.
    pub(crate) const fn since(since: Release) -> Self {
        Self::between(since, Release(u16::MAX))
    }

    /// Before this one.
    pub(crate) const fn before(before: Release) -> Self {
        Self::between(Release(0), before)
    }

    /// From the first on and before the second.
    pub(crate) const fn between(since: Release, before: Release) -> Self {
        Self { since, before }
    }

    /// Whether a release is inside.
    pub(crate) const fn contains(self, release: Release) -> bool {
        self.since.0 <= release.0 && release.0 < self.before.0
    }
}
