//! Every length of a payload claims 2^32 - 1 and 2^63 elements, one at a time. Parser and verifier refuse the file, and take
//! no memory for what it claims. `cargo test --release -p cwasm-properties --test lengths -- --nocapture` prints how many
//! lengths there were and the time.

use std::fs;
use std::time::{Duration, Instant};

use cwasm::{Artifact, Error, ErrorKind};
use cwasm_properties::agree;
use cwasm_properties::cases::root;
use cwasm_properties::memory::{Memory, peak};
use cwasm_verify::fields::{FieldPlace, Part, fields};
use cwasm_verify::{Options, SPEC, verify};

/// Modules and components, of both wires.
const ARTIFACTS: &[&str] = &[
    "3/3-ext",
    "3/3.0.1-comp_v3-x86_64-unknown-linux-gnu-default",
    "24/24-ext",
    "36/36.0.0-component-basic-default",
    "50/50.0.1-traps-default",
];

/// What the lengths are set to.
const CLAIMS: [u64; 2] = [u32::MAX as u64, 1 << 63];

/// More memory than this, in KiB, no file may take beyond the others: far less than any claim.
const USED: u64 = 8 * 1024;

/// The same for memory that is asked for and not touched: allocators do so in large pieces.
const RESERVED: u64 = 128 * 1024;

/// What was tried so far.
#[derive(Default)]
struct Tried {
    files: u32,
    parsing: Duration,
    verifying: Duration,
}

#[test]
fn every_length_claims_too_much() {
    let files: Vec<_> = ARTIFACTS.iter().map(|name| (*name, artifact(name))).collect();
    for (_, file) in &files {
        read(file).unwrap();
        agree::agree(file).unwrap();
    }
    let before = [Memory::Used, Memory::Reserved].map(peak);
    let (mut bincode, mut postcard) = (Tried::default(), Tried::default());
    for (name, file) in &files {
        for field in fields(file, &SPEC, &Options::default()).iter().filter(|field| is_length(field)) {
            for claim in CLAIMS {
                let tried = if field.varint { &mut postcard } else { &mut bincode };
                let damaged = claiming(file, field, claim);
                refused(&damaged, tried).unwrap_or_else(|reason| panic!("{name}, {} = {claim}: {reason}", field.path));
            }
        }
    }
    for (wire, tried) in [("bincode", &bincode), ("postcard", &postcard)] {
        println!("{wire}: {} files, parser {:?}, verifier {:?}", tried.files, tried.parsing, tried.verifying);
        assert!(tried.files > 200, "only {} lengths of {wire} were found", tried.files / 2);
    }
    let after = [Memory::Used, Memory::Reserved].map(peak);
    for ((before, after), most) in before.into_iter().zip(after).zip([USED, RESERVED]) {
        let grown = after.unwrap_or(0).saturating_sub(before.unwrap_or(0));
        println!("memory: {grown} KiB more than for the artifacts themselves");
        assert!(grown < most, "{grown} KiB");
    }
}

fn artifact(name: &str) -> Vec<u8> {
    let path = root().join(format!("tests/corpus/{name}.cwasm"));
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A length of the two wires; a length of one byte, as that of the version, cannot claim as much.
fn is_length(field: &FieldPlace) -> bool {
    field.part == Part::Length && (field.varint || field.range.end - field.range.start == 8)
}

/// The file with another length. Longer ones write over what follows, which nobody gets to read.
fn claiming(file: &[u8], field: &FieldPlace, claim: u64) -> Vec<u8> {
    let mut damaged = file.to_vec();
    let length = if field.varint { varint(claim) } else { claim.to_le_bytes().to_vec() };
    let start = usize::try_from(field.range.start).unwrap();
    damaged[start..start + length.len()].copy_from_slice(&length);
    damaged
}

fn varint(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

/// Whether both refuse the file, and for the same reason.
fn refused(file: &[u8], tried: &mut Tried) -> Result<(), String> {
    let start = Instant::now();
    let error = read(file).err().ok_or("the parser accepts it")?;
    tried.parsing += start.elapsed();
    // Where a section ends with a length, the longer one does not fit.
    if !matches!(error.kind(), ErrorKind::LengthTooLarge | ErrorKind::Truncated) {
        return Err(format!("the parser says {error}"));
    }
    let start = Instant::now();
    let report = verify(file, &SPEC, &Options::default());
    tried.verifying += start.elapsed();
    tried.files += 1;
    if !report.is_malformed() {
        return Err("the verifier does not find it malformed".to_owned());
    }
    agree::compare(file, &report)
}

/// All that the parser reads.
fn read(file: &[u8]) -> Result<(), Error> {
    let artifact = Artifact::parse(file)?;
    artifact.engine()?;
    artifact.module_info()?;
    artifact.component_info()?;
    artifact.to_parts().map(drop)
}
