//! Names of a row that come and go. A list of names has one range, so it is taken apart where something changed.

use std::ops::Range;

use cwasm_spec::model::Span;
use kdl::{KdlDocument, KdlEntry, KdlNode};

use super::edits::Editor;
use super::files::{Edit, Place, position, property};
use super::lines;
use super::list::List;
use super::merge::Line;

/// Names one behind the other that have one range.
struct Run {
    names: Vec<String>,
    range: String,
    /// Where they stand; new ones stand nowhere yet.
    stands: Option<Range<usize>>,
}

/// Changes to the lists of names of a row.
pub(crate) fn edits(editor: &Editor<'_>, list: &List, row: Span) -> Result<Vec<Edit>, String> {
    let row = editor.files.find(row)?;
    let nodes = row.node.children().map(KdlDocument::nodes).unwrap_or_default().iter();
    let nodes = nodes.filter(|node| node.name().value() == "names");
    let mut left = list.lines.iter().peekable();
    let mut edits = Vec::new();
    for node in nodes {
        let mut entries = node.entries().iter().filter(|entry| entry.name().is_none()).peekable();
        let mut runs = Vec::new();
        // New names behind the last one of a list belong to it.
        while let Some(line) = left.next_if(|line| entries.peek().is_some() || matches!(line, Line::New(_))) {
            let entry = if matches!(line, Line::New(_)) { None } else { entries.next() };
            add(&mut runs, run(editor, list, node, *line, entry)?);
        }
        edits.extend(take_apart(editor, Place { node, ..row }, &runs));
    }
    Ok(edits)
}

/// A name for itself.
fn run(editor: &Editor<'_>, list: &List, node: &KdlNode, line: Line, entry: Option<&KdlEntry>) -> Result<Run, String> {
    let (item, range) = match line {
        Line::Kept(old, _) | Line::Idle(old) => (list.old.get(old), range(node, None)),
        Line::Gone(_) if property(node, "since") == Some(editor.release) => {
            return Err("a name of a row was not traced that begins with the release: delete it by hand".to_owned());
        }
        Line::Gone(old) => (list.old.get(old), range(node, Some(editor.release))),
        Line::New(new) => (list.new.get(new), lines::since(editor.release)),
    };
    let item = item.ok_or("a line of the description was not found again")?;
    Ok(Run { names: vec![item.name.clone()], range, stands: entry.map(position) })
}

/// The range of a list of names, or one with another end.
fn range(node: &KdlNode, removed: Option<&str>) -> String {
    let since = property(node, "since").map(lines::since).unwrap_or_default();
    let removed = removed.or(property(node, "removed"));
    removed.map_or_else(|| since.clone(), |removed| format!("{since}{}", lines::removed(removed)))
}

fn add(runs: &mut Vec<Run>, mut next: Run) {
    match runs.last_mut() {
        Some(last) if last.range == next.range && last.stands.is_some() == next.stands.is_some() => {
            last.names.append(&mut next.names);
            let both = last.stands.take().zip(next.stands);
            last.stands = both.map(|(first, second)| first.start..second.end);
        }
        _ => runs.push(next),
    }
}

/// Makes lists of their own of runs that have another range.
fn take_apart(editor: &Editor<'_>, place: Place<'_>, runs: &[Run]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut new = String::new();
    let mut last: Option<(&Run, &Range<usize>)> = None;
    for run in runs {
        let Some(stands) = &run.stands else {
            new = format!("{new}{}\n    ", lines::names(run.names.iter().map(String::as_str), &run.range));
            continue;
        };
        if let Some((before, stood)) = last {
            let text = format!("{}\n    {new}names ", before.range);
            edits.push(Edit { file: place.file, range: stood.end..stands.start, text });
        } else if let Some(first) = new.strip_prefix("names ") {
            edits.push(Edit { file: place.file, range: stands.start..stands.start, text: format!("{first}names ") });
        }
        new.clear();
        last = Some((run, stands));
    }
    if let Some((run, stands)) = last.filter(|(run, _)| run.range != range(place.node, None)) {
        let more = run.range.strip_prefix(&range(place.node, None)).unwrap_or(&run.range).to_owned();
        edits.push(Edit { file: place.file, range: stands.end..stands.end, text: more });
    }
    if !new.is_empty() {
        edits.push(editor.files.append(place, &format!("    {}", new.trim_end())));
    }
    edits
}
