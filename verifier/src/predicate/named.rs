//! The word `named`: names of symbols by a pattern, their numbers in order, and what they say of the names of functions.

use std::cmp::Ordering;
use std::ffi::CStr;
use std::ops::Range;

use cwasm_spec::model::{Arg, Check, Follows, Pattern, Place, Rule, StepKind};

use super::rows::{Row, item, names};
use super::values::LISTED;
use crate::columns::Column;
use crate::pattern::{Fitted, Numbers, fit};
use crate::raw::slice;
use crate::run::{Run, finding, quoted};

/// No name is longer, in bytes.
const LONGEST: usize = 1024;

/// What is known while names are looked at in order.
struct Naming<'n, 'a> {
    run: &'n Run<'a>,
    pattern: &'n Pattern,
    /// The numbers of the last name of each kind.
    last: Vec<Option<Numbers>>,
    /// How names of functions are cleaned in names of each kind.
    cleanings: Vec<Option<Cleaning>>,
    owners: Option<Owners<'n, 'a>>,
}

/// What is left of the name of a function.
#[derive(Clone, Copy)]
struct Cleaning {
    /// The characters that stay.
    low: u8,
    high: u8,
    /// What stands for the others.
    other: u8,
    /// So many bytes at most.
    most: usize,
}

impl Cleaning {
    fn fits(self, letter: char) -> bool {
        u8::try_from(letter).is_ok_and(|byte| (self.low..=self.high).contains(&byte))
    }

    /// Whether this is what is left of a name.
    fn gives(self, name: &str, found: &[u8]) -> bool {
        if name.bytes().all(|byte| (self.low..=self.high).contains(&byte)) {
            return name.as_bytes().get(..self.most).unwrap_or(name.as_bytes()) == found;
        }
        let other = char::from(self.other);
        let cleaned = name.chars().map(|letter| if self.fits(letter) { letter } else { other });
        let mut last = None;
        let cleaned = cleaned.filter(|letter| last.replace(*letter) != Some(other) || *letter != other);
        cleaned.take(self.most).eq(found.iter().map(|byte| char::from(*byte)))
    }
}

/// The names that functions have in the WebAssembly file.
struct Owners<'n, 'a> {
    indices: &'n Column<'a>,
    places: &'n Column<'a>,
    text: &'a [u8],
    /// Whether the indices ascend, which is a rule of its own.
    ascends: bool,
    /// The position behind the one that was found last: who asks in order finds the next one there.
    next: usize,
}

impl<'a> Owners<'_, 'a> {
    /// The name of a function.
    fn find(&mut self, module: u64, function: u64) -> Option<&'a [u8]> {
        let positions = self.indices.positions(usize::try_from(module).ok()?);
        let position = self.position(positions, function)?;
        self.next = position.saturating_add(1);
        self.text_of(position)
    }

    /// The position of a function's index.
    fn position(&self, mut positions: Range<usize>, function: u64) -> Option<usize> {
        let index = |position: usize| self.indices.entry(position)?.number();
        if self.ascends && positions.contains(&self.next) && index(self.next) == Some(function) {
            return Some(self.next);
        }
        while positions.start < positions.end {
            let middle = positions.start.midpoint(positions.end);
            match index(middle)?.cmp(&function) {
                Ordering::Equal => return Some(middle),
                Ordering::Less => positions.start = middle.checked_add(1)?,
                Ordering::Greater => positions.end = middle,
            }
        }
        None
    }

    fn text_of(&self, position: usize) -> Option<&'a [u8]> {
        let start = self.places.entry(position)?.number()?;
        slice(self.text, start, self.places.end(position)?.checked_sub(start)?)
    }
}

/// `named NAMES PATTERN INDICES PLACES SECTION`.
pub(super) fn named(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [_, Arg::Pattern(pattern), Arg::Place(indices), Arg::Place(places), Arg::Section(section)] = &*check.args
    else {
        return;
    };
    let Some(pattern) = run.spec.patterns.get(usize::from(*pattern)) else { return };
    let (Some(table), Some(field)) = (run.symbol_names(), run.records.symbol.index("st_name")) else { return };
    let owners = owners(run, [*indices, *places], *section);
    let cleanings = (0..pattern.steps.len()).map(|kind| cleaning(run, pattern, kind)).collect();
    let mut naming = Naming { run, pattern, last: vec![None; pattern.steps.len()], cleanings, owners };
    let mut wrong = Vec::new();
    let symbols = run.symbols().zip(run.symbol_places()).filter(|(_, symbol)| symbol.kind == check.of);
    for ((index, at), _) in symbols {
        let offset = run.records.symbol.read(run.bytes(), at, field, run.order()).filter(|offset| *offset != 0);
        let Some(name) = offset.and_then(|offset| name_at(table, offset)) else { continue };
        if let Err(expected) = naming.look(name)
            && wrong.len() < LISTED
        {
            wrong.push((Row::Symbol(index, at), quoted(name), expected));
        }
    }
    let place = Place::Symbols(field, None);
    for (row, found, expected) in wrong {
        let range = item(run, place, row).map_or(0..0, |item| item.range);
        let (section, path) = names(run, place, row);
        run.report(rule, || finding(range, section, path, found, expected));
    }
}

/// The names that functions have, if they can be known.
fn owners<'n, 'a>(run: &'n Run<'a>, places: [Place; 2], section: u16) -> Option<Owners<'n, 'a>> {
    let [indices, places] = places.map(|place| run.column(place));
    let (indices, places) = (indices?, places?);
    let unreached = run.unreached.contains(&indices.section);
    if unreached || indices.count() == 0 || indices.count() != places.count() {
        return None;
    }
    let text = match run.image.section(section) {
        Some(section) => section.data?,
        // Without names there is no section; a missing one has rules of its own.
        None if indices.len() == 0 => &[],
        None => return None,
    };
    let ascends = (0..indices.count()).all(|module| {
        let mut last = None;
        indices.all(module, |index| last.replace(index).is_none_or(|last| last < index))
    });
    Some(Owners { indices, places, text, ascends, next: 0 })
}

/// The name at an offset, or the beginning of one that is longer than any: names that share their ends are not read to the
/// end again and again. `None` where none begins or ends, which has rules of its own.
fn name_at(table: &[u8], offset: u64) -> Option<&[u8]> {
    let rest = table.get(usize::try_from(offset).ok()?..).filter(|rest| !rest.is_empty())?;
    let rest = rest.get(..LONGEST).unwrap_or(rest);
    match CStr::from_bytes_until_nul(rest) {
        Ok(name) => Some(name.to_bytes()),
        Err(_) => (rest.len() == LONGEST).then_some(rest),
    }
}

impl Naming<'_, '_> {
    /// Looks at the next name; failing, what was expected.
    fn look(&mut self, name: &[u8]) -> Result<(), String> {
        let run = self.run;
        let fitted = fit(run.spec, run.edition, run.order(), self.pattern, name, &|_| true)
            .map_err(|failure| format!("{} at character {}", failure.expected(), failure.at))?;
        self.in_order(&fitted)?;
        self.as_called(name, &fitted)
    }

    fn in_order(&mut self, fitted: &Fitted<'_>) -> Result<(), String> {
        let Some(last) = self.last.get_mut(fitted.kind) else { return Ok(()) };
        let before = last.replace(fitted.numbers);
        let pairs = before.into_iter().flat_map(|before| before.into_iter().zip(fitted.numbers));
        for (before, now) in pairs {
            let (Some((before, _)), Some((now, follows))) = (before, now) else { break };
            let wanted = match follows {
                Follows::Any => return Ok(()),
                Follows::Next if before.checked_add(1) == Some(now) => return Ok(()),
                _ if before == now => continue,
                Follows::Rising if now > before => return Ok(()),
                Follows::Rising => format!("a number above {before}"),
                Follows::Next => format!("the number behind {before}"),
            };
            return Err(wanted);
        }
        Ok(())
    }

    /// Whether a function has the name that its symbol says, or none.
    fn as_called(&mut self, name: &[u8], fitted: &Fitted<'_>) -> Result<(), String> {
        let Some(cleaning) = self.cleanings.get(fitted.kind).copied().flatten() else { return Ok(()) };
        let [Some((module, _)), Some((function, _))] = fitted.numbers else { return Ok(()) };
        let Some(owners) = &mut self.owners else { return Ok(()) };
        let owner = owners.find(module, function);
        let found = fitted.called.map(|at| name.get(at..).unwrap_or_default());
        let (Some(owner), Some(found)) = (owner, found) else {
            return match (owner, found) {
                (None, None) => Ok(()),
                (Some(owner), _) => Err(format!("the name {} at the end", quoted(owner))),
                _ => Err("no name at the end, as the function has none".to_owned()),
            };
        };
        // Text that is none has a rule of its own.
        let Ok(owner) = std::str::from_utf8(owner) else { return Ok(()) };
        if cleaning.gives(owner, found) {
            return Ok(());
        }
        Err(format!("the name {} at the end", quoted(owner.as_bytes())))
    }
}

/// How names of functions are cleaned in names of a kind that has them.
fn cleaning(run: &Run<'_>, pattern: &Pattern, kind: usize) -> Option<Cleaning> {
    let patterns = &run.spec.patterns;
    let StepKind::One(kind) = pattern.steps.get(kind)?.kind else { return None };
    let here = patterns.get(usize::from(kind))?.steps.iter().filter(|step| step.range.contains(run.edition));
    let inside = here.filter_map(|step| match step.kind {
        StepKind::Maybe(inner) => patterns.get(usize::from(inner)),
        _ => None,
    });
    inside.flat_map(|pattern| pattern.steps.iter()).find_map(|step| match step.kind {
        StepKind::Called { low, high, other, most } => {
            Some(Cleaning { low, high, other, most: usize::try_from(most).unwrap_or(usize::MAX) })
        }
        _ => None,
    })
}
