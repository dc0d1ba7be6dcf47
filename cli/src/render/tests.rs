//! Rendering of a report made by hand; the facts in it come from the description, so that it needs no format fact.

use cwasm_spec::version::Edition;
use cwasm_verify::SPEC;
use cwasm_verify::report::{Class, Coverage, Kind, Piece, Release, SectionReport, State, Subject, Unreached};

use super::*;

fn report() -> Report {
    Report {
        subject: Subject::Artifact,
        kind: Some(Kind::Module),
        target: Some("a-b-c".to_owned()),
        recorded_version: Some("x.y".to_owned()),
        release: Release::Recorded(Edition(5)),
        tried: Vec::new(),
        sections: vec![SectionReport {
            name: "inside".to_owned(),
            range: 8..12,
            state: State::Undescribed("secrets".to_owned()),
        }],
        violations: Vec::new(),
        unreached: Vec::new(),
        coverage: Coverage {
            pieces: vec![Piece { range: 8..12, name: "inside".to_owned(), class: Class::Undescribed }],
        },
        faults: Vec::new(),
    }
}

fn violation(index: usize, cause: Option<usize>) -> Violation {
    let rule = SPEC.rules.get(index).map_or(0, |rule| rule.number);
    Violation {
        rule,
        level: Level::Must,
        malformed: false,
        range: 4..6,
        section: "sec\u{1b}[31m".to_owned(),
        path: "a.b".to_owned(),
        found: "2".to_owned(),
        expected: "1".to_owned(),
        more: 0,
        cause,
    }
}

fn rendered(report: &Report, detail: Detail) -> String {
    let view = View { spec: &SPEC, name: "f", bytes: b"0123456789abcdef", report, further: None, trials: false };
    anstream::adapter::strip_str(&file(&view, detail)).to_string()
}

#[test]
fn a_conforming_file_has_one_line_and_says_what_is_not_described() {
    let name = SPEC.edition_name(Edition(5));
    let expected = format!(
        "f: conforming module, release {name} (recorded: \"x.y\"), target a-b-c\n  not yet described: 1 section, 4 bytes (inside)\n"
    );
    assert_eq!(rendered(&report(), Detail::Normal), expected);
    assert_eq!(rendered(&report(), Detail::Quiet), "");
}

#[test]
fn a_violation_shows_rule_place_bytes_and_consequences() {
    let mut report = report();
    report.violations = vec![violation(0, None), violation(1, Some(0)), violation(2, Some(1))];
    report.unreached.push(Unreached { what: "the rest".to_owned(), why: "it is cut".to_owned() });
    let text = rendered(&report, Detail::Quiet);
    let rule = |index: usize| {
        SPEC.rules.get(index).map(|rule| format!("{:04} {}", rule.number, rule.slug)).unwrap_or_default()
    };
    assert!(text.starts_with(&format!("error[{:04}] ", SPEC.rules.first().map_or(0, |rule| rule.number))), "{text}");
    assert!(text.contains(" --> f, byte 0x4 (2 bytes), section sec\\u{1b}[31m\n"), "{text}");
    assert!(text.contains("   0 | 30 31 32 33 34 35 "), "{text}");
    assert!(text.contains("     |             ^^^^^\n"), "{text}");
    assert!(text.contains(&format!("and 2 that follow from it: {}, {}\n", rule(1), rule(2))), "{text}");
    assert!(text.contains("f: broken module, ") && text.contains(", 1 error, 2 consequences\n"), "{text}");
    assert!(!text.contains("not checked"), "{text}");
    let text = rendered(&report, Detail::Normal);
    assert!(text.contains("not checked: the rest, because it is cut\n"), "{text}");
}

#[test]
fn counts_have_unlisted_breaches_and_survive_a_circle() {
    let mut report = report();
    report.violations = vec![violation(0, Some(1)), violation(1, Some(0)), violation(2, None)];
    for violation in &mut report.violations {
        violation.more = 4;
    }
    let warning = report.violations.last_mut().map(|violation| &mut violation.level);
    *warning.unwrap_or(&mut Level::Must) = Level::Should;
    assert_eq!(Counts::of(&report), Counts { errors: 0, warnings: 5, consequences: 10 });
    assert!(rendered(&report, Detail::Verbose).contains("warning["));
}

#[test]
fn what_has_no_verdict_says_why() {
    let line = |subject, release| {
        let mut report = Report { subject, release, ..report() };
        report.sections.clear();
        rendered(&report, Detail::Quiet)
    };
    assert!(line(Subject::Legacy, Release::Unknown).contains("no verdict: a legacy artifact"));
    assert!(line(Subject::Empty, Release::Unknown).contains("the file is empty"));
    assert!(line(Subject::NotElf, Release::Unknown).contains("no ELF file"));
    assert!(line(Subject::OtherElf, Release::Unknown).contains("an ELF file, but"));
    let text = line(Subject::Artifact, Release::Undescribed("99".to_owned()));
    assert!(text.contains("release 99 is not described") && text.contains(SPEC.edition_name(SPEC.newest())), "{text}");
}

#[test]
fn a_release_that_was_searched_is_said() {
    let (first, second) = (SPEC.edition_name(Edition(3)), SPEC.edition_name(Edition(4)));
    let text = |release| super::release(&SPEC, &Report { release, ..report() }).unwrap_or_default();
    assert_eq!(
        text(Release::Fitting(vec![Edition(3), Edition(4)])),
        format!("fits release {first} to {second} (recorded: \"x.y\")")
    );
    assert_eq!(text(Release::Nearest(Edition(3))), format!("fits no release, {first} is nearest (recorded: \"x.y\")"));
    assert_eq!(text(Release::Given(Edition(4))), format!("read as release {second} (recorded: \"x.y\")"));
}

#[test]
fn a_fault_is_no_violation() {
    let mut report = report();
    report.faults.push("it broke".to_owned());
    let text = rendered(&report, Detail::Quiet);
    assert!(text.starts_with("fault: f: the verifier itself failed: it broke\n"), "{text}");
}
