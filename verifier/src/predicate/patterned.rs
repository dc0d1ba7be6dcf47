//! The word `patterned`: programs that speak of places in code, by a pattern of bytes. Most functions have the program of
//! one before, so what a program says is remembered, and only looked for in the code of each function.

use cwasm_spec::model::{Arg, Check, Pattern, Place, Rule};

use super::code::Pattern as Bytes;
use super::counts::{Structure, structures};
use super::rows::{Item, same_structure};
use super::values::{LISTED, report};
use crate::pattern::{Failure, Said, fit};
use crate::raw::digest::digest;
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
    /// Where in the code a place of the function is; `None` if it is behind its end.
    fn find(self, place: u64) -> Option<u64> {
        let distance = place.checked_mul(self.unit).filter(|distance| *distance <= self.length)?;
        Some(self.start.saturating_add(distance))
    }

    /// Whether the code agrees: the place lies in the function, behind one of what is asked for.
    fn agrees(self, code: Option<&[u8]>, said: &Said<'_>) -> bool {
        let Some(end) = self.find(said.place) else { return false };
        let Some(code) = code else { return true };
        // A function that lies outside has a rule of its own.
        let size = u64::try_from(code.len()).unwrap_or(u64::MAX);
        said.step.behind.is_empty()
            || end > size
            || said.step.behind.iter().any(|wanted| Bytes::of(wanted).stands_before(code, end))
    }
}

/// What a program says of a place, and what stood before it in the first function that has the program: mostly others have
/// the same there.
struct Told {
    place: u64,
    /// How many bytes it was.
    length: usize,
    /// The same as a window: which, and the bits that count.
    window: (u64, u64),
}

impl Told {
    /// `None` if it does not stand in the code of the function, or is too long for a window.
    fn new(said: &Said<'_>, function: Function, code: &[u8]) -> Option<Self> {
        let alone = Self { place: said.place, length: 0, window: (0, 0) };
        if said.step.behind.is_empty() {
            return Some(alone);
        }
        let end = function.find(said.place)?;
        let stood = said.step.behind.iter().map(Bytes::of).find(|wanted| wanted.stands_before(code, end))?;
        Some(Self { length: stood.bytes.len(), window: stood.window()?, ..alone })
    }

    /// Whether the same stands in the code of another function.
    fn is_so(&self, function: Function, code: &[u8]) -> bool {
        let end = function.find(self.place).and_then(|end| usize::try_from(end).ok());
        let start = end.and_then(|end| end.checked_sub(self.length));
        let bytes = start.and_then(|start| code.get(start..)?.first_chunk());
        bytes.is_some_and(|bytes| u64::from_le_bytes(*bytes) & self.window.1 == self.window.0)
    }
}

/// A program that was looked at, and what it says.
type Program<'p> = (&'p [u8], Vec<Told>);

/// Programs that were looked at last.
struct Known<'p> {
    slots: Vec<Option<Program<'p>>>,
}

impl<'p> Known<'p> {
    /// No more are remembered.
    const MOST: usize = 1024;

    /// For so many functions.
    fn new(functions: usize) -> Self {
        Self { slots: std::iter::repeat_with(|| None).take(functions.clamp(1, Self::MOST)).collect() }
    }

    fn slot(&mut self, program: &[u8]) -> Option<&mut Option<Program<'p>>> {
        let digest = usize::try_from(digest(program) & u64::from(u32::MAX)).ok()?;
        let slot = digest.checked_rem(self.slots.len())?;
        self.slots.get_mut(slot)
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
        if let (Some((last, told)), Some(code)) = (&slot, asked.code)
            && *last == program
            && told.iter().all(|told| told.is_so(function, code))
        {
            return Ok(());
        }
        let agrees = |said: &Said<'_>| function.agrees(asked.code, said);
        let fitted = fit(run.spec, run.edition, run.order(), asked.pattern, program, &agrees)?;
        let told = |said| Told::new(said, function, asked.code?);
        *slot = fitted.said.iter().map(told).collect::<Option<_>>().map(|told| (program, told));
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
    let mut known = Known::new(starts.positions(same).len());
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
