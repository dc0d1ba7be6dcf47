//! Walks one payload: types by description, values by wire. Stops at the first byte that cannot be read.

mod notes;

use cwasm_spec::model::{Bit, Field, FlagKind, Rule, TypeDef, TypeKind, Variant, Word};
use cwasm_spec::predicate::Predicate;

use super::flags::{Element, FlagList};
use super::{Plan, rule_about};
use crate::fields::Part;
use crate::raw::wire::{Cursor, Failure};
use crate::run::{Run, number};

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

    fn is_bits(&self, named: u16) -> bool {
        let ty = self.run.spec.types.get(usize::from(named));
        ty.is_some_and(|ty| matches!(ty.kind, TypeKind::Bits { .. }))
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

    fn named(&mut self, named: u16, depth: usize) -> Result<u64, Stop> {
        let spec = self.run.spec;
        let Some(ty) = spec.types.get(usize::from(named)) else { return Err(Stop) };
        match &ty.kind {
            TypeKind::Struct { .. } | TypeKind::Layout { .. } | TypeKind::Record { .. } => {
                for (index, field) in self.fields(ty) {
                    self.open(field);
                    self.field(named, index, field, depth)?;
                    self.close(field);
                }
                Ok(0)
            }
            TypeKind::Enum { .. } => self.variant(ty, depth),
            TypeKind::Row { word, names } => {
                let edition = self.run.edition;
                for name in names.iter().filter(|name| name.range.contains(edition)) {
                    let at = self.cursor.position();
                    self.path.push(Step::Name(&name.name));
                    self.read_number(*word, at)?;
                    self.path.pop();
                }
                Ok(0)
            }
            TypeKind::Bits { .. } => self.bits(named, named, 0),
            TypeKind::Flags { .. } => Err(Stop),
        }
    }

    fn variant(&mut self, ty: &'a TypeDef, depth: usize) -> Result<u64, Stop> {
        let at = self.cursor.position();
        let index = self.cursor.variant().map_err(|failure| self.fail(failure, at))?;
        self.trace(at, Part::Variant, true);
        self.shortest();
        let chosen: Option<&Variant> =
            usize::try_from(index).ok().and_then(|index| ty.variants(self.run.edition).nth(index));
        let Some(variant) = chosen else {
            let count = ty.variants(self.run.edition).count();
            let expected = format!("0 to {}", count.saturating_sub(1));
            return Err(self.fail_with(Failure::Variant, at, format!("variant {}", number(index)), expected));
        };
        if let Some(element) = &mut self.element {
            element.variant(&variant.name);
        }
        self.path.push(Step::Name(&variant.name));
        self.free.extend(Some(&*variant.free).filter(|reason| !reason.is_empty()));
        let mut words: &[Word] = &variant.ty;
        while !words.is_empty() {
            let (rest, value) = self.words(words, depth)?;
            if let Some(element) = &mut self.element {
                element.value(value);
            }
            words = rest;
        }
        self.path.pop();
        if !variant.free.is_empty() {
            self.free.pop();
        }
        Ok(index)
    }

    fn bits(&mut self, named: u16, ty: u16, field: u16) -> Result<u64, Stop> {
        let spec = self.run.spec;
        let Some(set) = spec.types.get(usize::from(named)) else { return Err(Stop) };
        let TypeKind::Bits { reprs, bits } = &set.kind else { return Err(Stop) };
        let at = self.cursor.position();
        let edition = self.run.edition;
        let Some(repr) = reprs.iter().find(|repr| repr.range.contains(edition)) else { return Err(Stop) };
        let value = self.read_number(repr.word, at)?;
        let end = self.cursor.position();
        let here = |bit: &&Bit| bit.range.contains(edition);
        let known = bits.iter().filter(here).fold(0_u64, |known, bit| known | mask(bit));
        if value & !known != 0
            && let Some(rule) = rule_about(self.run, Predicate::BitsKnown, &set.name)
        {
            let unknown: Vec<String> =
                (0..64_u8).filter(|bit| value & !known & (1 << bit) != 0).map(|bit| bit.to_string()).collect();
            self.report(rule, at..end, format!("bit {}", unknown.join(", ")), "only bits of named features".to_owned());
        }
        for bit in bits.iter().filter(here).filter(|bit| value & mask(bit) != 0) {
            for missing in bit.includes.iter().filter(|name| !is_set(bits, name, edition, value)) {
                if let Some(rule) = rule_about(self.run, Predicate::BitsIncluded, &set.name) {
                    let found = format!("{} without {missing}", bit.name);
                    self.report(rule, at..end, found, format!("{missing} with {}", bit.name));
                }
            }
        }
        for bit in bits.iter().filter(here) {
            let length = end.saturating_sub(at);
            self.number_value(ty, field, Some(&bit.name), at, length, u64::from(value & mask(bit) != 0));
        }
        Ok(value)
    }

    fn flags(
        &mut self,
        mut list: FlagList<'a>,
        ty: u16,
        field: u16,
        words: &'a [Word],
        depth: usize,
    ) -> Result<(), Stop> {
        let count = self.length()?;
        // A map of name and value has the same bytes as a sequence of pairs.
        let (Some((_, element)), begin) = (words.split_first(), self.cursor.position()) else { return Err(Stop) };
        for index in 0..u64::try_from(count).unwrap_or(0) {
            self.path.push(Step::Index(index));
            let at = self.cursor.position();
            let traced = self.run.trace.as_ref().map_or(0, Vec::len);
            self.element = Some(Element::default());
            let mut rest = element;
            while !rest.is_empty() {
                rest = self.words(rest, depth)?.0;
            }
            let Some(read) = self.element.take() else { return Err(Stop) };
            let end = self.cursor.position();
            if let Some(value) = read.number() {
                self.number_value(ty, field, Some(read.name), at, end.saturating_sub(at), value);
            }
            if list.is_fixed(self.run, read.name) {
                let fields = self.run.trace.iter_mut().flatten().skip(traced);
                fields.for_each(|field| field.free.clear());
            }
            for (predicate, found, expected) in list.element(self.run, &read) {
                self.report_about(predicate, list.name, at..end, found, expected);
            }
            self.path.pop();
        }
        let end = self.cursor.position();
        if let Some((found, expected)) = list.missing(self.run) {
            self.report_about(Predicate::FlagsComplete, list.name, begin..end, found, expected);
        }
        Ok(())
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

fn mask(bit: &Bit) -> u64 {
    1_u64.checked_shl(u32::from(bit.at)).unwrap_or(0)
}

fn is_set(bits: &[Bit], name: &str, edition: cwasm_spec::version::Edition, value: u64) -> bool {
    bits.iter().filter(|bit| bit.name == name && bit.range.contains(edition)).any(|bit| value & mask(bit) != 0)
}

/// The name of a flag's kind, which is that of the value's variant.
pub(super) fn kind_name(kind: FlagKind) -> &'static str {
    match kind {
        FlagKind::Enum => "Enum",
        FlagKind::Num => "Num",
        FlagKind::Bool => "Bool",
    }
}
