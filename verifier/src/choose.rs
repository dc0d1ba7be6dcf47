//! What a file is, and under which release it is to be read.

use cwasm_spec::model::{Form, Place, Spec};
use cwasm_spec::version::Edition;

use crate::raw::elf::{Image, Records};
use crate::report::Subject;

/// What a recorded version says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Recorded {
    /// A described release.
    Edition(Edition),
    /// It looks like a release, but like none that is described.
    Undescribed(String),
    /// Empty, or text of the embedder's own.
    Custom,
}

/// What a file is.
pub(crate) fn subject(image: &Image<'_>, spec: &Spec, records: &Records<'_>) -> Subject {
    if image.bytes.is_empty() {
        return Subject::Empty;
    }
    let elf = has_magic(image.bytes, spec, records);
    if engine_section(image, spec).is_some() || (elf && is_marked(image.bytes, spec, records)) {
        return Subject::Artifact;
    }
    match elf {
        true if is_legacy(image, spec) => Subject::Legacy,
        true => Subject::OtherElf,
        false => Subject::NotElf,
    }
}

/// Whether the file begins as the rule about the magic bytes asks; a shorter file, as far as it goes.
fn has_magic(bytes: &[u8], spec: &Spec, records: &Records<'_>) -> bool {
    let Some(field) = records.header.index("magic") else { return false };
    let wanted = spec.rules.iter().flat_map(|rule| rule.checks.iter()).find_map(|check| match &*check.args {
        [cwasm_spec::model::Arg::Place(Place::Header(about, None)), cwasm_spec::model::Arg::Bytes(magic)]
            if *about == field =>
        {
            Some(magic)
        }
        _ => None,
    });
    wanted.is_some_and(|magic| bytes.starts_with(magic))
}

fn is_marked(bytes: &[u8], spec: &Spec, records: &Records<'_>) -> bool {
    let Place::Header(field, slice) = spec.identity.marker else { return false };
    let value = records.header.read_slice(bytes, 0, field, slice, crate::raw::Order::Little);
    value == Some(spec.identity.marker_value)
}

fn is_legacy(image: &Image<'_>, spec: &Spec) -> bool {
    let named = |name: &str| image.real_sections().any(|(_, section)| section.name == Ok(name.as_bytes()));
    if spec.legacy.sections.iter().any(|name| named(name)) {
        return true;
    }
    let behind = image.table.as_ref().and_then(|table| image.bytes.get(usize::try_from(table.end).ok()?..));
    let trailer = spec.legacy.trailer.as_bytes();
    // The trailer stands a few bytes behind the table.
    let start = behind.and_then(|behind| behind.get(..behind.len().min(64))).unwrap_or_default();
    !trailer.is_empty() && start.windows(trailer.len()).any(|window| window == trailer)
}

/// Index in the file of the section that records the version.
pub(crate) fn engine_section(image: &Image<'_>, spec: &Spec) -> Option<usize> {
    image.find(engine(spec)?)
}

/// Index in the description of the section that records the version.
pub(crate) fn engine(spec: &Spec) -> Option<u16> {
    let Place::Value(version) = spec.identity.version else { return None };
    let layout = spec.values.get(usize::from(version))?.root;
    let index = spec.sections.iter().position(|section| section.content.layouts().any(|held| held == layout))?;
    u16::try_from(index).ok()
}

/// The release that a recorded version names.
pub(crate) fn recorded(version: &str, image: &Image<'_>, spec: &Spec) -> Recorded {
    let custom = spec.custom.iter().find(|custom| !custom.records.is_empty() && custom.records == version);
    if let Some(custom) = custom {
        return Recorded::Edition(Edition(custom.edition));
    }
    let parts: Vec<&str> = version.split('.').collect();
    let digits = parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    let (true, [release, ..], 1 | 3) = (digits, &*parts, parts.len()) else { return Recorded::Custom };
    match spec.edition(release) {
        Some(edition) => Recorded::Edition(apart(edition, image, spec)),
        None if names_release(spec, parts.len()) => Recorded::Undescribed((*release).to_owned()),
        None => Recorded::Custom,
    }
}

/// Whether the newest releases record a version of so many parts.
fn names_release(spec: &Spec, parts: usize) -> bool {
    let form = spec.version_forms.iter().find(|form| form.range.contains(spec.newest()));
    form.is_some_and(|form| parts == if form.form == Form::Major { 1 } else { 3 })
}

/// The edition that records this one's version but has a section of its own, if the file has it.
fn apart(edition: Edition, image: &Image<'_>, spec: &Spec) -> Edition {
    let mut candidates = spec.told_apart.iter().filter(|apart| apart.records == edition.0);
    let found = candidates.find(|apart| image.find(apart.section).is_some());
    found.map_or(edition, |apart| Edition(apart.edition))
}
