//! The engine metadata change at certain releases and at no others. Which ones is known from tracing the published
//! crates, not from the description: so this test can contradict it.

mod support;

use cwasm::{Artifact, ErrorKind, Parts, Release};

/// First releases of the runs in which every artifact's metadata have one shape.
const CHANGES: &[&str] = &[
    "5", "6", "8", "10", "12", "19", "20", "21", "22", "23", "24", "25", "26", "27", "28", "30", "31", "32", "33",
    "36", "39", "42", "43", "45", "46", "47", "50",
];

fn sample(release: Release) -> Parts {
    let real = support::corpus().into_iter().find(|real| real.edition == release.name()).unwrap();
    let mut parts = Artifact::parse(&real.bytes).unwrap().to_parts().unwrap();
    support::untyped(&mut parts);
    // A text of its own names no release, so that every release may write it.
    parts.engine.version = "custom".to_owned();
    parts
}

#[test]
fn neighbours_differ_exactly_where_the_shape_changed() {
    for pair in Release::ALL.windows(2) {
        let [older, newer] = *pair else { unreachable!() };
        let changed = CHANGES.contains(&newer.name());
        for (from, to) in [(older, newer), (newer, older)] {
            let mut parts = sample(from);
            // The bit set of 33 is narrower than that of 34, which is another test's matter.
            if let Some(features) = parts.engine.metadata.features_since_33.as_mut() {
                features.0 &= 0xffff_ffff;
            }
            let result = parts.to_bytes_as(to);
            assert_eq!(result.is_err(), changed, "{from} as {to}: {:?}", result.err());
            if let Err(error) = result {
                assert!(matches!(error.kind(), ErrorKind::NotInRelease | ErrorKind::MissingInRelease), "{error}");
                assert!(error.path().starts_with("engine.metadata."), "{error}");
            }
        }
    }
}

#[test]
fn the_wire_changes_at_21() {
    // A length of bincode has eight bytes, one of postcard has one here.
    for (release, length) in [(Release::R20, 8), (Release::R21, 1)] {
        let engine = sample(release).engine;
        let bytes = engine.to_bytes(release).unwrap();
        let header = 2 + engine.version.len();
        let target = engine.metadata.target.as_bytes();
        assert_eq!(&bytes[header + length..][..target.len()], target);
    }
}

#[test]
fn the_feature_bits_grow_at_34() {
    let mut parts = sample(Release::R34);
    let features = parts.engine.metadata.features_since_33.as_mut().unwrap();
    features.0 |= 1 << 32;
    assert!(parts.to_bytes_as(Release::R35).is_ok());
    let error = parts.to_bytes_as(Release::R33).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::TooLarge, "engine.metadata.features"));
}

#[test]
fn versions_change_their_form_at_38() {
    for (version, release) in [
        ("3.0.0", Some("3")),
        ("37.0.3", Some("37")),
        ("37", None),
        ("38", Some("38")),
        ("38.0.0", None),
        ("50", Some("50")),
        ("51", None),
        ("2.0.0", None),
        ("3-dev", None),
        ("3.0", None),
        ("3.0.0.0", None),
        ("03.0.0", None),
        ("+3.0.0", None),
        ("", None),
    ] {
        assert_eq!(Release::from_version(version).map(Release::name), release, "{version:?}");
    }
}
