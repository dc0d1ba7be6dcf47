//! The canonical string table: its steps, and an example made by them.

use cwasm_spec::model::{Info, Presence, Section, Spec};

use super::page::Page;
use super::table::Table;
use super::text::{code, hex};

const STEPS: &str = include_str!("strings.md");

pub(super) fn write(page: &mut Page, spec: &Spec) {
    page.heading(3, "canonical-strings", "The canonical string table");
    page.block(STEPS);
    let names = example(spec);
    let (bytes, offsets) = canonical(&names);
    let mut table = Table::new(&["Name", "Offset"]);
    for (name, offset) in names.iter().zip(&offsets) {
        table.row([code(name), offset.to_string()]);
    }
    page.table(&table);
    let lines: Vec<String> =
        bytes.chunks(16).map(|chunk| format!("{:<47}  {}", hex(chunk), printable(chunk))).collect();
    page.verbatim(&lines.join("\n"));
}

/// Sections that the newest edition always has, and one with relocations, whose name is the tail of another.
fn example(spec: &Spec) -> Vec<&str> {
    let newest = spec.newest();
    let current = |section: &&Section| section.range.contains(newest);
    let always = spec.sections.iter().filter(current).filter(|section| matches!(section.presence, Presence::Always));
    let mut names: Vec<&str> = always.map(|section| &*section.name).collect();
    let relocated = spec.sections.iter().filter(current).find_map(|section| match section.info {
        Info::Relocated(target) => spec.sections.get(usize::from(target)).map(|target| [&*target.name, &*section.name]),
        _ => None,
    });
    names.extend(relocated.into_iter().flatten());
    names
}

/// The table, and the offset of each name in the order given.
fn canonical(names: &[&str]) -> (Vec<u8>, Vec<usize>) {
    let mut sorted: Vec<&str> = names.iter().copied().filter(|name| !name.is_empty()).collect();
    sorted.sort_by(|one, other| other.bytes().rev().cmp(one.bytes().rev()));
    sorted.dedup();
    let mut bytes = vec![0_u8];
    let mut written: Option<(&str, usize)> = None;
    let mut found: Vec<(&str, usize)> = Vec::new();
    for name in sorted {
        let shared = written.filter(|(last, _)| last.ends_with(name));
        let offset = match shared {
            Some((last, offset)) => offset.saturating_add(last.len().saturating_sub(name.len())),
            None => {
                let offset = bytes.len();
                bytes.extend(name.as_bytes());
                bytes.push(0);
                written = Some((name, offset));
                offset
            }
        };
        found.push((name, offset));
    }
    let offset = |name: &&str| found.iter().find(|(known, _)| known == name).map_or(0, |(_, offset)| *offset);
    (bytes, names.iter().map(offset).collect())
}

fn printable(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| if byte.is_ascii_graphic() { char::from(*byte) } else { '.' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tail_shares_the_bytes_of_the_longer_name() {
        let (bytes, offsets) = canonical(&["ab", "", "b", "cab"]);
        assert_eq!(bytes, b"\0cab\0");
        assert_eq!(offsets, [2, 0, 3, 1]);
    }
}
