//! The word `patterned`: programs that speak of places in code, by a pattern of bytes. Most functions have the program of
//! one before, so what a program says is remembered, and only looked for in the code of each function.

use cwasm_spec::model::{Arg, Check, Pattern, Place, Rule};

use super::code::Pattern as Bytes;
use super::counts::{Structure, structures};
use super::rows::{Item, same_structure};
use super::values::{LISTED, report};
use crate::pattern::{Failure, Said, fit};
use crate::raw::slice;
use crate::run::{Run, hex};

/// A function whose program is looked at.
#[derive(Clone, Copy)]
struct Function {
    /// Its first byte in the code.
    start: u64,
    /// Size, in bytes.
    length: u64,
    /// Size of a unit of places, in bytes.
    unit: u64,
}

impl Function {
    /// Whether the code agrees: each place lies in the function, behind one of what is asked for.
    fn agrees(self, code: Option<&[u8]>, said: &[Said<'_>]) -> bool {
        said.iter().all(|said| self.agrees_at(code, said))
    }

    fn agrees_at(self, code: Option<&[u8]>, said: &Said<'_>) -> bool {
        let Some(distance) = said.place.checked_mul(self.unit).filter(|distance| *distance <= self.length) else {
            return false;
        };
        let (Some(code), Some(end)) = (code, self.start.checked_add(distance)) else { return true };
        // A function that lies outside has a rule of its own.
        let size = u64::try_from(code.len()).unwrap_or(u64::MAX);
        said.step.behind.is_empty()
            || end > size
            || said.step.behind.iter().any(|wanted| Bytes::of(wanted).stands_before(code, end))
    }
}

/// Programs that were looked at, and what they say.
struct Known<'p> {
    slots: Vec<Option<(&'p [u8], Vec<Said<'p>>)>>,
}

impl<'p> Known<'p> {
    const SLOTS: usize = 64;

    fn slot(&mut self, program: &[u8]) -> Option<&mut Option<(&'p [u8], Vec<Said<'p>>)>> {
        let sum = program.iter().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(*byte)));
        self.slots.get_mut(sum.checked_rem(Self::SLOTS)?)
    }

    /// Looks at the program of a function.
    fn follow(
        &mut self,
        run: &Run<'p>,
        asked: &Asked<'p>,
        function: Function,
        program: &'p [u8],
    ) -> Result<(), Failure<'p>> {
        let Some(slot) = self.slot(program) else { return Ok(()) };
        if slot.as_ref().is_some_and(|(last, said)| *last == program && function.agrees(asked.code, said)) {
            return Ok(());
        }
        let agrees = |said: &Said<'_>| function.agrees_at(asked.code, said);
        let fitted = fit(run.spec, run.edition, run.order(), asked.pattern, program, &agrees)?;
        *slot = Some((program, fitted.said));
        Ok(())
    }
}

/// What is asked of all functions.
struct Asked<'c> {
    starts: Place,
    lengths: Place,
    unit: u64,
    code: Option<&'c [u8]>,
    pattern: &'c Pattern,
}

/// What is wrong, what stands there, and what was expected.
type Wrong = (Item, String, String);

/// `patterned PROGRAMS STARTS LENGTHS UNIT SECTION BEHIND PATTERN`.
pub(super) fn patterned(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [Arg::Place(programs), Arg::Place(starts), Arg::Place(lengths), Arg::Place(unit), rest @ ..] = &*check.args
    else {
        return;
    };
    let [Arg::Section(section), _, Arg::Pattern(pattern)] = rest else { return };
    let Some(pattern) = run.spec.patterns.get(usize::from(*pattern)) else { return };
    let Some(unit) = run.column(*unit).and_then(|column| column.first()?.number()) else { return };
    let code = run.image.section(*section).and_then(|section| section.data);
    let asked = Asked { starts: *starts, lengths: *lengths, unit, code, pattern };
    let mut wrong = Vec::new();
    for structure in structures(run, check) {
        look(run, structure, &asked, &mut wrong);
    }
    for (item, found, expected) in wrong {
        report(run, rule, *programs, &item, found, expected);
    }
}

fn look(run: &Run<'_>, structure: Structure<'_>, asked: &Asked<'_>, wrong: &mut Vec<Wrong>) {
    let (Some(starts), Some(lengths)) = (run.column(asked.starts), run.column(asked.lengths)) else { return };
    let Some(behind) = structure.argument(run, 5) else { return };
    let Some(same) = same_structure(structure.column, structure.index, starts) else { return };
    let section = run.image.sections.get(structure.column.section).map_or(0, |section| section.offset);
    let mut known = Known { slots: vec![None; Known::SLOTS] };
    let functions = starts.iter(same).zip(lengths.iter(same));
    for ((position, entry), ((_, start), (_, length))) in structure.column.iter(structure.index).zip(functions) {
        let (Some(size), Some(told), Some(length)) = (entry.number(), start.number(), length.number()) else {
            continue;
        };
        let Some(program) = slice(run.bytes(), entry.at, size) else { continue };
        let start = told.wrapping_add(behind.value).wrapping_add(start.at.wrapping_sub(section));
        let function = Function { start, length, unit: asked.unit };
        let Err(failure) = known.follow(run, asked, function, program) else { continue };
        if wrong.len() >= LISTED {
            return;
        }
        let found = hex(program.get(failure.at..).unwrap_or_default());
        let item = structure.item(position, entry).map(|item| at(item, failure.at));
        wrong.extend(item.map(|item| (item, found, failure.expected().to_owned())));
    }
}

/// Where in a program the item is that is wrong.
fn at(item: Item, behind: usize) -> Item {
    let start = item.range.start.saturating_add(u64::try_from(behind).unwrap_or(0));
    Item { range: start..start.saturating_add(1), ..item }
}
