//! An artifact as it was read: borrowed, and decoded only where asked. It never changes or corrects what it finds.

use object::Endianness;

use crate::elf::{self, Container, Relocation, Symbol};
use crate::error::{Error, ErrorKind};
use crate::generated::described::{Bti, ComponentInfo, Engine, ModuleInfo, ModuleTypesApart};
use crate::generated::raw_tables::Table;
use crate::generated::sections::{SYMBOL_NAMES, SYMBOLS};
use crate::kind::Kind;
use crate::parts::Parts;
use crate::release::Release;
use crate::section::{Section, SectionId};
use crate::target::Target;
use crate::view::View;
use crate::wire::{Machine, Reader};

/// A precompiled artifact of any release.
///
/// [`Artifact::parse`] reads the ELF header and the section table, whatever the size of the file; everything else is
/// decoded when it is asked for, and borrows from the bytes where it can.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use cwasm::{Artifact, Kind, Release};
/// let bytes = std::fs::read("tests/corpus/50/50.0.1-traps-default.cwasm")?;
/// let artifact = Artifact::parse(&bytes)?;
/// assert_eq!(artifact.kind(), Some(Kind::Module));
/// assert_eq!(artifact.release()?, Release::R50);
/// let engine = artifact.engine()?;
/// assert_eq!(engine.metadata.target, "x86_64-unknown-linux-gnu");
/// assert!(!engine.metadata.tunables.consume_fuel);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Artifact<'a> {
    container: Container<'a>,
    /// The section that says who wrote the file.
    engine: Section<'a>,
    /// The release that the caller named.
    named: Option<Release>,
}

/// The relocations of one section.
#[derive(Clone, Debug)]
pub struct RelocationTable<'a> {
    /// The section that holds them.
    pub section: Section<'a>,
    /// The section that they apply to, by the name of this one.
    pub target: SectionId,
    /// The relocations, in the order of the file.
    pub entries: Vec<Relocation>,
}

impl<'a> Artifact<'a> {
    /// Reads the container. Which release wrote the file is taken from the file, when it is asked for.
    ///
    /// Fails if the ELF header cannot be read, if the section header table or the data of a section do not lie inside
    /// the file, if a section has no readable name, or if there is no engine section.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Error> {
        let container = Container::parse(bytes)?;
        let engine = container.find(Engine::SECTION).ok_or_else(|| Error::new(ErrorKind::MissingEngine))?;
        Ok(Self { container, engine, named: None })
    }

    /// The same, but everything is read as this release does, whatever the file records: for files whose engine was
    /// told to record a text of its own, or nothing. Fails as [`Artifact::parse`] does.
    pub fn parse_as(bytes: &'a [u8], release: Release) -> Result<Self, Error> {
        Self::parse(bytes).map(|artifact| Self { named: Some(release), ..artifact })
    }

    /// The bytes that it was parsed from.
    pub fn bytes(&self) -> &'a [u8] {
        self.container.bytes
    }

    /// Module or component; `None` if the file says neither or both. A release that knew only modules says nothing.
    pub fn kind(&self) -> Option<Kind> {
        let bits = self.container.header.kind_bits();
        let only_modules = || self.release().is_ok_and(|release| !Kind::is_recorded(release));
        Kind::from_bits(bits).or_else(|| (bits == 0 && only_modules()).then_some(Kind::Module))
    }

    /// The version that is recorded in the engine section, which may be any text.
    ///
    /// Fails if the section is too short for it, or if it is not UTF-8.
    pub fn recorded_version(&self) -> Result<&'a str, Error> {
        Engine::read_version(&mut reader(&self.engine))
    }

    /// The release that decides how everything is read: the one named by the caller, else the recorded one.
    ///
    /// Fails if the recorded version names no known release.
    pub fn release(&self) -> Result<Release, Error> {
        if let Some(release) = self.named {
            return Ok(release);
        }
        let release = Release::from_version(self.recorded_version()?);
        let unknown = || Error::new(ErrorKind::UnknownRelease).at(self.engine.offset()).inside(self.engine.name());
        release.map(|release| release.told_by(|id| self.section(id).is_some())).ok_or_else(unknown)
    }

    /// Which compiler made the artifact, for which target and with which settings.
    ///
    /// Fails if the release is unknown or the section does not decode. Bytes behind the metadata are ignored.
    pub fn engine(&self) -> Result<Engine, Error> {
        Engine::read(&mut reader(&self.engine), self.release()?)
    }

    /// Whether the code expects guarded pages; `None` if the section is missing.
    ///
    /// Fails if the release is unknown or the section does not decode.
    pub fn bti(&self) -> Result<Option<Bti>, Error> {
        let release = self.release()?;
        self.section(Bti::SECTION).map(|section| Bti::read(&mut reader(&section), release)).transpose()
    }

    /// What a module declares, where its functions are, and its types; `None` for a component, or if the section is missing.
    ///
    /// Fails if the release is unknown or the section does not decode. Bytes behind the last value are ignored.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let bytes = std::fs::read("tests/corpus/50/50.0.1-traps-default.cwasm")?;
    /// let info = cwasm::Artifact::parse(&bytes)?.module_info()?.unwrap();
    /// assert_eq!(info.info.module.num_imported_funcs, 0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn module_info(&self) -> Result<Option<ModuleInfo>, Error> {
        let section = self.payload(ModuleInfo::SECTION, Kind::Module)?;
        section.map(|(section, release)| ModuleInfo::read(&mut reader(&section), release)).transpose()
    }

    /// What a component declares, its types and its core modules; `None` for a module, or if the section is missing.
    ///
    /// Fails as [`Artifact::module_info`] does.
    pub fn component_info(&self) -> Result<Option<ComponentInfo>, Error> {
        let section = self.payload(ComponentInfo::SECTION, Kind::Component)?;
        section.map(|(section, release)| ComponentInfo::read(&mut reader(&section), release)).transpose()
    }

    /// The types of a module, in the one release that keeps them in a section of their own; `None` in all others.
    ///
    /// Fails as [`Artifact::module_info`] does.
    pub fn module_types_apart(&self) -> Result<Option<ModuleTypesApart>, Error> {
        let section = self.payload(ModuleTypesApart::SECTION, Kind::Module)?;
        section.map(|(section, release)| ModuleTypesApart::read(&mut reader(&section), release)).transpose()
    }

    /// The table in a section that the release has.
    pub(crate) fn read_table<T>(
        &self,
        id: SectionId,
        read: impl FnOnce(&mut Reader<'_>, Release) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let release = self.release()?;
        let section = self.section(id).filter(|_| id.is_in(release));
        section.map(|section| read(&mut reader(&section).of_machine(self.machine()), release)).transpose()
    }

    /// Where the table of a section begins, if the release has that section.
    pub(crate) fn table_reader(&self, id: SectionId) -> Result<Option<(Reader<'a>, Release)>, Error> {
        let release = self.release()?;
        let section = self.section(id).filter(|_| id.is_in(release));
        Ok(section.map(|section| (reader(&section), release)))
    }

    /// The raw table in a section; `None` if it holds none.
    ///
    /// Fails as [`Artifact::module_info`] does.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use cwasm::{Artifact, Table, types::Traps};
    /// let bytes = std::fs::read("tests/corpus/50/50.0.1-traps-default.cwasm")?;
    /// let artifact = Artifact::parse(&bytes)?;
    /// let traps = artifact.traps()?.unwrap();
    /// assert_eq!(artifact.table(Traps::SECTION)?, Some(Table::Traps(Box::new(traps))));
    /// # Ok(())
    /// # }
    /// ```
    pub fn table(&self, id: SectionId) -> Result<Option<Table>, Error> {
        self.read_table(id, |wire, release| Table::read(id, wire, release)).map(Option::flatten)
    }

    /// What tables of machine code depend on beside the release. A target that cannot be read is none.
    fn machine(&self) -> Machine {
        let engine = self.engine().ok();
        let target = engine.and_then(|engine| Target::parse(engine.target()));
        Machine { target, big: elf::endian(&self.container.header) == Endianness::Big }
    }

    /// What the artifact says, whichever release says it: functions, imports, memories, data, instances.
    ///
    /// Fails if the release is unknown, if the file says neither module nor component, or if its information does not
    /// decode.
    pub fn view(&self) -> Result<View<'a>, Error> {
        View::of(self)
    }

    /// A section that artifacts of one kind have, if this is one and its release has the section at all.
    fn payload(&self, id: SectionId, kind: Kind) -> Result<Option<(Section<'a>, Release)>, Error> {
        let release = self.release()?;
        let wanted = self.kind() == Some(kind) && id.is_in(release);
        Ok(self.section(id).filter(|_| wanted).map(|section| (section, release)))
    }

    /// All sections but the null one, in the order of the section header table.
    pub fn sections(&self) -> impl Iterator<Item = Section<'a>> {
        self.container.sections()
    }

    /// The first section with the name of a described one.
    pub fn section(&self, id: SectionId) -> Option<Section<'a>> {
        self.container.find(id)
    }

    /// The first section with this name.
    pub fn section_named(&self, name: &str) -> Option<Section<'a>> {
        self.container.named(name)
    }

    /// All symbols but the null one; none if there is no symbol table.
    ///
    /// Fails if the table ends with a part of a symbol, or if a symbol's name cannot be read.
    pub fn symbols(&self) -> Result<Vec<Symbol<'a>>, Error> {
        let table = self.section(SYMBOLS);
        table.map_or(Ok(Vec::new()), |table| elf::symbols(&table, self.section(SYMBOL_NAMES)))
    }

    /// The relocations, one table for each section that has the name of a relocation section.
    ///
    /// Fails if a table ends with a part of a relocation.
    pub fn relocations(&self) -> Result<Vec<RelocationTable<'a>>, Error> {
        let tables = self.sections().filter_map(|section| Some((section, section.id()?.relocated()?)));
        let table = |(section, target)| Ok(RelocationTable { section, target, entries: elf::relocations(&section)? });
        tables.map(table).collect()
    }

    /// Everything that the file says, taken apart: to be changed, and written again.
    ///
    /// Nothing of the header, of offsets, padding, string tables or section headers is kept, as all of it follows from
    /// the parts. Fails if the release is unknown, or if engine section, payloads, symbols or relocations do not decode;
    /// and if the parts would be many times larger than the file, which no artifact's are.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let bytes = std::fs::read("tests/corpus/50/50.0.1-traps-default.cwasm")?;
    /// let parts = cwasm::Artifact::parse(&bytes)?.to_parts()?;
    /// assert_eq!(parts.to_bytes()?, bytes);
    /// # Ok(())
    /// # }
    /// ```
    pub fn to_parts(&self) -> Result<Parts, Error> {
        Parts::of(self)
    }
}

fn reader<'a>(section: &Section<'a>) -> Reader<'a> {
    Reader::inside(section.data(), section.offset(), section.name())
}
