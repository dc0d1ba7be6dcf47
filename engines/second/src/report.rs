//! What came out, as lines and as a table.

use std::fmt;
use std::path::Path;

use cwasm::Release;
use cwasm_second::{Count, TABLES, Tally};

/// The result of one release.
pub(crate) struct Row {
    pub(crate) release: Release,
    /// The version of Wasmtime's crates.
    pub(crate) crates: String,
    /// `None` if the program did not come to its end.
    pub(crate) tally: Option<Tally>,
}

impl Row {
    pub(crate) fn agrees(&self) -> bool {
        self.tally.is_some_and(|tally| tally.differences == 0)
    }
}

impl fmt::Display for Row {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} ({}): ", self.release, self.crates)?;
        let Some(tally) = self.tally else {
            return out.write_str("no result");
        };
        write!(out, "{} artifacts, {} names", tally.artifacts, tally.names)?;
        let tables = TABLES.iter().zip(tally.tables).chain([(&"made tables", tally.made)]);
        for (name, count) in tables.filter(|(_, count)| *count != Count::default()) {
            write!(out, ", {name} {}", cell(&count))?;
        }
        if tally.loaded > 0 {
            let (loaded, functions, caught) = (tally.loaded, tally.functions, tally.caught);
            write!(out, ", {loaded} modules loaded with {functions} functions, {caught} traps caught")?;
        }
        write!(out, ", {} differences", tally.differences)
    }
}

const INTRODUCTION: &str = "\
# A second opinion on the tables

Made by `cargo run -p cwasm-second -- all` in `engines/`. Do not edit.

For each release the artifacts of `tests/corpus` were given to the look-up functions of its published crates
(`wasmtime-environ`, from 37 on `wasmtime-internal-unwinder`). Their answers were compared with the tables as this project's
library decodes them, and with what its own look-ups find in the bytes: all entries, where the release has a function that
lists them, and look-ups at every offset of `.text`, in files with more than 256 KiB of it at every entry and next to it.
Program points are looked up on both sides of each offset, breakpoints at every place in the WebAssembly file that has one and
next to it. Names are those of all numbers of traps and of types of locals that either side knows.

A cell has entries / look-ups. 3-dev was never published; its artifacts were given to the crates of 3. Stack maps have a
section of their own since 32, call sites since 37, program points since 39, breakpoints since 41.

Made tables are address maps and traps of random entries, up to 400 in one, written by the library and read by Wasmtime.

Of some releases the engine itself was built, too. It loaded the modules for this machine that it takes with its settings
(loaded: modules / functions / traps): text, address map, and names and places of functions must be what the library says;
then exported functions were called, and of each trap that was caught there must be an entry in the tables, with this trap, in
this function, at this place in the WebAssembly file. Only where the code of this place cannot trap itself may it have called
the runtime, which raised the trap, as for a misaligned `memory.atomic.notify`.

";

/// Writes the table of all releases.
pub(crate) fn write(rows: &[Row], path: &Path) -> Result<(), String> {
    let mut text = INTRODUCTION.to_owned();
    text += &format!(
        "| release | crates | artifacts | names | {} | made tables | loaded | differences |\n",
        TABLES.join(" | ")
    );
    text += &format!("|---|---|---|---|{}---|---|---|\n", "---|".repeat(TABLES.len()));
    let mut sum = Tally::default();
    for row in rows {
        text += &line(row.release.name(), &row.crates, row.tally);
        sum.add(&row.tally.unwrap_or_default());
    }
    text += &line("all", "", Some(sum));
    std::fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
}

fn line(release: &str, crates: &str, tally: Option<Tally>) -> String {
    let Some(tally) = tally else {
        return format!("| {release} | {crates} | no result |\n");
    };
    let cells: Vec<String> = tally.tables.iter().map(cell).collect();
    let (artifacts, names, differences) = (tally.artifacts, tally.names, tally.differences);
    let loaded = match tally.loaded {
        0 => String::new(),
        loaded => format!("{loaded} / {} / {}", tally.functions, tally.caught),
    };
    let made = cell(&tally.made);
    format!(
        "| {release} | {crates} | {artifacts} | {names} | {} | {made} | {loaded} | {differences} |\n",
        cells.join(" | ")
    )
}

/// Entries and look-ups; empty if there was nothing.
fn cell(count: &Count) -> String {
    match *count {
        Count { entries: 0, look_ups: 0 } => String::new(),
        Count { entries, look_ups } => format!("{entries} / {look_ups}"),
    }
}
