//! Reading values: one function for a family of shapes. Each gives the number that was read, the length of a text, the index
//! of a variant, or whether an option holds something.

use cwasm_spec::model::{Bit, TypeKind, Word};
use cwasm_spec::predicate::Predicate;

use super::{Mode, Shown, Stop, Walk};
use crate::fields::Part;
use crate::payload::flags::{Element, FlagList};
use crate::payload::plan::{Distinct, NodeId, Number, Shape, Sparse, Struct, Variant};
use crate::payload::rule_about;
use crate::raw::wire::Failure;
use crate::run::number;

impl<'a, const TRACED: bool> Walk<'_, 'a, '_, TRACED> {
    /// Reads one value.
    pub(super) fn node(&mut self, id: NodeId) -> Result<u64, Stop> {
        let plan = self.plan;
        let Some(node) = plan.nodes.get(id).filter(|_| !self.over) else { return Err(Stop) };
        let at = self.cursor.position();
        let value = match &node.shape {
            Shape::Number(shape) => return self.number(id, *shape, at),
            Shape::Wide => {
                let value = self.cursor.wide().map_err(|failure| self.fail(failure, at))?;
                self.field(at, Part::Value, true, id, Shown::Wide(value));
                self.shortest();
                // Of so wide a number no rule asks more than this.
                u64::try_from(value).unwrap_or(u64::MAX)
            }
            Shape::Bool => {
                let value = self.cursor.bool().map_err(|failure| self.fail(failure, at))?;
                self.field(at, Part::Value, false, id, Shown::Bool(value));
                u64::from(value)
            }
            Shape::Text => return self.text(id),
            Shape::Bytes(count) => {
                let bytes = self.cursor.take(usize::from(*count)).map_err(|failure| self.fail(failure, at))?;
                self.field(at, Part::Value, false, id, Shown::Bytes);
                u64::from(bytes.iter().any(|byte| *byte != 0))
            }
            Shape::Blob => {
                let length = self.cursor.left();
                self.cursor.skip(length).map_err(|failure| self.fail(failure, at))?;
                self.field(at, Part::Opaque, false, id, Shown::Opaque);
                u64::try_from(length).unwrap_or(0)
            }
            Shape::Blocks(blocks, offsets, values) => self.blocks(id, blocks, offsets, values)?,
            // Who knows the number of elements reads them.
            Shape::Run(..) => return Err(Stop),
            Shape::Option(inner) => {
                let some = self.option(id)?;
                if some {
                    self.node(*inner)?;
                } else {
                    self.missing(&node.captures.absent);
                }
                return Ok(u64::from(some));
            }
            Shape::Seq(inner, distinct) => self.sequence(id, *inner, *distinct)?,
            Shape::Sparse(shape) => self.sparse(id, *shape)?,
            Shape::Map(key, content) => self.map(id, *key, *content)?,
            Shape::Array(count, inner) => {
                for index in 0..u64::from(*count) {
                    self.enter_index(index);
                    self.node(*inner)?;
                    self.leave();
                }
                u64::from(*count)
            }
            Shape::Pair(first, second) => {
                self.enter_node(id);
                let (first, second) = (self.node(*first)?, self.node(*second)?);
                self.leave_node();
                self.capture_extent(id, first, second, at);
                return Ok(0);
            }
            Shape::Struct(shape) => return self.fields(id, shape, at),
            Shape::Enum(variants) => self.variant(id, variants)?,
            Shape::Row(word, names) => {
                for name in names {
                    self.enter_name(name);
                    let at = self.cursor.position();
                    let width = if *word == Word::U8 { 1 } else { 4 };
                    self.number(id, Number::of(width), at)?;
                    self.leave();
                }
                0
            }
            Shape::Bits(ty, bits) => return self.bits(id, *ty, bits),
            Shape::Flags(name, element, flags) => return self.flags(id, name, *element, flags),
            Shape::Nothing => return Err(Stop),
        };
        self.capture(id, value, at);
        Ok(value)
    }

    fn number(&mut self, id: NodeId, shape: Number, at: usize) -> Result<u64, Stop> {
        let value = self.cursor.number(shape.width).map_err(|failure| self.fail(failure, at))?;
        let shown =
            if shape.signed { Shown::Signed(self.cursor.signed(value, shape.width)) } else { Shown::Number(value) };
        self.field(at, Part::Value, shape.width > 1, id, shown);
        self.shortest();
        if shape.nonzero && value == 0 {
            return Err(self.fail(Failure::NonZero, at));
        }
        if shape.limited {
            self.number_allowed(id, value, at)?;
        }
        if shape.none == Some(value) {
            let plan = self.plan;
            let here = plan.nodes.get(id).map_or(&[][..], |node| &node.captures.here);
            for capture in here {
                self.none(capture.slot, at);
            }
            return Ok(value);
        }
        self.capture(id, value, at);
        Ok(value)
    }

    fn text(&mut self, id: NodeId) -> Result<u64, Stop> {
        let length = self.length(id)?;
        let at = self.cursor.position();
        let text = self.cursor.text(length).map_err(|failure| self.fail(failure, at))?;
        self.field(at, Part::Text, false, id, Shown::Text(text));
        self.text_allowed(id, text, at)?;
        if let Some(element) = &mut self.element {
            element.text(text);
        }
        let length = u64::try_from(length).unwrap_or(0);
        self.capture(id, length, at);
        self.peeked();
        Ok(length)
    }

    /// Ends a walk that only wants to know what the file is.
    fn peeked(&mut self) {
        if let Mode::Peek = self.mode {
            let identity = &self.run.spec.identity;
            self.over = [identity.version, identity.target].iter().all(|place| self.run.value(*place).is_some());
        }
    }

    fn length(&mut self, id: NodeId) -> Result<usize, Stop> {
        let at = self.cursor.position();
        let length = self.cursor.length().map_err(|failure| self.fail(failure, at))?;
        self.field(at, Part::Length, true, id, Shown::Length(u64::try_from(length).unwrap_or(u64::MAX)));
        self.shortest();
        Ok(length)
    }

    fn sequence(&mut self, id: NodeId, inner: NodeId, distinct: Distinct) -> Result<u64, Stop> {
        let count = u64::try_from(self.length(id)?).unwrap_or(0);
        let first = self.keys.len();
        for index in 0..count {
            self.enter_index(index);
            let at = self.cursor.position();
            self.node(inner)?;
            if distinct == Distinct::Yes {
                self.keys.push(at..self.cursor.position());
            }
            self.leave();
        }
        self.distinct(first);
        Ok(count)
    }

    fn map(&mut self, id: NodeId, key: NodeId, content: NodeId) -> Result<u64, Stop> {
        let count = u64::try_from(self.length(id)?).unwrap_or(0);
        let first = self.keys.len();
        for index in 0..count {
            self.enter_index(index);
            let at = self.cursor.position();
            self.node(key)?;
            self.keys.push(at..self.cursor.position());
            self.node(content)?;
            self.leave();
        }
        self.distinct(first);
        Ok(count)
    }

    /// A default, then an option for each index. Gives the number of indices.
    fn sparse(&mut self, id: NodeId, shape: Sparse) -> Result<u64, Stop> {
        let plan = self.plan;
        let begin = self.cursor.position();
        let Some(count) = u64::try_from(self.length(id)?).unwrap_or(0).checked_sub(1) else {
            return Err(self.fail(Failure::Default, begin));
        };
        if shape.optional && !self.option(id)? {
            return Err(self.fail(Failure::Default, begin));
        }
        self.enter_name("default");
        self.node(shape.default)?;
        self.leave();
        for index in 0..count {
            self.enter_index(index);
            if self.option(id)? {
                self.node(shape.inner)?;
            } else if let Some(node) = plan.nodes.get(id) {
                self.missing(&node.captures.absent);
            }
            self.leave();
        }
        Ok(count)
    }

    /// Whether an option holds something.
    fn option(&mut self, id: NodeId) -> Result<bool, Stop> {
        let at = self.cursor.position();
        let some = self.cursor.option().map_err(|failure| self.fail(failure, at))?;
        self.field(at, Part::Option, false, id, Shown::Some(some));
        Ok(some)
    }

    fn fields(&mut self, id: NodeId, shape: &Struct<'a>, at: usize) -> Result<u64, Stop> {
        for slot in &shape.roots {
            self.begin(*slot);
        }
        self.nest(shape.recursive, at)?;
        self.enter_node(id);
        let (mut start, mut length, mut place) = (0, 0, at);
        self.each_field(&shape.fields, |position, value, before| match shape.extent {
            Some((first, _)) if first == position => (start, place) = (value, before),
            Some((_, second)) if second == position => length = value,
            _ => {}
        })?;
        self.leave_node();
        self.unnest(shape.recursive);
        if shape.extent.is_some() {
            self.capture_extent(id, start, start.saturating_add(length), place);
        } else {
            self.capture_struct(id, at);
        }
        Ok(0)
    }

    fn variant(&mut self, id: NodeId, variants: &[Variant<'a>]) -> Result<u64, Stop> {
        let at = self.cursor.position();
        let index = self.cursor.variant().map_err(|failure| self.fail(failure, at))?;
        let variant = usize::try_from(index).ok().and_then(|index| variants.get(index));
        let name = variant.map_or("", |variant| variant.name);
        self.field(at, Part::Variant, true, id, Shown::Variant(index, name));
        self.shortest();
        let Some(variant) = variant else {
            let expected = format!("0 to {}", variants.len().saturating_sub(1));
            return Err(self.fail_with(Failure::Variant, at, format!("variant {}", number(index)), expected));
        };
        if let Some(element) = &mut self.element {
            element.variant(variant.name);
        }
        self.missing(&variant.absent);
        for slot in &variant.here {
            self.keep(*slot, 1, at);
        }
        self.nest(variant.recursive, at)?;
        self.enter_name(variant.name);
        for node in &variant.content {
            let value = self.node(*node)?;
            if let Some(element) = &mut self.element {
                element.value(value);
            }
        }
        self.each_field(&variant.fields, |_, _, _| {})?;
        self.leave();
        self.unnest(variant.recursive);
        Ok(index)
    }

    /// Goes into a value that can hold its own kind.
    fn nest(&mut self, recursive: bool, at: usize) -> Result<(), Stop> {
        if recursive {
            if self.nesting >= self.run.spec.nesting {
                return Err(self.fail(Failure::Nesting, at));
            }
            self.nesting = self.nesting.saturating_add(1);
        }
        Ok(())
    }

    fn unnest(&mut self, recursive: bool) {
        self.nesting = self.nesting.saturating_sub(u16::from(recursive));
    }

    fn bits(&mut self, id: NodeId, named: u16, kept: &[(u16, &'a str)]) -> Result<u64, Stop> {
        let spec = self.run.spec;
        let Some(set) = spec.types.get(usize::from(named)) else { return Err(Stop) };
        let TypeKind::Bits { reprs, bits } = &set.kind else { return Err(Stop) };
        let at = self.cursor.position();
        let edition = self.run.edition;
        let Some(repr) = reprs.iter().find(|repr| repr.range.contains(edition)) else { return Err(Stop) };
        let width = if repr.word == Word::U32 { 4 } else { 8 };
        let value = self.number(id, Number::of(width), at)?;
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
        for (slot, name) in kept.iter().filter(|(_, name)| bits.iter().filter(here).any(|bit| bit.name == **name)) {
            let set = u64::from(is_set(bits, name, edition, value));
            self.keep(*slot, set, at);
        }
        Ok(value)
    }

    /// Keeps a number of its own for a value.
    fn keep(&mut self, slot: u16, value: u64, at: usize) {
        let at = self.place(at);
        if !self.is_traced()
            && let Some(column) = self.run.columns.get_mut(usize::from(slot))
        {
            column.push(value, at);
        }
    }

    fn flags(&mut self, id: NodeId, name: &'a str, element: NodeId, kept: &[(u16, &'a str)]) -> Result<u64, Stop> {
        let Some(mut list) = FlagList::new(self.run, name) else {
            // No list fits the target: its elements are read all the same.
            return self.sequence(id, element, Distinct::No);
        };
        self.list = Some(id);
        let count = u64::try_from(self.length(id)?).unwrap_or(0);
        // A map of name and value has the same bytes as a sequence of pairs.
        let begin = self.cursor.position();
        for index in 0..count {
            self.enter_index(index);
            let at = self.cursor.position();
            let told = self.told();
            self.element = Some(Element::default());
            self.node(element)?;
            let Some(read) = self.element.take() else { return Err(Stop) };
            let end = self.cursor.position();
            if let Some(value) = read.number() {
                for (slot, _) in kept.iter().filter(|(_, flag)| *flag == read.name) {
                    self.keep(*slot, value, at);
                }
            }
            if list.is_fixed(self.run, read.name) {
                self.bound_from(told);
            }
            for (predicate, found, expected) in list.element(self.run, &read) {
                self.report_about(predicate, list.name, at..end, found, expected);
            }
            self.leave();
        }
        self.list = None;
        let end = self.cursor.position();
        if let Some((found, expected)) = list.missing(self.run) {
            self.report_about(Predicate::FlagsComplete, list.name, begin..end, found, expected);
        }
        self.capture(id, count, begin);
        Ok(count)
    }
}

fn mask(bit: &Bit) -> u64 {
    1_u64.checked_shl(u32::from(bit.at)).unwrap_or(0)
}

fn is_set(bits: &[Bit], name: &str, edition: cwasm_spec::version::Edition, value: u64) -> bool {
    bits.iter().filter(|bit| bit.name == name && bit.range.contains(edition)).any(|bit| value & mask(bit) != 0)
}
