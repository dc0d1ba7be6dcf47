//! What was kept of payloads for the rules: for each value that a rule asks for, every place where it came up, in order.
//!
//! Values of tables whose entries all have one size are seen in place, those of tables in blocks are decoded as they are
//! asked for: neither takes memory for its entries.

mod blocks;
mod entries;
mod kept;
mod pairs;
mod summary;
mod view;

use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

pub(crate) use self::blocks::{BlockColumn, Which};
pub(crate) use self::entries::Entries;
use self::kept::Kept;
pub(crate) use self::summary::{Summary, bit};
pub(crate) use self::view::View;

/// One value where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The number; of a text or sequence its length; of an enum the index of its variant in the release.
    pub(crate) value: u64,
    /// Where it begins in the file; [`Entry::MISSING`] if there is none here.
    pub(crate) at: u64,
}

impl Entry {
    /// Where nothing stands: an option without content, another variant, an index that means none.
    pub(crate) const MISSING: u64 = u64::MAX;

    /// A value that is not there.
    pub(crate) const NONE: Self = Self { value: 0, at: Self::MISSING };

    /// A number that stands for none, and where it is.
    pub(crate) fn none_at(at: u64) -> Self {
        Self { value: at, at: Self::MISSING }
    }

    /// Where a number stands that stands for none; `None` if there is another one, or no number at all.
    pub(crate) fn none_place(self) -> Option<u64> {
        // No payload begins where the file does.
        (self.at == Self::MISSING && self.value != 0).then_some(self.value)
    }

    /// The number, if there is one here.
    pub(crate) fn number(self) -> Option<u64> {
        (self.at != Self::MISSING).then_some(self.value)
    }
}

/// All that was kept of one value.
#[derive(Clone, Debug, Default)]
pub(crate) struct Column<'a> {
    /// Index of the section that it is in.
    pub(crate) section: usize,
    /// Whether the entries are texts.
    pub(crate) is_text: bool,
    /// Whether the value can be missing, so that being there says something.
    pub(crate) is_optional: bool,
    /// The enum of whose variants the numbers are indices: index of the type.
    pub(crate) variants_of: Option<u16>,
    /// Whether of each structure only the greatest number is kept: all that is asked of them is that none is too large.
    pub(crate) greatest_only: bool,
    entries: Kept,
    /// Of places with an extent: where each ends. Of structs without: where they end in the file.
    ends: Vec<u64>,
    /// Entries that are not kept but seen in the file; then the lists are empty.
    seen: Option<Box<Seen<'a>>>,
    /// Where the entries of each structure begin that the value is looked for in.
    starts: Vec<usize>,
    /// What is known of all numbers, once somebody asked.
    summary: OnceCell<Summary>,
    /// Where its places lie, once somebody asked.
    places: OnceCell<Rc<[(u64, u64)]>>,
}

/// Sorts places, which mostly are.
pub(crate) fn in_order(mut places: Vec<(u64, u64)>) -> Rc<[(u64, u64)]> {
    if !places.is_sorted() {
        places.sort_unstable();
    }
    places.into()
}

/// Entries that are seen in the file.
#[derive(Clone, Debug)]
enum Seen<'a> {
    /// Each as far from the one before.
    View(View<'a>),
    /// In blocks.
    Blocks(BlockColumn<'a>),
}

impl<'a> Column<'a> {
    /// Begins the next structure.
    pub(crate) fn begin(&mut self, section: usize) {
        self.section = section;
        self.starts.push(self.len());
    }

    #[inline]
    pub(crate) fn push(&mut self, value: u64, at: u64) {
        self.keep_seen();
        if self.greatest_only {
            self.push_greatest(value, at);
        } else {
            self.entries.push(Entry { value, at });
        }
    }

    fn push_greatest(&mut self, value: u64, at: u64) {
        let start = self.starts.last().copied().unwrap_or(0);
        if self.entries.get(start).is_none_or(|greatest| greatest.value < value) {
            self.entries.truncate(start);
            self.entries.push(Entry { value, at });
        }
    }

    pub(crate) fn push_extent(&mut self, start: u64, end: u64, at: u64) {
        self.keep_seen();
        // Entries before that had no extent have none now.
        self.ends.resize(self.entries.len(), 0);
        self.ends.push(end);
        self.entries.push(Entry { value: start, at });
    }

    /// A struct that is there, and where it ends in the file.
    pub(crate) fn push_struct(&mut self, at: u64, end: u64) {
        self.push_extent(1, end, at);
    }

    pub(crate) fn push_missing(&mut self) {
        self.push_nothing(Entry::NONE);
    }

    pub(crate) fn push_none(&mut self, at: u64) {
        self.push_nothing(Entry::none_at(at));
    }

    fn push_nothing(&mut self, entry: Entry) {
        if !self.greatest_only {
            self.keep_seen();
            self.entries.push(entry);
        }
    }

    /// Takes values that are seen in place.
    pub(crate) fn see(&mut self, view: View<'a>) {
        if self.len() == 0 {
            self.seen = Some(Box::new(Seen::View(view)));
            return;
        }
        self.keep_seen();
        self.keep_view(&view);
    }

    fn keep_view(&mut self, view: &View<'a>) {
        for position in 0..view.len() {
            self.entries.push(view.entry(position).unwrap_or(Entry::NONE));
            self.ends.extend(view.end(position));
        }
    }

    /// Takes values in blocks, of which those who read them know this already.
    pub(crate) fn see_blocks(&mut self, blocks: BlockColumn<'a>, summary: Summary) {
        if self.len() == 0 {
            self.seen = Some(Box::new(Seen::Blocks(blocks)));
            self.summary = OnceCell::from(summary);
        }
    }

    #[inline]
    fn keep_seen(&mut self) {
        if self.seen.is_some() {
            self.keep_what_was_seen();
        }
    }

    /// Keeps what was only seen so far, as more is to come.
    #[cold]
    fn keep_what_was_seen(&mut self) {
        if let Some(seen) = self.seen.take() {
            self.summary = OnceCell::new();
            match &*seen {
                Seen::View(view) => self.keep_view(view),
                Seen::Blocks(blocks) => blocks.iter().for_each(|entry| self.entries.push(entry)),
            }
        }
    }

    /// How many entries there are.
    pub(crate) fn len(&self) -> usize {
        match self.seen.as_deref() {
            None => self.entries.len(),
            Some(Seen::View(view)) => view.len(),
            Some(Seen::Blocks(blocks)) => blocks.len(),
        }
    }

    /// How many structures there are.
    pub(crate) fn count(&self) -> usize {
        self.starts.len()
    }

    /// Positions of the entries of a structure.
    pub(crate) fn positions(&self, structure: usize) -> Range<usize> {
        let start = self.starts.get(structure).copied().unwrap_or(self.len());
        let end = structure.checked_add(1).and_then(|next| self.starts.get(next)).copied();
        start..end.unwrap_or(self.len())
    }

    /// The entries of a structure, with their positions.
    pub(crate) fn iter(&self, structure: usize) -> Entries<'_, 'a> {
        let positions = self.positions(structure);
        match self.seen.as_deref() {
            None => Entries::kept(&self.entries, positions),
            Some(Seen::View(view)) => Entries::View(view, positions),
            Some(Seen::Blocks(blocks)) => Entries::blocks(blocks, positions),
        }
    }

    /// Whether something holds of every number of a structure. To be asked before those who report look at each: it does not
    /// care where numbers stand.
    pub(crate) fn all(&self, structure: usize, mut holds: impl FnMut(u64) -> bool) -> bool {
        let positions = self.positions(structure);
        match self.seen.as_deref() {
            None => self.entries.all(positions, holds),
            Some(Seen::View(view)) => view.all(positions, holds),
            Some(Seen::Blocks(blocks)) if positions.start == 0 => blocks.all(holds),
            Some(Seen::Blocks(_)) => self.iter(structure).all(|(_, entry)| entry.number().is_none_or(&mut holds)),
        }
    }

    /// Whether something holds of every number of a structure and the number at the same position of another value. To be
    /// asked first, as [`Column::all`] is.
    pub(crate) fn all_with(
        &self,
        structure: usize,
        other: &Self,
        of_other: usize,
        mut holds: impl FnMut(u64, u64) -> bool,
    ) -> bool {
        if let (Some(Seen::View(one)), Some(Seen::View(two))) = (self.seen.as_deref(), other.seen.as_deref()) {
            return pairs::all_seen(one, self.positions(structure), two, other.positions(of_other), holds);
        }
        let pairs = self.iter(structure).zip(other.iter(of_other));
        let mut numbers = pairs.filter_map(|((_, one), (_, two))| Some((one.number()?, two.number()?)));
        numbers.all(|(one, two)| holds(one, two))
    }

    /// What is known of the numbers of all structures.
    pub(crate) fn summary(&self) -> &Summary {
        self.summary.get_or_init(|| {
            let mut summary = Summary::default();
            for structure in 0..self.count() {
                self.all(structure, |number| {
                    summary.add(number);
                    true
                });
            }
            summary
        })
    }

    /// An entry by its position among all.
    pub(crate) fn entry(&self, position: usize) -> Option<Entry> {
        match self.seen.as_deref() {
            None => self.entries.get(position),
            Some(Seen::View(view)) => view.entry(position),
            Some(Seen::Blocks(blocks)) => blocks.entry(position),
        }
    }

    /// An entry by its position among those of a structure.
    pub(crate) fn nth(&self, structure: usize, index: usize) -> Option<Entry> {
        self.positions(structure).nth(index).and_then(|position| self.entry(position))
    }

    /// Where an entry with an extent ends.
    pub(crate) fn end(&self, position: usize) -> Option<u64> {
        match self.seen.as_deref() {
            None => self.ends.get(position).copied(),
            Some(Seen::View(view)) => view.end(position),
            Some(Seen::Blocks(_)) => None,
        }
    }

    /// Beginning and end of all places but the empty ones, in the order of their beginnings.
    pub(crate) fn places(&self) -> Rc<[(u64, u64)]> {
        let places = self.places.get_or_init(|| {
            let bounds = |position: usize| {
                let start = self.entry(position)?.number()?;
                let end = self.end(position)?;
                (start < end).then_some((start, end))
            };
            in_order((0..self.len()).filter_map(bounds).collect())
        });
        Rc::clone(places)
    }

    /// The first entry: the only one of a value that comes up once.
    pub(crate) fn first(&self) -> Option<Entry> {
        self.entry(0)
    }
}
