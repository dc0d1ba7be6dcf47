//! Which field every bit of a file lies in: ELF structures by the description's records, payloads by the verifier's word.

use std::ops::Range;

use cwasm_spec::model::{Content, Section as Declared};
use cwasm_verify::fields::fields;
use cwasm_verify::{Options, SPEC};

use super::elf::{Elf, Section, index};
use super::record::Record;

/// A field of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The structure it is in: `ELF header`, `section headers`, or the name of a section.
    pub region: String,
    /// Its name, without numbers of elements.
    pub name: String,
    /// Its bytes in the file.
    pub range: Range<usize>,
    /// Why the description declares any value as good as another; empty if it does not.
    pub free: String,
    /// Whether it lies in the described inside of a section, not in a structure of ELF.
    pub is_payload: bool,
}

/// All fields of a conforming file whose inside is described.
pub fn map(file: &[u8]) -> Vec<Field> {
    let Ok(elf) = Elf::read(file) else { return Vec::new() };
    let mut map = records("ELF header", Record::Header, 0..64);
    let table = index(Record::Header.get(file, "e_shoff", elf.big).unwrap_or_default());
    for (number, section) in elf.sections.iter().enumerate() {
        let mut header = records("section headers", Record::Section, table + 64 * number..table + 64 * number + 64);
        if is_open(section) {
            let size = header.iter_mut().filter(|field| field.name == "sh_size");
            size.for_each(|field| field.free = "where a section ends that is not described".to_owned());
        }
        map.extend(header);
    }
    for section in &elf.sections {
        let name = String::from_utf8_lossy(&section.name).into_owned();
        let start = index(section.get("sh_offset", elf.big));
        let range = start..start + section.data.len();
        let Some(declared) = SPEC.section(&name) else { continue };
        match declared.content {
            Content::Symbols => map.extend(entries(&name, Record::Symbol, range)),
            Content::Relocations => map.extend(entries(&name, Record::Relocation, range)),
            Content::Strings => map.push(strings(declared, range)),
            Content::Layout(_) | Content::ByKind { .. } => map.extend(payload(file, &name, &range)),
            Content::Opaque(_) | Content::Undescribed(_) => {}
        }
    }
    map
}

/// Whether nothing but the section itself could say where it ends.
fn is_open(section: &Section) -> bool {
    let declared = SPEC.section(&String::from_utf8_lossy(&section.name));
    declared.is_some_and(|declared| matches!(declared.content, Content::Opaque(_) | Content::Undescribed(_)))
}

fn records(region: &str, record: Record, range: Range<usize>) -> Vec<Field> {
    let field = |(name, place, free): (&str, super::record::Place, &str)| {
        let start = range.start + place.offset;
        Field {
            region: region.to_owned(),
            name: name.to_owned(),
            range: start..start + place.width,
            free: free.to_owned(),
            is_payload: false,
        }
    };
    record.fields().into_iter().map(field).collect()
}

fn entries(region: &str, record: Record, range: Range<usize>) -> Vec<Field> {
    let starts = range.step_by(24);
    starts.flat_map(|start| records(region, record, start..start + 24)).collect()
}

fn strings(declared: &Declared, range: Range<usize>) -> Field {
    let region = declared.name.to_string();
    Field { region, name: "names".to_owned(), range, free: declared.free.to_string(), is_payload: false }
}

fn payload(file: &[u8], region: &str, section: &Range<usize>) -> Vec<Field> {
    let fields = fields(file, &SPEC, &Options::default()).into_iter();
    let here = fields.map(|field| (index(field.range.start)..index(field.range.end), field));
    here.filter(|(range, _)| section.start <= range.start && range.end <= section.end)
        .map(|(range, field)| {
            let name = format!("{} {:?}", without_numbers(&field.path), field.part);
            Field { region: region.to_owned(), name, range, free: field.free, is_payload: true }
        })
        .collect()
}

/// `shared_flags[12].name` and its neighbours are one field.
fn without_numbers(path: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for character in path.chars() {
        inside = character == '[' || inside && character != ']';
        if !inside || character == '[' {
            text.push(character);
        }
    }
    text
}
