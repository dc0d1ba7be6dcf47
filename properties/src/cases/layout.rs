//! Puts an image together again: offsets, padding, section table. Written from the facts, not from the writer in `src/`.

use super::elf::{Elf, RELA, SYMTAB};
use super::record::Record;

impl Elf {
    /// The whole file: header, added sections, symbols, their names, relocations, section names, section table.
    ///
    /// ```no_run
    /// # fn test(artifact: &[u8]) {
    /// use cwasm_properties::cases::Elf;
    /// assert_eq!(Elf::read(artifact).unwrap().write(), artifact);
    /// # }
    /// ```
    pub fn write(mut self) -> Vec<u8> {
        let big = self.big;
        let mut file = vec![0; 64];
        for (index, align) in self.pieces() {
            let Some(section) = self.sections.get_mut(index) else { continue };
            // Some releases write an empty table of symbol names as no piece at all.
            if section.data.is_empty() && align == 1 && section.get("sh_offset", big) == 0 {
                continue;
            }
            pad(&mut file, align);
            file.extend(vec![0; gap(&self.gaps, Some(index))]);
            section.set("sh_offset", file.len() as u64, big);
            section.set("sh_size", section.data.len() as u64, big);
            file.extend(&section.data);
        }
        pad(&mut file, 8);
        file.extend(vec![0; gap(&self.gaps, None)]);
        for (field, value) in [("e_shoff", file.len()), ("e_shnum", self.sections.len()), ("e_shstrndx", self.names)] {
            // Both are fields of the description, and the numbers are those of a file in memory.
            let _ = Record::Header.set(&mut self.header, field, value as u64, big);
        }
        file.extend(self.sections.iter().flat_map(|section| &section.header));
        file.splice(..64, self.header);
        file
    }

    /// The sections in the order of their data, each with its alignment.
    fn pieces(&self) -> Vec<(usize, u64)> {
        let symbols = self.typed(SYMTAB);
        let symbol_names = self.symbol_names();
        let last = |index: usize| Some(index) == symbols || Some(index) == symbol_names || index == self.names;
        let is_rela =
            |index: usize| self.sections.get(index).is_some_and(|section| section.get("sh_type", self.big) == RELA);
        let all = 1..self.sections.len();
        let added = all.clone().filter(|index| !last(*index) && !is_rela(*index));
        let mut pieces: Vec<(usize, u64)> = added.map(|index| (index, self.alignment(index))).collect();
        pieces.extend(symbols.map(|index| (index, 8)));
        pieces.extend(symbol_names.map(|index| (index, 1)));
        pieces.extend(all.filter(|index| is_rela(*index)).map(|index| (index, 8)));
        pieces.push((self.names, 1));
        pieces
    }

    fn alignment(&self, index: usize) -> u64 {
        let Some(section) = self.sections.get(index) else { return 1 };
        let unaligned = section.data.is_empty() && self.empty_unaligned;
        if unaligned { 1 } else { section.get("sh_addralign", self.big).max(1) }
    }

    /// The section with the names of symbols: the string table that is not that of the section names.
    pub(super) fn symbol_names(&self) -> Option<usize> {
        let is_strings =
            |index: &usize| self.sections.get(*index).is_some_and(|section| section.get("sh_type", self.big) == 3);
        (1..self.sections.len()).filter(|index| *index != self.names).find(is_strings)
    }
}

fn pad(file: &mut Vec<u8>, align: u64) {
    let align = usize::try_from(align).unwrap_or(1).max(1);
    file.resize(file.len().next_multiple_of(align), 0);
}

fn gap(gaps: &[(Option<usize>, u64)], before: Option<usize>) -> usize {
    let bytes: u64 = gaps.iter().filter(|(index, _)| *index == before).map(|(_, bytes)| bytes).sum();
    usize::try_from(bytes).unwrap_or_default()
}
