//! A second opinion on `.eh_frame`: gimli reads the same entries out of every real artifact, and their programs to the end.

use std::fs;
use std::path::Path;

use cwasm::{Artifact, SectionId, Table};
use cwasm_properties::cases::files;
use gimli::{BaseAddresses, CieOrFde, EhFrame, RunTimeEndian, UnwindSection};

/// Between the begin of an entry and the address in it: its length, and the distance to the common entry.
const ADDRESS: u64 = 8;

/// What an entry says of a function.
#[derive(Debug, PartialEq, Eq)]
struct Entry {
    start: u64,
    length: u64,
    /// Unit of code advances.
    code_alignment: u64,
    /// Unit of stack offsets.
    data_alignment: i64,
    /// The register that holds the return address.
    return_register: u16,
}

#[test]
fn gimli_reads_the_same_entries() {
    let artifacts =
        files(&["tests/corpus"]).into_iter().filter(|path| path.extension().is_some_and(|at| at == "cwasm"));
    let compared = artifacts.map(|path| compare(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())));
    let entries: usize = compared.sum();
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
    let common = &table.common.body;
    let mut ours = table.function.iter().map(|entry| &entry.body);
    let mut found = section.entries(&bases);
    while let Some(entry) = found.next()? {
        let CieOrFde::Fde(entry) = entry else { continue };
        let entry = entry.parse(EhFrame::cie_from_offset)?;
        let function = ours.next().unwrap();
        let place = frames.offset() + entry.offset() as u64 + ADDRESS;
        let ours = Entry {
            start: place.wrapping_add(function.start),
            length: function.range,
            code_alignment: common.code_alignment.into(),
            // Seven bits, of which the highest is the sign.
            data_alignment: i64::from((common.data_alignment << 1).cast_signed() >> 1),
            return_register: common.return_register.into(),
        };
        let theirs = Entry {
            start: entry.initial_address(),
            length: entry.len(),
            code_alignment: entry.cie().code_alignment_factor(),
            data_alignment: entry.cie().data_alignment_factor(),
            return_register: entry.cie().return_address_register().0,
        };
        assert_eq!(ours, theirs, "{}", path.display());
        assert!(entry.initial_address() >= text.offset(), "{}", path.display());
        assert!(entry.end_address() <= text.offset() + text.size(), "{}", path.display());
        let mut program = entry.instructions(&section, &bases);
        let mut instructions = 0;
        while program.next()?.is_some() {
            instructions += 1;
        }
        assert!(instructions <= function.rules.len());
    }
    assert!(ours.next().is_none(), "{}: gimli stops before the last entry", path.display());
    Ok(table.function.len())
}
