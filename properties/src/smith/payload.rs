//! Payloads alone, and values of single types: of any release, whatever the rest of a file would say to them.

use std::collections::BTreeSet;

use cwasm::types::{ComponentInfo, ModuleInfo, ModuleTypesApart};
use cwasm::{Body, Error, Release, SectionId, Table};
use cwasm_spec::model::{Field, Place, Presence, TypeDef, Wire, Word};
use cwasm_spec::query::{Target, named};
use cwasm_spec::version::Edition;
use cwasm_verify::SPEC;

use super::any::Maker;
use super::value::encode;
use crate::choices::Choices;

/// The elements of all lists of a payload together.
pub(super) const ELEMENTS: usize = 300;

/// The layouts that artifacts of a release have, without those that are empty there and the one that says the release.
pub fn layouts(edition: Edition) -> Vec<&'static str> {
    let here = SPEC.sections.iter().filter(|section| section.range.contains(edition));
    let here = here.filter(|section| section.presence == Presence::Always);
    let layouts = here.flat_map(|section| section.content.layouts()).filter(|layout| !says_release(*layout));
    let layouts = layouts.filter_map(|layout| SPEC.types.get(usize::from(layout)));
    layouts.filter(|layout| fields(layout, edition).next().is_some()).map(|layout| &*layout.name).collect()
}

fn says_release(layout: u16) -> bool {
    let Place::Value(version) = SPEC.identity.version else { return false };
    SPEC.values.get(usize::from(version)).is_some_and(|value| value.root == layout)
}

/// The section that holds a layout, and whether it is one of components.
pub fn home(layout: &str) -> Option<(&'static str, bool)> {
    SPEC.sections.iter().find_map(|section| {
        let is = |index: u16| SPEC.types.get(usize::from(index)).is_some_and(|ty| ty.name == layout);
        let place = section.content.layouts().position(is)?;
        Some((&*section.name, place > 0))
    })
}

/// The bytes of a layout of a release. Unless `well_formed`, they keep to the types alone.
pub fn payload(
    choices: &mut Choices<'_>,
    layout: &str,
    edition: Edition,
    well_formed: bool,
) -> Result<(Release, Vec<u8>), String> {
    let ty = SPEC.type_named(layout).ok_or_else(|| format!("no layout {layout}"))?;
    let mut maker = Maker { well_formed, ..Maker::new(edition, Target::default(), ELEMENTS, choices) };
    Ok((super::release(edition)?, maker.payload(ty).bytes()))
}

/// The bytes of those fields of a layout that serde writes, which is all but a header; for any target of the release.
pub fn encoded(choices: &mut Choices<'_>, layout: &str, edition: Edition) -> Result<Vec<u8>, String> {
    let ty = SPEC.type_named(layout).ok_or_else(|| format!("no layout {layout}"))?;
    let triple = super::triple(edition, choices);
    let mut maker = Maker::new(edition, Target::parse(&SPEC, &triple), ELEMENTS, choices);
    let mut payload = maker.payload(ty);
    payload.fields.retain(|(_, wire, _)| *wire != Wire::Fixed);
    Ok(payload.bytes())
}

/// The payload of a layout as the library holds it in parts.
pub fn body(layout: &str, bytes: &[u8], release: Release, triple: &str) -> Result<Body, Error> {
    Ok(match layout {
        "module_info" => Body::ModuleInfo(Box::new(ModuleInfo::from_bytes(bytes, release)?)),
        "component_info" => Body::ComponentInfo(Box::new(ComponentInfo::from_bytes(bytes, release)?)),
        "module_types_apart" => Body::ModuleTypesApart(Box::new(ModuleTypesApart::from_bytes(bytes, release)?)),
        _ => match table(layout, bytes, release, triple)? {
            Some(table) => Body::Table(table),
            None => Body::Data(bytes.to_vec()),
        },
    })
}

fn table(layout: &str, bytes: &[u8], release: Release, triple: &str) -> Result<Option<Table>, Error> {
    let section = home(layout).and_then(|(section, _)| SectionId::from_name(section));
    match section.zip(cwasm::Target::parse(triple)) {
        Some((section, target)) => Table::from_bytes(section, bytes, release, target),
        None => Ok(None),
    }
}

/// The bytes of a value of one type, in the wire that payloads of the release have.
pub fn typed(choices: &mut Choices<'_>, name: &str, edition: Edition, well_formed: bool) -> Result<Vec<u8>, String> {
    let here = |ty: &TypeDef| ty.name == name && ty.range.contains(edition);
    let index = SPEC.types.iter().position(here).and_then(|index| u16::try_from(index).ok());
    let index = index.ok_or_else(|| format!("no type {name} in {}", SPEC.edition_name(edition)))?;
    let mut maker = Maker { well_formed, ..Maker::new(edition, Target::default(), ELEMENTS, choices) };
    let value = maker.value(&[Word::Named(index)]);
    let mut bytes = Vec::new();
    encode(&mut bytes, wire(edition), &value);
    Ok(bytes)
}

/// The wire of the values in the payloads of a release.
fn wire(edition: Edition) -> Wire {
    let layouts = SPEC.sections.iter().flat_map(|section| section.content.layouts());
    let layouts = layouts.filter_map(|layout| SPEC.types.get(usize::from(layout)));
    let mut wires = layouts.flat_map(|layout| fields(layout, edition)).map(|field| field.wire);
    wires.find(|wire| *wire != Wire::Fixed).unwrap_or(Wire::Fixed)
}

fn fields(layout: &TypeDef, edition: Edition) -> impl Iterator<Item = &Field> {
    layout.fields().iter().filter(move |field| field.range.contains(edition))
}

/// Whether some list in it is counted by indices.
pub(super) fn is_indexed(layout: u16) -> bool {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![layout];
    while let Some(index) = waiting.pop() {
        let Some(ty) = SPEC.types.get(usize::from(index)).filter(|_| seen.insert(index)) else { continue };
        if ty.fields().iter().any(|field| field.by.is_some()) {
            return true;
        }
        waiting.extend(ty.parts().into_iter().flat_map(|(words, _)| named(words)));
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> impl Iterator<Item = Edition> {
        (0..SPEC.editions.len()).filter_map(|index| u16::try_from(index).ok()).map(Edition)
    }

    #[test]
    fn payloads_of_every_release_come_to_an_end() {
        let bytes: Vec<u8> = (0..6000_u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let mut largest = 0;
        for edition in all() {
            for layout in layouts(edition) {
                for well_formed in [true, false] {
                    let (_, made) = payload(&mut Choices::new(&bytes), layout, edition, well_formed).unwrap();
                    largest = largest.max(made.len());
                    let (_, least) = payload(&mut Choices::new(&[]), layout, edition, well_formed).unwrap();
                    assert!(!least.is_empty(), "{layout}");
                }
            }
        }
        assert!((1_000..100_000).contains(&largest), "{largest}");
    }

    #[test]
    fn every_type_of_every_release_can_be_made_alone() {
        for edition in all() {
            for ty in SPEC.types.iter().filter(|ty| ty.range.contains(edition)) {
                let made = typed(&mut Choices::new(&[7; 400]), &ty.name, edition, true);
                assert!(made.is_ok(), "{}: {made:?}", ty.name);
            }
        }
    }

    #[test]
    fn what_is_counted_by_indices_is_found_however_deep() {
        let indexed = |name: &str| {
            let index = SPEC.types.iter().position(|ty| ty.name == name);
            is_indexed(index.and_then(|index| u16::try_from(index).ok()).unwrap())
        };
        assert!(["module_info", "component_info", "module_types_apart"].into_iter().all(indexed));
        assert!(!indexed("engine"));
    }
}
