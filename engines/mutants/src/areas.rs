//! What is attacked: header, section table, and every section that is not opaque.

use std::ops::Range;

use cwasm_verify::fields::{FieldPlace, Part};
use cwasm_verify::report::State;
use cwasm_verify::{Options, SPEC, verify};

use crate::elf;

/// A part of the file that is attacked for itself.
pub struct Area {
    pub name: String,
    pub range: Range<usize>,
    /// What numbers stand in it.
    pub fields: Vec<Field>,
    /// How many shares of the mutants it gets.
    pub shares: usize,
}

/// A number in an area.
pub struct Field {
    pub path: String,
    pub range: Range<usize>,
    pub varint: bool,
}

pub fn areas(artifact: &[u8], fields: &[FieldPlace]) -> Vec<Area> {
    let table = elf::section_table(artifact);
    let mut areas = vec![
        records("ELF header", "header", &elf::HEADER, 0..64),
        records("section header table", "section", &elf::SECTION, table),
    ];
    for section in verify(artifact, &SPEC, &Options::default()).sections {
        let range = section.range.start as usize..section.range.end as usize;
        // Bytes that nobody looks into have no rules: machine code, data, debugging information.
        if range.is_empty() || matches!(section.state, State::Opaque(_)) && !named(&section.name) {
            continue;
        }
        if section.name == ".symtab" {
            areas.push(records(&section.name, "symbol", &elf::SYMBOL, range));
            continue;
        }
        let inside = |field: &&FieldPlace| {
            let place = field.range.start as usize..field.range.end as usize;
            range.start <= place.start && place.end <= range.end && !place.is_empty() && is_number(field.part)
        };
        let fields: Vec<Field> = fields.iter().filter(inside).map(number).collect();
        // The module information is what an engine reads most of.
        let shares = if fields.iter().any(|field| field.path.starts_with("module_info")) { 3 } else { 1 };
        areas.push(Area { name: section.name, range, fields, shares });
    }
    areas
}

/// Names are opaque to the description, and still something that other sections point into.
fn named(section: &str) -> bool {
    section.contains("name") || section.contains("str")
}

fn records(name: &str, record: &str, layout: &[(&str, usize)], range: Range<usize>) -> Area {
    let fields = elf::records(record, layout, range.clone());
    let fields = fields.into_iter().map(|(path, range)| Field { path, range, varint: false }).collect();
    Area { name: name.to_owned(), range, fields, shares: 1 }
}

fn number(field: &FieldPlace) -> Field {
    let range = field.range.start as usize..field.range.end as usize;
    Field { path: field.path.clone(), range, varint: field.varint }
}

fn is_number(part: Part) -> bool {
    matches!(part, Part::Value | Part::Length | Part::Option | Part::Variant)
}
