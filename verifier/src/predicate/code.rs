//! The few words about bytes of code: `code-at`, `code-before`. No instruction is decoded.

use cwasm_spec::model::{Arg, Check, Rule};

use super::counts::by_structure;
use super::groups::named;
use super::rows::{Item, item, names, rows, same_structure};
use super::values::LISTED;
use super::{numbers, subject};
use crate::raw::slice;
use crate::run::{Run, finding, hex, number};

/// `code-at OFFSETS CODES SECTION NAMES BYTES [LATE]`.
pub(super) fn code_at(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [_, Arg::Place(codes), Arg::Section(section), Arg::Names(_), Arg::Bytes(bytes), ..] = &*check.args else {
        return;
    };
    let late = numbers(check).first().copied().unwrap_or(0);
    let Some(code) = run.image.section(*section).and_then(|section| section.data) else { return };
    let mut asked = [false; 256];
    for number in named(run, check) {
        if let Some(asked) = usize::try_from(number).ok().and_then(|number| asked.get_mut(number)) {
            *asked = true;
        }
    }
    let is_asked = |number: u64| usize::try_from(number).ok().and_then(|number| asked.get(number)) == Some(&true);
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let stands = |at: u64| slice(code, at, length) == Some(bytes);
    by_structure(run, rule, check, |run, structure, wrong| {
        let Some(codes) = run.column(*codes) else { return };
        let Some(same) = same_structure(structure.column, structure.index, codes) else { return };
        for ((position, entry), (_, code)) in structure.column.iter(structure.index).zip(codes.iter(same)) {
            let Some(item) = structure.item(position, entry) else { continue };
            if !code.number().is_some_and(is_asked) || wrong.len() >= LISTED {
                continue;
            }
            if !(0..=late).any(|back| item.value.checked_sub(back).is_some_and(stands)) {
                wrong.push((item, format!("where an instruction stands that traps: {}", hex(bytes))));
            }
        }
    });
}

/// `code-before RELOCATED SECTION BYTES MASK`.
pub(super) fn code_before(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [_, Arg::Section(section), Arg::Bytes(bytes), Arg::Bytes(mask)] = &*check.args else { return };
    let Some(place) = subject(check) else { return };
    let Some(code) = run.image.section(*section).and_then(|section| section.data) else { return };
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let fits = |item: &Item| {
        // A place outside has a rule of its own.
        let Some(start) = item.value.checked_sub(length) else { return false };
        let Some(before) = slice(code, start, length) else { return true };
        before.iter().zip(bytes.iter().zip(mask.iter())).all(|(byte, (wanted, mask))| byte & mask == wanted & mask)
    };
    let found = rows(run, check, place).filter_map(|row| item(run, place, row)).filter(|item| !fits(item));
    let wrong: Vec<Item> = found.take(LISTED).collect();
    for item in wrong {
        let (section, path) = names(run, place, item.row);
        let expected = format!("behind {}, but for the bits that {} leaves out", hex(bytes), hex(mask));
        run.report(rule, || finding(item.range, section, path, number(item.value), expected));
    }
}
