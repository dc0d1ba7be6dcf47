//! Takes an artifact apart. What follows from other parts is left behind, so nothing wrong in it survives.

use super::image;
use super::{Body, Home, Parts, SectionPart, SymbolPart};
use crate::artifact::Artifact;
use crate::elf::{self, Symbol};
use crate::error::{Error, ErrorKind};
use crate::generated::described::{ComponentInfo, Engine, ModuleInfo, ModuleTypesApart};
use crate::generated::layout::names_may_be_empty;
use crate::generated::sections::SYMBOL_NAMES;
use crate::generated::target::{LARGEST_PAGE, page};
use crate::release::Release;
use crate::section::{Align, Section, SectionId};
use crate::target::Target;

/// Data and names may overlap in the file and do not in the parts. Parts of more bytes than this, and more than so many
/// times the file, are of no artifact but of an attempt to use up memory.
const LARGEST_PARTS: usize = 64 << 20;
const PARTS_PER_BYTE: usize = 64;

impl Parts {
    pub(crate) fn of(artifact: &Artifact<'_>) -> Result<Self, Error> {
        let release = artifact.release()?;
        let engine = artifact.engine()?;
        let target = Target::parse(engine.target());
        let symbols = artifact.symbols()?;
        bounded(artifact, &symbols)?;
        // Also where no part is made of it: half an entry is refused wherever it stands.
        artifact.sections().try_for_each(|section| whole_entries(&section))?;
        let kept: Vec<Section<'_>> = artifact.sections().filter(|section| !is_computed(artifact, section)).collect();
        let mut sections = Vec::with_capacity(kept.len());
        for section in &kept {
            sections.push(part(artifact, section, release, target)?);
        }
        let names = artifact.section(SYMBOL_NAMES);
        Ok(Self {
            release,
            kind: artifact.kind(),
            engine,
            sections,
            symbols: symbols.iter().map(|symbol| symbol_part(symbol, &kept)).collect(),
            nameless_strtab_empty: names_may_be_empty(release) && names.is_some_and(|names| names.size() == 0),
        })
    }
}

fn bounded(artifact: &Artifact<'_>, symbols: &[Symbol<'_>]) -> Result<(), Error> {
    let limit = artifact.bytes().len().saturating_mul(PARTS_PER_BYTE).max(LARGEST_PARTS);
    let symbols = symbols.iter().map(|symbol| symbol.name.len());
    let sections = artifact.sections().map(|section| section.name().len().saturating_add(section.data().len()));
    let total = symbols.chain(sections).fold(0_usize, usize::saturating_add);
    if total > limit { Err(Error::new(ErrorKind::TooLarge).of("parts")) } else { Ok(()) }
}

fn whole_entries(section: &Section<'_>) -> Result<(), Error> {
    let entry = section.id().map_or(0, SectionId::entry_size);
    match section.size().checked_rem(entry) {
        None | Some(0) => Ok(()),
        Some(_) => {
            let error = Error::new(ErrorKind::PartialEntry).at(section.offset());
            Err(error.inside(section.name()).found(section.size()))
        }
    }
}

/// Whether the writer makes this section out of the other parts.
fn is_computed(artifact: &Artifact<'_>, section: &Section<'_>) -> bool {
    let Some(id) = section.id() else { return false };
    let attached = |target| is_first(artifact, section, id) && artifact.section(target).is_some();
    image::is_computed(id) || id.relocated().is_some_and(attached)
}

/// Whether it is the first section of its name: of several, only that one is looked at.
fn is_first(artifact: &Artifact<'_>, section: &Section<'_>, id: SectionId) -> bool {
    artifact.section(id).is_some_and(|first| first.index() == section.index())
}

fn part(
    artifact: &Artifact<'_>,
    section: &Section<'_>,
    release: Release,
    target: Option<Target>,
) -> Result<SectionPart, Error> {
    let first = section.id().filter(|id| is_first(artifact, section, *id));
    let relocations = first.and_then(SectionId::relocations).and_then(|id| artifact.section(id));
    Ok(SectionPart {
        name: section.name().to_owned(),
        body: first
            .map_or(Ok(None), |id| decoded(artifact, id))?
            .unwrap_or_else(|| Body::Data(section.data().to_vec())),
        align: align(section, release, target),
        relocations: relocations.map_or(Ok(Vec::new()), |table| elf::relocations(&table))?,
    })
}

/// The inside of a described section, if its layout is described too.
fn decoded(artifact: &Artifact<'_>, id: SectionId) -> Result<Option<Body>, Error> {
    if id == Engine::SECTION {
        return Ok(Some(Body::Engine));
    }
    if id == ModuleInfo::SECTION
        && let Some(info) = artifact.module_info()?
    {
        return Ok(Some(Body::ModuleInfo(Box::new(info))));
    }
    if id == ComponentInfo::SECTION {
        return Ok(artifact.component_info()?.map(|info| Body::ComponentInfo(Box::new(info))));
    }
    if id == ModuleTypesApart::SECTION {
        return Ok(artifact.module_types_apart()?.map(|types| Body::ModuleTypesApart(Box::new(types))));
    }
    Ok(artifact.table(id)?.map(Body::Table))
}

/// The alignment, if the description leaves a choice and the file has not the first one; of an unknown section any.
fn align(section: &Section<'_>, release: Release, target: Option<Target>) -> Option<Align> {
    let value = section.alignment();
    let Some(id) = section.id() else {
        return (value.is_power_of_two() && (2..=LARGEST_PAGE).contains(&value)).then_some(Align::Bytes(value));
    };
    let target = target?;
    let is_value = |align: &&Align| match align {
        Align::Bytes(bytes) => *bytes == value,
        Align::Page => page(release, target) == value,
    };
    let aligns = id.aligns(release, target);
    aligns.iter().find(is_value).filter(|align| aligns.first() != Some(*align)).copied()
}

fn symbol_part(symbol: &Symbol<'_>, kept: &[Section<'_>]) -> SymbolPart {
    let index = usize::from(symbol.section);
    let home = kept.binary_search_by_key(&index, |section| section.index());
    SymbolPart {
        name: symbol.name.to_owned(),
        info: symbol.info,
        other: symbol.other,
        home: home.map_or(Home::Index(symbol.section), Home::Section),
        value: symbol.value,
        size: symbol.size,
    }
}
