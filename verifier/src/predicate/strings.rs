//! `canonical`: a string table is exactly the one that its names make.

use cwasm_spec::model::{Arg, Check, PieceKind, Rule};

use crate::raw::elf::Section;
use crate::raw::strings::Offsets;
use crate::run::{Run, finding};

pub(super) fn canonical(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let Some(Arg::Section(section)) = check.args.first() else { return };
    let Some(found) = run.image.section(*section) else { return };
    let Some(table) = found.data else { return };
    let names_of_sections = is_last_piece(run, *section);
    let mut used = Offsets::new(table.len());
    let mut count: u64 = 0;
    let mut add = |offset: u64| {
        if offset != 0 {
            used.insert(offset);
            count = count.saturating_add(1);
        }
    };
    // Without symbols that can be read nobody knows which names there should be.
    if !names_of_sections && run.symbol_table().is_none() {
        return;
    }
    if names_of_sections {
        let field = run.records.section.index("sh_name");
        let offset = |section: &Section<'_>| run.records.section.read(run.bytes(), section.header, field?, run.order());
        run.image.real_sections().filter_map(|(_, section)| offset(section)).for_each(&mut add);
    } else {
        let Some(field) = run.records.symbol.index("st_name") else { return };
        run.symbol_numbers(None, field, None).for_each(&mut add);
    }
    let may_be_empty = run.spec.layout.strtab_may_be_empty.contains(run.edition) && !names_of_sections;
    if table.is_empty() && count == 0 && may_be_empty {
        return;
    }
    let Some((at, found_text, expected)) = first_difference(table, &used) else { return };
    let start = found.offset.saturating_add(u64::try_from(at).unwrap_or(0));
    let end = found.range().end.min(start.saturating_add(16)).max(start);
    let name = found.display_name();
    run.report(rule, || finding(start..end, name, format!("offset {at}"), found_text, expected.to_owned()));
}

/// The names of sections are the last data of the file; those of symbols stand before.
fn is_last_piece(run: &Run<'_>, section: u16) -> bool {
    let mut sections = run.spec.layout.pieces.iter().rev().filter_map(|piece| match piece.kind {
        PieceKind::Section(index) => Some(index),
        _ => None,
    });
    sections.next() == Some(section)
}

type Difference = (usize, String, &'static str);

/// One walk over the stored names: each used as a whole, in descending order of their reversed bytes, none the tail of
/// the one before it, and every name that is a tail in the last stored name that has it.
fn first_difference(table: &[u8], used: &Offsets) -> Option<Difference> {
    if table.first() != Some(&0) {
        return Some((0, "another byte".to_owned(), "a zero byte first"));
    }
    if table.last() != Some(&0) {
        return Some((table.len().saturating_sub(1), "another byte".to_owned(), "a zero byte last"));
    }
    let mut before: Option<(usize, &[u8])> = None;
    let mut start = 1;
    while start < table.len() {
        let rest = table.get(start..).unwrap_or_default();
        let length = rest.iter().position(|byte| *byte == 0).unwrap_or(rest.len());
        let name = rest.get(..length).unwrap_or_default();
        let text = || format!("`{}`", String::from_utf8_lossy(name.get(..name.len().min(64)).unwrap_or_default()));
        if name.is_empty() {
            return Some((start, "an empty name".to_owned(), "the end of the table"));
        }
        if !used.contains(start) {
            return Some((start, text(), "a name that is used as a whole"));
        }
        if let Some((_, before)) = before {
            if before.ends_with(name) {
                return Some((start, text(), "no name that is the tail of the one before it"));
            }
            if name.iter().rev().cmp(before.iter().rev()).is_gt() {
                return Some((start, text(), "names in descending order of their reversed bytes"));
            }
        }
        if let Some(at) = before.and_then(|(at, before)| shared_tail(at, before, name, used)) {
            return Some((at, text(), "a tail stored with the last name that has it"));
        }
        before = Some((start, name));
        start = start.saturating_add(length).saturating_add(1);
    }
    None
}

/// A used offset inside of `before` whose tail is also one of `name`, which stands behind it.
fn shared_tail(at: usize, before: &[u8], name: &[u8], used: &Offsets) -> Option<usize> {
    let shared = before.iter().rev().zip(name.iter().rev()).take_while(|(one, other)| one == other).count();
    let end = at.saturating_add(before.len());
    (end.saturating_sub(shared)..end).find(|offset| *offset > at && used.contains(*offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn difference(table: &[u8], offsets: &[u64]) -> Option<usize> {
        let mut used = Offsets::new(table.len());
        offsets.iter().for_each(|offset| used.insert(*offset));
        first_difference(table, &used).map(|(at, ..)| at)
    }

    #[test]
    fn the_canonical_table_has_no_difference() {
        assert_eq!(difference(b"\0.rela.text\0.data\0", &[1, 6, 12]), None);
        assert_eq!(difference(b"\0", &[]), None);
    }

    #[test]
    fn order_spare_names_and_stored_tails_differ() {
        assert_eq!(difference(b"\0.data\0.text\0", &[1, 7]), Some(7));
        assert_eq!(difference(b"\0.text\0.data\0", &[1]), Some(7));
        assert_eq!(difference(b"\0.rela.text\0.text\0", &[1, 12]), Some(12));
        assert_eq!(difference(b"\0b.t\0a.t\0", &[1, 2, 5]), Some(2));
        assert_eq!(difference(b"\0.text\0\0", &[1]), Some(7));
        assert_eq!(difference(b"x.text\0", &[1]), Some(0));
    }
}
