//! Every real artifact is recognised and read, and what is read is what its provenance says.

mod support;

use cwasm::{Artifact, Detected, ErrorKind, Kind, Release, SectionId, detect};

#[test]
fn every_release_has_artifacts() {
    let corpus = support::corpus();
    for release in Release::ALL {
        assert!(corpus.iter().any(|real| real.edition == release.name()), "no artifact of {release}");
    }
}

#[test]
fn provenance_agrees() {
    let text = support::file("corpus/provenance.json");
    let provenance: serde_json::Value = serde_json::from_slice(&text).unwrap();
    let entries = provenance.as_array().unwrap();
    assert!(entries.len() > 200);
    for entry in entries {
        let path = entry["path"].as_str().unwrap();
        let bytes = support::file(&format!("corpus/{path}"));
        let artifact = Artifact::parse(&bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
        let kind = artifact.kind().unwrap();
        assert_eq!(kind.to_string(), entry["kind"].as_str().unwrap(), "{path}");
        assert_eq!(detect(&bytes), Detected::from(kind), "{path}");
        assert_eq!(artifact.recorded_version().unwrap(), entry["records"].as_str().unwrap(), "{path}");
        assert_eq!(artifact.release().unwrap().name(), entry["edition"].as_str().unwrap(), "{path}");
        let engine = artifact.engine().unwrap_or_else(|error| panic!("{path}: {error}"));
        // The provenance names Pulley by the architecture alone.
        assert!(engine.metadata.target.starts_with(entry["target"].as_str().unwrap()), "{path}");
        assert!(!engine.metadata.shared_flags.is_empty(), "{path}");
    }
}

#[test]
fn sections_symbols_and_relocations_are_read() {
    let mut relocations = 0;
    for real in support::corpus() {
        let path = real.path.display();
        let artifact = Artifact::parse(&real.bytes).unwrap();
        let release = artifact.release().unwrap();
        for section in artifact.sections() {
            let id = section.id().unwrap_or_else(|| panic!("{path}: {section:?}"));
            assert!(id.is_in(release), "{path}: {id:?}");
        }
        let text = artifact.section(SectionId::Text).unwrap();
        assert_eq!(artifact.section_named(".text").unwrap().index(), text.index(), "{path}");
        for symbol in artifact.symbols().unwrap() {
            assert!(symbol.value + symbol.size <= text.size(), "{path}: {symbol:?}");
        }
        let bti = artifact.bti().unwrap().unwrap();
        assert!(bti.enabled <= 1, "{path}");
        relocations += artifact.relocations().unwrap().iter().map(|table| table.entries.len()).sum::<usize>();
    }
    assert!(relocations > 1000, "only {relocations} relocations in the corpus");
}

#[test]
fn typed_values_as_json() {
    let bytes = support::file("corpus/50/50.0.1-traps-default.cwasm");
    let engine = Artifact::parse(&bytes).unwrap().engine().unwrap();
    let json = serde_json::to_value(&engine).unwrap();
    assert_eq!(json["version"], "50");
    assert_eq!(json["metadata"]["tunables"]["parse_wasm_debuginfo"], false);
    assert_eq!(json["metadata"]["shared_flags"][0]["name"], "regalloc_algorithm");
    // What the release lacks is not there at all.
    assert!(json["metadata"]["tunables"].get("static_memory_bound").is_none());
    let features = engine.metadata.features_since_33.unwrap();
    assert!(features.contains("SIMD", Release::R50));
    assert_eq!(features.unknown(Release::R50), 0);
}

#[test]
fn another_release_can_be_named() {
    let bytes = support::file("corpus/50/50.0.1-traps-default.cwasm");
    let mut parts = Artifact::parse(&bytes).unwrap().to_parts().unwrap();
    parts.engine.version = "a fork's own".to_owned();
    let custom = parts.to_bytes().unwrap();
    let artifact = Artifact::parse(&custom).unwrap();
    assert_eq!(artifact.kind(), Some(Kind::Module));
    assert_eq!(artifact.release().unwrap_err().kind(), ErrorKind::UnknownRelease);
    assert_eq!(artifact.to_parts().unwrap_err().kind(), ErrorKind::UnknownRelease);
    let named = Artifact::parse_as(&custom, Release::R50).unwrap();
    assert_eq!(named.to_parts().unwrap(), parts);
}

#[test]
fn legacy_artifacts_are_named() {
    for name in ["0.35.0-rich", "0.40.0-rich", "2.0.0-rich"] {
        let bytes = support::file(&format!("legacy/{name}.cwasm"));
        assert_eq!(detect(&bytes), Detected::Legacy, "{name}");
        let error = Artifact::parse(&bytes).err().unwrap();
        assert_eq!(error.kind(), ErrorKind::MissingEngine, "{name}");
    }
}

#[test]
fn other_files_are_told_apart() {
    let this = std::fs::read(std::env::current_exe().unwrap()).unwrap();
    assert_eq!(detect(&this), Detected::OtherElf);
    assert_eq!(detect(b""), Detected::NotElf);
    assert_eq!(detect(b"\0asm\x0d\0\x01\0"), Detected::NotElf);
    let mut unclear = support::file("corpus/50/50.0.1-traps-default.cwasm");
    unclear[48] = 3;
    assert_eq!(detect(&unclear), Detected::Unclear);
    // Cut off, but with the mark and the kind in its header.
    let cut = &support::file("corpus/50/50.0.1-component-basic-default.cwasm")[..64];
    assert_eq!(detect(cut), Detected::Component);
}
