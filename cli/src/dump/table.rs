//! What is in a file, for people: a line a field.

use std::io::{self, Write};

use cwasm_verify::dump::{Field, Kind};

use super::{bytes_of, word};
use crate::console::Output;
use crate::render::style::{ERROR, FAINT, FRAME, TITLE};
use crate::words::clean;

/// So many bytes of a field stand in its line.
const SHOWN: usize = 8;
/// Bytes in a row below it.
const ROW: usize = 16;
/// Longer texts are cut.
const LONGEST: usize = 200;
/// Longer paths move their value to the right.
const PATH: usize = 44;

/// The table so far.
pub(super) struct Table<'b> {
    bytes: &'b [u8],
    /// Whether all bytes are shown.
    all: bool,
    /// The piece of the file that the last line was about.
    piece: Option<String>,
    /// Digits of an offset.
    width: usize,
}

impl<'b> Table<'b> {
    pub(super) fn new(bytes: &'b [u8], all: bool) -> Self {
        Self { bytes, all, piece: None, width: format!("{:x}", bytes.len()).len().max(4) }
    }

    /// Writes a line, and a heading before it if another piece begins.
    pub(super) fn field(&mut self, output: &mut Output, field: &Field<'_>) -> io::Result<()> {
        if self.piece.as_deref() != Some(field.piece) {
            let space = if self.piece.is_some() { "\n" } else { "" };
            writeln!(output, "{space}{TITLE}{}{TITLE:#}", clean(field.piece))?;
            self.piece = Some(field.piece.to_owned());
        }
        let bytes = bytes_of(self.bytes, field);
        let (start, width) = (field.range.start, self.width);
        write!(output, "{FRAME}{start:0width$x}{FRAME:#}  {:26}", few(bytes))?;
        match (field.path, field.kind) {
            ("", kind) => write!(output, "  {FAINT}{:PATH$}{FAINT:#}", word(kind))?,
            (path, _) => write!(output, "  {:PATH$}", cut(&clean(path)))?,
        }
        let value = clean(field.value);
        let value = cut(&value);
        match field.kind {
            Kind::Undecoded | Kind::Nothing => write!(output, "  {ERROR}{value}{ERROR:#}")?,
            _ => write!(output, "  {value}")?,
        }
        if !field.rules.is_empty() {
            let rules: Vec<String> = field.rules.iter().map(|rule| format!("{rule:04}")).collect();
            write!(output, "  {FAINT}[{}]{FAINT:#}", rules.join(" "))?;
        }
        writeln!(output)?;
        if self.all && bytes.len() > SHOWN { self.rows(output, start, bytes) } else { Ok(()) }
    }

    /// All bytes of a field.
    fn rows(&self, output: &mut Output, start: u64, bytes: &[u8]) -> io::Result<()> {
        let mut at = start;
        let width = self.width;
        for row in bytes.chunks(ROW) {
            let readable = row.iter().map(|byte| if byte.is_ascii_graphic() { char::from(*byte) } else { '.' });
            let readable: String = readable.collect();
            writeln!(output, "{FRAME}{at:0width$x}{FRAME:#}    {:48}{FAINT}{readable}{FAINT:#}", hex(row))?;
            at = at.saturating_add(u64::try_from(row.len()).unwrap_or(0));
        }
        Ok(())
    }
}

fn hex(bytes: &[u8]) -> String {
    let shown: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    shown.join(" ")
}

/// The first bytes.
fn few(bytes: &[u8]) -> String {
    match bytes.get(..SHOWN) {
        Some(first) if bytes.len() > SHOWN => format!("{} ..", hex(first)),
        _ => hex(bytes),
    }
}

/// A text that fits into a line.
fn cut(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.by_ref().take(LONGEST).collect();
    if letters.next().is_some() { format!("{first}...") } else { first }
}
