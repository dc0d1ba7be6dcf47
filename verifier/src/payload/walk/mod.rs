//! Walks one payload along its plan. Stops at the first byte that cannot be read.
//!
//! A plain walk knows no paths: it reads, keeps what rules ask for, and notes where something is wrong. A traced walk names
//! every field to a visitor; it is for those who show fields, and for giving names to the few places that were found
//! wrong.

mod path;
mod report;
mod shapes;

use std::ops::Range;

use super::flags::Element;
use super::plan::{Capture, NodeId, Plan};
use crate::fields::Part;
use crate::raw::wire::Cursor;
use crate::run::Run;

pub(super) use self::path::{Path, Visited, Visitor};

/// The walk stopped: the reason is already reported.
pub(super) struct Stop;

/// Where a walk is: a section and its place in the file.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    /// Index of the section.
    pub(super) index: usize,
    pub(super) name: &'a str,
    /// Name of the layout.
    pub(super) layout: &'a str,
    /// Where the payload begins in the file.
    pub(super) start: u64,
}

/// One payload on its way.
pub(super) struct Walk<'r, 'a, 'v> {
    run: &'r mut Run<'a>,
    plan: &'r Plan<'a>,
    cursor: Cursor<'a>,
    site: Site<'a>,
    /// What was read of an element of a flag list.
    element: Option<Element<'a>>,
    /// How many values that can hold their own kind are open.
    nesting: u16,
    /// Keys of the open maps and members of the open sets, as places in the payload, the innermost last.
    keys: Vec<Range<usize>>,
    mode: Mode<'a, 'v>,
}

/// What a walk is for.
enum Mode<'a, 'v> {
    /// Keeping values and reporting.
    Plain,
    /// Keeping values only.
    Silent,
    /// Naming fields.
    Traced(Path<'a>, &'v mut dyn Visitor),
}

impl<'r, 'a, 'v> Walk<'r, 'a, 'v> {
    fn new(run: &'r mut Run<'a>, plan: &'r Plan<'a>, data: &'a [u8], site: Site<'a>, mode: Mode<'a, 'v>) -> Self {
        let cursor = Cursor::new(data);
        Self { run, plan, cursor, site, element: None, nesting: 0, keys: Vec::new(), mode }
    }

    /// A walk that keeps values and reports.
    pub(super) fn plain(run: &'r mut Run<'a>, plan: &'r Plan<'a>, data: &'a [u8], site: Site<'a>) -> Self {
        Self::new(run, plan, data, site, Mode::Plain)
    }

    /// A walk that keeps values.
    pub(super) fn silent(run: &'r mut Run<'a>, plan: &'r Plan<'a>, data: &'a [u8], site: Site<'a>) -> Self {
        Self::new(run, plan, data, site, Mode::Silent)
    }

    /// A walk that names fields.
    pub(super) fn traced(
        run: &'r mut Run<'a>,
        plan: &'r Plan<'a>,
        data: &'a [u8],
        site: Site<'a>,
        visitor: &'v mut dyn Visitor,
    ) -> Self {
        Self::new(run, plan, data, site, Mode::Traced(Path::default(), visitor))
    }

    /// Walks to the end; false if it stopped before.
    pub(super) fn run(mut self) -> bool {
        for slot in &self.plan.optional {
            if let Some(column) = self.run.columns.get_mut(usize::from(*slot)) {
                column.is_optional = true;
            }
        }
        for (slot, ty) in &self.plan.enums {
            if let Some(column) = self.run.columns.get_mut(usize::from(*slot)) {
                column.variants_of = Some(*ty);
            }
        }
        for slot in &self.plan.roots {
            self.begin(*slot);
        }
        self.enter_name(self.site.layout);
        if self.layout_fields().is_err() {
            return false;
        }
        self.exhausted();
        true
    }

    fn layout_fields(&mut self) -> Result<(), Stop> {
        let plan = self.plan;
        let mut lengths: Vec<u64> = Vec::with_capacity(plan.fields.len());
        for field in &plan.fields {
            self.cursor.wire = field.wire;
            self.enter_name(field.name);
            let value = match field.length.and_then(|index| lengths.get(index)) {
                Some(length) => self.sized_text(field.node, *length)?,
                None => self.node(field.node)?,
            };
            lengths.push(value);
            self.leave();
        }
        Ok(())
    }

    /// A text whose length an earlier field holds.
    fn sized_text(&mut self, node: NodeId, length: u64) -> Result<u64, Stop> {
        let at = self.cursor.position();
        let text = self.cursor.text(usize::try_from(length).unwrap_or(usize::MAX));
        text.map_err(|failure| self.fail(failure, at))?;
        self.field(at, Part::Text, false, node);
        self.capture(node, length, at);
        Ok(length)
    }

    /// Where a byte of the payload stands in the file.
    fn place(&self, offset: usize) -> u64 {
        self.site.start.saturating_add(u64::try_from(offset).unwrap_or(0))
    }

    fn is_traced(&self) -> bool {
        matches!(self.mode, Mode::Traced(..))
    }

    /// Begins a structure that a value is looked for in.
    fn begin(&mut self, slot: u16) {
        if !self.is_traced()
            && let Some(column) = self.run.columns.get_mut(usize::from(slot))
        {
            column.begin(self.site.index);
        }
    }

    /// Keeps a number that was read.
    fn capture(&mut self, node: NodeId, value: u64, at: usize) {
        let plan = self.plan;
        if let Some(node) = plan.nodes.get(node)
            && !node.captures.here.is_empty()
            && !self.is_traced()
        {
            let at = self.place(at);
            let is_text = matches!(node.shape, super::plan::Shape::Text);
            for Capture { slot, shift, mask } in &node.captures.here {
                if let Some(column) = self.run.columns.get_mut(usize::from(*slot)) {
                    column.is_text = is_text;
                    column.push(value.checked_shr(u32::from(*shift)).unwrap_or(0) & mask, at);
                }
            }
        }
    }

    /// Keeps where something lies.
    fn capture_extent(&mut self, node: NodeId, start: u64, end: u64, at: usize) {
        let plan = self.plan;
        if let Some(node) = plan.nodes.get(node)
            && !node.captures.here.is_empty()
            && !self.is_traced()
        {
            let at = self.place(at);
            for capture in &node.captures.here {
                if let Some(column) = self.run.columns.get_mut(usize::from(capture.slot)) {
                    column.push_extent(start, end, at);
                }
            }
        }
    }

    /// Keeps that values are missing here.
    fn missing(&mut self, slots: &[u16]) {
        if self.is_traced() {
            return;
        }
        for slot in slots {
            if let Some(column) = self.run.columns.get_mut(usize::from(*slot)) {
                column.push_missing();
            }
        }
    }
}
