//! Traps, address map and stack maps: the verifier next to a plain pass over the same bytes, and next to finding the section
//! with `object` and decoding its entries into vectors as Wasmtime does.

use std::hint::black_box;
use std::path::Path;

use cwasm_spec::model::{Content, Spec};
use cwasm_verify::{Options, SPEC, Verifier};
use object::{Object, ObjectSection};

use crate::{Failure, clock, megabytes};

const TABLES: [&str; 3] = [".wasmtime.traps", ".wasmtime.addrmap", ".wasmtime.stackmap"];

pub fn measure(_: &Path, bytes: &[u8], verifier: &Verifier<'_>) -> Result<Vec<String>, Failure> {
    let file = object::read::elf::ElfFile64::<object::Endianness>::parse(bytes)?;
    let edition = verifier.verify(bytes, &Options::default()).edition().ok_or("of no release")?;
    let in_blocks = SPEC.edition("47").is_some_and(|blocks| blocks <= edition);
    let mut rows = Vec::new();
    for name in TABLES {
        let Some(section) = file.section_by_name(name) else { continue };
        let data = section.data()?;
        // What the verifier needs for the table is what it needs for the file less what it needs if it does not look into it.
        let blind = blind(&SPEC, name);
        let blind = Verifier::new(&blind);
        let verified =
            |verifier: &Verifier<'_>| drop(black_box(verifier.verify(black_box(bytes), &Options::default())));
        let [all, without, plain, decoded] = clock::best([
            &|| verified(verifier),
            &|| verified(&blind),
            &|| {
                black_box(plain(black_box(data)));
            },
            &|| decode(black_box(bytes), name, in_blocks),
        ]);
        let time = all - without;
        let figures = if time > 0.0 {
            let speed = data.len() as f64 / time / 1e9;
            format!("{speed:.2} | {:.1} | {:.2}", time / plain, time / decoded)
        } else {
            // Less than what differs from one time to the next.
            "- | - | -".to_owned()
        };
        rows.push(format!("`{name}` | {} | {} | {figures}", layout(name, in_blocks), megabytes(data)));
    }
    Ok(rows)
}

/// What the layout is called; stack maps have had one only.
fn layout(name: &str, in_blocks: bool) -> &'static str {
    match (name, in_blocks) {
        (".wasmtime.stackmap", _) => "32 to 50",
        (_, true) => "47 to 50, blocks",
        (_, false) => "3 to 46, lists",
    }
}

/// The description without the inside of a section.
fn blind(spec: &Spec, name: &str) -> Spec {
    let mut spec = spec.clone();
    for section in spec.sections.to_mut() {
        if section.name == name {
            section.content = Content::Opaque("not measured".into());
        }
    }
    spec
}

/// The sum of all words.
fn plain(data: &[u8]) -> u64 {
    let (words, _) = data.as_chunks::<8>();
    words.iter().fold(0, |sum: u64, word| sum.wrapping_add(u64::from_le_bytes(*word)))
}

fn decode(bytes: &[u8], name: &str, in_blocks: bool) {
    let Ok(file) = object::read::elf::ElfFile64::<object::Endianness>::parse(bytes) else { return };
    let Some(Ok(data)) = file.section_by_name(name).map(|section| section.data()) else { return };
    match (name, in_blocks) {
        (".wasmtime.traps", true) => {
            let entries = environ48::iterate_traps(data).into_iter().flatten();
            drop(black_box(entries.map(|(offset, trap)| (offset, trap)).unzip::<_, _, Vec<_>, Vec<_>>()));
        }
        (".wasmtime.traps", false) => drop(black_box(arrays(data, 1))),
        (".wasmtime.addrmap", true) => {
            let entries = environ48::iterate_address_map(data).into_iter().flatten();
            drop(black_box(entries.unzip::<_, _, Vec<_>, Vec<_>>()));
        }
        (".wasmtime.addrmap", false) => {
            let entries = environ20::iterate_address_map(data).into_iter().flatten();
            drop(black_box(entries.unzip::<_, _, Vec<_>, Vec<_>>()));
        }
        _ => {
            let entries = environ48::StackMap::iter(data).into_iter().flatten();
            let bits = entries.flat_map(|(pc, map)| map.offsets().map(move |bit| (pc, bit)).collect::<Vec<_>>());
            drop(black_box(bits.unzip::<_, _, Vec<_>, Vec<_>>()));
        }
    }
}

/// A count, so many offsets, and so many values of some bytes each: release 20 cannot list its traps.
fn arrays(data: &[u8], width: usize) -> Option<(Vec<u32>, Vec<u8>)> {
    let (count, rest) = data.split_first_chunk()?;
    let count = usize::try_from(u32::from_le_bytes(*count)).ok()?;
    let (offsets, values) = rest.split_at_checked(count.checked_mul(4)?)?;
    let (offsets, _) = offsets.as_chunks();
    Some((offsets.iter().map(|offset| u32::from_le_bytes(*offset)).collect(), values.get(..count * width)?.to_vec()))
}
