//! Recorded versions that name no release, or none that is described.

#![allow(missing_docs, reason = "a test")]

use cwasm::Artifact;
use cwasm_verify::report::{Class, Release, Report, Verdict};
use cwasm_verify::{Options, SPEC, verify};

/// A real artifact that records another version.
fn recording(path: &str, version: &str) -> Vec<u8> {
    let bytes = std::fs::read(format!("{}/../tests/corpus/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let mut parts = Artifact::parse(&bytes).unwrap().to_parts().unwrap();
    parts.engine.version = version.to_owned();
    parts.to_bytes().unwrap()
}

fn report(path: &str, version: &str) -> Report {
    verify(&recording(path, version), &SPEC, &Options::default())
}

#[test]
fn a_version_of_the_embedder_makes_all_releases_be_tried() {
    for (path, release) in [
        ("3/3.0.0-names-default.cwasm", "3"),
        ("20/20-ceil.cwasm", "20"),
        ("36/36.0.0-traps-default.cwasm", "36"),
        ("48/48.0.8-comp-pulley64-default.cwasm", "48"),
        ("50/50.0.1-traps-winch.cwasm", "50"),
    ] {
        for version in ["", "our own build", "23.0.0-dev"] {
            let report = report(path, version);
            assert_eq!(report.verdict(), Verdict::Conforming, "{path} {version:?}: {:?}", report.violations);
            let Release::Fitting(editions) = &report.release else { panic!("{:?}", report.release) };
            let names: Vec<&str> = editions.iter().map(|edition| SPEC.edition_name(*edition)).collect();
            assert!(names.contains(&release), "{path}: {names:?}");
        }
    }
}

#[test]
fn a_file_that_fits_no_release_names_the_nearest() {
    let mut bytes = recording("36/36.0.0-traps-default.cwasm", "our own build");
    // The file type: no release has another.
    bytes[16] = 7;
    let report = verify(&bytes, &SPEC, &Options::default());
    assert!(matches!(report.release, Release::Nearest(_)));
    let broken: Vec<u16> = report.causes().map(|violation| violation.rule).collect();
    assert_eq!(broken, [1009]);
}

#[test]
fn of_a_release_that_is_not_described_only_the_container_is_checked() {
    let mut bytes = recording("50/50.0.1-traps-winch.cwasm", "51");
    let report = verify(&bytes, &SPEC, &Options::default());
    assert_eq!(report.release, Release::Undescribed("51".to_owned()));
    assert_eq!((report.verdict(), report.violations.len()), (Verdict::None, 0), "{:?}", report.violations);
    assert!(!report.unreached.is_empty() && report.bytes(Class::Nothing) == 0);
    bytes[16] = 7;
    let report = verify(&bytes, &SPEC, &Options::default());
    assert_eq!(report.verdict(), Verdict::Broken);
}

#[test]
fn the_caller_can_name_the_release() {
    let edition = SPEC.edition("36").unwrap();
    let options = Options { edition: Some(edition) };
    let report = verify(&recording("36/36.0.0-traps-default.cwasm", "our own build"), &SPEC, &options);
    assert_eq!((report.verdict(), report.release), (Verdict::Conforming, Release::Given(edition)));
}
