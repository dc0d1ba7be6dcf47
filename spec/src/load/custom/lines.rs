//! Lines of a type: what an edition keeps, lacks and adds. A line whose range gets a hole becomes two.

use crate::model::{Bit, Field, Flag, Ranged, RowName, Variant};
use crate::version::{Edition, Range};

/// The edition that a file describes.
pub(super) struct Here<'a> {
    pub(super) edition: Edition,
    pub(super) name: &'a str,
}

/// Something in a list of a type that has a name and a range.
pub(super) trait Line: Ranged + Clone {
    /// Whether its place in the list means something.
    const PLACED: bool = true;
    fn name(&self) -> &str;
    fn range(&self) -> Range;
    fn set_range(&mut self, range: Range);
}

macro_rules! lines {
    ($($ty:ident $placed:literal),*) => {$(
        impl Line for $ty {
            const PLACED: bool = $placed;
            fn name(&self) -> &str {
                &self.name
            }
            fn range(&self) -> Range {
                self.range
            }
            fn set_range(&mut self, range: Range) {
                self.range = range;
            }
        }
    )*};
}

lines!(Field true, Variant true, RowName true, Flag true, Bit false);

/// Where a new line goes.
pub(super) enum Place {
    /// Before all others.
    First,
    /// Behind the line of this name.
    After(String),
    /// Where the line of its own name was, which the edition lacks.
    Instead,
}

/// What an edition has, although the one that it is like has it not or has something else of the name: as the nearest
/// other release has it, the older one of two. `lacked` says whether something of the name is taken away.
pub(super) fn keep<L: Line>(lines: &mut Vec<L>, name: &str, lacked: bool, here: &Here<'_>) -> Result<(), String> {
    let Here { edition, name: owner } = *here;
    let named = || lines.iter().enumerate().filter(|(_, line)| line.name() == name);
    if !lacked && named().any(|(_, line)| line.range().contains(edition)) {
        return Err(format!("`{owner}` has `{name}` already"));
    }
    let others = named().filter(|(_, line)| !line.range().contains(edition));
    let nearest = others.min_by_key(|(_, line)| distance(line.range(), edition));
    let Some((index, line)) = nearest else { return Err(format!("no other release has `{name}`")) };
    let Range { since, removed } = line.range();
    let donor = if since > edition { since } else { Edition(removed.0.saturating_sub(1)) };
    let mut kept = line.clone();
    only_here(&mut kept, donor, edition);
    lines.insert(index.saturating_add(1), kept);
    Ok(())
}

/// How many releases lie between a range and an edition, and whether the range is behind it.
fn distance(range: Range, edition: Edition) -> (u16, bool) {
    if range.since > edition {
        (range.since.0.saturating_sub(edition.0), true)
    } else {
        (edition.0.saturating_sub(range.removed.0), false)
    }
}

/// Takes away what the edition lacks.
pub(super) fn lack<L: Line>(lines: &mut Vec<L>, name: &str, here: &Here<'_>) -> Result<(), String> {
    let Here { edition, name: owner } = *here;
    // What it keeps instead is there by now.
    let is_lacked = |line: &L| line.range().contains(edition) && line.range() != Range::only(edition);
    let index = lines.iter().position(|line| line.name() == name && is_lacked(line));
    let Some((index, line)) = index.and_then(|index| Some((index, lines.get_mut(index)?))) else {
        return Err(format!("`{owner}` has no `{name}` that it could lack"));
    };
    let Range { since, removed } = line.range();
    let after = Range { since: edition.next(), removed };
    if since == edition {
        line.set_range(after);
        return Ok(());
    }
    let mut second = line.clone();
    line.set_range(Range { since, removed: edition });
    second.set_range(after);
    lines.insert(index.saturating_add(1), second);
    Ok(())
}

/// Adds what is new in the edition.
pub(super) fn add<L: Line>(lines: &mut Vec<L>, mut new: L, place: &Place, here: &Here<'_>) -> Result<(), String> {
    let Here { edition, name: owner } = *here;
    let name = new.name();
    let find = |name: &str| lines.iter().position(|line| line.name() == name && line.range().contains(edition));
    if find(name).is_some() {
        return Err(format!("`{owner}` has `{name}` already; `lacks {name}` takes it away"));
    }
    let index = match place {
        Place::First => 0,
        Place::After(before) => match find(before) {
            Some(index) => index.saturating_add(1),
            None => return Err(format!("`{owner}` has no `{before}`")),
        },
        Place::Instead => match lacked(lines, name, edition) {
            Some(index) => index,
            None if !L::PLACED => lines.len(),
            None => return Err(format!("say `after=` or `first=#true`: no `{name}` is taken away")),
        },
    };
    only_here(&mut new, edition, edition);
    lines.insert(index, new);
    Ok(())
}

/// Where the line of a name was before it was taken away.
fn lacked<L: Line>(lines: &[L], name: &str, edition: Edition) -> Option<usize> {
    let behind = |line: &L| line.name() == name && line.range().since == edition.next();
    lines.iter().position(behind)
}

/// Gives a line, and what is inside of it, to one edition; of what is inside, what `donor` has.
fn only_here<L: Line>(line: &mut L, donor: Edition, edition: Edition) {
    line.ranges(&mut |range| *range = if range.contains(donor) { Range::only(edition) } else { Range::NONE });
}
