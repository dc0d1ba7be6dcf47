//! The few words about bytes of code: `code-at`, `instruction-at`, `code-before`. No instruction is decoded.

use cwasm_spec::model::{Arg, Check, Masked, Place, Rule};

use super::counts::by_structure;
use super::groups::named;
use super::instructions::Instructions;
use super::rows::{Item, item, names, rows, same_structure};
use super::values::LISTED;
use super::{numbers, subject};
use crate::raw::slice;
use crate::run::{Run, finding, hex, number};

/// Bytes of which only some bits count.
pub(super) struct Pattern<'c> {
    pub(super) bytes: &'c [u8],
    pub(super) mask: &'c [u8],
}

impl<'c> Pattern<'c> {
    /// Those of the description.
    pub(super) fn of(masked: &'c Masked) -> Self {
        Self { bytes: &masked.bytes, mask: &masked.mask }
    }

    fn length(&self) -> u64 {
        u64::try_from(self.bytes.len()).unwrap_or(u64::MAX)
    }

    fn stands_at(&self, code: &[u8], at: u64) -> bool {
        slice(code, at, self.length()).is_some_and(|found| self.begins(found))
    }

    pub(super) fn begins(&self, code: &[u8]) -> bool {
        let Some(found) = code.get(..self.bytes.len()) else { return false };
        let mut pairs = found.iter().zip(self.bytes.iter().zip(self.mask));
        pairs.all(|(byte, (wanted, mask))| byte & mask == wanted & mask)
    }

    /// The pattern as a number of eight bytes, the first the lowest, and the bits that count.
    pub(super) fn window(&self) -> Option<(u64, u64)> {
        let number = |bytes: &[u8]| {
            let mut all = [0; 8];
            all.get_mut(..bytes.len())?.copy_from_slice(bytes);
            Some(u64::from_le_bytes(all))
        };
        let mask = number(self.mask.get(..self.bytes.len())?)?;
        Some((number(self.bytes)? & mask, mask))
    }

    pub(super) fn stands_before(&self, code: &[u8], at: u64) -> bool {
        at.checked_sub(self.length()).is_some_and(|start| self.stands_at(code, start))
    }
}

/// The patterns that a check names: bytes alone, or each with the bits that count.
pub(super) fn patterns(check: &Check) -> Vec<Pattern<'_>> {
    let bytes = check.args.iter().filter_map(|arg| if let Arg::Bytes(bytes) = arg { Some(&**bytes) } else { None });
    paired(&bytes.collect::<Vec<&[u8]>>())
}

pub(super) fn paired<'c>(bytes: &[&'c [u8]]) -> Vec<Pattern<'c>> {
    match bytes {
        [alone] => vec![Pattern { bytes: alone, mask: &[0xff; 16] }],
        pairs => {
            let pairs = pairs.chunks_exact(2);
            pairs.filter_map(|pair| Some(Pattern { bytes: pair.first()?, mask: pair.get(1)? })).collect()
        }
    }
}

fn shown(patterns: &[Pattern<'_>]) -> String {
    patterns.iter().map(|pattern| hex(pattern.bytes)).collect::<Vec<_>>().join(" or ")
}

/// `code-at OFFSETS SECTION BYTES`: the same at each place.
fn code_at_each(run: &mut Run<'_>, rule: &Rule, check: &Check, section: u16) {
    let Some(code) = run.image.section(section).and_then(|section| section.data) else { return };
    let size = u64::try_from(code.len()).unwrap_or(u64::MAX);
    let patterns = patterns(check);
    // A place outside has a rule of its own.
    let fits = |at: u64| at >= size || patterns.iter().any(|pattern| pattern.stands_at(code, at));
    by_structure(run, rule, check, |_, structure, wrong| {
        let misplaced = structure.items().filter(|item| !fits(item.value));
        wrong.extend(
            misplaced.map(|item| (item, format!("where these bytes stand: {}", shown(&patterns)))).take(LISTED),
        );
    });
}

/// `instruction-at`.
pub(super) fn instruction_at(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let Some(instructions) = Instructions::new(run, check) else { return };
    by_structure(run, rule, check, |_, structure, wrong| {
        if structure.column.all(structure.index, |at| instructions.stand_at(at)) {
            return;
        }
        let misplaced = structure.items().filter(|item| !instructions.stand_at(item.value));
        wrong.extend(misplaced.map(|item| (item, "where an instruction stands that can trap".to_owned())).take(LISTED));
    });
}

/// `code-at OFFSETS CODES SECTION NAMES BYTES [LATE]` or `... BYTES MASK BYTES MASK ...`.
pub(super) fn code_at(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    if let [_, Arg::Section(section), ..] = &*check.args {
        return code_at_each(run, rule, check, *section);
    }
    let [_, Arg::Place(codes), Arg::Section(section), ..] = &*check.args else { return };
    let late = numbers(check).first().copied().unwrap_or(0);
    let Some(code) = run.image.section(*section).and_then(|section| section.data) else { return };
    let asked = asked(run, check);
    let is_asked = |number: u64| usize::try_from(number).ok().and_then(|number| asked.get(number)) == Some(&true);
    let patterns = patterns(check);
    let stands = |at: u64| patterns.iter().any(|pattern| pattern.stands_at(code, at));
    by_structure(run, rule, check, |run, structure, wrong| {
        let Some(codes) = run.column(*codes) else { return };
        let Some(same) = same_structure(structure.column, structure.index, codes) else { return };
        let is_one = |at: u64| (0..=late).any(|back| at.checked_sub(back).is_some_and(stands));
        let index = structure.index;
        if structure.column.all_with(index, codes, same, |at, code| !is_asked(code) || is_one(at)) {
            return;
        }
        for ((position, entry), (_, code)) in structure.column.iter(structure.index).zip(codes.iter(same)) {
            let Some(item) = structure.item(position, entry) else { continue };
            if !code.number().is_some_and(is_asked) || wrong.len() >= LISTED {
                continue;
            }
            if !is_one(item.value) {
                wrong.push((item, format!("where an instruction stands that traps: {}", shown(&patterns))));
            }
        }
    });
}

/// Which codes a check names.
pub(super) fn asked(run: &Run<'_>, check: &Check) -> [bool; 256] {
    let mut asked = [false; 256];
    for number in named(run, check) {
        if let Some(asked) = usize::try_from(number).ok().and_then(|number| asked.get_mut(number)) {
            *asked = true;
        }
    }
    asked
}

/// `code-before PLACE SECTION BYTES MASK [BYTES MASK ...] [BASE]`.
pub(super) fn code_before(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [_, Arg::Section(section), ..] = &*check.args else { return };
    let Some(place) = subject(check) else { return };
    let Some(code) = run.image.section(*section).and_then(|section| section.data) else { return };
    let size = u64::try_from(code.len()).unwrap_or(u64::MAX);
    let patterns = patterns(check);
    // A place outside has a rule of its own.
    let fits = |at: u64| at > size || patterns.iter().any(|pattern| pattern.stands_before(code, at));
    let expected = || format!("behind {}, but for the bits that do not count", shown(&patterns));
    if let Place::Value(_) = place {
        let base = check.args.len().saturating_sub(1);
        let is_based = matches!(check.args.get(base), Some(Arg::Place(_)));
        by_structure(run, rule, check, |run, structure, wrong| {
            let base = if is_based { structure.argument(run, base).map(|base| base.value) } else { Some(0) };
            let Some(base) = base else { return };
            let misplaced = structure.items().filter(|item| !fits(item.value.saturating_add(base)));
            wrong.extend(misplaced.map(|item| (item, expected())).take(LISTED));
        });
        return;
    }
    let found = rows(run, check, place).filter_map(|row| item(run, place, row)).filter(|item| !fits(item.value));
    let wrong: Vec<Item> = found.take(LISTED).collect();
    for item in wrong {
        let (section, path) = names(run, place, item.row);
        run.report(rule, || finding(item.range, section, path, number(item.value), expected()));
    }
}
