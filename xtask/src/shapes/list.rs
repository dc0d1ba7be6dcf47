//! A list of the description (the fields of a struct, the variants of an enum ...) and what was traced in its place.

use super::item::Item;
use super::merge::{Line, merge};

/// Where a list stands: indices of types and variants in the model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Place {
    /// The fields of a struct or layout.
    Fields(u16),
    /// The variants of an enum.
    Variants(u16),
    /// The fields of a variant.
    Content(u16, usize),
    /// The names of a row.
    Names(u16),
}

impl Place {
    /// The type that the list is in, and which of its lists it is.
    pub(crate) fn order(self) -> (u16, usize) {
        match self {
            Self::Fields(ty) | Self::Variants(ty) | Self::Names(ty) => (ty, 0),
            Self::Content(ty, variant) => (ty, variant + 1),
        }
    }
}

/// A list from both sides.
pub(crate) struct List {
    pub(crate) place: Place,
    /// What the list belongs to.
    title: String,
    /// As described: all lines, in order.
    pub(crate) old: Vec<Item>,
    /// As traced.
    pub(crate) new: Vec<Item>,
    /// Both in one.
    pub(crate) lines: Vec<Line>,
    /// The type of the list itself, if it stands in another list under no name of its own.
    inlined: Option<u16>,
}

impl List {
    pub(crate) fn new(place: Place, title: &str, old: Vec<Item>, new: Vec<Item>) -> Self {
        let lines = merge(&old, &new, |item| item.active, Item::is, |old, new| old.name == new.name);
        Self { place, title: title.to_owned(), old, new, lines, inlined: None }
    }

    /// A list of a type that was not traced, because what is in it stands in another one.
    pub(crate) fn of_inlined(place: Place, title: &str, old: Vec<Item>, new: Vec<Item>, index: u16) -> Self {
        Self { inlined: Some(index), ..Self::new(place, title, old, new) }
    }

    pub(crate) fn differs(&self) -> bool {
        self.lines.iter().any(|line| matches!(line, Line::Gone(_) | Line::New(_)))
    }

    /// What stays: the place in the old list, and both sides.
    pub(crate) fn kept(&self) -> impl Iterator<Item = (usize, &Item, &Item)> {
        self.lines.iter().filter_map(|line| match *line {
            Line::Kept(old, new) => Some((old, self.old.get(old)?, self.new.get(new)?)),
            _ => None,
        })
    }

    /// What is traced and not described.
    pub(crate) fn added(&self) -> impl Iterator<Item = &Item> {
        self.lines.iter().filter_map(|line| self.new_item(line))
    }

    /// Types that were not traced, because what is in them was found here.
    pub(crate) fn inlined(&self) -> Vec<u16> {
        self.kept().flat_map(|(_, old, _)| old.inlined.iter().copied()).chain(self.inlined).collect()
    }

    /// One line for each that is different: `+` is traced and not described, `-` described and not traced, `~` either with
    /// another type or at another place.
    pub(crate) fn differences(&self) -> Vec<String> {
        let word = match self.place {
            Place::Fields(_) | Place::Content(..) => "field",
            Place::Variants(_) => "variant",
            Place::Names(_) => "name",
        };
        let line = |(at, line): (usize, &Line)| {
            let text = match *line {
                Line::Gone(old) => self.gone(old, word)?,
                Line::New(new) => self.new_line(new, at, word)?,
                _ => return None,
            };
            Some(format!("{}: {text}", self.title))
        };
        self.lines.iter().enumerate().filter_map(line).collect()
    }

    fn gone(&self, old: usize, word: &str) -> Option<String> {
        let old = self.old.get(old)?;
        let comes_back = self.added().any(|new| new.name == old.name);
        (!comes_back).then(|| format!("- {word} {}", old.summary()))
    }

    fn new_line(&self, new: usize, at: usize, word: &str) -> Option<String> {
        let new = self.new.get(new)?;
        let old = self.lines.iter().filter_map(|line| match *line {
            Line::Gone(old) => self.old.get(old),
            _ => None,
        });
        let Some(old) = old.into_iter().find(|old| old.name == new.name) else {
            return Some(format!("+ {word} {} {}", new.summary(), self.behind(at)));
        };
        let is_moved = old.is(new);
        Some(if is_moved {
            format!("~ {word} {} {}", new.summary(), self.behind(at))
        } else {
            format!("~ {word} {} -> {}", old.summary(), Item { name: String::new(), ..new.clone() }.summary())
        })
    }

    /// The line before one, of those that the release has.
    fn behind(&self, at: usize) -> String {
        let before = self.lines.iter().take(at).rev().find_map(|line| match *line {
            Line::Kept(old, _) => self.old.get(old),
            _ => self.new_item(line),
        });
        before.map_or("first".to_owned(), |item| format!("behind {}", item.name))
    }

    fn new_item(&self, line: &Line) -> Option<&Item> {
        match *line {
            Line::New(new) => self.new.get(new),
            _ => None,
        }
    }
}
