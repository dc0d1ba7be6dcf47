//! The functions of an artifact: where each is in the text section, how many places of it can trap, and of how many the map
//! knows where they come from. Functions are as the library has them, traps and positions as the verifier reads them.

use std::fmt::Write as _;
use std::ops::Range;

use cwasm::view::View;
use cwasm::{Artifact, Release};
use cwasm_verify::SPEC;
use cwasm_verify::fields::numbers;
use cwasm_verify::report::Report;
use serde::Serialize;

use crate::args::Format;
use crate::console;
use crate::exit::Exit;
use crate::json::SCHEMA_VERSION;
use crate::render::style::{FAINT, TITLE};
use crate::words::{clean, number, plural};

/// The layouts of the tables that are counted, and what they call the two numbers of an entry.
const TRAPS: &str = "traps";
const MAP: &str = "addrmap";
const OFFSET: &str = "offset";
const POSITION: &str = "position";

/// What is shown. The names of fields are promised to users.
#[derive(Serialize)]
struct Functions<'v> {
    schema_version: u32,
    path: &'v str,
    functions: Vec<Function<'v>>,
}

#[derive(Serialize)]
struct Function<'v> {
    /// Of the core module.
    module: u32,
    /// Among all functions of the module, imported ones first.
    index: u32,
    name: Option<&'v str>,
    /// In the text section.
    start: u64,
    end: u64,
    size: u64,
    traps: usize,
    positions: usize,
}

/// Shows the functions of one file.
pub(super) fn run(name: &str, bytes: &[u8], report: &Report, format: Format) -> Exit {
    let release = report.release_name(&SPEC).and_then(Release::from_name);
    let artifact = release.map_or_else(|| Artifact::parse(bytes), |release| Artifact::parse_as(bytes, release));
    let view = match artifact.and_then(|artifact| artifact.view()) {
        Ok(view) => view,
        Err(error) => {
            console::error(format_args!("{name}: {error}"));
            return Exit::NoVerdict;
        }
    };
    let tables = Tables::read(bytes, report);
    let functions = Functions { schema_version: SCHEMA_VERSION, path: name, functions: list(&view, &tables) };
    console::print(&match format {
        Format::Human => text(&functions),
        Format::Json => serde_json::to_string_pretty(&functions).unwrap_or_default() + "\n",
    })
}

/// Offsets in the text section, ascending.
struct Tables {
    traps: Vec<u64>,
    mapped: Vec<u64>,
}

impl Tables {
    fn read(bytes: &[u8], report: &Report) -> Self {
        let Some(edition) = report.edition() else { return Self { traps: Vec::new(), mapped: Vec::new() } };
        let read = |layout, name| numbers(bytes, &SPEC, edition, layout, name);
        let traps = read(TRAPS, OFFSET).into_iter().flatten().collect();
        let pairs = read(MAP, OFFSET).into_iter().zip(read(MAP, POSITION));
        let mapped = pairs.filter_map(|(offset, position)| position.and(offset)).collect();
        let [traps, mapped] = [traps, mapped].map(|mut offsets: Vec<u64>| {
            offsets.sort_unstable();
            offsets
        });
        Self { traps, mapped }
    }
}

/// How many offsets lie in a range.
fn inside(offsets: &[u64], range: &Range<u64>) -> usize {
    let before = |end: u64| offsets.partition_point(|offset| *offset < end);
    before(range.end).saturating_sub(before(range.start))
}

/// The functions that have code, by module and index.
fn list<'v>(view: &'v View<'_>, tables: &Tables) -> Vec<Function<'v>> {
    let functions =
        view.modules().flat_map(|module| module.functions().map(move |function| (module.index(), function)));
    let with_code = functions.filter_map(|(module, function)| {
        let code = function.code?;
        Some(Function {
            module: module.0,
            index: function.index.0,
            name: function.name,
            start: code.start,
            end: code.end,
            size: code.end.saturating_sub(code.start),
            traps: inside(&tables.traps, &code),
            positions: inside(&tables.mapped, &code),
        })
    });
    with_code.collect()
}

fn text(functions: &Functions<'_>) -> String {
    let list = &functions.functions;
    let mut text = String::new();
    let count = u64::try_from(list.len()).unwrap_or(u64::MAX);
    let _ = writeln!(text, "{TITLE}{}{TITLE:#}: {}", functions.path, plural(count, "function"));
    let _ =
        writeln!(text, "  {FAINT}module   index       start         end       size  traps  positions  name{FAINT:#}");
    for function in list {
        let Function { module, index, traps, positions, .. } = function;
        let (start, end) = (format!("{:#x}", function.start), format!("{:#x}", function.end));
        let (size, name) = (number(function.size), clean(function.name.unwrap_or("-")));
        let _ = writeln!(
            text,
            "  {module:>6}  {index:>6}  {start:>10}  {end:>10}  {size:>9}  {traps:>5}  {positions:>9}  {name}"
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::inside;

    #[test]
    fn offsets_are_counted_in_their_range() {
        let offsets = [1, 4, 4, 9];
        assert_eq!(inside(&offsets, &(0..4)), 1);
        assert_eq!(inside(&offsets, &(4..9)), 2);
        assert_eq!(inside(&offsets, &(10..20)), 0);
        assert_eq!(inside(&offsets, &Range { start: 9, end: 1 }), 0);
    }
}
