//! Fields of the description as fields of a Rust struct.
//!
//! Lines with one name and one Rust type are one Rust field. If a name has had several types, the oldest keeps the name and
//! each later one is called after the release that brought it: `inlining`, `inlining_since_45`. A field that some
//! release of the value around lacks is an `Option`. The length of a text is no field: it follows from the text.

use cwasm_spec::model::{Field, Spec, Times, Wire};
use cwasm_spec::version::Range;

use super::words;
use crate::library::{naming, when};

/// A field of a Rust struct.
pub(super) struct RustField<'s> {
    /// Its name.
    pub(super) name: String,
    /// The lines of the description that it stands for, as runs of neighbours: each run is one place on the wire.
    pub(super) runs: Vec<Run<'s>>,
    /// Whether some release lacks it.
    pub(super) optional: bool,
    /// The releases that have the value around.
    outer: Range,
}

/// Neighbouring lines that are read alike.
pub(super) struct Run<'s> {
    /// Position of the first line.
    pub(super) position: usize,
    /// The lines.
    pub(super) lines: Vec<&'s Field>,
}

impl<'s> RustField<'s> {
    /// The first line.
    pub(super) fn line(&self) -> Option<&'s Field> {
        self.lines().next()
    }

    fn lines(&self) -> impl Iterator<Item = &'s Field> {
        self.runs.iter().flat_map(|run| run.lines.iter().copied())
    }

    /// The releases that have it.
    fn ranges(&self) -> Vec<Range> {
        self.lines().map(|line| line.range).collect()
    }

    /// Whether the release has it anywhere; `None` if all have.
    pub(super) fn anywhere(&self, spec: &Spec) -> Option<String> {
        all([when::inside_any_within(spec, &self.ranges(), self.outer), self.line().and_then(on_machine)])
    }

    /// Whether the release has it in one of its places; `None` if all have.
    pub(super) fn here(&self, spec: &Spec, run: &Run<'_>) -> Option<String> {
        let ranges: Vec<Range> = run.lines.iter().map(|line| line.range).collect();
        all([when::inside_any_within(spec, &ranges, self.outer), self.line().and_then(on_machine)])
    }

    /// Its Rust type.
    pub(super) fn ty(&self, spec: &Spec) -> String {
        let ty = self.line().map(|line| words::ty(spec, &line.ty)).unwrap_or_default();
        if self.optional { format!("Option<{ty}>") } else { ty }
    }

    /// What it is, and when.
    pub(super) fn doc(&self, spec: &Spec) -> String {
        let mut text = String::new();
        for (index, line) in self.lines().enumerate() {
            if index == 0 || self.lines().take(index).all(|before| before.doc != line.doc) {
                text.push_str(&line.doc);
                text.push(' ');
            }
        }
        if self.optional {
            let ranges = self.ranges().into_iter().map(|range| range.intersection(self.outer).unwrap_or(range));
            let ranges: Vec<String> = ranges.map(|range| spec.range_text(range)).collect();
            text.push_str(&format!("Releases: {}.", ranges.join("; ")));
        }
        text.trim_end().to_owned()
    }
}

impl Run<'_> {
    /// The statement that makes `wire` speak the wire of this place.
    pub(super) fn speak(&self, spec: &Spec) -> String {
        let wire = |wire| match wire {
            Wire::Fixed | Wire::Native => "Wire::Fixed",
            Wire::Bincode1 => "Wire::Bincode1",
            Wire::Postcard => "Wire::Postcard",
        };
        if self.lines.iter().any(|line| line.wire == Wire::Native) {
            return "wire.speak_native();".to_owned();
        }
        let mut arms = String::new();
        for line in &self.lines {
            match when::inside(spec, line.range) {
                Some(test) if self.lines.last() != Some(line) => {
                    arms.push_str(&format!("if {test} {{ {} }} else ", wire(line.wire)))
                }
                _ if arms.is_empty() => arms.push_str(wire(line.wire)),
                _ => arms.push_str(&format!("{{ {} }}", wire(line.wire))),
            }
        }
        format!("wire.speak({arms});")
    }
}

/// The Rust fields of a list of lines, in the order of their first lines. `outer`: the releases that have the value around.
pub(super) fn rust_fields<'s>(spec: &Spec, lines: &'s [Field], outer: Range) -> Vec<RustField<'s>> {
    let mut groups: Vec<RustField<'s>> = Vec::new();
    for (position, line) in lines.iter().enumerate() {
        if is_length(lines, line) {
            continue;
        }
        let same = |group: &&mut RustField<'s>| {
            let ty = |line: &Field| words::ty(spec, &line.ty);
            group.line().is_some_and(|first| first.name == line.name && ty(first) == ty(line))
        };
        match groups.iter_mut().find(same) {
            Some(group) => extend(spec, group, position, line),
            None => groups.push(RustField {
                name: String::new(),
                runs: vec![Run { position, lines: vec![line] }],
                optional: false,
                outer,
            }),
        }
    }
    let names: Vec<String> = groups.iter().map(|group| name(spec, &groups, group)).collect();
    for (group, name) in groups.iter_mut().zip(names) {
        group.name = name;
        group.optional = group.anywhere(spec).is_some();
    }
    groups
}

fn extend<'s>(spec: &Spec, group: &mut RustField<'s>, position: usize, line: &'s Field) {
    let alike = |run: &&mut Run<'s>| {
        let read =
            |line: &Field| (words::read(spec, &line.ty), line.times.clone(), line.bytes.clone(), line.arch.clone());
        let next = run.position.checked_add(run.lines.len()) == Some(position);
        next && run.lines.last().is_some_and(|last| read(last) == read(line))
    };
    match group.runs.last_mut().filter(alike) {
        Some(run) => run.lines.push(line),
        None => group.runs.push(Run { position, lines: vec![line] }),
    }
}

fn name(spec: &Spec, groups: &[RustField<'_>], group: &RustField<'_>) -> String {
    let Some(first) = group.line() else { return String::new() };
    let since = |group: &RustField<'_>| group.ranges().iter().map(|range| range.since).min();
    let older =
        |other: &RustField<'_>| other.line().is_some_and(|line| line.name == first.name) && since(other) < since(group);
    match since(group).filter(|_| groups.iter().any(older)) {
        Some(since) => format!("{}_since_{}", first.name, spec.edition_name(since).replace('-', "_")),
        None => naming::field(&first.name),
    }
}

/// Whether a field is only the length of another one, the number of its elements or its size.
pub(super) fn is_length(lines: &[Field], line: &Field) -> bool {
    lines.iter().any(|other| other.length == line.name || other.bytes == line.name || is_count(other, line))
}

/// Whether a field is the number of the elements of another one.
pub(super) fn is_count(other: &Field, line: &Field) -> bool {
    matches!(&other.times, Times::Field { name, .. } if *name == line.name)
}

/// Whether the target has a field, as an expression; `None` if all have.
fn on_machine(line: &Field) -> Option<String> {
    let has = (!line.arch.is_empty()).then(|| format!("wire.is({:?})", line.arch));
    let has_not = (!line.not_arch.is_empty()).then(|| format!("!wire.is({:?})", line.not_arch));
    all([has, has_not])
}

fn all(tests: [Option<String>; 2]) -> Option<String> {
    let tests: Vec<String> = tests.into_iter().flatten().collect();
    (!tests.is_empty()).then(|| tests.join(" && "))
}
