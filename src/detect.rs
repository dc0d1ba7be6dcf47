//! What a file is, from its header and section names alone. It never decodes a payload, and never says that a file is
//! good.

use crate::artifact::Artifact;
use crate::elf::{self, Container};
use crate::error::ErrorKind;
use crate::generated::header::ElfHeader;
use crate::generated::release::{LEGACY_SECTIONS, LEGACY_TRAILER};
use crate::kind::Kind;

/// What a file seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Detected {
    /// A precompiled module.
    Module,
    /// A precompiled component.
    Component,
    /// An artifact that does not say whether it is a module or a component: it was damaged or changed.
    Unclear,
    /// An artifact from before the first described release.
    Legacy,
    /// Another ELF file.
    OtherElf,
    /// No ELF file.
    NotElf,
}

/// Says what a file seems to be, without decoding it. [`Artifact::parse`] may still refuse it.
///
/// ```
/// use cwasm::{Detected, detect};
/// let bytes = std::fs::read("tests/corpus/50/50.0.1-component-basic-default.cwasm").unwrap();
/// assert_eq!(detect(&bytes), Detected::Component);
/// assert_eq!(detect(b"\0asm\x01\0\0\0"), Detected::NotElf);
/// ```
pub fn detect(bytes: &[u8]) -> Detected {
    let (header, _) = match elf::read_header(bytes) {
        Ok(header) => header,
        Err(error) if matches!(error.kind(), ErrorKind::NotElf | ErrorKind::Truncated) => return Detected::NotElf,
        Err(_) => return Detected::OtherElf,
    };
    match Artifact::parse(bytes) {
        Ok(artifact) => artifact.kind().map_or(Detected::Unclear, Detected::from),
        Err(_) if header.is_marked() => marked(&header),
        Err(_) if is_legacy(bytes) => Detected::Legacy,
        Err(_) => Detected::OtherElf,
    }
}

/// What a file with the mark of artifacts is, however broken it is otherwise.
fn marked(header: &ElfHeader) -> Detected {
    Kind::from_bits(header.kind_bits()).map_or(Detected::Unclear, Detected::from)
}

fn is_legacy(bytes: &[u8]) -> bool {
    let Ok(container) = Container::parse(bytes) else { return false };
    let has_section = LEGACY_SECTIONS.iter().any(|name| container.named(name).is_some());
    has_section || container.tail().windows(LEGACY_TRAILER.len()).any(|window| window == LEGACY_TRAILER)
}

impl From<Kind> for Detected {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Module => Self::Module,
            Kind::Component => Self::Component,
        }
    }
}
