//! Edits of sections: what refers to one by its index follows, and so do the section names.

use super::bytes;
use super::canonical::Strings;
use super::edit::At;
use super::elf::{Elf, RELA, SYMTAB, Section, index};
use super::record::Record;

impl Elf {
    pub(super) fn change_data(&mut self, section: &str, at: At, old: &[u8], new: &[u8]) -> Result<(), String> {
        let found = self.find(section)?;
        let section = self.sections.get_mut(found).ok_or("there is no such section")?;
        let length = section.data.len() as u64;
        let start = match at {
            At::Start(at) => at,
            At::BeforeEnd(back) => length.checked_sub(back).ok_or("the section is not that long")?,
        };
        section.data = bytes::splice(&section.data, start, old, new)?;
        Ok(())
    }

    pub(super) fn clear(&mut self, section: &str) -> Result<(), String> {
        let found = self.find(section)?;
        self.sections.iter_mut().skip(found).take(1).for_each(|section| section.data.clear());
        Ok(())
    }

    pub(super) fn put_gap(&mut self, bytes: u64, before: Option<&str>) -> Result<(), String> {
        let before = before.map(|section| self.find(section)).transpose()?;
        self.gaps.push((before, bytes));
        Ok(())
    }

    /// `fields` are sh_type, sh_flags and sh_addralign.
    pub(super) fn add(&mut self, name: &[u8], after: &str, fields: [u64; 3], data: &[u8]) -> Result<(), String> {
        let place = self.find(after)? + 1;
        let mut section = Section { header: vec![0; 64], name: name.to_vec(), data: data.to_vec() };
        // An empty string table at offset 0 is no piece of the file, so the offset is not 0 before it is known.
        section.set("sh_offset", 1, self.big);
        for (field, value) in ["sh_type", "sh_flags", "sh_addralign"].into_iter().zip(fields) {
            section.set(field, value, self.big);
        }
        let mut order: Vec<Option<usize>> = (0..self.sections.len()).map(Some).collect();
        order.insert(place, None);
        self.arrange(&order, &section);
        Ok(())
    }

    pub(super) fn drop_section(&mut self, section: &str) -> Result<(), String> {
        let found = self.find(section)?;
        let order: Vec<Option<usize>> = (0..self.sections.len()).filter(|index| *index != found).map(Some).collect();
        self.reorder(&order);
        Ok(())
    }

    pub(super) fn rename(&mut self, section: &str, name: &[u8]) -> Result<(), String> {
        let found = self.find(section)?;
        self.sections.iter_mut().skip(found).take(1).for_each(|section| section.name = name.to_vec());
        self.rebuild_names();
        Ok(())
    }

    pub(super) fn swap(&mut self, one: &str, other: &str) -> Result<(), String> {
        let (one, other) = (self.find(one)?, self.find(other)?);
        let mut order: Vec<Option<usize>> = (0..self.sections.len()).map(Some).collect();
        order.swap(one, other);
        self.reorder(&order);
        Ok(())
    }

    pub(super) fn move_after(&mut self, section: &str, after: &str) -> Result<(), String> {
        let (found, after) = (self.find(section)?, self.find(after)?);
        let mut order: Vec<Option<usize>> =
            (0..self.sections.len()).filter(|index| *index != found).map(Some).collect();
        let place = order.iter().position(|index| *index == Some(after)).ok_or("a section cannot follow itself")?;
        order.insert(place + 1, Some(found));
        self.reorder(&order);
        Ok(())
    }

    fn reorder(&mut self, order: &[Option<usize>]) {
        let none = Section { header: Vec::new(), name: Vec::new(), data: Vec::new() };
        self.arrange(order, &none);
    }

    /// The sections in a new order; `None` stands for the new one.
    fn arrange(&mut self, order: &[Option<usize>], new: &Section) {
        let place = |old: u64| {
            let found = order.iter().position(|index| *index == Some(index_of(old)));
            found.unwrap_or_default() as u64
        };
        let take = |old: &Option<usize>| old.and_then(|old| self.sections.get(old)).unwrap_or(new).clone();
        self.sections = order.iter().map(take).collect();
        self.names = index(place(self.names as u64));
        let big = self.big;
        for section in &mut self.sections {
            section.set("sh_link", place(section.get("sh_link", big)), big);
            match section.get("sh_type", big) {
                RELA => section.set("sh_info", place(section.get("sh_info", big)), big),
                SYMTAB => follow(&mut section.data, big, place),
                _ => {}
            }
        }
        self.rebuild_names();
    }

    /// The table of section names, from the names.
    fn rebuild_names(&mut self) {
        let strings = Strings::of(self.sections.iter().map(|section| &*section.name));
        let big = self.big;
        for section in &mut self.sections {
            section.set("sh_name", strings.place(&section.name), big);
        }
        if let Some(names) = self.sections.get_mut(self.names) {
            names.data = strings.table;
        }
    }
}

fn index_of(number: u64) -> usize {
    index(number)
}

/// Symbols stay in their sections.
fn follow(symbols: &mut [u8], big: bool, place: impl Fn(u64) -> u64) {
    for symbol in symbols.chunks_exact_mut(24) {
        let section = Record::Symbol.get(symbol, "st_shndx", big).unwrap_or_default();
        // The place of a section fits as well as the old one did.
        let _ = Record::Symbol.set(symbol, "st_shndx", place(section), big);
    }
}
