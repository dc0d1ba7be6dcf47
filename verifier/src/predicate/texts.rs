//! Words about what names are made of: where they begin and end, their bytes, and closed lists of them.

use cwasm_spec::model::{Arg, Check, Place, Rule};
use cwasm_spec::predicate::Predicate;

use super::rows::{Row, item, names, rows};
use super::{numbers, subject};
use crate::raw::strings::{Offsets, not_utf8, string, with_other_bytes};
use crate::run::{Run, finding, hex};

/// The field that holds the offset of a name.
fn offset_field(run: &Run<'_>, row: Row) -> Option<Place> {
    match row {
        Row::Section(_) => Some(Place::Sections(run.records.section.index("sh_name")?, None)),
        _ => Some(Place::Symbols(run.records.symbol.index("st_name")?, None)),
    }
}

/// Where the name of a section or symbol begins. A symbol may go without.
fn offset(run: &Run<'_>, row: Row) -> Option<u64> {
    let offset = item(run, offset_field(run, row)?, row)?.value;
    (matches!(row, Row::Section(_)) || offset != 0).then_some(offset)
}

/// The table that names stand in, empty if there is none; `None` if it cannot be read, which has a rule of its own.
fn table<'a>(run: &Run<'a>, place: Place) -> Option<&'a [u8]> {
    if place == Place::SectionNames { run.image.names } else { run.symbol_names() }
}

pub(super) fn each_name(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let Some(place) = subject(check) else { return };
    let Some(table) = table(run, place) else { return };
    let test = Test::new(check, table);
    if test.is_passed() || place == Place::SymbolNames && all_symbols(run, check, &test) {
        return;
    }
    let wrong = rows(run, check, place).filter_map(|row| {
        let offset = offset(run, row).filter(|offset| test.is_wrong(*offset))?;
        Some((row, test.found(offset)))
    });
    let wrong: Vec<(Row, String)> = wrong.take(64).collect();
    for (row, found) in wrong {
        report(run, rule, row, found, test.expected());
    }
}

/// Whether no symbol's name is wrong.
fn all_symbols(run: &Run<'_>, check: &Check, test: &Test<'_>) -> bool {
    let Some(field) = run.records.symbol.index("st_name") else { return false };
    run.symbol_numbers(check.of, field, None).all(|offset| offset == 0 || !test.is_wrong(offset))
}

fn report(run: &mut Run<'_>, rule: &Rule, row: Row, found: String, expected: &str) {
    let Some(field) = offset_field(run, row) else { return };
    let range = item(run, field, row).map_or(0..0, |item| item.range);
    let (section, path) = names(run, field, row);
    run.report(rule, || finding(range, section, path, found, expected.to_owned()));
}

/// What is asked of every name of a table. The table was looked at once, so that asking costs nothing more.
struct Test<'t> {
    predicate: Predicate,
    table: &'t [u8],
    /// Offset of the last zero byte: what begins behind it has none.
    last_zero: Option<usize>,
    /// Offsets from which a name has wrong bytes.
    wrong: Offsets,
    fits: Box<dyn Fn(u8) -> bool>,
}

impl<'t> Test<'t> {
    fn new(check: &Check, table: &'t [u8]) -> Self {
        let bounds = numbers(check);
        let bound = |bound: u64| u16::try_from(bound).unwrap_or(u16::MAX);
        let (low, high) = match *bounds {
            [low, high] => (bound(low), bound(high)),
            _ => (0, u16::MAX),
        };
        let fits = move |byte: u8| low <= u16::from(byte) && u16::from(byte) <= high;
        let wrong = match check.predicate {
            Predicate::Utf8 => not_utf8(table),
            Predicate::BytesBetween => with_other_bytes(table, fits),
            _ => Offsets::new(0),
        };
        let last_zero = table.iter().rposition(|byte| *byte == 0);
        Self { predicate: check.predicate, table, last_zero, wrong, fits: Box::new(fits) }
    }

    /// Whether no name of the table can be wrong.
    fn is_passed(&self) -> bool {
        matches!(self.predicate, Predicate::Utf8 | Predicate::BytesBetween) && self.wrong.is_empty()
    }

    fn is_wrong(&self, offset: u64) -> bool {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        let is_inside = offset < self.table.len();
        let is_terminated = self.last_zero.is_some_and(|zero| offset <= zero);
        match self.predicate {
            Predicate::NameInside => !is_inside,
            Predicate::NameTerminated => is_inside && !is_terminated,
            _ => is_terminated && self.wrong.contains(offset),
        }
    }

    fn found(&self, offset: u64) -> String {
        let name = string(self.table, offset).unwrap_or_default();
        match self.predicate {
            Predicate::NameInside => "an offset outside of the string table".to_owned(),
            Predicate::NameTerminated => "no zero byte to the end of the string table".to_owned(),
            Predicate::Utf8 => hex(name),
            _ => {
                let other = name.iter().find(|byte| !(self.fits)(**byte));
                other.map(|byte| format!("{byte:02x} in the name")).unwrap_or_default()
            }
        }
    }

    fn expected(&self) -> &'static str {
        match self.predicate {
            Predicate::NameInside => "an offset inside",
            Predicate::NameTerminated => "a name closed by a zero byte",
            Predicate::Utf8 => "UTF-8",
            _ => "graphic ASCII",
        }
    }
}

/// Symbol names that must be in a closed list.
pub(super) fn listed(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let list = check.args.iter().find_map(|arg| match arg {
        Arg::Names(index) => run.spec.names.get(usize::from(*index)),
        _ => None,
    });
    let (Some(list), Some(place)) = (list, subject(check)) else { return };
    let Some(table) = table(run, place) else { return };
    let here = list.names.iter().filter(|entry| entry.range.contains(run.edition));
    let known: Vec<&[u8]> = here.map(|entry| entry.name.as_bytes()).collect();
    let is_known = |offset: u64| {
        let rest = usize::try_from(offset).ok().and_then(|offset| table.get(offset..)).unwrap_or_default();
        known.iter().any(|name| rest.strip_prefix(*name).is_some_and(|behind| behind.first() == Some(&0)))
    };
    // A name that cannot be read has a rule of its own.
    let last_zero = table.iter().rposition(|byte| *byte == 0).and_then(|zero| u64::try_from(zero).ok());
    let name = |offset: u64| match offset {
        0 => Some(&[][..]),
        _ if last_zero.is_some_and(|zero| offset <= zero) => string(table, offset).ok(),
        _ => None,
    };
    let wrong = rows(run, check, place).filter_map(|row| {
        let offset = offset(run, row).unwrap_or(0);
        let name = if is_known(offset) { None } else { name(offset) }?;
        Some((row, format!("`{}`", String::from_utf8_lossy(name.get(..64).unwrap_or(name)))))
    });
    let wrong: Vec<(Row, String)> = wrong.take(64).collect();
    for (row, found) in wrong {
        report(run, rule, row, found, &format!("a name of {}", list.name));
    }
}
