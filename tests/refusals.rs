//! What is refused, in reading and in writing: for each the kind of error, and the field or place that it names.

mod support;

use cwasm::types::{Collector, Engine, FlagValue};
use cwasm::{Align, Artifact, Body, ErrorKind, Home, Parts, Release, SectionPart, SymbolPart};

const SAMPLE: &str = "corpus/50/50.0.1-traps-default.cwasm";

fn parts() -> Parts {
    Artifact::parse(&support::file(SAMPLE)).unwrap().to_parts().unwrap()
}

fn table(bytes: &[u8]) -> usize {
    usize::try_from(u64::from_le_bytes(bytes[40..48].try_into().unwrap())).unwrap()
}

/// Bytes written over the file at an offset.
fn patched(at: usize, new: &[u8]) -> Vec<u8> {
    let mut bytes = support::file(SAMPLE);
    bytes[at..at + new.len()].copy_from_slice(new);
    bytes
}

#[track_caller]
fn refused(bytes: &[u8], kind: ErrorKind, path: &str) {
    let error = Artifact::parse(bytes).err().expect("the file is accepted");
    assert_eq!((error.kind(), error.path()), (kind, path), "{error}");
}

#[test]
fn headers() {
    let file = support::file(SAMPLE);
    refused(&file[..63], ErrorKind::Truncated, "header");
    refused(&patched(0, &[0x7e]), ErrorKind::NotElf, "header.magic");
    refused(&patched(4, &[1]), ErrorKind::InvalidHeader, "header.class");
    refused(&patched(5, &[3]), ErrorKind::InvalidHeader, "header.data");
    refused(&patched(6, &[0]), ErrorKind::InvalidHeader, "header.ident_version");
    refused(&patched(58, &[40]), ErrorKind::InvalidHeader, "header.e_shentsize");
    refused(&patched(60, &[0, 0]), ErrorKind::InvalidHeader, "header.e_shnum");
    refused(&patched(62, &[0, 0]), ErrorKind::InvalidHeader, "header.e_shstrndx");
    refused(&patched(62, &[file[60], 0]), ErrorKind::InvalidHeader, "header.e_shstrndx");
    refused(&patched(62, &[0xff, 0xff]), ErrorKind::InvalidHeader, "header.e_shstrndx");
    refused(&patched(40, &[0xff; 8]), ErrorKind::OutsideFile, "header.e_shoff");
    refused(&file[..file.len() - 1], ErrorKind::OutsideFile, "header.e_shoff");
}

#[test]
fn sections() {
    let file = support::file(SAMPLE);
    let entry = table(&file) + 2 * 64;
    let far = u64::try_from(file.len()).unwrap();
    refused(&patched(entry + 24, &u64::MAX.to_le_bytes()), ErrorKind::OutsideFile, "sections[2]");
    refused(&patched(entry + 32, &u64::MAX.to_le_bytes()), ErrorKind::OutsideFile, "sections[2]");
    refused(&patched(entry + 32, &far.to_le_bytes()), ErrorKind::OutsideFile, "sections[2]");
    refused(&patched(entry, &[0xff; 4]), ErrorKind::NameOutside, "sections[2].sh_name");
    // Nothing at all may stand at the very end, and no type excuses a section.
    let mut empty = patched(entry + 24, &far.to_le_bytes());
    empty[entry + 32..entry + 40].fill(0);
    assert!(Artifact::parse(&empty).is_ok());
    let mut stored = patched(entry + 24, &u64::MAX.to_le_bytes());
    stored[entry + 4] = 8;
    refused(&stored, ErrorKind::OutsideFile, "sections[2]");
    // The null section is not looked at.
    assert!(Artifact::parse(&patched(table(&file) + 24, &[0xff; 16])).is_ok());
}

#[test]
fn section_names() {
    let file = support::file(SAMPLE);
    let artifact = Artifact::parse(&file).unwrap();
    let names = artifact.section_named(".shstrtab").unwrap();
    let at = usize::try_from(names.offset()).unwrap();
    let engine = names.data().windows(8).position(|window| window == b".engine\0").unwrap();
    let error = Artifact::parse(&patched(at + engine + 1, &[0xff])).err().unwrap();
    assert_eq!(error.kind(), ErrorKind::InvalidUtf8);
    let error = Artifact::parse(&patched(at + names.data().len() - 1, b"x")).err().unwrap();
    assert_eq!(error.kind(), ErrorKind::NameUnterminated);
    refused(&patched(at + engine + 1, b"x"), ErrorKind::MissingEngine, "");
}

#[test]
fn partial_entries_and_symbol_names() {
    let file = support::file(SAMPLE);
    let artifact = Artifact::parse(&file).unwrap();
    let symbols = artifact.section_named(".symtab").unwrap();
    let header = table(&file) + symbols.index() * 64;
    let size = symbols.size() - 1;
    let to_parts = |bytes: &[u8]| Artifact::parse(bytes).unwrap().to_parts().unwrap_err();
    let error = to_parts(&patched(header + 32, &size.to_le_bytes()));
    assert_eq!((error.kind(), error.section()), (ErrorKind::PartialEntry, ".symtab"));
    let first = usize::try_from(symbols.offset()).unwrap() + 24;
    let error = to_parts(&patched(first, &[0xff; 4]));
    assert_eq!((error.kind(), error.path()), (ErrorKind::NameOutside, "symbols[1].st_name"));
    assert_eq!(error.offset(), u64::try_from(first).ok());
    // Symbol 0 stands for no symbol, and without a name nothing is looked up.
    assert!(Artifact::parse(&patched(first - 24, &[0xff; 24])).unwrap().to_parts().is_ok());
    assert!(Artifact::parse(&patched(first, &[0; 4])).unwrap().to_parts().is_ok());
}

#[track_caller]
fn unwritable(change: impl FnOnce(&mut Parts), kind: ErrorKind, path: &str) {
    let mut parts = parts();
    change(&mut parts);
    let error = parts.to_bytes().expect_err("the parts are written");
    assert_eq!((error.kind(), error.path()), (kind, path), "{error}");
}

#[test]
fn values_that_the_release_cannot_hold() {
    let tunables = "engine.metadata.tunables";
    unwritable(
        |parts| parts.engine.metadata.tunables.static_memory_bound = Some(1),
        ErrorKind::NotInRelease,
        &format!("{tunables}.static_memory_bound"),
    );
    unwritable(
        |parts| parts.engine.metadata.tunables.debug_guest = None,
        ErrorKind::MissingInRelease,
        &format!("{tunables}.debug_guest"),
    );
    unwritable(|parts| parts.engine.version = "5".repeat(256), ErrorKind::TooLarge, "engine.version");
    let mut longest = parts();
    longest.engine.version = "5".repeat(255);
    assert!(longest.to_bytes().is_ok());
}

#[test]
fn variants_that_the_release_lacks() {
    let mut parts = parts();
    parts.engine.metadata.tunables.collector = Some(Some(Collector::Copying));
    let bytes = parts.engine.to_bytes(Release::R50).unwrap();
    assert_eq!(Engine::from_bytes(&bytes, Release::R50).unwrap(), parts.engine);
    let real = support::corpus().into_iter().find(|real| real.edition == "44").unwrap();
    let mut older = Artifact::parse(&real.bytes).unwrap().to_parts().unwrap();
    older.engine.metadata.tunables.collector = Some(Some(Collector::Copying));
    let error = older.to_bytes().unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::NotInRelease, "engine.metadata.tunables.collector"));
}

#[test]
fn parts_that_make_no_file() {
    unwritable(|parts| parts.kind = None, ErrorKind::UnknownKind, "kind");
    unwritable(
        |parts| parts.engine.metadata.target = "wasm32-wasip1".to_owned(),
        ErrorKind::UnknownTarget,
        "engine.metadata.target",
    );
    unwritable(|parts| parts.sections[0].align = Some(Align::Bytes(8)), ErrorKind::NotInRelease, "sections[0].align");
    unwritable(
        |parts| {
            let relocation = cwasm::Relocation { offset: 0, kind: 1, symbol: 1, addend: 0 };
            parts.sections[0].relocations.push(relocation);
        },
        ErrorKind::NotInRelease,
        "sections[0].relocations",
    );
    unwritable(
        |parts| {
            let symbol =
                SymbolPart { name: String::new(), info: 3, other: 0, home: Home::Section(99), value: 0, size: 0 };
            parts.symbols = vec![symbol];
        },
        ErrorKind::DanglingReference,
        "symbols[0].home",
    );
    unwritable(
        |parts| parts.sections.insert(0, SectionPart::new(".symtab", Vec::new())),
        ErrorKind::Computed,
        "sections[0].name",
    );
    unwritable(
        |parts| parts.sections.resize(0xff00, SectionPart::new("", Vec::new())),
        ErrorKind::TooLarge,
        "sections",
    );
}

#[test]
fn errors_say_where() {
    let file = support::file(SAMPLE);
    let artifact = Artifact::parse(&file).unwrap();
    let section = artifact.section_named(".wasmtime.engine").unwrap();
    let flags = artifact.engine().unwrap().metadata.shared_flags;
    let bool = flags.iter().position(|flag| matches!(flag.value, FlagValue::Bool(_))).unwrap();
    let name = flags[bool].name.as_bytes();
    let value = section.data().windows(name.len()).position(|window| window == name).unwrap() + name.len() + 1;
    let at = usize::try_from(section.offset()).unwrap() + value;
    let error = Artifact::parse(&patched(at, &[2])).unwrap().engine().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidBool);
    assert_eq!(error.offset(), u64::try_from(at).ok());
    let path = format!("engine.metadata.shared_flags[{bool}].value.Bool");
    assert_eq!((error.section(), error.path()), (".wasmtime.engine", path.as_str()));
    let text = error.to_string();
    assert_eq!(text, format!("{path}: bool is neither 0 nor 1, at offset {at:#x}, section .wasmtime.engine"));
    // The section that stands for the engine holds the same when it is written.
    assert!(parts().sections.iter().any(|part| part.body == Body::Engine));
}
