//! Which values of a walk are kept for rules, and how far a path has been followed.

use cwasm_spec::model::{Spec, Text};

/// A number that is kept: which value it is, and which bits of it.
#[derive(Clone, Copy)]
pub(crate) struct Capture {
    /// Index of the value.
    pub(crate) slot: u16,
    /// Lowest bit.
    pub(crate) shift: u8,
    /// The bits above it.
    pub(crate) mask: u64,
}

impl Capture {
    /// The whole number.
    pub(super) fn whole(slot: u16) -> Self {
        Self { slot, shift: 0, mask: u64::MAX }
    }
}

/// What is kept of the values that one node reads.
#[derive(Clone, Default)]
pub(crate) struct Captures {
    /// The value itself.
    pub(crate) here: Vec<Capture>,
    /// Whether it is a text.
    pub(crate) is_text: bool,
    /// Values that are missing where an option holds nothing.
    pub(crate) absent: Vec<u16>,
}

/// A path on its way: the steps behind the first `step` are still to be made.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Pending {
    pub(super) slot: u16,
    pub(super) step: usize,
}

impl Pending {
    /// The next step, `None` if the path ends here.
    pub(super) fn next(self, spec: &Spec) -> Option<&Text> {
        spec.values.get(usize::from(self.slot))?.steps.get(self.step)
    }

    /// Whether the path ends here.
    pub(super) fn ends(self, spec: &Spec) -> bool {
        self.next(spec).is_none()
    }

    /// The type whose values are asked for wherever they stand, if that is the next step.
    pub(super) fn everywhere(self, spec: &Spec) -> Option<&str> {
        self.next(spec)?.strip_prefix('*')
    }

    /// The path with its next step made.
    pub(super) fn advanced(self) -> Self {
        Self { step: self.step.saturating_add(1), ..self }
    }
}

/// The paths that go on behind this step; those that look everywhere go on too.
pub(super) fn behind(spec: &Spec, pending: &[Pending], step: &str) -> Vec<Pending> {
    let follow = |path: &Pending| match path.next(spec) {
        Some(next) if next == step => Some(path.advanced()),
        Some(next) if next.starts_with('*') => Some(*path),
        _ => None,
    };
    pending.iter().filter_map(follow).collect()
}

/// The paths that end here.
pub(super) fn ending(spec: &Spec, pending: &[Pending]) -> Vec<Capture> {
    pending.iter().filter(|path| path.ends(spec)).map(|path| Capture::whole(path.slot)).collect()
}

/// The paths that do not end here.
pub(super) fn going_on(spec: &Spec, pending: &[Pending]) -> Vec<Pending> {
    pending.iter().copied().filter(|path| !path.ends(spec)).collect()
}

/// The values that are missing if nothing of this is there.
pub(super) fn slots<'p>(spec: &'p Spec, pending: &'p [Pending]) -> impl Iterator<Item = u16> + use<'p> {
    pending.iter().filter(|path| path.everywhere(spec).is_none()).map(|path| path.slot)
}
