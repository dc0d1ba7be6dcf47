//! What a walk says: breaches of rules about wires, and fields to the visitor.

use std::ops::Range;

use cwasm_spec::model::{Only, Rule, Wire};
use cwasm_spec::predicate::Predicate;

use super::path::{Shown, Visited, Why};
use super::{Mode, NodeId, Stop, Walk};
use crate::fields::Part;
use crate::payload::plan::{Limit, Shape};
use crate::payload::rule_about;
use crate::raw::digest::differ;
use crate::raw::version::is_version;
use crate::raw::wire::Failure;
use crate::run::{hex, number, payload_finding, quoted};

impl<'a, const TRACED: bool> Walk<'_, 'a, '_, TRACED> {
    pub(super) fn enter_name(&mut self, name: &'a str) {
        if TRACED && let Mode::Traced(path, _) = &mut self.mode {
            path.name(name);
        }
    }

    pub(super) fn enter_index(&mut self, index: u64) {
        if TRACED && let Mode::Traced(path, _) = &mut self.mode {
            path.index(index);
        }
    }

    pub(super) fn leave(&mut self) {
        if TRACED && let Mode::Traced(path, _) = &mut self.mode {
            path.leave();
        }
    }

    /// Tells what was just read. `wide`: a number of more than one byte in memory.
    pub(super) fn field(&mut self, at: usize, part: Part, wide: bool, node: NodeId, shown: Shown<'_>) {
        if self.is_traced() {
            let varint = wide && self.cursor.wire == Wire::Postcard;
            self.field_between(at..self.cursor.position(), part, varint, node, shown);
        }
    }

    /// Tells of a field that stands elsewhere.
    pub(super) fn field_between(
        &mut self,
        range: Range<usize>,
        part: Part,
        varint: bool,
        node: NodeId,
        shown: Shown<'_>,
    ) {
        if TRACED
            && let Mode::Traced(path, visitor) = &mut self.mode
            && let Some(node) = self.plan.nodes.get(node)
        {
            let around = self.around.last().and_then(|around| self.plan.nodes.get(*around));
            let list = self.list.and_then(|list| match &self.plan.nodes.get(list)?.shape {
                Shape::Flags(name, _, kept) => Some((*name, kept.as_slice())),
                _ => None,
            });
            let flag = self.element.as_ref().map_or("", |element| element.name);
            let nodes = &self.plan.nodes;
            visitor.field(path, Visited { range, part, varint, node, around, nodes, list, flag, shown });
            self.over = visitor.is_over();
        }
    }

    /// Goes into a struct or pair.
    pub(super) fn enter_node(&mut self, node: NodeId) {
        if self.is_traced() {
            self.around.push(node);
        }
    }

    pub(super) fn leave_node(&mut self) {
        if TRACED {
            self.around.pop();
        }
    }

    pub(super) fn told(&self) -> usize {
        if let Mode::Traced(_, visitor) = &self.mode { visitor.told() } else { 0 }
    }

    pub(super) fn bound_from(&mut self, told: usize) {
        if let Mode::Traced(_, visitor) = &mut self.mode {
            visitor.bound_from(told);
        }
    }

    /// Reports the last varint if it was longer than needed.
    #[inline]
    pub(super) fn shortest(&mut self) {
        if self.cursor.long_varint.is_some() {
            self.report_long();
        }
    }

    #[cold]
    fn report_long(&mut self) {
        let Some(range) = self.cursor.long_varint.take() else { return };
        let found = format!("{} bytes", range.len());
        self.report_about(Predicate::OnWire, "varint-shortest", range, found, "fewer bytes".to_owned());
    }

    /// Reports keys that came up before, of those from `first` on, and forgets them.
    pub(super) fn distinct(&mut self, first: usize) {
        let bytes = self.cursor.bytes();
        let key = |range: &Range<usize>| bytes.get(range.clone()).unwrap_or_default();
        let keys = self.keys.get_mut(first..).unwrap_or_default();
        let mut repeated = Vec::new();
        if !keys.is_sorted_by(|one, other| key(one) < key(other)) && !differ(keys.iter().map(key)) {
            // By length first: equal keys only are compared byte by byte in full.
            keys.sort_unstable_by(|one, other| {
                (one.len(), key(one), one.start).cmp(&(other.len(), key(other), other.start))
            });
            let pairs =
                keys.windows(2).filter_map(|pair| if let [one, other] = pair { Some((one, other)) } else { None });
            repeated
                .extend(pairs.filter(|(one, other)| key(one) == key(other)).map(|(_, other)| other.clone()).take(64));
        }
        self.keys.truncate(first);
        for range in repeated {
            let found = format!("{} once more", hex(key(&range)));
            self.report_about(Predicate::OnWire, "distinct", range, found, "another key".to_owned());
        }
    }

    /// Reports bytes behind the last field.
    pub(super) fn exhausted(&mut self) {
        let left = self.cursor.left();
        let at = self.cursor.position();
        if left > 0 {
            let found = format!("{left} more bytes");
            let end = at.saturating_add(left);
            self.report_about(
                Predicate::Exhausted,
                self.site.layout,
                at..end,
                found,
                "the end of the section".to_owned(),
            );
        }
        self.stopped(at, None);
    }

    fn stopped(&mut self, at: usize, why: Option<Why<'_>>) {
        if TRACED && let Mode::Traced(path, visitor) = &mut self.mode {
            visitor.stopped(path, at, why);
        }
    }

    pub(super) fn fail(&mut self, failure: Failure, at: usize) -> Stop {
        let left = self.cursor.left().max(1);
        let bytes = self.cursor_bytes(at, left);
        let (found, expected) = match failure {
            Failure::End => ("the end of the section".to_owned(), "more bytes".to_owned()),
            Failure::Bool | Failure::Option => (hex(bytes.get(..1).unwrap_or_default()), "00 or 01".to_owned()),
            Failure::Variant => (hex(bytes.get(..1).unwrap_or_default()), "a variant of the release".to_owned()),
            Failure::Utf8 => ("bytes that are not UTF-8".to_owned(), "UTF-8".to_owned()),
            Failure::VarintWidth => (hex(bytes.get(..10).unwrap_or(bytes)), "a number that fits".to_owned()),
            Failure::Length => {
                (format!("a length with {} bytes left", self.cursor.left()), "a length that fits".to_owned())
            }
            Failure::NonZero => ("0".to_owned(), "any other number".to_owned()),
            Failure::Default => ("no element".to_owned(), "the default".to_owned()),
            Failure::Nesting => {
                (format!("more than {} levels", self.run.spec.nesting), format!("{} at most", self.run.spec.nesting))
            }
        };
        self.fail_with(failure, at, found, expected)
    }

    pub(super) fn fail_with(&mut self, failure: Failure, at: usize, found: String, expected: String) -> Stop {
        let end = self.cursor.position().max(at.saturating_add(1));
        self.stopped(at, Some(Why { word: failure.word(), found: &found, expected: &expected }));
        self.report_about(Predicate::OnWire, failure.word(), at..end, found, expected);
        Stop
    }

    /// Whether the number is one that its type has.
    pub(super) fn number_allowed(&mut self, id: NodeId, value: u64, at: usize) -> Result<(), Stop> {
        let Some(limit) = self.plan.nodes.get(id).and_then(|node| node.limit) else { return Ok(()) };
        let Only::Numbers(numbers) = limit.only else { return Ok(()) };
        if numbers.contains(&value) {
            return Ok(());
        }
        let expected = numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
        Err(self.fail_limit(limit, at, number(value), format!("one of {expected}")))
    }

    /// Whether the text is one that its type has.
    pub(super) fn text_allowed(&mut self, id: NodeId, text: &str, at: usize) -> Result<(), Stop> {
        let Some(limit) = self.plan.nodes.get(id).and_then(|node| node.limit) else { return Ok(()) };
        if *limit.only != Only::Versions || is_version(text) {
            return Ok(());
        }
        Err(self.fail_limit(limit, at, quoted(text.as_bytes()), "a semantic version".to_owned()))
    }

    fn fail_limit(&mut self, limit: Limit<'a>, at: usize, found: String, expected: String) -> Stop {
        let end = self.cursor.position();
        self.stopped(at, Some(Why { word: Predicate::Allowed.word(), found: &found, expected: &expected }));
        self.report_about(Predicate::Allowed, limit.ty, at..end, found, expected);
        Stop
    }

    fn cursor_bytes(&self, at: usize, length: usize) -> &'a [u8] {
        self.cursor
            .bytes()
            .get(at..at.saturating_add(length))
            .or_else(|| self.cursor.bytes().get(at..))
            .unwrap_or_default()
    }

    pub(super) fn report_about(
        &mut self,
        predicate: Predicate,
        about: &str,
        at: Range<usize>,
        found: String,
        expected: String,
    ) {
        if matches!(self.mode, Mode::Plain)
            && let Some(rule) = rule_about(self.run, predicate, about)
        {
            self.report(rule, at, found, expected);
        }
    }

    pub(super) fn report(&mut self, rule: &Rule, at: Range<usize>, found: String, expected: String) {
        if matches!(self.mode, Mode::Plain) {
            let range = self.place(at.start)..self.place(at.end);
            let (index, name) = (self.site.index, self.site.name);
            self.run.report(rule, || payload_finding(range, index, name.to_owned(), found, expected));
        }
    }
}
