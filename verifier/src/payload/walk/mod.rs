//! Walks one payload along its plan. Stops at the first byte that cannot be read.
//!
//! A plain walk knows no paths: it reads, keeps what rules ask for, and notes where something is wrong. A traced walk names
//! every field to a visitor; it is for those who show fields, and for giving names to the few places that were found
//! wrong.

mod blocks;
mod fields;
mod path;
mod report;
mod shapes;

use std::ops::Range;

use super::flags::Element;
use super::plan::{Capture, Captures, NodeId, Plan};
use crate::raw::wire::Cursor;
use crate::run::Run;

pub(crate) use self::path::{Path, Shown, Visited, Visitor, Why};

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

/// One payload on its way. Whether fields are named is known when it is compiled: a plain walk is to be fast.
pub(super) struct Walk<'r, 'a, 'v, const TRACED: bool> {
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
    /// Structs and pairs around what is read, the innermost last; in a traced walk only.
    around: Vec<NodeId>,
    /// The list of flags that is read.
    list: Option<NodeId>,
    /// Whether nobody wants to know more.
    over: bool,
}

/// What a walk is for.
enum Mode<'a, 'v> {
    /// Keeping values and reporting.
    Plain,
    /// Keeping values only.
    Silent,
    /// Keeping values until it is known what the file is.
    Peek,
    /// Naming fields.
    Traced(Path<'a>, &'v mut dyn Visitor),
}

impl<'r, 'a, 'v> Walk<'r, 'a, 'v, false> {
    /// A walk that keeps values and reports.
    pub(super) fn plain(run: &'r mut Run<'a>, plan: &'r Plan<'a>, data: &'a [u8], site: Site<'a>) -> Self {
        Self::new(run, plan, data, site, Mode::Plain)
    }

    /// A walk that keeps values.
    pub(super) fn silent(run: &'r mut Run<'a>, plan: &'r Plan<'a>, data: &'a [u8], site: Site<'a>) -> Self {
        Self::new(run, plan, data, site, Mode::Silent)
    }

    /// A walk that keeps values until version and target are known.
    pub(super) fn peek(run: &'r mut Run<'a>, plan: &'r Plan<'a>, data: &'a [u8], site: Site<'a>) -> Self {
        Self::new(run, plan, data, site, Mode::Peek)
    }
}

impl<'r, 'a, 'v> Walk<'r, 'a, 'v, true> {
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
}

impl<'r, 'a, 'v, const TRACED: bool> Walk<'r, 'a, 'v, TRACED> {
    fn new(run: &'r mut Run<'a>, plan: &'r Plan<'a>, data: &'a [u8], site: Site<'a>, mode: Mode<'a, 'v>) -> Self {
        let cursor = Cursor::new(data, run.order());
        Self {
            run,
            plan,
            cursor,
            site,
            element: None,
            nesting: 0,
            keys: Vec::new(),
            mode,
            around: Vec::new(),
            list: None,
            over: false,
        }
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
        let plan = self.plan;
        if self.each_field(&plan.fields, |_, _, _| {}).is_err() {
            return false;
        }
        self.exhausted();
        true
    }

    /// Where a byte of the payload stands in the file.
    fn place(&self, offset: usize) -> u64 {
        self.site.start.saturating_add(u64::try_from(offset).unwrap_or(0))
    }

    fn is_traced(&self) -> bool {
        TRACED
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
    #[inline]
    fn capture(&mut self, node: NodeId, value: u64, at: usize) {
        let plan = self.plan;
        if let Some(node) = plan.nodes.get(node)
            && !node.captures.here.is_empty()
            && !self.is_traced()
        {
            self.capture_all(&node.captures, value, at);
        }
    }

    fn capture_all(&mut self, captures: &Captures, value: u64, at: usize) {
        let at = self.place(at);
        for Capture { slot, shift, mask } in &captures.here {
            if let Some(column) = self.run.columns.get_mut(usize::from(*slot)) {
                column.is_text = captures.is_text;
                column.push(value.checked_shr(u32::from(*shift)).unwrap_or(0) & mask, at);
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

    /// Keeps that a struct is there, and where it ends in the file.
    fn capture_struct(&mut self, node: NodeId, at: usize) {
        let plan = self.plan;
        if let Some(node) = plan.nodes.get(node)
            && !node.captures.here.is_empty()
            && !self.is_traced()
        {
            let (at, end) = (self.place(at), self.place(self.cursor.position()));
            for capture in &node.captures.here {
                if let Some(column) = self.run.columns.get_mut(usize::from(capture.slot)) {
                    column.push_struct(at, end);
                }
            }
        }
    }

    /// Keeps that a number that stands for none is here.
    fn none(&mut self, slot: u16, at: usize) {
        let at = self.place(at);
        if !self.is_traced()
            && let Some(column) = self.run.columns.get_mut(usize::from(slot))
        {
            column.push_none(at);
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
