//! The fields of the structures of ELF64, whose layout is the same in every file.

use std::ops::Range;

/// Widths of the fields of the file header, with their names.
pub const HEADER: [(&str, usize); 19] = [
    ("ei_mag", 4),
    ("ei_class", 1),
    ("ei_data", 1),
    ("ei_version", 1),
    ("ei_osabi", 1),
    ("ei_abiversion", 1),
    ("e_type", 2),
    ("e_machine", 2),
    ("e_version", 4),
    ("e_entry", 8),
    ("e_phoff", 8),
    ("e_shoff", 8),
    ("e_flags", 4),
    ("e_ehsize", 2),
    ("e_phentsize", 2),
    ("e_phnum", 2),
    ("e_shentsize", 2),
    ("e_shnum", 2),
    ("e_shstrndx", 2),
];

/// The same of an entry of the section header table.
pub const SECTION: [(&str, usize); 10] = [
    ("sh_name", 4),
    ("sh_type", 4),
    ("sh_flags", 8),
    ("sh_addr", 8),
    ("sh_offset", 8),
    ("sh_size", 8),
    ("sh_link", 4),
    ("sh_info", 4),
    ("sh_addralign", 8),
    ("sh_entsize", 8),
];

/// The same of a symbol.
pub const SYMBOL: [(&str, usize); 6] =
    [("st_name", 4), ("st_info", 1), ("st_other", 1), ("st_shndx", 2), ("st_value", 8), ("st_size", 8)];

/// Where the section header table stands.
pub fn section_table(artifact: &[u8]) -> Range<usize> {
    let start = artifact.get(40..48).map_or(0, |bytes| little(bytes) as usize);
    let count = artifact.get(60..62).map_or(0, |bytes| little(bytes) as usize);
    start..(start + 64 * count).min(artifact.len())
}

/// A number, the lowest byte first.
pub fn little(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |value, byte| (value << 8) | u64::from(*byte))
}

/// The fields of the records that fill a range, one behind the other.
pub fn records(name: &str, layout: &[(&str, usize)], range: Range<usize>) -> Vec<(String, Range<usize>)> {
    let mut fields = Vec::new();
    let mut at = range.start;
    for index in 0.. {
        for (field, width) in layout {
            if at + width > range.end {
                return fields;
            }
            // The padding behind e_ident.
            if *field == "e_type" {
                at += 7;
            }
            fields.push((format!("{name}[{index}].{field}"), at..at + width));
            at += width;
        }
    }
    fields
}
