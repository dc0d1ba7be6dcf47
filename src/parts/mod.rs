//! An artifact taken apart: what a writer decides. Everything else of the file is computed from it.

mod align;
mod image;
mod layout;
mod take;
mod write;

pub(crate) use self::layout::Piece;

use crate::elf::Relocation;
use crate::error::Error;
use crate::generated::described::{ComponentInfo, Engine, ModuleInfo, ModuleTypesApart};
use crate::generated::raw_tables::Table;
use crate::kind::Kind;
use crate::release::Release;
use crate::section::{Align, SectionId};

/// What an artifact says, without anything that follows from the rest: no offsets, padding, string tables or headers.
///
/// Made by [`Artifact::to_parts`](crate::Artifact::to_parts), or from nothing.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let bytes = std::fs::read("tests/corpus/50/50.0.1-traps-default.cwasm")?;
/// let mut parts = cwasm::Artifact::parse(&bytes)?.to_parts()?;
/// parts.engine.metadata.tunables.consume_fuel = true;
/// let changed = parts.to_bytes()?;
/// assert!(cwasm::Artifact::parse(&changed)?.engine()?.metadata.tunables.consume_fuel);
///
/// for section in &mut parts.sections {
///     if let cwasm::Body::ModuleInfo(payload) = &mut section.body {
///         payload.info.func_names.clear();
///     }
/// }
/// let nameless = parts.to_bytes()?;
/// assert!(cwasm::Artifact::parse(&nameless)?.module_info()?.unwrap().info.func_names.is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The release whose file it is.
    pub release: Release,
    /// Module or component; `None` if the file did not say, and then it cannot be written.
    pub kind: Option<Kind>,
    /// What the engine section holds: the recorded version and the metadata.
    pub engine: Engine,
    /// The sections that Wasmtime adds, in the order of the section header table. Symbols, names and relocations are
    /// not among them.
    pub sections: Vec<SectionPart>,
    /// All symbols but the null one.
    pub symbols: Vec<SymbolPart>,
    /// Whether symbol names without any name have no byte at all, where the release leaves the choice; elsewhere, and
    /// as soon as a symbol has a name, it means nothing.
    pub nameless_strtab_empty: bool,
}

/// A section that Wasmtime adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionPart {
    /// Its name; type, flags and alignment in the file follow from it. Not that of a section which is computed.
    pub name: String,
    /// Its data.
    pub body: Body,
    /// Its alignment, where it is not the first or only one that the description allows.
    pub align: Option<Align>,
    /// The places in it that depend on where symbols end up.
    pub relocations: Vec<Relocation>,
}

/// The data of a section: typed where its inside is described and the release and kind say what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Body {
    /// [`Parts::engine`].
    Engine,
    /// What a module declares, where its functions are, and its types.
    ModuleInfo(Box<ModuleInfo>),
    /// What a component declares, its types and its core modules.
    ComponentInfo(Box<ComponentInfo>),
    /// The types of a module, where the release keeps them in a section of their own.
    ModuleTypesApart(Box<ModuleTypesApart>),
    /// A raw table: traps, addresses, stack maps, exceptions, frames, unwind information.
    Table(Table),
    /// These bytes.
    Data(Vec<u8>),
}

/// A symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SymbolPart {
    /// Its name; empty for none.
    pub name: String,
    /// st_info: binding in the upper, type in the lower four bits.
    pub info: u8,
    /// st_other: visibility.
    pub other: u8,
    /// Where it lies.
    pub home: Home,
    /// Offset there, in bytes.
    pub value: u64,
    /// Length in bytes.
    pub size: u64,
}

/// Where a symbol lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// In a section: position in [`Parts::sections`].
    Section(usize),
    /// Nowhere, or where no part stands: st_shndx as it is; 0 for undefined.
    Index(u16),
}

impl SectionPart {
    /// A section with these data, and everything else as the description has it.
    pub fn new(name: impl Into<String>, data: Vec<u8>) -> Self {
        Self { name: name.into(), body: Body::Data(data), align: None, relocations: Vec::new() }
    }

    /// Which of the described sections has this name, if one has.
    pub fn id(&self) -> Option<SectionId> {
        SectionId::from_name(&self.name)
    }
}

impl Parts {
    /// The file of these parts, as the release in them writes it.
    ///
    /// Fails if the release has no place for a value or wants one that is missing (the error names the field), if the
    /// target names no known architecture, if the kind is missing, or if something is too large for its place.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        write::file(self, self.release)
    }

    /// The file of these parts, as another release would write it. The values stay as they are, so that typed payloads
    /// must be made to fit first; opaque and undescribed sections stay too.
    ///
    /// Fails as [`Parts::to_bytes`] does, and if the recorded version names yet another release: then a reader would
    /// take the file for one of that release. Change [`Engine::version`] first.
    pub fn to_bytes_as(&self, release: Release) -> Result<Vec<u8>, Error> {
        let recorded = Release::from_version(self.engine.recorded_version());
        if release != self.release && recorded.is_some_and(|recorded| recorded != release.records()) {
            let path = "engine.version";
            return Err(Error::new(crate::error::ErrorKind::OtherRelease).of(path));
        }
        write::file(self, release)
    }
}
