//! What a rule speaks about, as the subject of a sentence.

use cwasm_spec::model::{Check, Place, Spec, Word};

use super::ends::{self, End};
use super::text::{code, codes};

/// A place as the subject or object of a sentence about one check.
pub(super) fn subject(spec: &Spec, place: Place, check: Option<&Check>) -> String {
    match place {
        Place::FileSize => "the length of the file in bytes".to_owned(),
        Place::Header(field, slice) => format!("{} of the ELF header", record_field(spec, "elf_header", field, slice)),
        Place::NullSection => "every byte of section header 0".to_owned(),
        Place::LastSection => "the index of the last section header".to_owned(),
        Place::Sections(field, slice) => {
            format!("{} of {}", record_field(spec, "section_header", field, slice), sections(check))
        }
        Place::SectionNames => format!("the name of {}", sections(check)),
        Place::SectionNameLengths => format!("the length of the name of {}", sections(check)),
        Place::Section(section, field) => {
            format!("{} of {}", record_field(spec, "section_header", field, None), section_name(spec, section))
        }
        Place::RelocationSections(field) => {
            format!("{} of every relocation section", record_field(spec, "section_header", field, None))
        }
        Place::NullSymbol => "every byte of symbol 0".to_owned(),
        Place::SymbolCount => "the number of symbols, the null symbol included".to_owned(),
        Place::FunctionCount => "the number of function symbols".to_owned(),
        Place::Symbols(field, slice) => {
            format!("{} of {}", record_field(spec, "symbol", field, slice), symbols(spec, check))
        }
        Place::SymbolNames => format!("the name of {}", symbols(spec, check)),
        Place::Relocations(field, slice) => {
            format!("{} of {}", record_field(spec, "relocation", field, slice), relocations(spec, check))
        }
        Place::TargetMachine => "the machine number of the target's architecture".to_owned(),
        Place::TargetData => "the byte order of the target's architecture".to_owned(),
        Place::TargetFlag => "the flag of the target's architecture".to_owned(),
        Place::TargetArchitecture => "the architecture of the target".to_owned(),
        Place::TargetPage => "the page size of the target".to_owned(),
        Place::TargetWords => "the number of words of the target triple".to_owned(),
        Place::Value(index) => spec.values.get(usize::from(index)).map_or_else(String::new, |value| code(&value.text)),
    }
}

/// A field of a record, and the slice of it that is meant.
fn record_field(spec: &Spec, record: &str, field: u16, slice: Option<u16>) -> String {
    let Some(field) = spec.type_named(record).and_then(|ty| ty.fields().get(usize::from(field))) else {
        return String::new();
    };
    let slice = slice.and_then(|slice| field.slices.get(usize::from(slice)));
    slice.map_or_else(|| code(&field.name), |slice| code(&format!("{}.{}", field.name, slice.name)))
}

/// The name of a section by its index.
pub(super) fn section_name(spec: &Spec, section: u16) -> String {
    spec.sections.get(usize::from(section)).map_or_else(String::new, |section| code(&section.name))
}

/// The sections that a check is about.
fn sections(check: Option<&Check>) -> &'static str {
    if check.is_some_and(|check| check.filled) { "every section with data" } else { "every section but the null one" }
}

/// The symbols that a check is about.
pub(super) fn symbols(spec: &Spec, check: Option<&Check>) -> String {
    let kind = check.and_then(|check| check.of).and_then(|kind| spec.symbol_kinds.get(usize::from(kind)));
    kind.map_or_else(|| "every symbol but the null one".to_owned(), |kind| format!("every {} symbol", kind.name))
}

/// The relocations that a check is about.
pub(super) fn relocations(spec: &Spec, check: Option<&Check>) -> String {
    let Some(check) = check else { return "every relocation".to_owned() };
    if let Some(section) = check.only_in {
        return format!("every relocation in {}", section_name(spec, section));
    }
    let not_in: Vec<&str> = check
        .not_in
        .iter()
        .filter_map(|section| spec.sections.get(usize::from(*section)))
        .map(|section| &*section.name)
        .collect();
    if not_in.is_empty() {
        return "every relocation".to_owned();
    }
    format!("every relocation outside of {}", codes(not_in))
}

/// Whether a place is a decoded bool, flag or bit, so that 0 and 1 mean false and true.
pub(super) fn is_bool(spec: &Spec, place: Place) -> bool {
    let Place::Value(index) = place else { return false };
    let Some(path) = spec.values.get(usize::from(index)) else { return false };
    let ends = ends::ends(spec, path);
    !ends.is_empty() && ends.iter().all(|end| matches!(end, End::Bit | End::Type([Word::Bool])))
}
