//! No bytes make the reader panic, take much memory or much time.

mod support;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use cwasm::types::Engine;
use cwasm::{Artifact, ErrorKind, Release, detect};

/// Everything that a reader can be asked; only that it comes back matters.
fn exercise(bytes: &[u8]) -> bool {
    let _ = detect(bytes);
    let Ok(artifact) = Artifact::parse(bytes) else { return false };
    let _ = (artifact.kind(), artifact.recorded_version(), artifact.symbols(), artifact.relocations(), artifact.bti());
    artifact.to_parts().is_ok_and(|parts| parts.to_bytes().is_ok())
}

#[test]
fn cut_files() {
    for real in support::samples() {
        let step = (real.bytes.len() / 500).max(1);
        for length in (0..real.bytes.len()).step_by(step).chain(0..200) {
            assert!(!exercise(&real.bytes[..length]), "{} cut to {length}", real.path.display());
        }
        assert!(exercise(&real.bytes));
    }
}

#[test]
fn changed_bytes_of_the_container() {
    let small: Vec<support::Real> = support::samples().into_iter().filter(|real| real.bytes.len() < 1 << 15).collect();
    assert!(small.len() >= 4);
    for real in small {
        let artifact = Artifact::parse(&real.bytes).unwrap();
        let table = real.bytes.len() - 64 * (artifact.sections().count() + 1);
        let mut bytes = real.bytes.clone();
        for at in (0..64).chain(table..real.bytes.len()) {
            bytes[at] = if at % 2 == 0 { real.bytes[at] ^ 1 } else { 0xff };
            exercise(&bytes);
            bytes[at] = real.bytes[at];
        }
    }
}

#[test]
fn changed_bytes_of_the_engine_section() {
    let mut kinds = BTreeSet::new();
    for real in support::samples() {
        let artifact = Artifact::parse(&real.bytes).unwrap();
        let (release, data) = (artifact.release().unwrap(), artifact.section(Engine::SECTION).unwrap().data());
        let mut bytes = data.to_vec();
        for at in 0..data.len() {
            for value in [2, 0xff] {
                bytes[at] = value;
                match Engine::from_bytes(&bytes, release) {
                    Ok(engine) => assert!(engine.to_bytes(release).is_ok()),
                    Err(error) => {
                        assert!(error.path().starts_with("engine."), "{error}");
                        kinds.insert(format!("{:?}", error.kind()));
                    }
                }
            }
            bytes[at] = data[at];
        }
    }
    for kind in ["InvalidBool", "InvalidUtf8", "LengthTooLarge", "Truncated", "UnknownVariant"] {
        assert!(kinds.contains(kind), "{kind} is not among {kinds:?}");
    }
}

/// An engine section that ends with this after the header of a custom version.
fn engine(tail: &[u8]) -> Vec<u8> {
    [b"\0\x01x".as_slice(), tail].concat()
}

#[test]
fn claimed_lengths() {
    let varint = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];
    for (tail, release, path) in [
        (u64::MAX.to_le_bytes().to_vec(), Release::R20, "engine.metadata.target"),
        ([&[0; 8][..], &u64::MAX.to_le_bytes()].concat(), Release::R20, "engine.metadata.shared_flags"),
        (1_u64.to_le_bytes().to_vec(), Release::R20, "engine.metadata.target"),
        (varint.to_vec(), Release::R21, "engine.metadata.target"),
        ([&[0][..], &varint].concat(), Release::R21, "engine.metadata.shared_flags"),
        (vec![0, 1], Release::R21, "engine.metadata.shared_flags"),
    ] {
        let error = Engine::from_bytes(&engine(&tail), release).unwrap_err();
        assert_eq!((error.kind(), error.path()), (ErrorKind::LengthTooLarge, path), "{tail:?}");
    }
}

#[test]
fn varints() {
    let too_long = [0x80; 11];
    let error = Engine::from_bytes(&engine(&too_long), Release::R50).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::VarintTooLong);
    let too_large = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02];
    let error = Engine::from_bytes(&engine(&too_large), Release::R50).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::VarintTooLong);
    let cut = [0x80];
    let error = Engine::from_bytes(&engine(&cut), Release::R50).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Truncated);
}

/// A file of as many sections as there can be, all named by tails of one long name, all covering the whole file.
#[test]
fn many_sections_with_long_names() {
    let count = 0xfeff_usize;
    let name = vec![b'a'; 4 << 20];
    let mut file = vec![0; 64];
    file[..7].copy_from_slice(b"\x7fELF\x02\x01\x01");
    file[58..60].copy_from_slice(&64_u16.to_le_bytes());
    file[60..62].copy_from_slice(&u16::try_from(count).unwrap().to_le_bytes());
    file[62..64].copy_from_slice(&1_u16.to_le_bytes());
    let names = file.len();
    file.extend_from_slice(&name);
    file.push(0);
    let table = u64::try_from(file.len()).unwrap();
    file[40..48].copy_from_slice(&table.to_le_bytes());
    for index in 0..count {
        let mut header = [0; 64];
        header[..4].copy_from_slice(&u32::try_from(index).unwrap().to_le_bytes());
        header[24..32].copy_from_slice(&u64::try_from(names).unwrap().to_le_bytes());
        header[32..40].copy_from_slice(&u64::try_from(name.len() + 1).unwrap().to_le_bytes());
        file.extend_from_slice(&header);
    }
    let start = Instant::now();
    assert_eq!(Artifact::parse(&file).err().unwrap().kind(), ErrorKind::MissingEngine);
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}
