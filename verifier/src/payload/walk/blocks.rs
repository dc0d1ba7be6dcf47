//! Walks a table in blocks: every entry is decoded once, and what no writer makes is reported.

use std::ops::Range;

use cwasm_spec::model::{BlockForm, Blocks};
use cwasm_spec::predicate::Predicate;

use super::{Mode, Shown, Stop, Walk};
use crate::columns::{BlockColumn, Which};
use crate::fields::Part;
use crate::payload::blocks::{BlockItem, BlockTable};
use crate::payload::plain_blocks::Gathered;
use crate::payload::plan::NodeId;
use crate::predicate::Along;
use crate::raw::wire::Failure;
use crate::run::number;

impl<'a, const TRACED: bool> Walk<'_, 'a, '_, TRACED> {
    /// Reads the table that fills what is left. Gives the number of entries.
    pub(super) fn blocks(
        &mut self,
        id: NodeId,
        blocks: &'a Blocks,
        offsets: &[u16],
        values: &[u16],
    ) -> Result<u64, Stop> {
        let begin = self.cursor.position();
        let data = self.cursor.rest();
        let Some(table) = BlockTable::new(data, self.place(begin), blocks) else {
            return Err(self.fail(Failure::End, begin));
        };
        self.index(&table, begin, id);
        let count = u64::try_from(table.entries()).unwrap_or(u64::MAX);
        if count.div_ceil(blocks.per_block) != table.blocks() {
            let range = begin.saturating_add(4)..begin.saturating_add(8);
            let wanted = number(count.div_ceil(blocks.per_block));
            self.report_about(Predicate::InBlocks, "count", range, number(table.blocks()), wanted);
        }
        let mut end = table.bodies();
        let mut read = Gathered::default();
        let mut along = Along::default();
        if let Mode::Plain = self.mode {
            along = Along::new(self.run, offsets, values);
        }
        match self.is_traced() {
            false => {
                for block in 0..table.blocks() {
                    end = self.block(&table, begin, block, end, id, &mut read)?;
                    along.see(&read);
                }
            }
            // Who shows a table wants it in the order of its bytes, also if its index has another one.
            true => {
                let mut order: Vec<(u64, u64)> =
                    (0..table.blocks()).map(|block| (table.pair(block).map_or(0, |(_, place)| place), block)).collect();
                order.sort_unstable();
                for (_, block) in order {
                    end = self.block(&table, begin, block, end, id, &mut read)?;
                }
            }
        }
        self.cursor.skip(usize::try_from(end).unwrap_or(usize::MAX)).map_err(|failure| self.fail(failure, begin))?;
        if !self.is_traced() {
            if !self.over && !read.is_ambiguous {
                self.run.settled.extend(along.settled());
            }
            let offsets = (offsets, read.about_offsets, Which::Offset);
            let values = (values, read.about_values, Which::Value);
            for (slots, summary, which) in [offsets, values] {
                for slot in slots {
                    if let Some(column) = self.run.columns.get_mut(usize::from(*slot)) {
                        column.see_blocks(BlockColumn::new(table, which), summary);
                    }
                }
            }
        }
        Ok(count)
    }

    /// Names header and index, for those who look.
    fn index(&mut self, table: &BlockTable<'_>, begin: usize, id: NodeId) {
        if !self.is_traced() {
            return;
        }
        let name = |walk: &mut Self, name: &'static str, at: u64, value: u64| {
            let at = begin.saturating_add(usize::try_from(at).unwrap_or(0));
            walk.enter_name(name);
            walk.field_between(at..at.saturating_add(4), Part::Value, false, id, Shown::Block(name, value));
            walk.leave();
        };
        name(self, "entries", 0, u64::try_from(table.entries()).unwrap_or(u64::MAX));
        name(self, "blocks", 4, table.blocks());
        self.enter_name("index");
        for block in 0..table.blocks() {
            let (first, place) = table.pair(block).unwrap_or_default();
            self.enter_index(block);
            name(self, "first", table.index(block), first);
            name(self, "place", table.index(block).saturating_add(4), place);
            self.leave();
        }
        self.leave();
    }

    /// Reads one block, which has to begin where the one before ended. Gives where it ends in the table.
    fn block(
        &mut self,
        table: &BlockTable<'a>,
        begin: usize,
        block: u64,
        expected: u64,
        id: NodeId,
        read: &mut Gathered,
    ) -> Result<u64, Stop> {
        let in_payload = |at: u64| begin.saturating_add(usize::try_from(at).unwrap_or(0));
        let index = in_payload(table.index(block));
        let Some((first, place)) = table.pair(block) else { return Err(self.fail(Failure::End, index)) };
        let start = table.bodies().saturating_add(place);
        if start != expected {
            let (found, wanted) = (number(place), number(expected.saturating_sub(table.bodies())));
            let range = index.saturating_add(4)..index.saturating_add(8);
            self.report_about(Predicate::InBlocks, "placed", range, found, wanted);
        }
        if let Some((data, entries)) = table.body(block, start).filter(|_| !self.is_traced())
            && let Some(length) = read.block(data, table.form(), first, entries)
        {
            return Ok(start.saturating_add(u64::try_from(length).unwrap_or(u64::MAX)));
        }
        read.clear();
        let mut items = table.block(usize::try_from(block).unwrap_or(usize::MAX));
        let default = items.default();
        if let Some(value) = default
            && self.is_traced()
        {
            let range = in_payload(start)..in_payload(start.saturating_add(1));
            self.enter_name("default");
            self.field_between(range, Part::Value, false, id, Shown::Block("default", value));
            self.leave();
        }
        let mut tally = matches!(table.form(), BlockForm::Default).then(Tally::default);
        let mut wrong: Option<(Problem, Range<usize>)> = None;
        let mut entry = block.saturating_mul(u64::try_from(table.per_block()).unwrap_or(u64::MAX));
        let is_traced = self.is_traced();
        let mut is_first = true;
        while items.left() > 0 && !self.over {
            let from = items.position();
            let Some(item) = items.next() else { return Err(self.fail(Failure::End, begin.saturating_add(from))) };
            let to = items.position();
            let place = || begin.saturating_add(from)..begin.saturating_add(to);
            if is_traced {
                self.enter_index(entry);
                self.field_between(place(), Part::Value, true, id, Shown::Entry(item));
                self.leave();
                entry = entry.saturating_add(1);
            }
            if is_odd(table.form(), default, &item, is_first) && wrong.is_none() {
                wrong = Some((problem(table.form(), &item, is_first), place()));
            }
            is_first = false;
            read.add(item.offset, item.value);
            if let Some(tally) = &mut tally {
                tally.count(item.value);
            }
        }
        if let Some(((word, found, expected), range)) = wrong {
            self.report_about(Predicate::InBlocks, word, range, found, expected);
        }
        if let Some(winner) = tally.map(|tally| tally.winner).filter(|winner| *winner != default) {
            let range = in_payload(start)..in_payload(start.saturating_add(1));
            let wanted = winner.map_or_else(String::new, number);
            self.report_about(Predicate::InBlocks, "default", range, number(default.unwrap_or(0)), wanted);
        }
        u64::try_from(items.position()).map_err(|_| Stop)
    }
}

/// What is wrong with an entry: the word of the description, what was found and what was expected.
type Problem = (&'static str, String, String);

/// Whether an entry is one that no writer makes; all but few are not.
#[inline]
fn is_odd(form: BlockForm, default: Option<u64>, item: &BlockItem, is_first: bool) -> bool {
    let is_needless = match form {
        BlockForm::Default => item.flag && item.value == default,
        BlockForm::Chain { none } => item.value == Some(none),
    };
    item.long || (item.distance == 0) != is_first || is_needless
}

/// What is wrong with such an entry.
#[cold]
fn problem(form: BlockForm, item: &BlockItem, is_first: bool) -> Problem {
    match form {
        _ if item.long => ("shortest", "a longer LEB128 than needed".to_owned(), "the shortest".to_owned()),
        _ if is_first && item.distance != 0 => {
            ("restart", number(item.distance), "0, as the index has the first offset".to_owned())
        }
        _ if !is_first && item.distance == 0 => ("distance", "0".to_owned(), "1 or more".to_owned()),
        BlockForm::Default => ("needless", "the default of the block".to_owned(), "no value of its own".to_owned()),
        BlockForm::Chain { none } => ("needless", number(none), "the flag that says none".to_owned()),
    }
}

/// Which value is the first to be as frequent as any.
struct Tally {
    counts: [u32; 256],
    most: u32,
    winner: Option<u64>,
}

impl Default for Tally {
    fn default() -> Self {
        Self { counts: [0; 256], most: 0, winner: None }
    }
}

impl Tally {
    fn count(&mut self, value: Option<u64>) {
        let slot = value.and_then(|value| usize::try_from(value).ok()).and_then(|value| self.counts.get_mut(value));
        if let Some(count) = slot {
            *count = count.saturating_add(1);
            if *count > self.most {
                (self.most, self.winner) = (*count, value);
            }
        }
    }
}
