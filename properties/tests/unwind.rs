//! A second opinion on `.eh_frame`: gimli reads the same entries out of every real artifact, and their programs to the end.

use std::fs;
use std::path::Path;

use cwasm::types::FdeBody;
use cwasm::{Artifact, SectionId, Table};
use cwasm_properties::cases::root;
use gimli::{BaseAddresses, CieOrFde, EhFrame, RunTimeEndian, UnwindSection};

/// Between the begin of an entry and the address in it: its length, and the distance to the common entry.
const ADDRESS: u64 = 8;

#[test]
fn gimli_reads_the_same_entries() {
    let mut entries = 0;
    for folder in fs::read_dir(root().join("tests/corpus")).unwrap().flatten() {
        for path in fs::read_dir(folder.path()).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.extension().is_some_and(|extension| extension == "cwasm") {
                entries += compare(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            }
        }
    }
    assert!(entries > 5_000, "only {entries} entries");
}

/// How many entries there are; fails if gimli does not read them, panics if it reads others.
fn compare(path: &Path) -> Result<usize, gimli::Error> {
    let bytes = fs::read(path).unwrap();
    let artifact = Artifact::parse(&bytes).unwrap();
    let Some(Table::EhFrame(table)) = artifact.table(SectionId::EhFrame).unwrap() else { return Ok(0) };
    let [frames, text] = [SectionId::EhFrame, SectionId::Text].map(|id| artifact.section(id).unwrap());
    let endian = if bytes[5] == 2 { RunTimeEndian::Big } else { RunTimeEndian::Little };
    // The file's own offsets serve as addresses: what counts is how far the sections are apart.
    let bases = BaseAddresses::default().set_eh_frame(frames.offset());
    let section = EhFrame::new(frames.data(), endian);
    let mut ours = table.function.iter().map(|entry| &entry.body);
    let mut found = section.entries(&bases);
    while let Some(entry) = found.next()? {
        let CieOrFde::Fde(entry) = entry else { continue };
        let entry = entry.parse(EhFrame::cie_from_offset)?;
        let FdeBody { start, range, rules, .. } = ours.next().unwrap();
        let place = frames.offset() + entry.offset() as u64 + ADDRESS;
        assert_eq!((place.wrapping_add(*start), *range), (entry.initial_address(), entry.len()), "{}", path.display());
        assert!(entry.initial_address() >= text.offset(), "{}", path.display());
        assert!(entry.end_address() <= text.offset() + text.size(), "{}", path.display());
        let mut program = entry.instructions(&section, &bases);
        let mut instructions = 0;
        while program.next()?.is_some() {
            instructions += 1;
        }
        assert!(instructions <= rules.len());
    }
    assert!(ours.next().is_none(), "{}: gimli stops before the last entry", path.display());
    Ok(table.function.len())
}
