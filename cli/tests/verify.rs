//! `cwasm verify` as users and scripts see it: exit codes, what is counted, what is said.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test fails by panicking"
)]

mod common;

use std::fs;
use std::io::Read as _;
use std::process::Stdio;

use common::{Scratch, artifact, artifacts, cwasm, noise, run, run_on, tiny_elf};
use serde_json::Value;

fn verify(args: &[&dyn AsRef<std::ffi::OsStr>]) -> common::Ran {
    run(std::iter::once("verify".as_ref()).chain(args.iter().map(|arg| arg.as_ref())))
}

#[test]
fn real_artifacts_conform() {
    for release in ["3-dev", "3", "20", "21", "36", "50"] {
        let ran = verify(&[&artifact(release)]);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        assert!(ran.out.contains(": conforming "), "{}", ran.out);
        assert!(ran.out.contains(&format!("release {release}")), "{}", ran.out);
    }
}

#[test]
fn everything_is_described() {
    for release in ["3", "20", "36", "50"] {
        let ran = verify(&[&artifact(release)]);
        assert!(!ran.out.contains("not yet described"), "{}", ran.out);
    }
}

#[test]
fn a_broken_artifact_is_1_and_named_with_rule_and_offset() {
    let scratch = Scratch::new("broken");
    let mut bytes = fs::read(artifact("36")).unwrap();
    let size = bytes.len();
    bytes.extend(b"more");
    let ran = verify(&[&scratch.file("x.cwasm", &bytes)]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("error["), "{}", ran.out);
    assert!(ran.out.contains(&format!("byte {size:#x} (4 bytes)")), "{}", ran.out);
    assert!(ran.out.contains(" 6d 6f 72 65 ") && ran.out.contains("^^^^^^^^^^^\n"), "{}", ran.out);
    assert!(ran.out.contains(": broken "), "{}", ran.out);
}

#[test]
fn what_is_no_artifact_has_no_verdict() {
    let scratch = Scratch::new("no-artifact");
    let cases = [
        ("empty", Vec::new(), "empty"),
        ("noise", noise(5000), "no ELF file"),
        ("text", b"just text\n".to_vec(), "no ELF file"),
        ("elf", tiny_elf(), "an ELF file, but not one of Wasmtime's"),
    ];
    for (name, bytes, said) in cases {
        let ran = verify(&[&scratch.file(name, &bytes)]);
        assert_eq!(ran.code, 3, "{name}: {}{}", ran.out, ran.err);
        assert!(ran.out.contains("no verdict") && ran.out.contains(said), "{name}: {}", ran.out);
    }
}

#[test]
fn legacy_artifacts_are_named_and_have_no_verdict() {
    for path in artifacts("tests/legacy") {
        let ran = verify(&[&path]);
        assert_eq!(ran.code, 3, "{}", ran.out);
        assert!(ran.out.contains("legacy"), "{}", ran.out);
    }
}

#[test]
fn usage_and_unreadable_input_are_2_and_win() {
    let good = artifact("36");
    for args in
        [&["verify"][..], &["verify", "--no-such-option", "x"], &["verify", "--release", "no-such", "x"], &["no-such"]]
    {
        let ran = run(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains("error"), "{}", ran.err);
    }
    let ran = verify(&[&"absent.cwasm", &good]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("absent.cwasm: ") && ran.out.contains(": conforming "), "{}{}", ran.out, ran.err);
}

#[test]
fn an_unknown_release_is_answered_with_the_known_ones() {
    let ran = verify(&[&"--release", &"51x", &artifact("36")]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no release `51x`") && ran.err.contains("3-dev, 3, 4"), "{}", ran.err);
}

#[test]
fn in_a_directory_only_artifacts_count() {
    let scratch = Scratch::new("directory");
    let good = fs::read(artifact("36")).unwrap();
    let text = scratch.file("deep/note.txt", b"text");
    scratch.file("deep/empty", b"");
    scratch.file("tool", &tiny_elf());
    let ran = verify(&[&scratch.path()]);
    assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
    assert!(
        ran.out.contains("a directory without artifacts") && ran.out.contains("3 other files skipped"),
        "{}",
        ran.out
    );

    scratch.file("deep/a", &good);
    let ran = verify(&[&scratch.path()]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("1 file: 1 conforming; 3 other files skipped"), "{}", ran.out);

    scratch.file("deep/b", &good[..good.len() - 1]);
    let ran = verify(&[&scratch.path(), &text]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.out.contains("3 files: 1 conforming, 1 broken, 1 without verdict;"), "{}", ran.out);
}

#[test]
fn two_directories_are_each_asked_for_artifacts() {
    let scratch = Scratch::new("two-directories");
    scratch.file("full/a", &fs::read(artifact("36")).unwrap());
    scratch.file("bare/note", b"text");
    let (full, bare) = (scratch.path().join("full"), scratch.path().join("bare"));
    assert_eq!(verify(&[&full]).code, 0);
    assert_eq!(verify(&[&full, &bare]).code, 3);
}

#[test]
fn standard_input_is_a_dash() {
    let bytes = fs::read(artifact("36")).unwrap();
    let ran = run_on(&["verify", "-"], &bytes);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.starts_with("<stdin>: conforming "), "{}", ran.out);
    assert_eq!(run_on(&["verify", "-"], b"").code, 3);
}

#[test]
fn quiet_says_nothing_of_what_conforms() {
    let ran = verify(&[&"--quiet", &artifact("36"), &artifact("48")]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
}

#[test]
fn verbose_shows_sections_and_coverage() {
    let ran = verify(&[&"--verbose", &artifact("36")]);
    assert!(ran.out.contains("sections of ") && ran.out.contains("coverage of "), "{}", ran.out);
}

#[test]
fn a_release_can_be_given_or_searched() {
    let path = artifact("36");
    let ran = verify(&[&"--release", &"36", &path]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.contains("read as release 36"), "{}", ran.out);
    assert_eq!(verify(&[&"--release", &"12", &path]).code, 1);
    assert_eq!(verify(&[&"--release", &"auto", &path]).code, 0);
}

#[test]
fn any_number_of_jobs_gives_the_same_report() {
    let directory = common::repository("tests/corpus/36");
    let one = verify(&[&"--jobs", &"1", &directory]);
    let many = verify(&[&"--jobs", &"4", &directory]);
    assert_eq!((one.code, one.out), (many.code, many.out));
    assert_eq!(verify(&[&"--jobs", &"0", &directory]).code, 2);
}

#[test]
fn colours_only_when_asked_for_in_a_pipe() {
    let path = artifact("36");
    assert!(!verify(&[&path]).out.contains('\u{1b}'));
    assert!(verify(&[&"--color", &"always", &path]).out.contains('\u{1b}'));
    let never = cwasm().env("CLICOLOR_FORCE", "1").args(["verify", "--color", "never"]).arg(&path).output().unwrap();
    assert!(!never.stdout.contains(&0x1b));
}

#[test]
fn a_closed_pipe_ends_the_run_quietly() {
    let mut command = cwasm();
    command.arg("verify").arg(common::repository("tests/corpus")).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut first = [0];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

fn json(args: &[&dyn AsRef<std::ffi::OsStr>]) -> (i32, Value) {
    let with_format: Vec<&dyn AsRef<std::ffi::OsStr>> =
        [&"--format" as &dyn AsRef<_>, &"json"].into_iter().chain(args.iter().copied()).collect();
    let ran = verify(&with_format);
    (ran.code, serde_json::from_str(&ran.out).unwrap())
}

#[test]
fn json_is_one_document_for_all_files() {
    let scratch = Scratch::new("json");
    let mut bytes = fs::read(artifact("36")).unwrap();
    bytes.push(0);
    let broken = scratch.file("broken", &bytes);
    let empty = scratch.file("empty", b"");
    let (code, document) = json(&[&artifact("36"), &broken, &empty, &"absent"]);
    assert_eq!(code, 2);
    assert_eq!(document["schema_version"], 1);
    let files = document["files"].as_array().unwrap();
    let verdicts: Vec<&str> = files.iter().map(|file| file["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["unreadable", "conforming", "broken", "none"]);
    let violation = &files[2]["violations"][0];
    for field in
        ["rule", "slug", "severity", "range", "section", "path", "found", "expected", "cause", "more", "malformed"]
    {
        assert!(violation.get(field).is_some(), "no {field} in {violation}");
    }
    assert_eq!(violation["severity"], "error");
    assert_eq!(
        (&files[1]["release"], &files[1]["kind"], &files[1]["subject"]),
        (&"36".into(), &"module".into(), &"artifact".into())
    );
    let summary = &document["summary"];
    assert_eq!((&summary["files"], &summary["broken"], &summary["exit_code"]), (&3.into(), &1.into(), &2.into()));
}

#[test]
fn json_coverage_adds_up_to_the_file() {
    let path = artifact("36");
    let (_, document) = json(&[&path]);
    let coverage = &document["files"][0]["coverage"];
    let sum: u64 = ["described", "padding", "opaque", "undescribed", "nothing"]
        .iter()
        .map(|class| coverage[class].as_u64().unwrap())
        .sum();
    assert_eq!(sum, fs::metadata(path).unwrap().len());
}

#[cfg(unix)]
#[test]
fn a_path_that_is_not_utf8_is_no_trouble() {
    use std::os::unix::ffi::OsStrExt as _;
    let scratch = Scratch::new("not-utf8");
    let path = scratch.path().join(std::ffi::OsStr::from_bytes(b"a\xffb\x1b[31m.cwasm"));
    fs::copy(artifact("36"), &path).unwrap();
    for ran in [verify(&[&path]), verify(&[&scratch.path()])] {
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.out.contains("a\u{fffd}b\\u{1b}[31m.cwasm: conforming"), "{}", ran.out);
    }
}

#[cfg(unix)]
#[test]
fn links_to_files_are_followed_and_those_to_directories_are_not() {
    use std::os::unix::fs::symlink;
    let scratch = Scratch::new("links");
    symlink(artifact("36").canonicalize().unwrap(), scratch.path().join("link")).unwrap();
    symlink(scratch.path(), scratch.path().join("circle")).unwrap();
    symlink("nowhere", scratch.path().join("dangling")).unwrap();
    let ran = verify(&[&scratch.path()]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("1 file: 1 conforming"), "{}", ran.out);
}
