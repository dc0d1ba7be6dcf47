//! `cwasm dump` as users and scripts see it: every byte once, also of what is broken.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test fails by panicking"
)]

mod common;

use std::ffi::OsStr;
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::Stdio;

use common::{Ran, Scratch, artifact, artifacts, cwasm, noise, repository, run, run_on, tiny_elf};
use serde_json::Value;

fn dump(path: &Path, args: &[&str]) -> Ran {
    run(["dump"].iter().chain(args).map(OsStr::new).chain([path.as_os_str()]))
}

/// The fields of a file; each byte has to be in one of them, and in order.
fn fields(path: &Path) -> (i32, Vec<Value>) {
    let ran = dump(path, &["--format", "json"]);
    let fields: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let bytes = fs::read(path).unwrap();
    let mut end = 0;
    for field in &fields {
        let start = field["start"].as_u64().unwrap();
        assert_eq!(start, end, "{}: {field}", path.display());
        end = field["end"].as_u64().unwrap();
        assert!(start <= end);
        let hex: String = bytes[usize::try_from(start).unwrap()..usize::try_from(end).unwrap()]
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        let shown = field["bytes"].as_str().unwrap();
        assert!(hex.starts_with(shown) && (field["whole"] == false || hex == shown), "{field}");
    }
    assert_eq!(end, u64::try_from(bytes.len()).unwrap(), "{}", path.display());
    (ran.code, fields)
}

fn of<'f>(fields: &'f [Value], path: &str) -> &'f Value {
    fields.iter().find(|field| field["path"] == path).unwrap_or_else(|| panic!("no {path}"))
}

#[test]
fn every_byte_of_real_artifacts_is_told_once_and_understood() {
    for release in ["3-dev", "3", "8", "13", "20", "21", "30", "33", "36", "43", "46", "47", "48", "50"] {
        let all = artifacts(&format!("tests/corpus/{release}"));
        for path in all.iter().step_by(all.len().div_ceil(3)) {
            let (code, fields) = fields(path);
            assert_eq!(code, 0, "{}", path.display());
            let strange = fields
                .iter()
                .find(|field| ["undecoded", "undescribed", "nothing"].iter().any(|kind| field["kind"] == *kind));
            assert_eq!(strange, None, "{}", path.display());
        }
    }
}

#[test]
fn values_have_their_names_and_rules() {
    for (release, offset, code) in
        [("36", "traps.offset[0]", "traps.code[0]"), ("48", "traps.table[0]", "traps.table[0]")]
    {
        let (_, fields) = fields(&repository("tests/corpus").join(release).join(traps(release)));
        let (offset, code) = (of(&fields, offset), of(&fields, code));
        let rules = |field: &Value| -> Vec<u64> {
            field["rules"].as_array().unwrap().iter().map(|rule| rule.as_u64().unwrap()).collect()
        };
        assert!(
            offset["number"].is_u64() && rules(offset).contains(&3203) && rules(offset).contains(&3208),
            "{offset}"
        );
        assert!(rules(code).contains(&3204), "{code}");
        assert!(code["value"].as_str().unwrap().ends_with(')'), "{code}");
        assert_eq!(of(&fields, "header.e_flags")["value"], "1: kind 1, pulley 0, reserved 0");
        let name = fields.iter().filter(|field| field["path"] == "engine.metadata.shared_flags[0].name");
        assert_eq!(name.map(|field| field["kind"].as_str().unwrap()).collect::<Vec<_>>(), ["length", "text"]);
    }
}

/// An artifact with traps of that release.
fn traps(release: &str) -> String {
    let all = artifacts(&format!("tests/corpus/{release}"));
    let names = all.iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned());
    names.filter(|name| name.contains("traps")).min().unwrap()
}

#[test]
fn a_table_is_shown_as_it_is() {
    let ran = dump(&repository("tests/corpus/50/50.0.1-traps-default.cwasm"), &["--section", ".wasmtime.traps"]);
    let lines: Vec<&str> = ran.out.lines().take(7).collect();
    assert_eq!(ran.code, 0);
    assert_eq!(lines, EXPECTED, "{}", ran.out);
}

const EXPECTED: &[&str] = &[
    ".wasmtime.traps",
    "36ae  16 00 00 00                 traps.table.entries                           22 (0x16)  [0913]",
    "36b2  01 00 00 00                 traps.table.blocks                            1  [0913]",
    "36b6  10 00 00 00                 traps.table.index[0].first                    16 (0x10)  [3202 3203 3208 3209 3210 3211]",
    "36ba  00 00 00 00                 traps.table.index[0].place                    0  [0914]",
    "36be  06                          traps.table.default                           IntegerOverflow (6)  [0917 3204 3209]",
    "36bf  00                          traps.table[0]                                offset 0x10, code IntegerOverflow (6)  [0915 0916 0918 0919 3202 3203 3204 3208 3209 3210 3211]",
];

#[test]
fn a_part_is_the_same_as_in_the_whole() {
    let path = artifact("48");
    let whole = dump(&path, &["--format", "json"]).out;
    for (args, within) in [(["--section", ".eh_frame"], None), (["--range", "0x200..0x280"], Some(0x200..0x280_u64))] {
        let part = dump(&path, &["--format", "json", args[0], args[1]]).out;
        let wanted = whole.lines().filter(|line| {
            let field: Value = serde_json::from_str(line).unwrap();
            let (start, end) = (field["start"].as_u64().unwrap(), field["end"].as_u64().unwrap());
            within.as_ref().map_or(field["piece"] == args[1], |within| start < within.end && within.start < end)
        });
        let wanted: Vec<&str> = wanted.collect();
        assert!(!wanted.is_empty());
        assert_eq!(part.lines().collect::<Vec<_>>(), wanted);
    }
    let rows = dump(&path, &["--section", ".text", "--bytes"]).out;
    assert!(rows.lines().count() > 10 && dump(&path, &["--section", ".text"]).out.lines().count() == 2, "{rows}");
}

#[test]
fn of_damaged_files_too_every_byte_is_told() {
    let scratch = Scratch::new("dump-damaged");
    let bytes = fs::read(repository("tests/corpus/50/50.0.1-traps-default.cwasm")).unwrap();
    for length in [1, 10, 64, bytes.len() / 2, bytes.len() - 1] {
        assert_eq!(fields(&scratch.file("cut", &bytes[..length])).0, 3, "{length}");
    }
    for seed in 0..40_usize {
        let mut damaged = bytes.clone();
        let at = seed * 7919 % bytes.len();
        let end = (at + 5).min(bytes.len());
        damaged[at..end].copy_from_slice(&noise(40 + seed)[seed..seed + end - at]);
        fields(&scratch.file("damaged", &damaged));
    }
    // An index that leads elsewhere, and a section that lies above another one.
    let (_, whole) = fields(&repository("tests/corpus/50/50.0.1-traps-default.cwasm"));
    for path in ["traps.table.index[0].place", "sections[2].sh_offset", "sections[5].sh_size"] {
        let at = usize::try_from(of(&whole, path)["start"].as_u64().unwrap()).unwrap();
        for value in [1, 5, 0xff] {
            let mut damaged = bytes.clone();
            damaged[at] = value;
            fields(&scratch.file("moved", &damaged));
        }
    }
}

#[test]
fn what_does_not_decode_is_said_where_it_begins() {
    let scratch = Scratch::new("dump-undecoded");
    let path = artifact("48");
    let (_, whole) = fields(&path);
    let at = of(&whole, "engine.metadata.shared_flags[0].value")["start"].as_u64().unwrap();
    let mut bytes = fs::read(path).unwrap();
    bytes[usize::try_from(at).unwrap()] = 0x7f;
    let (code, damaged) = fields(&scratch.file("variant", &bytes));
    assert_eq!(code, 3);
    let stop = damaged.iter().find(|field| field["kind"] == "undecoded").unwrap();
    assert!(stop["value"].as_str().unwrap().starts_with("does not decode: variant 127"), "{stop}");
    assert_ne!(stop["rules"].as_array().unwrap().len(), 0);
}

#[test]
fn what_is_no_artifact_is_3_and_wrong_usage_is_2() {
    let scratch = Scratch::new("dump-none");
    for (name, bytes) in [("empty", Vec::new()), ("noise", noise(100)), ("elf", tiny_elf())] {
        assert_eq!(fields(&scratch.file(name, &bytes)).0, 3, "{name}");
    }
    let path = artifact("48");
    assert_eq!(dump(&scratch.path().join("absent"), &[]).code, 2);
    assert_eq!(dump(&path, &["--range", "9..8"]).code, 2);
    let ran = dump(&path, &["--section", ".wasmtime.trap"]);
    assert!(ran.code == 2 && ran.err.contains("did you mean `.wasmtime.traps`"), "{}", ran.err);
    assert_eq!(run_on(&["dump", "-"], &fs::read(&path).unwrap()).out, dump(&path, &[]).out);
}

#[test]
fn a_closed_pipe_ends_the_run_quietly() {
    let path = artifacts("tests/corpus/48").into_iter().max_by_key(|path| fs::metadata(path).unwrap().len()).unwrap();
    let mut child =
        cwasm().arg("dump").arg("--bytes").arg(path).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr)), (Some(0), "".into()));
}
