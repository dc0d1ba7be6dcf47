//! Fields one behind the other, and sequences whose number of elements stands in an earlier field.

use cwasm_spec::predicate::Predicate;

use super::{Shown, Stop, Walk};
use crate::columns::View;
use crate::fields::Part;
use crate::payload::plan::{Field, NodeId, Shape, Times, Uniform};
use crate::raw::wire::Failure;
use crate::run::{hex, number};

/// So many fields of a struct can be the number of something: more than any described one has in front.
const COUNTS: usize = 16;

impl<'a, const TRACED: bool> Walk<'_, 'a, '_, TRACED> {
    /// Reads fields; `read` is told the position, value and place of each.
    pub(super) fn each_field(
        &mut self,
        fields: &[Field<'a>],
        mut read: impl FnMut(usize, u64, usize),
    ) -> Result<(), Stop> {
        let mut values = [0; COUNTS];
        for (position, field) in fields.iter().enumerate() {
            if let Some(wire) = field.wire {
                self.cursor.wire = wire;
            }
            self.enter_name(field.name);
            let at = self.cursor.position();
            let value = match field.plain {
                Some(width) if !TRACED => self.plain_number(field.node, width, at)?,
                _ => {
                    let value = self.bounded(field, &values)?;
                    self.pad(field)?;
                    value
                }
            };
            self.leave();
            if let Some(slot) = values.get_mut(position) {
                *slot = value;
            }
            read(position, value, at);
        }
        Ok(())
    }

    /// Reads a number that can have any value.
    #[inline]
    fn plain_number(&mut self, node: NodeId, width: u32, at: usize) -> Result<u64, Stop> {
        let value = self.cursor.number(width).map_err(|failure| self.fail(failure, at))?;
        self.shortest();
        self.capture(node, value, at);
        Ok(value)
    }

    /// Reads a field inside of as many bytes as an earlier one says, if one does.
    fn bounded(&mut self, field: &Field<'a>, values: &[u64]) -> Result<u64, Stop> {
        let Some(size) = field.bytes.and_then(|index| values.get(index)) else { return self.one_field(field, values) };
        let at = self.cursor.position();
        let size = usize::try_from(*size).unwrap_or(usize::MAX);
        let end = self.cursor.narrow(size).map_err(|failure| self.fail(failure, at))?;
        let value = self.one_field(field, values)?;
        let from = self.cursor.position();
        let left = self.cursor.widen(end);
        let size = u64::try_from(size).unwrap_or(u64::MAX);
        self.padding(field, from, left, field.pad.max(1));
        if size.checked_rem(field.pad.max(1)) != Some(0) {
            let range = at..self.cursor.position();
            let expected = format!("a multiple of {} bytes", field.pad);
            self.report_about(Predicate::OnWire, "padding", range, number(size), expected);
        }
        Ok(value)
    }

    /// Reads the zeros behind a field that is filled up.
    fn pad(&mut self, field: &Field<'a>) -> Result<(), Stop> {
        // What stands in so many bytes is filled up in them.
        let unit = if field.bytes.is_some() { 0 } else { field.pad };
        let from = self.cursor.position();
        let past = u64::try_from(from).ok().and_then(|from| from.checked_rem(unit)).unwrap_or(0);
        if past != 0 {
            let count = usize::try_from(field.pad.saturating_sub(past)).unwrap_or(usize::MAX);
            let left = self.cursor.take(count).map_err(|failure| self.fail(failure, from))?;
            self.padding(field, from, left, field.pad);
        }
        Ok(())
    }

    /// What fills a field up is zeros, and no more than needed for a multiple of so many bytes.
    fn padding(&mut self, field: &Field<'a>, from: usize, left: &[u8], multiple: u64) {
        if !left.is_empty() {
            self.enter_name("padding");
            self.field(from, Part::Value, false, field.node, Shown::Padding);
            self.leave();
        }
        let is_long = u64::try_from(left.len()).is_ok_and(|length| length >= multiple);
        if is_long || left.iter().any(|byte| *byte != 0) {
            let range = from..from.saturating_add(left.len());
            let expected = format!("less than {multiple} bytes, all of them zeros");
            self.report_about(Predicate::OnWire, "padding", range, hex(left), expected);
        }
    }

    fn one_field(&mut self, field: &Field<'a>, values: &[u64]) -> Result<u64, Stop> {
        if let Some(length) = field.length.and_then(|index| values.get(index)) {
            return self.sized(field.node, *length);
        }
        let plan = self.plan;
        let Some(node) = plan.nodes.get(field.node) else { return Err(Stop) };
        let Shape::Run(inner, uniform) = &node.shape else { return self.node(field.node) };
        let at = self.cursor.position();
        let count = match field.times {
            Times::Own => return Err(Stop),
            Times::Field(index, per) => values.get(index).and_then(|value| value.checked_div(per)),
            Times::Rest | Times::UntilZero => None,
        };
        let count = match (count, uniform) {
            (count, Some(uniform)) if field.times != Times::UntilZero && !self.is_traced() => {
                self.uniform(uniform, count, at)?
            }
            (Some(count), _) => self.counted(*inner, count, at)?,
            // What is too short for an element of that size is none, whoever looks.
            (None, Some(uniform)) if field.times == Times::Rest => {
                let left = u64::try_from(self.cursor.left()).unwrap_or(0);
                self.counted(*inner, left.checked_div(uniform.size).unwrap_or(0), at)?
            }
            (None, _) => self.open(*inner, field.times)?,
        };
        self.capture(field.node, count, at);
        Ok(count)
    }

    /// Elements that are seen in place.
    fn uniform(&mut self, uniform: &Uniform, count: Option<u64>, at: usize) -> Result<u64, Stop> {
        let left = u64::try_from(self.cursor.left()).unwrap_or(0);
        let fitting = left.checked_div(uniform.size).unwrap_or(0);
        if count.is_none() && left.checked_rem(uniform.size) != Some(0) {
            // What is left is the beginning of another one.
            let end = at.saturating_add(self.cursor.left());
            return Err(self.fail(Failure::End, end));
        }
        let count = count.unwrap_or(fitting);
        let size = count.checked_mul(uniform.size).and_then(|size| usize::try_from(size).ok());
        let elements = match size {
            Some(size) if count <= fitting => self.cursor.take(size),
            _ => Err(Failure::Length),
        };
        let elements = elements.map_err(|failure| self.fail(failure, at))?;
        let (place, order) = (self.place(at), self.cursor.order());
        let count_here = usize::try_from(count).unwrap_or(usize::MAX);
        for column in &uniform.columns {
            if let Some(kept) = self.run.columns.get_mut(usize::from(column.slot)) {
                kept.see(View::new(elements, place, uniform.size, count_here, *column, order));
            }
        }
        Ok(count)
    }

    /// So many elements, each of a byte at least.
    fn counted(&mut self, inner: NodeId, count: u64, at: usize) -> Result<u64, Stop> {
        if usize::try_from(count).ok().is_none_or(|count| count > self.cursor.left()) {
            return Err(self.fail(Failure::Length, at));
        }
        for index in 0..count {
            self.enter_index(index);
            self.node(inner)?;
            self.leave();
        }
        Ok(count)
    }

    /// Elements to the end of the region, or until four zero bytes.
    fn open(&mut self, inner: NodeId, times: Times) -> Result<u64, Stop> {
        let mut count = 0;
        while self.cursor.left() > 0 {
            let rest = self.cursor.rest();
            if times == Times::UntilZero && rest.get(..4).is_none_or(|next| next == [0; 4]) {
                break;
            }
            let before = self.cursor.position();
            self.enter_index(count);
            self.node(inner)?;
            self.leave();
            if self.cursor.position() == before {
                return Err(Stop);
            }
            count = count.saturating_add(1);
        }
        Ok(count)
    }

    /// A text or blob whose length an earlier field holds.
    fn sized(&mut self, node: NodeId, length: u64) -> Result<u64, Stop> {
        let at = self.cursor.position();
        let size = usize::try_from(length).unwrap_or(usize::MAX);
        let is_text = self.plan.nodes.get(node).is_some_and(|node| matches!(node.shape, Shape::Text));
        let read = match is_text {
            true => self.cursor.text(size).map(Shown::Text),
            false => self.cursor.skip(size).map(|()| Shown::Opaque),
        };
        let shown = read.map_err(|failure| self.fail(failure, at))?;
        self.field(at, if is_text { Part::Text } else { Part::Opaque }, false, node, shown);
        self.capture(node, length, at);
        Ok(length)
    }
}
