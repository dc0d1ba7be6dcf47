//! A property that cannot fail says nothing: each one on answers that are wrong.

use std::fs;

use cwasm::{Artifact, Parts};
use cwasm_properties::cases::root;
use cwasm_properties::choices::Choices;
use cwasm_properties::{agree, roundtrip, smith, verify};
use cwasm_verify::report::{Report, Subject};
use cwasm_verify::{Options, SPEC};

fn artifact() -> Vec<u8> {
    fs::read(root().join("tests/corpus/50/50.0.1-traps-default.cwasm")).unwrap()
}

fn report(bytes: &[u8]) -> Report {
    cwasm_verify::verify(bytes, &SPEC, &Options::default())
}

#[test]
fn parser_and_verifier_can_disagree() {
    let whole = artifact();
    let cut = &whole[..whole.len() - 1];
    assert!(agree::compare(&whole, &report(&whole)).is_ok());
    assert!(agree::compare(&whole, &report(cut)).is_err(), "only the verifier fails");
    assert!(agree::compare(cut, &report(&whole)).is_err(), "only the parser fails");
    let others = [
        Report { kind: None, ..report(&whole) },
        Report { target: None, ..report(&whole) },
        Report { recorded_version: Some("51".to_owned()), ..report(&whole) },
        Report { sections: Vec::new(), ..report(&whole) },
        Report { subject: Subject::OtherElf, ..report(&whole) },
    ];
    assert!(others.iter().all(|other| agree::compare(&whole, other).is_err()));
    let other = report(&fs::read(root().join("tests/corpus/49/49.0.0-memory64-default.cwasm")).unwrap());
    assert!(agree::compare(&whole, &other).is_err(), "another release");
}

#[test]
fn a_report_can_be_unsound() {
    let whole = artifact();
    let mut uncovered = report(&whole);
    uncovered.coverage.pieces.pop();
    let mut broken = report(&[&*whole, &[1]].concat());
    broken.violations.iter_mut().for_each(|violation| violation.malformed = true);
    let faulty = Report { faults: vec!["a fault".to_owned()], ..report(&whole) };
    assert!(verify::sound(&report(&whole), &whole).is_ok());
    assert!(verify::sound(&uncovered, &whole).is_err());
    assert!(verify::sound(&broken, &[&*whole, &[1]].concat()).is_err());
    assert!(verify::sound(&faulty, &whole).is_err());
}

#[test]
fn a_file_can_come_back_as_another() {
    let whole = artifact();
    let parts = Artifact::parse(&whole).unwrap().to_parts().unwrap();
    assert!(roundtrip::stable(&parts, &whole).is_ok());
    let changed = Parts { kind: None, ..parts.clone() };
    assert!(roundtrip::stable(&changed, &whole[1..]).is_err());
    let appended = [&*whole, &[0]].concat();
    assert!(roundtrip::stable(&parts, &appended).is_err(), "a byte is lost");
    let mut other = parts;
    other.engine.metadata.tunables.consume_fuel ^= true;
    assert!(roundtrip::stable(&other, &whole).is_err(), "a setting is lost");
}

/// The same bytes make the same artifact, others another; none at all still make one.
#[test]
fn choices_decide() {
    let made = |bytes: &[u8]| smith::artifact(&mut Choices::new(bytes)).unwrap();
    let bytes: Vec<u8> = (0..=255).cycle().take(1000).collect();
    assert_eq!(made(&bytes), made(&bytes));
    assert_ne!(made(&bytes), made(&bytes[1..]));
    assert!(made(&[]).to_bytes().unwrap().len() > 64);
}
