//! Edits of symbols: relocations, names and the count of local symbols follow.

use super::canonical::Strings;
use super::elf::{Elf, RELA, SYMTAB, index, string};
use super::record::Record;

/// A symbol with its name.
#[derive(Clone)]
struct Symbol {
    entry: Vec<u8>,
    name: Vec<u8>,
    /// Its place in the table before the edit.
    was: usize,
}

impl Elf {
    pub(super) fn name_symbol(&mut self, symbol: u64, name: &[u8]) -> Result<(), String> {
        let mut symbols = self.symbols()?;
        symbols.get_mut(index(symbol)).ok_or("there is no such symbol")?.name = name.to_vec();
        self.put_symbols(&symbols)
    }

    pub(super) fn swap_symbols(&mut self, one: u64, other: u64) -> Result<(), String> {
        let mut symbols = self.symbols()?;
        if index(one.max(other)) >= symbols.len() {
            return Err("there is no such symbol".to_owned());
        }
        symbols.swap(index(one), index(other));
        self.put_symbols(&symbols)
    }

    pub(super) fn drop_symbols(&mut self, first: u64, last: u64) -> Result<(), String> {
        let mut symbols = self.symbols()?;
        if first > last || index(last) >= symbols.len() {
            return Err("there are no such symbols".to_owned());
        }
        symbols.drain(index(first)..=index(last));
        self.put_symbols(&symbols)
    }

    fn symbols(&self) -> Result<Vec<Symbol>, String> {
        let table = self.typed(SYMTAB).and_then(|table| self.sections.get(table)).ok_or("there is no symbol table")?;
        let names = self.symbol_names().and_then(|names| self.sections.get(names)).map(|names| &*names.data);
        let names = names.unwrap_or_default();
        let entries = table.data.chunks_exact(24).enumerate();
        Ok(entries
            .map(|(was, entry)| {
                let name = Record::Symbol.get(entry, "st_name", self.big).unwrap_or_default();
                Symbol { entry: entry.to_vec(), name: string(names, name), was }
            })
            .collect())
    }

    fn put_symbols(&mut self, symbols: &[Symbol]) -> Result<(), String> {
        let big = self.big;
        let strings = Strings::of(symbols.iter().map(|symbol| &*symbol.name));
        let is_local = |symbol: &&Symbol| symbol.entry.get(4).is_some_and(|info| *info < 0x10);
        let locals = symbols.iter().take_while(is_local).count();
        let place = |old: u64| symbols.iter().position(|symbol| symbol.was == index(old)).unwrap_or_default() as u64;
        let (table, names) = (self.typed(SYMTAB), self.symbol_names());
        for (number, section) in self.sections.iter_mut().enumerate() {
            if Some(number) == names {
                section.data.clone_from(&strings.table);
            } else if Some(number) == table {
                section.data = symbols.iter().flat_map(|symbol| named(symbol, &strings, big)).collect();
                section.set("sh_info", locals as u64, big);
            } else if section.get("sh_type", big) == RELA {
                follow(&mut section.data, big, place);
            }
        }
        Ok(())
    }
}

/// The entry of a symbol, with the place of its name.
fn named(symbol: &Symbol, strings: &Strings, big: bool) -> Vec<u8> {
    let mut entry = symbol.entry.clone();
    // A string table in memory is never too large for the field.
    let _ = Record::Symbol.set(&mut entry, "st_name", strings.place(&symbol.name), big);
    entry
}

/// Relocations keep their symbols.
fn follow(relocations: &mut [u8], big: bool, place: impl Fn(u64) -> u64) {
    for relocation in relocations.chunks_exact_mut(24) {
        let symbol = Record::Relocation.get(relocation, "r_info.symbol", big).unwrap_or_default();
        // The place of a symbol fits as well as the old one did.
        let _ = Record::Relocation.set(relocation, "r_info.symbol", place(symbol), big);
    }
}
