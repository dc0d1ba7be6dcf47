//! The two worries of the discussion of pull request 5153 about metadata in a section of its own.

mod support;

use cwasm::types::Engine;
use cwasm::{Artifact, Body, ErrorKind, Kind, Parts, Release, SectionId};

fn parts(bytes: &[u8]) -> Parts {
    Artifact::parse(bytes).unwrap().to_parts().unwrap()
}

/// A version that this release records.
fn version(release: Release) -> String {
    let name = release.records().name();
    let dotted = format!("{name}.0.0");
    if Release::from_version(&dotted).is_some() { dotted } else { name.to_owned() }
}

/// First worry: an artifact that is read and written again under another release, whose engine would have other
/// defaults, changes what was recorded. Here it is kept value for value, or refused with the name of the field.
#[test]
fn recorded_metadata_never_change_when_rewritten() {
    let (mut kept, mut refused) = (0, 0);
    let corpus = support::corpus();
    for real in &corpus {
        let mut parts = parts(&real.bytes);
        support::untyped(&mut parts);
        for release in Release::ALL.iter().copied() {
            parts.engine.version = version(release);
            match parts.to_bytes_as(release) {
                Ok(bytes) => {
                    let read = Artifact::parse_as(&bytes, release).unwrap().engine().unwrap();
                    assert_eq!(read, parts.engine, "{} as {release}", real.path.display());
                    kept += 1;
                }
                Err(error) => {
                    let known = matches!(error.kind(), ErrorKind::NotInRelease | ErrorKind::MissingInRelease);
                    // A release with a narrower bit set may be handed bits that it has no place for.
                    let narrow = error.kind() == ErrorKind::TooLarge && error.path().ends_with(".features");
                    assert!((known || narrow) && error.path().starts_with("engine.metadata."), "{error}");
                    assert_ne!(release, parts.release);
                    refused += 1;
                }
            }
        }
    }
    // More than each under its own release.
    assert!(kept > corpus.len() + 100 && refused > 1000, "{kept} kept, {refused} refused");
}

#[test]
fn a_version_of_another_release_is_refused() {
    for real in support::samples() {
        let parts = parts(&real.bytes);
        for release in Release::ALL.iter().copied().filter(|release| release.records() != parts.release.records()) {
            let error = parts.to_bytes_as(release).unwrap_err();
            assert_eq!((error.kind(), error.path()), (ErrorKind::OtherRelease, "engine.version"));
        }
    }
}

#[test]
fn changing_other_parts_leaves_the_engine_section_alone() {
    for real in support::corpus() {
        let before = Artifact::parse(&real.bytes).unwrap().section(SectionId::Engine).unwrap();
        let mut parts = parts(&real.bytes);
        parts.sections.retain(|section| section.id() != Some(SectionId::NameWasm));
        parts.symbols.clear();
        for section in &mut parts.sections {
            section.relocations.clear();
            if let Body::Data(data) = &mut section.body {
                data.push(0xee);
            }
        }
        let bytes = parts.to_bytes().unwrap();
        let after = Artifact::parse(&bytes).unwrap().section(SectionId::Engine).unwrap();
        assert_eq!(before.data(), after.data(), "{}", real.path.display());
    }
}

/// Second worry: a loader of modules must not need the types of components to read the metadata, nor the other way
/// round. The bytes of the section alone suffice, and the kind makes no difference.
#[test]
fn metadata_are_the_same_for_modules_and_components() {
    let mut seen = Vec::new();
    for real in support::corpus() {
        let artifact = Artifact::parse(&real.bytes).unwrap();
        let (kind, release) = (artifact.kind().unwrap(), artifact.release().unwrap());
        let section = artifact.section(SectionId::Engine).unwrap().data();
        let engine = Engine::from_bytes(section, release).unwrap();
        assert_eq!(engine.to_bytes(release).unwrap(), section, "{}", real.path.display());
        assert_eq!(engine, artifact.engine().unwrap());
        let mut parts = artifact.to_parts().unwrap();
        parts.kind = Some(if kind == Kind::Module { Kind::Component } else { Kind::Module });
        let bytes = parts.to_bytes().unwrap();
        let other = Artifact::parse(&bytes).unwrap();
        assert_eq!(other.section(SectionId::Engine).unwrap().data(), section);
        assert_eq!(other.engine().unwrap(), engine);
        if !seen.contains(&kind) {
            seen.push(kind);
        }
    }
    assert_eq!(seen.len(), 2);
}

#[test]
fn metadata_are_read_whatever_the_types_are() {
    for real in support::corpus() {
        let mut parts = parts(&real.bytes);
        let engine = parts.engine.clone();
        for section in &mut parts.sections {
            if section.id() == Some(SectionId::Info) {
                section.body = Body::Data(b"no types at all".to_vec());
            }
        }
        let bytes = parts.to_bytes().unwrap();
        assert_eq!(Artifact::parse(&bytes).unwrap().engine().unwrap(), engine);
    }
}
