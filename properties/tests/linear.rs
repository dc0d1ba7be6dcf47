//! Hostile files on which a careless reader would need time beyond their size: none may hold parser or verifier up.

use std::fs;
use std::time::{Duration, Instant};

use cwasm_properties::cases::{Record, root, sections};
use cwasm_properties::{agree, parse, roundtrip, verify};

/// Far above what an unoptimized build needs, far below what work in the square of the size would take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A real artifact, with `extra` bytes before its section header table, which is moved to the end with `more` headers.
fn enlarged(extra: &[u8], more: usize, change: impl Fn(usize, &mut [u8], u64)) -> Vec<u8> {
    let bytes = fs::read(root().join("tests/corpus/50/50.0.1-traps-default.cwasm")).unwrap();
    let field = |name: &str| Record::Header.get(&bytes, name, false).unwrap();
    let (table, count) = (field("e_shoff") as usize, field("e_shnum") as usize);
    let mut file = bytes[..table].to_vec();
    let at = file.len() as u64;
    file.extend(extra);
    let start = file.len();
    for index in 0..count + more {
        let header = table + 64 * index.min(count - 1);
        let mut header = bytes[header..header + 64].to_vec();
        change(index, &mut header, at);
        file.extend(header);
    }
    Record::Header.set(&mut file, "e_shoff", start as u64, false).unwrap();
    Record::Header.set(&mut file, "e_shnum", (count + more) as u64, false).unwrap();
    file
}

fn in_time(name: &str, file: &[u8]) {
    let start = Instant::now();
    parse::survives(file).unwrap();
    verify::survives(file).unwrap();
    agree::agree(file).unwrap();
    roundtrip::bytes(file).unwrap();
    let taken = start.elapsed();
    println!("{name}: {} bytes, {taken:?}", file.len());
    assert!(taken < PATIENCE, "{name}: {taken:?}");
}

/// Index of the section names in the artifact.
fn names_index() -> usize {
    let bytes = fs::read(root().join("tests/corpus/50/50.0.1-traps-default.cwasm")).unwrap();
    sections(&bytes).into_iter().find(|(_, name, _)| name == ".shstrtab").unwrap().0
}

#[test]
fn many_sections_with_long_names() {
    let names = names_index();
    let extra = [vec![b'a'; 1 << 20], vec![0]].concat();
    for step in [0, 1] {
        let file = enlarged(&extra, 10_000, |index, header, at| {
            let set =
                |header: &mut [u8], name: &str, value: u64| Record::Section.set(header, name, value, false).unwrap();
            if index == names {
                set(header, "sh_offset", at - 500);
                set(header, "sh_size", (1 << 20) + 501);
            }
            if index > names {
                set(header, "sh_name", 500 + step * index as u64);
            }
        });
        in_time("sections", &file);
    }
}

#[test]
fn many_symbols_with_long_names() {
    let bytes = fs::read(root().join("tests/corpus/50/50.0.1-traps-default.cwasm")).unwrap();
    let found = sections(&bytes);
    let index = |wanted: &str| found.iter().find(|(_, name, _)| name == wanted).unwrap().0;
    let (symbols, strings) = (index(".symtab"), index(".strtab"));
    let count = 10_000_usize;
    for step in [0, 1] {
        let mut extra = vec![0; 24 * count];
        for position in 1..count {
            let symbol = &mut extra[24 * position..24 * (position + 1)];
            Record::Symbol.set(symbol, "st_info", 2, false).unwrap();
            Record::Symbol.set(symbol, "st_name", 1 + step * position as u64, false).unwrap();
        }
        extra.extend(vec![b'a'; 1 << 20]);
        extra.push(0);
        let file = enlarged(&extra, 0, |index, header, at| {
            let set =
                |header: &mut [u8], name: &str, value: u64| Record::Section.set(header, name, value, false).unwrap();
            let size = (24 * count) as u64;
            if index == symbols {
                set(header, "sh_offset", at);
                set(header, "sh_size", size);
            }
            if index == strings {
                set(header, "sh_offset", at + size);
                set(header, "sh_size", (1 << 20) + 1);
            }
        });
        in_time("symbols", &file);
    }
}
