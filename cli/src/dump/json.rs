//! What is in a file, for programs: a JSON object a line, so that nothing has to be kept on either side. The names of members
//! are promised to users; adding one is no break.

use std::fmt;
use std::io::{self, Write};

use cwasm_verify::dump::{Field, Kind};
use serde::{Serialize, Serializer};

use super::{bytes_of, word};
use crate::console::Output;

/// So many bytes are shown of what is not looked into.
const SHOWN: usize = 16;

/// A line.
#[derive(Serialize)]
struct Line<'f> {
    start: u64,
    end: u64,
    piece: &'f str,
    path: &'f str,
    kind: &'static str,
    value: &'f str,
    number: Option<u64>,
    rules: &'f [u16],
    /// In hexadecimal.
    bytes: Hex<'f>,
    /// Whether these are all.
    whole: bool,
}

/// Bytes in hexadecimal, never in memory as a whole.
struct Hex<'b>(&'b [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Serialize for Hex<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Writes the line of a field.
pub(super) fn line(output: &mut Output, field: &Field<'_>, bytes: &[u8], all: bool) -> io::Result<()> {
    let bytes = bytes_of(bytes, field);
    let looked_into = matches!(field.kind, Kind::Value | Kind::Text | Kind::Length | Kind::Tag);
    let shown = if all || looked_into { bytes } else { bytes.get(..SHOWN).unwrap_or(bytes) };
    let line = Line {
        start: field.range.start,
        end: field.range.end,
        piece: field.piece,
        path: field.path,
        kind: word(field.kind),
        value: field.value,
        number: field.number,
        rules: field.rules,
        bytes: Hex(shown),
        whole: shown.len() == bytes.len(),
    };
    serde_json::to_writer(&mut *output, &line)?;
    output.write_all(b"\n")
}
