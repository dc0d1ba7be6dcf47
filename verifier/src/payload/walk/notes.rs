//! What a walk leaves behind: findings, decoded values, and the fields themselves if anybody asks.

use std::fmt::Write;
use std::ops::Range;

use cwasm_spec::model::{Rule, Wire};
use cwasm_spec::predicate::Predicate;

use super::{Step, Stop, Walk};
use crate::fields::{FieldPlace, Part};
use crate::payload::rule_about;
use crate::raw::wire::Failure;
use crate::run::{Value, finding, hex};

impl<'a> Walk<'_, 'a> {
    /// Notes what was just read, if anybody asks. `wide`: a number of more than one byte in memory.
    pub(super) fn trace(&mut self, at: usize, part: Part, wide: bool) {
        if self.silent || self.run.trace.is_none() {
            return;
        }
        let place = |offset: usize| self.start.saturating_add(u64::try_from(offset).unwrap_or(0));
        let range = place(at)..place(self.cursor.position());
        let varint = wide && self.cursor.wire == Wire::Postcard;
        let free = self.free.first().copied().unwrap_or_default().to_owned();
        let field = FieldPlace { path: self.path_text(), range, part, varint, free };
        if let Some(fields) = &mut self.run.trace {
            fields.push(field);
        }
    }

    /// Reports the last varint if it was longer than needed.
    pub(super) fn shortest(&mut self) {
        let Some(range) = self.cursor.long_varint.take() else { return };
        let rule = match self.shortest {
            Some(rule) => rule,
            None => *self.shortest.insert(rule_about(self.run, Predicate::OnWire, "varint-shortest")),
        };
        if let Some(rule) = rule {
            let found = format!("{} bytes", range.len());
            self.report(rule, range, found, "fewer bytes".to_owned());
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
        };
        self.fail_with(failure, at, found, expected)
    }

    pub(super) fn fail_with(&mut self, failure: Failure, at: usize, found: String, expected: String) -> Stop {
        let end = self.cursor.position().max(at.saturating_add(1));
        self.report_about(Predicate::OnWire, failure.word(), at..end, found, expected);
        Stop
    }

    fn cursor_bytes(&self, at: usize, length: usize) -> &'a [u8] {
        let start = self.start.saturating_add(u64::try_from(at).unwrap_or(0));
        crate::raw::slice(self.run.bytes(), start, u64::try_from(length).unwrap_or(0)).unwrap_or_default()
    }

    pub(super) fn report_about(
        &mut self,
        predicate: Predicate,
        about: &str,
        at: Range<usize>,
        found: String,
        expected: String,
    ) {
        if let Some(rule) = rule_about(self.run, predicate, about) {
            self.report(rule, at, found, expected);
        }
    }

    pub(super) fn report(&mut self, rule: &Rule, at: Range<usize>, found: String, expected: String) {
        if self.silent {
            return;
        }
        let place = |offset: usize| self.start.saturating_add(u64::try_from(offset).unwrap_or(0));
        let range = place(at.start)..place(at.end);
        let (section, path) = (self.section.to_owned(), self.path_text());
        self.run.report(rule, || finding(range, section, path, found, expected));
    }

    fn path_text(&self) -> String {
        let mut text = String::new();
        for step in &self.path {
            // Writing into memory does not fail.
            let _ = match step {
                Step::Name(name) if text.is_empty() => write!(text, "{name}"),
                Step::Name(name) => write!(text, ".{name}"),
                Step::Index(index) => write!(text, "[{index}]"),
            };
        }
        text
    }

    pub(super) fn number_value(
        &mut self,
        ty: u16,
        field: u16,
        inner: Option<&str>,
        at: usize,
        length: usize,
        value: u64,
    ) {
        let at = self.start.saturating_add(u64::try_from(at).unwrap_or(0));
        let length = u64::try_from(length).unwrap_or(0);
        for wanted in self.plan.of(ty, field).filter(|wanted| wanted.inner.as_deref() == inner) {
            if let Some(slot) = self.run.values.get_mut(usize::from(wanted.slot)) {
                *slot = Value::Number { value, at, length };
            }
        }
    }

    pub(super) fn text_value(&mut self, ty: u16, field: u16, at: usize, length: usize) {
        let at = self.start.saturating_add(u64::try_from(at).unwrap_or(0));
        let length = u64::try_from(length).unwrap_or(0);
        for wanted in self.plan.of(ty, field) {
            if let Some(slot) = self.run.values.get_mut(usize::from(wanted.slot)) {
                *slot = Value::Text { at, length };
            }
        }
    }
}
