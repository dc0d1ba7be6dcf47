//! Walks one payload: types by description, values by wire. Stops at the first byte that cannot be read.

mod notes;
mod shapes;

use cwasm_spec::model::{Field, FlagKind, Rule, TypeDef, Word};
use cwasm_spec::predicate::Predicate;

use super::flags::{Element, FlagList};
use super::{Plan, rule_about};
use crate::fields::Part;
use crate::raw::wire::{Cursor, Failure};
use crate::run::Run;

/// How deep types may be nested; the deepest described one stays far below.
const DEPTH: usize = 64;

/// The walk stopped: the reason is already reported.
pub(super) struct Stop;

/// A step of the path to the value that is read.
#[derive(Clone, Copy)]
enum Step<'a> {
    Name(&'a str),
    Index(u64),
}

/// One payload on its way.
pub(super) struct Walk<'r, 'a> {
    run: &'r mut Run<'a>,
    cursor: Cursor<'a>,
    /// Where the payload begins in the file.
    start: u64,
    section: &'r str,
    layout: u16,
    plan: Plan,
    path: Vec<Step<'a>>,
    /// What was read of an element of a flag list.
    element: Option<Element<'a>>,
    /// Whether nothing is reported.
    silent: bool,
    /// Why the open fields that are declared free are, the outermost first.
    free: Vec<&'a str>,
    /// The rule about long varints, searched for once: a hostile file may have very many.
    shortest: Option<Option<&'a Rule>>,
}

impl<'r, 'a> Walk<'r, 'a> {
    pub(super) fn new(run: &'r mut Run<'a>, data: &'a [u8], start: u64, section: &'r str, layout: u16) -> Self {
        let plan = Plan::new(run.spec, run.edition, layout);
        let cursor = Cursor::new(data);
        Self {
            run,
            cursor,
            start,
            section,
            layout,
            plan,
            path: Vec::new(),
            element: None,
            silent: false,
            free: Vec::new(),
            shortest: None,
        }
    }

    pub(super) fn silent(mut self) -> Self {
        self.silent = true;
        self
    }

    /// Walks to the end; false if it stopped before.
    pub(super) fn run(mut self) -> bool {
        let Some(layout) = self.run.spec.types.get(usize::from(self.layout)) else { return false };
        self.path.push(Step::Name(&layout.name));
        if self.layout_fields(layout).is_err() {
            return false;
        }
        let left = self.cursor.left();
        if left > 0
            && let Some(rule) = rule_about(self.run, Predicate::Exhausted, &layout.name)
        {
            let at = self.cursor.position();
            let found = format!("{left} more bytes");
            self.report(rule, at..at.saturating_add(left), found, "the end of the section".to_owned());
        }
        true
    }

    fn layout_fields(&mut self, layout: &'a TypeDef) -> Result<(), Stop> {
        for (index, field) in self.fields(layout) {
            self.cursor.wire = field.wire;
            self.open(field);
            if field.length.is_empty() {
                self.field(self.layout, index, field, 0)?;
            } else {
                self.sized_text(layout, index, field)?;
            }
            self.close(field);
        }
        Ok(())
    }

    /// Steps into a field.
    fn open(&mut self, field: &'a Field) {
        self.path.push(Step::Name(&field.name));
        self.free.extend(Some(&*field.free).filter(|reason| !reason.is_empty()));
    }

    /// Steps out of it.
    fn close(&mut self, field: &Field) {
        self.path.pop();
        if !field.free.is_empty() {
            self.free.pop();
        }
    }

    /// A text whose length an earlier field holds.
    fn sized_text(&mut self, layout: &'a TypeDef, index: u16, field: &Field) -> Result<(), Stop> {
        let length_field = layout.fields().iter().position(|earlier| earlier.name == field.length);
        let length =
            length_field.and_then(|index| u16::try_from(index).ok()).and_then(|index| self.earlier(layout, index));
        let at = self.cursor.position();
        let text = self.cursor.text(usize::try_from(length.unwrap_or(0)).unwrap_or(usize::MAX));
        let text = text.map_err(|failure| self.fail(failure, at))?;
        self.trace(at, Part::Text, false);
        self.text_value(self.layout, index, at, text.len());
        Ok(())
    }

    /// The value of an earlier field of a layout: these stand at fixed places, one number each.
    fn earlier(&self, layout: &TypeDef, index: u16) -> Option<u64> {
        let mut at = self.start;
        for (position, field) in layout.fields().iter().enumerate() {
            let width = match *field.ty {
                [Word::U8] => 1,
                [Word::U16] => 2,
                [Word::U32] => 4,
                [Word::U64] => 8,
                _ => return None,
            };
            if position == usize::from(index) {
                return crate::raw::uint(self.run.bytes(), at, width, crate::raw::Order::Little);
            }
            at = at.checked_add(width)?;
        }
        None
    }

    /// The fields that the release has, with their indices.
    fn fields(&self, ty: &'a TypeDef) -> impl Iterator<Item = (u16, &'a Field)> + use<'a> {
        let edition = self.run.edition;
        let indices = 0_u16..;
        indices.zip(ty.fields()).filter(move |(_, field)| field.range.contains(edition))
    }

    fn field(&mut self, ty: u16, index: u16, field: &'a Field, depth: usize) -> Result<(), Stop> {
        let at = self.cursor.position();
        if let Some(list) = FlagList::new(self.run, &field.names) {
            return self.flags(list, ty, index, &field.ty, depth);
        }
        let value = match field.ty.first() {
            Some(Word::Named(named)) if self.is_bits(*named) => self.bits(*named, ty, index)?,
            _ => {
                let (_, value) = self.words(&field.ty, depth)?;
                value
            }
        };
        let length = self.cursor.position().saturating_sub(at);
        if matches!(field.ty.first(), Some(Word::String)) {
            // The text is what ends here; the length stands before it.
            let text = usize::try_from(value).unwrap_or(0);
            self.text_value(ty, index, self.cursor.position().saturating_sub(text), text);
        } else {
            self.number_value(ty, index, None, at, length, value);
        }
        Ok(())
    }

    /// Reads one value of the type that the words begin with. Gives the words behind it, and the value of a number,
    /// the length of a text, or whether an option holds something.
    fn words(&mut self, words: &'a [Word], depth: usize) -> Result<(&'a [Word], u64), Stop> {
        let at = self.cursor.position();
        let (Some((word, rest)), true) = (words.split_first(), depth < DEPTH) else { return Err(Stop) };
        let deeper = depth.saturating_add(1);
        let value = match *word {
            Word::U8 | Word::U16 | Word::U32 | Word::U64 => self.read_number(*word, at)?,
            Word::NonZeroU32 => match self.read_number(Word::U32, at)? {
                0 => return Err(self.fail(Failure::NonZero, at)),
                value => value,
            },
            Word::Bool => {
                let value = self.cursor.bool().map_err(|failure| self.fail(failure, at))?;
                self.trace(at, Part::Value, false);
                u64::from(value)
            }
            Word::String => {
                let length = self.length()?;
                let at = self.cursor.position();
                let text = self.cursor.text(length).map_err(|failure| self.fail(failure, at))?;
                self.trace(at, Part::Text, false);
                if let Some(element) = &mut self.element {
                    element.text(text);
                }
                u64::try_from(length).unwrap_or(0)
            }
            Word::Bytes(count) => {
                self.cursor.take(usize::from(count)).map_err(|failure| self.fail(failure, at))?;
                self.trace(at, Part::Value, false);
                0
            }
            Word::Option => {
                let some = self.cursor.option().map_err(|failure| self.fail(failure, at))?;
                self.trace(at, Part::Option, false);
                let rest = if some { self.words(rest, deeper)?.0 } else { skip(rest) };
                return Ok((rest, u64::from(some)));
            }
            Word::Seq | Word::Map => {
                let count = self.length()?;
                let pair = matches!(word, Word::Map);
                return self.repeat(rest, u64::try_from(count).unwrap_or(0), pair, deeper);
            }
            Word::Array(count) => return self.repeat(rest, u64::from(count), false, deeper),
            Word::Pair => {
                let (rest, _) = self.words(rest, deeper)?;
                return self.words(rest, deeper);
            }
            Word::Named(named) => self.named(named, deeper)?,
        };
        Ok((rest, value))
    }

    fn repeat(&mut self, words: &'a [Word], count: u64, pair: bool, depth: usize) -> Result<(&'a [Word], u64), Stop> {
        for index in 0..count {
            self.path.push(Step::Index(index));
            let (rest, _) = self.words(words, depth)?;
            if pair {
                self.words(rest, depth)?;
            }
            self.path.pop();
        }
        let rest = skip(words);
        Ok((if pair { skip(rest) } else { rest }, count))
    }

    fn read_number(&mut self, word: Word, at: usize) -> Result<u64, Stop> {
        let width = match word {
            Word::U8 => 1,
            Word::U16 => 2,
            Word::U32 | Word::NonZeroU32 => 4,
            _ => 8,
        };
        let value = self.cursor.number(width).map_err(|failure| self.fail(failure, at))?;
        self.trace(at, Part::Value, width > 1);
        self.shortest();
        Ok(value)
    }

    fn length(&mut self) -> Result<usize, Stop> {
        let at = self.cursor.position();
        let length = self.cursor.length().map_err(|failure| self.fail(failure, at))?;
        self.trace(at, Part::Length, true);
        self.shortest();
        Ok(length)
    }
}

/// The words behind the type that the words begin with.
fn skip(words: &[Word]) -> &[Word] {
    let Some((word, mut rest)) = words.split_first() else { return words };
    let inner = match word {
        Word::Option | Word::Seq | Word::Array(_) => 1,
        Word::Map | Word::Pair => 2,
        _ => 0,
    };
    for _ in 0..inner {
        rest = skip(rest);
    }
    rest
}

/// The name of a flag's kind, which is that of the value's variant.
pub(super) fn kind_name(kind: FlagKind) -> &'static str {
    match kind {
        FlagKind::Enum => "Enum",
        FlagKind::Num => "Num",
        FlagKind::Bool => "Bool",
    }
}
