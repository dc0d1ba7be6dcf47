//! Words about names as a whole: whether the release knows them, whether they differ.

use cwasm_spec::model::{Check, Form, Place, Rule};

use super::rows::{Item, Row, item, names, rows, wrong};
use super::subject;
use crate::raw::strings::Offsets;
use crate::run::{Run, Value, finding, number};

/// Names of sections, or the architecture of the target, that belong to the release.
pub(super) fn known(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    match subject(check) {
        Some(Place::SectionNames) => known_sections(run, rule),
        Some(Place::TargetArchitecture) => known_architecture(run, rule),
        _ => {}
    }
}

fn known_sections(run: &mut Run<'_>, rule: &Rule) {
    let unknown: Vec<usize> = run
        .image
        .real_sections()
        .filter(|(_, section)| section.name.is_ok_and(|name| !name.is_empty()))
        .filter(|(_, section)| !section.known.is_some_and(|known| run.in_release(known)))
        .map(|(index, _)| index)
        .take(64)
        .collect();
    for index in unknown {
        let Some(section) = run.image.sections.get(index) else { continue };
        let elsewhere = section.known.and_then(|known| run.spec.sections.get(usize::from(known)));
        let expected = match elsewhere {
            Some(declared) => {
                format!("a section of this release; this one is of {}", run.spec.range_text(declared.range))
            }
            None => "a section of this release".to_owned(),
        };
        let (name, range) = (section.display_name(), section.header..section.header.saturating_add(4));
        run.report(rule, || {
            finding(range, name.clone(), format!("sections[{index}].name"), format!("`{name}`"), expected)
        });
    }
}

fn known_architecture(run: &mut Run<'_>, rule: &Rule) {
    let Some(triple) = run.triple else { return };
    if run.target.architecture.is_some_and(|architecture| architecture.range.contains(run.edition)) {
        return;
    }
    let place = run.spec.identity.target;
    let range = match run.value(place) {
        Some(Value::Text { at, length }) => at..at.saturating_add(length),
        _ => 0..0,
    };
    let here = run.spec.architectures.iter().filter(|architecture| architecture.range.contains(run.edition));
    let words: Vec<&str> = here.flat_map(|architecture| architecture.triples.iter().map(|word| &**word)).collect();
    let expected = format!("a triple that begins with {}", words.join(", "));
    let finding = wrong(run, place, &Item { value: 0, range, row: Row::One }, format!("`{triple}`"), expected);
    run.report(rule, || finding);
}

pub(super) fn unique(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    match subject(check) {
        Some(Place::SectionNames) => unique_sections(run, rule),
        // Every number asked for is an offset or an index, and so below the size of the file.
        Some(place @ (Place::Symbols(..) | Place::Relocations(..))) => {
            unique_numbers(run, rule, check, place, run.bytes().len());
        }
        _ => {}
    }
}

fn unique_sections(run: &mut Run<'_>, rule: &Rule) {
    let mut named: Vec<(&[u8], usize)> =
        run.image.real_sections().filter_map(|(index, section)| Some((section.name.ok()?, index))).collect();
    // By length first: tails of one long name are many names, and none is compared with another byte by byte.
    named.sort_unstable_by_key(|(name, index)| (name.len(), *name, *index));
    let repeated = named.windows(2).filter_map(|pair| match pair {
        [(first, _), (second, index)] if first == second && !first.is_empty() => Some(*index),
        _ => None,
    });
    for index in repeated.take(64).collect::<Vec<_>>() {
        let Some(section) = run.image.sections.get(index) else { continue };
        let (name, range) = (section.display_name(), section.header..section.header.saturating_add(4));
        run.report(rule, || {
            finding(
                range,
                name.clone(),
                format!("sections[{index}].name"),
                format!("`{name}` again"),
                "another name".to_owned(),
            )
        });
    }
}

/// Numbers that must differ, one bit each for all below a bound; relocations count section by section.
fn unique_numbers(run: &mut Run<'_>, rule: &Rule, check: &Check, place: Place, bound: usize) {
    if let Place::Symbols(field, slice) = place {
        let numbers = || run.symbol_numbers(check.of, field, slice);
        let greatest = numbers().max().and_then(|greatest| usize::try_from(greatest).ok());
        if differ(numbers(), greatest.map_or(0, |greatest| greatest.min(bound))) {
            return;
        }
    }
    let mut seen = Offsets::new(bound);
    let mut section = None;
    let mut repeated = Vec::new();
    for row in rows(run, check, place) {
        if let Row::Relocation(index, ..) = row
            && section.replace(index) != Some(index)
        {
            seen.clear();
        }
        let Some(item) = item(run, place, row) else { continue };
        if is_repeated(&mut seen, item.value) && repeated.len() < 64 {
            repeated.push(item);
        }
    }
    for item in repeated {
        let (section, path) = names(run, place, item.row);
        run.report(rule, || {
            finding(item.range, section, path, format!("{} again", number(item.value)), "another value".to_owned())
        });
    }
}

/// Whether all numbers below a bound differ but 0.
fn differ(mut numbers: impl Iterator<Item = u64>, bound: usize) -> bool {
    let mut seen = Offsets::new(bound);
    numbers.all(|number| !is_repeated(&mut seen, number))
}

/// Whether a number but 0 came up before; those at the bound and above are not looked at.
fn is_repeated(seen: &mut Offsets, number: u64) -> bool {
    let is_repeated = number != 0 && usize::try_from(number).is_ok_and(|number| seen.contains(number));
    seen.insert(number);
    is_repeated
}

pub(super) fn version_form(run: &mut Run<'_>, rule: &Rule) {
    let Some(Value::Text { at, length }) = run.value(run.spec.identity.version) else { return };
    let Some(text) = crate::raw::slice(run.bytes(), at, length).and_then(|text| std::str::from_utf8(text).ok()) else {
        return;
    };
    // A version string that the engine was given says nothing about the release.
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return;
    }
    if run.spec.custom(run.edition).is_some_and(|custom| custom.records == text) {
        return;
    }
    let records = run.spec.recorded_as(run.edition);
    let form = run.spec.version_forms.iter().find(|form| form.range.contains(records));
    let Some(form) = form else { return };
    let release = run.spec.edition_name(records);
    let parts: Vec<&str> = text.split('.').collect();
    let (fits, expected) = match form.form {
        Form::Dotted => (parts.len() == 3 && !parts.contains(&""), format!("{release}.y.z")),
        Form::Major => (parts.len() == 1, release.to_owned()),
    };
    if !(fits && parts.first() == Some(&release)) {
        let item = Item { value: 0, range: at..at.saturating_add(length), row: Row::One };
        let finding = wrong(run, run.spec.identity.version, &item, format!("`{text}`"), expected);
        run.report(rule, || finding);
    }
}
