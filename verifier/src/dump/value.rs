//! Values in words, with the names that the description has for them.

use std::fmt::Write as _;

use cwasm_spec::model::{Bit, NameTable, Slice, Spec, TypeKind};
use cwasm_spec::version::Edition;

use crate::run::number as plain;

/// What names are looked up in.
#[derive(Clone, Copy)]
pub(super) struct Names<'s> {
    pub(super) spec: &'s Spec,
    pub(super) edition: Edition,
}

impl<'s> Names<'s> {
    /// A number by the names of a table, and by what its parts say.
    pub(super) fn number(self, value: u64, names: &str, slices: &[Slice]) -> String {
        let mut text = match self.named(names, value) {
            Some(name) => format!("{name} ({value})"),
            None => plain(value),
        };
        let here = slices.iter().filter(|slice| slice.range.contains(self.edition));
        for (index, slice) in here.enumerate() {
            let mask = u64::MAX.checked_shr(64_u32.saturating_sub(u32::from(slice.bits))).unwrap_or(0);
            let part = value.checked_shr(u32::from(slice.at)).unwrap_or(0) & mask;
            let part = self.named(&slice.names, part).map_or_else(|| plain(part), str::to_owned);
            // Writing into memory does not fail.
            let _ = write!(text, "{} {} {part}", if index == 0 { ":" } else { "," }, slice.name);
        }
        text
    }

    /// The name of a number in the release.
    fn named(self, table: &str, value: u64) -> Option<&'s str> {
        let is_meant = |known: &&NameTable| !table.is_empty() && known.name == table && known.numbered;
        let table = self.spec.names.iter().find(is_meant)?;
        let entry = table.names.iter().find(|entry| entry.value == value && entry.range.contains(self.edition))?;
        Some(&entry.name)
    }

    /// The bits of a set that are set; those without a name as numbers.
    pub(super) fn bits(self, set: u16, value: u64) -> String {
        let Some(TypeKind::Bits { bits, .. }) = self.spec.types.get(usize::from(set)).map(|ty| &ty.kind) else {
            return plain(value);
        };
        let here = |at: u8| bits.iter().find(|bit: &&Bit| bit.at == at && bit.range.contains(self.edition));
        let set = (0..64_u8).filter(|at| value.wrapping_shr(u32::from(*at)) & 1 != 0);
        let names: Vec<String> =
            set.map(|at| here(at).map_or_else(|| format!("bit {at}"), |bit| bit.name.to_string())).collect();
        format!("{}: {}", plain(value), if names.is_empty() { "none".to_owned() } else { names.join(" ") })
    }
}

/// Bytes in words: a text if they are one.
pub(super) fn bytes(bytes: &[u8]) -> String {
    match bytes {
        _ if bytes.iter().all(|byte| *byte == 0) => "zeros".to_owned(),
        _ if bytes.iter().all(u8::is_ascii_graphic) => text(&String::from_utf8_lossy(bytes)),
        _ => format!("{} bytes", bytes.len()),
    }
}

/// A text in quotes, as it is: who prints it takes care of what it holds.
pub(super) fn text(text: &str) -> String {
    format!("\"{text}\"")
}
