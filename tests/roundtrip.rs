//! A file follows from its parts: what Wasmtime wrote comes out as it was, and nothing else is carried over.

mod support;

use cwasm::{Align, Artifact, Body, Home, Parts, Release, SectionId, SectionPart};

fn parts(bytes: &[u8]) -> Parts {
    Artifact::parse(bytes).unwrap().to_parts().unwrap()
}

#[test]
fn every_artifact_comes_out_as_it_was() {
    for real in support::corpus() {
        let path = real.path.display();
        let parts = Artifact::parse(&real.bytes).and_then(|artifact| artifact.to_parts());
        let parts = parts.unwrap_or_else(|error| panic!("{path}: {error}"));
        let written = parts.to_bytes().unwrap_or_else(|error| panic!("{path}: {error}"));
        let at = written.iter().zip(&real.bytes).position(|(written, read)| written != read);
        assert_eq!((at, written.len()), (None, real.bytes.len()), "{path}");
    }
}

#[test]
fn nothing_that_follows_is_carried_over() {
    for real in support::samples() {
        let (path, table) = (real.path.display(), table(&real.bytes));
        let big = real.bytes[5] == 2;
        let mut edits: Vec<(&str, Vec<u8>)> = Vec::new();
        let mut edit = |name, at: usize, value: u8| {
            let mut bytes = real.bytes.clone();
            bytes[at] = value;
            assert_ne!(bytes, real.bytes, "{name}");
            edits.push((name, bytes));
        };
        edit("e_entry", 24, 7);
        edit("e_phnum", 56, 7);
        edit("os_abi", 7, 99);
        edit("null section", table + 20, 7);
        edit("sh_addr", table + 64 + 16, 7);
        edit("sh_flags", table + 64 + if big { 15 } else { 8 }, 0x77);
        edit("sh_entsize", table + 64 + 56, 7);
        edits.push(("tail", [real.bytes.as_slice(), b"tail"].concat()));
        for (name, bytes) in edits {
            assert_eq!(parts(&bytes).to_bytes().unwrap(), real.bytes, "{path}: {name}");
        }
    }
}

/// Offset of the section header table.
fn table(bytes: &[u8]) -> usize {
    let field: [u8; 8] = bytes[40..48].try_into().unwrap();
    let offset = if bytes[5] == 2 { u64::from_be_bytes(field) } else { u64::from_le_bytes(field) };
    usize::try_from(offset).unwrap()
}

#[test]
fn padding_is_made_anew() {
    let original = support::file("corpus/50/50.0.1-traps-default.cwasm");
    let artifact = Artifact::parse(&original).unwrap();
    let text = usize::try_from(artifact.section(SectionId::Text).unwrap().offset()).unwrap();
    let mut bytes = original.clone();
    assert_eq!(bytes[text - 1], 0);
    bytes[text - 1] = 0xaa;
    assert_eq!(parts(&bytes).to_bytes().unwrap(), original);
}

#[test]
fn other_parts_make_another_file_of_the_same_parts() {
    for real in support::samples() {
        let mut changed = parts(&real.bytes);
        // The engine section moves, so indices that symbols and relocations refer to must follow.
        changed.sections.rotate_left(1);
        let count = changed.sections.len();
        for symbol in &mut changed.symbols {
            if let Home::Section(part) = &mut symbol.home {
                *part = (*part + count - 1) % count;
            }
        }
        changed.sections.push(SectionPart::new(".unknown", vec![1, 2, 3]));
        changed.sections.last_mut().unwrap().align = Some(Align::Bytes(16));
        let written = changed.to_bytes().unwrap();
        assert_ne!(written, real.bytes);
        assert_eq!(parts(&written), changed, "{}", real.path.display());
        let artifact = Artifact::parse(&written).unwrap();
        let unknown = artifact.section_named(".unknown").unwrap();
        assert_eq!((unknown.data(), unknown.alignment(), unknown.offset() % 16), (&[1, 2, 3][..], 16, 0));
    }
}

#[test]
fn the_choices_of_a_writer_are_kept() {
    let page = |parts: &Parts| {
        let data = parts.sections.iter().find(|section| section.id() == Some(SectionId::RodataWasm));
        data.unwrap().align == Some(Align::Page)
    };
    let all: Vec<Parts> = support::corpus().iter().map(|real| parts(&real.bytes)).collect();
    assert!(all.iter().any(page) && !all.iter().all(page));
    let empty: Vec<&Parts> = all.iter().filter(|parts| parts.nameless_strtab_empty).collect();
    assert!(!empty.is_empty());
    for parts in empty {
        let other = Parts { nameless_strtab_empty: false, ..parts.clone() };
        let sizes = [parts, &other].map(|parts| {
            let bytes = parts.to_bytes().unwrap();
            let names = Artifact::parse(&bytes).unwrap().section(SectionId::Strtab).unwrap();
            (names.size(), names.offset() == 0)
        });
        assert_eq!(sizes, [(0, true), (1, false)]);
    }
}

#[test]
fn parts_of_an_old_release_leave_empty_sections_unaligned() {
    let sections = || vec![SectionPart::new(".text", Vec::new()), engine_section()];
    let mut seen = Vec::new();
    for (release, version) in [(Release::R11, "11.0.0"), (Release::R12, "12.0.0")] {
        let real = support::corpus().into_iter().find(|real| real.edition == release.name()).unwrap();
        let mut parts = parts(&real.bytes);
        parts.engine.version = version.to_owned();
        (parts.sections, parts.symbols) = (sections(), Vec::new());
        let bytes = parts.to_bytes().unwrap();
        seen.push(Artifact::parse(&bytes).unwrap().section(SectionId::Text).unwrap().offset());
    }
    assert_eq!(seen, [64, 4096]);
}

fn engine_section() -> SectionPart {
    SectionPart { body: Body::Engine, ..SectionPart::new(SectionId::Engine.name(), Vec::new()) }
}
