//! The word `equals`: about numbers, and about bytes that are none.

use cwasm_spec::model::{Arg, Check, Place, Rule};

use super::rows::{Item, bytes};
use super::subject;
use super::values::{Between, LISTED, compare, items, report};
use crate::raw::slice;
use crate::run::{Run, finding, hex, number};

pub(super) fn equals(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let Some(place) = subject(check) else { return };
    if let Some(range) = bytes(run, place) {
        return equals_bytes(run, rule, check, place, range);
    }
    if let (Place::Value(_), Some(Arg::Bytes(wanted))) = (place, check.args.get(1)) {
        return equals_here(run, rule, check, place, wanted);
    }
    compare(run, rule, check, Between::Too, |value, wanted| value == wanted, number);
}

/// Bytes where a value stands that is no number.
fn equals_here(run: &mut Run<'_>, rule: &Rule, check: &Check, place: Place, wanted: &[u8]) {
    let length = u64::try_from(wanted.len()).unwrap_or(u64::MAX);
    let found = |run: &Run<'_>, item: &Item| slice(run.bytes(), item.range.start, length).map(<[u8]>::to_vec);
    let wrong: Vec<(Item, Vec<u8>)> = items(run, check, place)
        .filter_map(|item| found(run, &item).map(|found| (item, found)))
        .filter(|(_, found)| found != wanted)
        .take(LISTED)
        .collect();
    for (mut item, found) in wrong {
        item.range.end = item.range.start.saturating_add(length);
        report(run, rule, place, &item, hex(&found), hex(wanted));
    }
}

fn equals_bytes(run: &mut Run<'_>, rule: &Rule, check: &Check, place: Place, range: std::ops::Range<u64>) {
    let length = range.end.saturating_sub(range.start);
    let Some(found) = slice(run.bytes(), range.start, length) else { return };
    let wanted = match check.args.get(1) {
        Some(Arg::Bytes(wanted)) => wanted.to_vec(),
        _ => vec![0; found.len()],
    };
    if found != wanted {
        let path = match place {
            Place::Header(field, _) => format!("header.{}", run.records.header.path(field, None)),
            Place::NullSymbol => "symbols[0]".to_owned(),
            _ => "sections[0]".to_owned(),
        };
        let (found, wanted) = (hex(found), hex(&wanted));
        run.report(rule, || finding(range, String::new(), path, found, wanted));
    }
}
