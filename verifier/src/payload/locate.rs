//! Second walks, which name fields: all of them for those who show a file, or those few at which something was found wrong.

use std::borrow::Cow;
use std::ops::Range;

use super::plan::{Plan, compile};
use super::walk::{Path, Visited, Visitor, Walk, Why};
use super::{site, walkable, wanted};
use crate::fields::FieldPlace;
use crate::run::Run;

/// The fields of all payloads.
pub(crate) fn trace(run: &mut Run<'_>) -> Vec<FieldPlace> {
    let mut fields = Vec::new();
    for index in walkable(run) {
        let mut collector = Collector { start: 0, fields: Vec::new() };
        visit(run, index, |start| {
            collector.start = start;
            &mut collector
        });
        fields.append(&mut collector.fields);
    }
    fields
}

/// Gives the findings about payloads their paths: one walk for each section with some.
pub(crate) fn locate(run: &mut Run<'_>) {
    for (section, mut ranges) in run.sink.unnamed() {
        ranges.sort_unstable_by_key(|range| (range.start, range.end));
        ranges.dedup();
        let named = ranges.into_iter().map(|range| Named { end: range.start, range, path: None }).collect();
        let mut finder = Finder { start: 0, next: 0, named };
        visit(run, section, |start| {
            finder.start = start;
            &mut finder
        });
        for named in &finder.named {
            run.sink.name(section, &named.range, &readable(named.path.as_deref().unwrap_or_default()), named.end);
        }
    }
}

/// A path as people read it: of a very long one its two ends.
fn readable(path: &str) -> Cow<'_, str> {
    const ENDS: (usize, usize) = (8, 4);
    const MOST: usize = 24;
    let steps: Vec<&str> = path.split('.').collect();
    match (steps.get(..ENDS.0), steps.len().checked_sub(ENDS.1).and_then(|start| steps.get(start..))) {
        (Some(first), Some(last)) if steps.len() > MOST => {
            Cow::Owned(format!("{} ... {}", first.join("."), last.join(".")))
        }
        _ => Cow::Borrowed(path),
    }
}

/// Names the fields of a section, and which values they hold that rules ask for.
pub(crate) fn visit_wanted(run: &mut Run<'_>, index: usize, visitor: &mut dyn Visitor) {
    let Some((site, layout, data)) = site(run, index) else { return };
    let plan: Plan<'_> = compile(run.spec, run.edition, run.target, layout, &wanted(run.spec, run.edition));
    Walk::traced(run, &plan, data, site, visitor).run();
}

fn visit<'v>(run: &mut Run<'_>, index: usize, visitor: impl FnOnce(u64) -> &'v mut dyn Visitor) {
    let Some((site, layout, data)) = site(run, index) else { return };
    let plan: Plan<'_> = compile(run.spec, run.edition, run.target, layout, &[]);
    Walk::traced(run, &plan, data, site, visitor(site.start)).run();
}

fn in_file(start: u64, range: Range<usize>) -> Range<u64> {
    let place = |offset: usize| start.saturating_add(u64::try_from(offset).unwrap_or(0));
    place(range.start)..place(range.end)
}

struct Collector {
    /// Where the payload begins in the file.
    start: u64,
    fields: Vec<FieldPlace>,
}

impl Visitor for Collector {
    fn field(&mut self, path: &Path<'_>, visited: Visited<'_>) {
        let Visited { range, part, varint, node, .. } = visited;
        let range = in_file(self.start, range);
        self.fields.push(FieldPlace { path: path.text(), range, part, varint, free: node.free.to_owned() });
    }

    fn stopped(&mut self, _: &Path<'_>, _: usize, _: Option<Why<'_>>) {}

    fn told(&self) -> usize {
        self.fields.len()
    }

    fn bound_from(&mut self, told: usize) {
        self.fields.iter_mut().skip(told).for_each(|field| field.free.clear());
    }
}

/// A range of the file that wants its name.
struct Named {
    range: Range<u64>,
    /// Where the last field ends that begins in it.
    end: u64,
    /// What the paths of all fields in it have in common.
    path: Option<String>,
}

impl Named {
    fn add(&mut self, path: &Path<'_>, end: u64) {
        self.end = end;
        self.path = Some(match self.path.take() {
            None => path.text(),
            Some(path_so_far) => common(&path_so_far, &path.text()).to_owned(),
        });
    }
}

/// The steps that two paths have in common.
fn common<'p>(one: &'p str, other: &str) -> &'p str {
    let equal = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    let is_border = |at: usize| one.as_bytes().get(at).is_none_or(|byte| matches!(byte, b'.' | b'['));
    let both = |at: usize| is_border(at) && other.as_bytes().get(at).is_none_or(|byte| matches!(byte, b'.' | b'['));
    let end = (0..=equal).rev().find(|at| both(*at)).unwrap_or(0);
    one.get(..end).unwrap_or_default()
}

struct Finder {
    /// Where the payload begins in the file.
    start: u64,
    /// The first range that is not behind.
    next: usize,
    /// By place.
    named: Vec<Named>,
}

impl Finder {
    /// Tells all ranges that a field lies in of its path.
    fn pass(&mut self, path: &Path<'_>, field: Range<u64>) {
        while self.named.get(self.next).is_some_and(|named| named.range.end <= field.start && named.path.is_some()) {
            self.next = self.next.saturating_add(1);
        }
        let open = self.named.iter_mut().skip(self.next).take_while(|named| named.range.start < field.end);
        for named in open.filter(|named| named.path.is_none() || field.start < named.range.end) {
            named.add(path, field.end);
        }
    }
}

impl Visitor for Finder {
    fn field(&mut self, path: &Path<'_>, visited: Visited<'_>) {
        let field = in_file(self.start, visited.range);
        self.pass(path, field);
    }

    fn stopped(&mut self, path: &Path<'_>, at: usize, _: Option<Why<'_>>) {
        let at = in_file(self.start, at..at).start;
        self.pass(path, at..at.saturating_add(1));
    }
}

#[cfg(test)]
mod tests {
    use super::{common, readable};

    #[test]
    fn long_paths_lose_their_middle() {
        assert_eq!(readable("a.b[0].c"), "a.b[0].c");
        assert_eq!(readable(&["a"; 30].join(".")), "a.a.a.a.a.a.a.a ... a.a.a.a");
    }

    #[test]
    fn paths_have_whole_steps_in_common() {
        assert_eq!(common("a.list[1].name", "a.list[1].value.Bool"), "a.list[1]");
        assert_eq!(common("a.list[1].name", "a.list[12].name"), "a.list");
        assert_eq!(common("a.lists", "a.list"), "a");
        assert_eq!(common("a.b", "a.b"), "a.b");
    }
}
