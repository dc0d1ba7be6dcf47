//! What was looked at: sections and coverage as tables.

use std::fmt::Write as _;

use cwasm_verify::report::{Class, State};

use super::View;
use super::style::{FAINT, TITLE};
use crate::words::{clean, number};

/// Writes the sections with what was done with each.
pub(super) fn sections(text: &mut String, view: &View<'_>) {
    let sections = &view.report.sections;
    if sections.is_empty() {
        return;
    }
    let width = sections.iter().map(|section| clean(&section.name).chars().count()).max().unwrap_or(0);
    let _ = writeln!(text, "{TITLE}sections of {}{TITLE:#}", view.name);
    for section in sections {
        let size = number(section.range.end.saturating_sub(section.range.start));
        let (name, start) = (clean(&section.name), section.range.start);
        let _ = writeln!(text, "  {name:width$}  {start:#10x}  {size:>12}  {}", state(&section.state));
    }
    text.push('\n');
}

/// What was done with a section, in words.
pub(crate) fn state(state: &State) -> String {
    match state {
        State::Checked => "checked".to_owned(),
        State::Opaque(what) => format!("not looked into: {}", clean(what)),
        State::Undescribed(what) => format!("not yet described: {}", clean(what)),
        State::Unknown => "unknown in this release".to_owned(),
        State::Unreached => "not checked".to_owned(),
    }
}

/// Writes what every byte of the file belongs to, summed up.
pub(super) fn coverage(text: &mut String, view: &View<'_>) {
    let size = u64::try_from(view.bytes.len()).unwrap_or(u64::MAX);
    let _ = writeln!(text, "{TITLE}coverage of {}{TITLE:#}", view.name);
    for (class, word) in CLASSES {
        let bytes = view.report.bytes(class);
        let share = share(bytes, size);
        if bytes > 0 {
            let _ = writeln!(text, "  {word:<18}  {:>12} bytes  {FAINT}{share:>6}{FAINT:#}", number(bytes));
        }
    }
    text.push('\n');
}

/// The classes with their names, the best known first.
const CLASSES: [(Class, &str); 5] = [
    (Class::Described, "described"),
    (Class::Padding, "padding"),
    (Class::Opaque, "not looked into"),
    (Class::Undescribed, "not yet described"),
    (Class::Nothing, "of nothing"),
];

/// A share in percent with one digit behind the point.
fn share(part: u64, whole: u64) -> String {
    let tenths = u128::from(part).saturating_mul(1000).checked_div(u128::from(whole)).unwrap_or(0);
    format!("{}.{} %", tenths / 10, tenths % 10)
}
