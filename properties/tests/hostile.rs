//! Files that are made to be slow: very many sections, symbols, relocations, names. Four times the file may take a few times
//! the time, never sixteen times. `cargo test --release -p cwasm-properties --test hostile -- --nocapture` prints seconds.

use std::fs;
use std::ops::ControlFlow;
use std::time::Instant;

use cwasm_properties::cases::{Record, root, sections};
use cwasm_verify::dump::{Scope, dump};
use cwasm_verify::{Options, SPEC, verify};

/// An artifact with code, symbols and relocations.
const ARTIFACT: &str = "tests/corpus/36/36.0.0-dwarf-debug.cwasm";

/// How many times longer four times as much may take: linear is 4, quadratic 16.
const RATIO: f64 = 9.0;

/// How often the two are measured before a ratio is believed that is too high.
const RUNS: usize = 10;

fn artifact() -> Vec<u8> {
    fs::read(root().join(ARTIFACT)).unwrap_or_else(|error| panic!("{ARTIFACT}: {error}"))
}

fn header(file: &[u8], field: &str) -> usize {
    Record::Header.get(file, field, false).unwrap_or_default() as usize
}

fn set(file: &mut [u8], record: Record, at: usize, field: &str, value: usize) {
    record.set(&mut file[at..], field, value as u64, false).unwrap_or_else(|| panic!("{field} cannot be {value}"));
}

/// Where the header of a section stands.
fn section(file: &[u8], name: &str) -> usize {
    let index = sections(file).into_iter().find(|(_, found, _)| found == name).map(|(index, ..)| index);
    header(file, "e_shoff") + 64 * index.unwrap_or_else(|| panic!("no {name}"))
}

/// The section table again behind the end of the file, with so many copies of the header of a section in front.
fn with_sections(name: &str, count: usize) -> Vec<u8> {
    let mut file = artifact();
    let (table, copied) = (header(&file, "e_shoff"), section(&file, name));
    let old = file[table..].to_vec();
    let copy = file[copied..copied + 64].to_vec();
    let start = file.len();
    file.extend(&old[..64]);
    (0..count).for_each(|_| file.extend(&copy));
    file.extend(&old[64..]);
    let names = header(&file, "e_shstrndx") + count;
    set(&mut file, Record::Header, 0, "e_shoff", start);
    set(&mut file, Record::Header, 0, "e_shnum", old.len() / 64 + count);
    set(&mut file, Record::Header, 0, "e_shstrndx", names);
    file
}

/// A section whose data are these, behind the end of the file.
fn with_data(name: &str, data: &[u8]) -> Vec<u8> {
    let mut file = artifact();
    let (header, start) = (section(&file, name), file.len());
    file.extend(data);
    set(&mut file, Record::Section, header, "sh_offset", start);
    set(&mut file, Record::Section, header, "sh_size", data.len());
    file
}

/// The data of a section of the artifact, so many times.
fn repeated(name: &str, count: usize) -> Vec<u8> {
    let file = artifact();
    let found = sections(&file).into_iter().find(|(_, found, _)| found == name);
    let range = found.map(|(.., range)| range.start as usize..range.end as usize).unwrap_or_default();
    file[range].repeat(count)
}

/// Two long names that are alike but for one letter, and a symbol for each of their tails.
fn with_tails(length: usize) -> Vec<u8> {
    let name = |last: u8| [vec![b'a'; length], vec![last, 0]].concat();
    let names = [vec![0], name(b'z'), name(b'y')].concat();
    let mut symbols = vec![0; 24];
    for offset in 1..names.len() {
        let mut symbol = vec![0; 24];
        set(&mut symbol, Record::Symbol, 0, "st_name", offset);
        set(&mut symbol, Record::Symbol, 0, "st_info", 2);
        symbols.extend(symbol);
    }
    let mut file = with_data(".strtab", &names);
    let (header, start) = (section(&file, ".symtab"), file.len());
    file.extend(&symbols);
    set(&mut file, Record::Section, header, "sh_offset", start);
    set(&mut file, Record::Section, header, "sh_size", symbols.len());
    file
}

/// Very many sections, whose names are the tails of one long name.
fn with_named_sections(count: usize) -> Vec<u8> {
    let mut file = with_sections(".name.wasm", count);
    let names = [vec![0], vec![0xff; 20 * count], vec![0]].concat();
    let (table, start) = (header(&file, "e_shoff"), file.len());
    file.extend(&names);
    for index in 0..count {
        set(&mut file, Record::Section, table + 64 * (index + 1), "sh_name", index + 1);
    }
    let last = table + 64 * header(&file, "e_shstrndx");
    set(&mut file, Record::Section, last, "sh_offset", start);
    set(&mut file, Record::Section, last, "sh_size", names.len());
    file
}

/// An engine section with very many flags that nobody knows.
fn with_flags(count: usize) -> Vec<u8> {
    let file = artifact();
    let found = sections(&file).into_iter().find(|(_, name, _)| name == ".wasmtime.engine");
    let range = found.map(|(.., range)| range.start as usize..range.end as usize).unwrap_or_default();
    // Up to the target triple everything stays; a varint of four bytes counts the flags.
    let length = 2 + 6 + 1 + 24;
    let number = |shift: usize| (count >> shift & 0x7f) as u8;
    let flags = [number(0) | 0x80, number(7) | 0x80, number(14) | 0x80, number(21)];
    let engine = [&file[range.start..range.start + length], &flags, &[1, b'a', 2, 0].repeat(count)].concat();
    with_data(".wasmtime.engine", &engine)
}

/// How long it takes to verify a file, or to tell all of it.
fn seconds(file: &[u8], told: bool) -> f64 {
    let report = verify(file, &SPEC, &Options::default());
    assert!(!report.violations.is_empty());
    let start = Instant::now();
    if told {
        let mut letters = 0;
        dump(file, &SPEC, report.edition(), &Scope::ALL, &mut |field| {
            letters += field.path.len() + field.value.len();
            ControlFlow::Continue(())
        });
        assert!(letters > 0);
    } else {
        verify(file, &SPEC, &Options::default());
    }
    start.elapsed().as_secs_f64()
}

fn grows(what: &str, make: impl Fn(usize) -> Vec<u8>, count: usize) {
    // Telling takes longer than verifying, and shows on smaller files how it grows.
    for (work, told, count) in [("verified", false, count), ("told", true, count / 8)] {
        let (small, large) = (make(count), make(4 * count));
        // A machine that does other work as well makes a run longer, never shorter.
        let (mut few, mut many) = (f64::MAX, f64::MAX);
        let is_linear = (0..RUNS).any(|_| {
            few = few.min(seconds(&small, told));
            many = many.min(seconds(&large, told));
            many < RATIO * few || many < 0.1
        });
        let count = 4 * count;
        println!("{what}: {count} of {} KB {work} in {many:.3} s, a quarter in {few:.3} s", large.len() / 1024);
        assert!(is_linear, "{what} {work}: {many} s for {count}, {few} s for a quarter of them");
    }
}

#[test]
fn very_many_sections() {
    for name in [".name.wasm", ".text", ".symtab", ".wasmtime.engine", ".rela.debug_info", ".debug_info", ".shstrtab"] {
        grows(&format!("copies of {name}"), |count| with_sections(name, count), 8_000);
    }
}

#[test]
fn very_many_names_of_sections() {
    grows("tails as names of sections", with_named_sections, 8_000);
}

#[test]
fn very_many_flags() {
    grows("flags", with_flags, 10_000);
}

#[test]
fn very_many_symbols() {
    grows("symbols", |count| with_data(".symtab", &repeated(".symtab", count / 14)), 40_000);
}

#[test]
fn very_many_relocations() {
    grows("relocations", |count| with_data(".rela.debug_info", &repeated(".rela.debug_info", count / 65)), 40_000);
}

#[test]
fn very_many_names() {
    grows("tails of names", with_tails, 20_000);
}
