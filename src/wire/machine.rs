//! What tables of machine code depend on beside the release.

use object::elf::ELFDATA2MSB;

use super::codec::Wire;
use crate::target::Target;

/// The target, and the byte order of the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Machine {
    /// The target, if the triple names a known one.
    pub(crate) target: Option<Target>,
    /// Whether the file is big-endian.
    pub(crate) big: bool,
}

impl Machine {
    /// That of a target.
    pub(crate) fn of(target: Target) -> Self {
        Self { target: Some(target), big: target.architecture().data() == ELFDATA2MSB.0 }
    }

    pub(super) fn is(self, name: &str) -> bool {
        self.target.is_some_and(|target| target.is(name))
    }

    /// Integers in full width, in the byte order of the file.
    pub(super) fn wire(self) -> Wire {
        if self.big { Wire::Big } else { Wire::Fixed }
    }
}
