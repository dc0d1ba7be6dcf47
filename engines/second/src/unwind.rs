//! What `gimli` finds in `.eh_frame`: a second opinion that is the same for every release.

use cwasm::types::EhFrame;
use cwasm::{Artifact, Error};
use gimli::{BaseAddresses, CieOrFde, RunTimeEndian, UnwindSection};

use crate::compare::File;
use crate::ours;
use crate::wasmtime::Entries;

/// What both sides say of a function, which is known by its first byte in `.text`.
#[derive(Debug, PartialEq, Eq)]
struct Unwind {
    /// Its length in bytes.
    length: u64,
    /// Unit of code advances.
    code_alignment: u64,
    /// Unit of stack offsets.
    data_alignment: i64,
    /// The register that holds the return address.
    return_register: u16,
}

/// Fails if the library does not decode the section.
pub(crate) fn compare(artifact: &Artifact<'_>, file: &mut File<'_>) -> Result<(), Error> {
    let (Some(table), Some(section)) = (artifact.eh_frame()?, artifact.section(EhFrame::SECTION)) else {
        return Ok(());
    };
    let text = artifact.section(ours::TEXT).map_or(0, |text| text.size());
    // The byte of the ELF header that says so.
    let endian = if artifact.bytes().get(5) == Some(&2) { RunTimeEndian::Big } else { RunTimeEndian::Little };
    file.list(6, ours(&table, text), theirs(section.data(), text, endian));
    Ok(())
}

/// Places are relative to themselves, and the section stands behind `.text`.
fn ours(table: &EhFrame, text: u64) -> Entries<Unwind> {
    let common = &table.common.body;
    // Length, id, six bytes of one field each, the text of three bytes.
    let mut entry = text + 4 + 4 + 6 + 3 + common.rules.len() as u64;
    let mut functions = Vec::new();
    for function in &table.function {
        // Length and distance stand before it.
        let start = (entry + 8).wrapping_add(function.body.start);
        let unwind = Unwind {
            length: function.body.range,
            code_alignment: common.code_alignment.into(),
            // Seven bits, of which the highest is the sign.
            data_alignment: i64::from((common.data_alignment << 1).cast_signed() >> 1),
            return_register: common.return_register.into(),
        };
        functions.push((u32::try_from(start).map_err(|error| error.to_string())?, unwind));
        // The start and the length of the function, and how long nothing is.
        entry += 8 + 8 + 8 + 1 + function.body.rules.len() as u64;
    }
    Ok(functions)
}

fn theirs(data: &[u8], text: u64, endian: RunTimeEndian) -> Entries<Unwind> {
    let section = gimli::EhFrame::new(data, endian);
    let bases = BaseAddresses::default().set_eh_frame(text);
    let mut entries = section.entries(&bases);
    let mut functions = Vec::new();
    while let Some(entry) = entries.next().map_err(|error| error.to_string())? {
        let CieOrFde::Fde(function) = entry else {
            continue;
        };
        let function = function.parse(UnwindSection::cie_from_offset).map_err(|error| error.to_string())?;
        let common = function.cie();
        let unwind = Unwind {
            length: function.len(),
            code_alignment: common.code_alignment_factor(),
            data_alignment: common.data_alignment_factor(),
            return_register: common.return_address_register().0,
        };
        functions.push((u32::try_from(function.initial_address()).map_err(|error| error.to_string())?, unwind));
    }
    Ok(functions)
}
