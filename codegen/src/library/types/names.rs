//! Numbers with names: an enum of the names, and their numbers by release.

use std::collections::BTreeSet;
use std::fmt::Write;

use cwasm_spec::model::{NameTable, Spec, TypeDef, TypeKind};

use crate::library::{doc, naming, when};

/// The tables that name parts of newtypes among some types.
pub(super) fn definitions(spec: &Spec, types: &[&TypeDef]) -> String {
    let mut used = BTreeSet::new();
    for ty in types {
        used.extend(ty.fields().iter().map(|field| &*field.names).filter(|names| !names.is_empty()));
        if let TypeKind::Blocks(table) = &ty.kind {
            used.insert(&*table.value.names);
        }
        if let TypeKind::Newtype { slices, .. } = &ty.kind {
            used.extend(slices.iter().map(|slice| &*slice.names).filter(|names| !names.is_empty()));
        }
    }
    let tables = spec.names.iter().filter(|table| used.contains(&*table.name));
    tables.map(|table| definition(spec, table)).collect()
}

fn definition(spec: &Spec, table: &NameTable) -> String {
    let name = naming::pascal(&table.name);
    let (mut variants, mut numbers) = (Vec::new(), String::new());
    for entry in table.names.iter() {
        let variant = naming::pascal(&entry.name);
        let _ = write!(numbers, "(Self::{variant}, {}, {}),", entry.value, when::range(spec, entry.range));
        if !variants.contains(&variant) {
            variants.push(variant);
        }
    }
    let lines: String =
        variants.iter().map(|variant| format!("{}{variant},\n", doc(&about(spec, table, variant)))).collect();
    format!(
        "{}#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
         #[non_exhaustive]
         pub enum {name} {{ {lines} }}
         impl {name} {{
             const NUMBERS: &[(Self, u64, Range)] = &[{numbers}];
             {}pub fn from_number(number: u64, release: Release) -> Option<Self> {{
                 let named = Self::NUMBERS.iter().find(|(_, known, range)| *known == number && range.contains(release));
                 named.map(|(name, ..)| *name)
             }}
             {}pub fn number(self, release: Release) -> Option<u64> {{
                 let named = Self::NUMBERS.iter().find(|(name, _, range)| *name == self && range.contains(release));
                 named.map(|(_, number, _)| *number)
             }}
         }}\n",
        doc(&table.doc),
        doc("What a number is called in this release."),
        doc("Its number in this release, if the release has it."),
    )
}

/// Its numbers, each with the releases that have it.
fn about(spec: &Spec, table: &NameTable, variant: &str) -> String {
    let entries = table.names.iter().filter(|entry| naming::pascal(&entry.name) == variant);
    let numbers = entries.map(|entry| match when::inside(spec, entry.range) {
        Some(_) => format!("{} (releases: {})", entry.value, spec.range_text(entry.range)),
        None => entry.value.to_string(),
    });
    format!("Number {}.", numbers.collect::<Vec<_>>().join("; "))
}
