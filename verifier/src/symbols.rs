//! Where symbols lie, decoded once: several rules go through all of them.

use crate::raw::uint;
use crate::run::Run;

/// What most rules ask of a symbol.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SymbolPlace {
    /// Index in the description; `None` if it is of no kind.
    pub(crate) kind: Option<u16>,
    pub(crate) start: u64,
    pub(crate) size: u64,
}

impl<'a> Run<'a> {
    /// All symbols but the null one, in order.
    pub(crate) fn symbol_places(&self) -> &[SymbolPlace] {
        self.symbol_places.get_or_init(|| {
            let record = &self.records.symbol;
            let place = |name: &str| record.index(name).and_then(|field| record.place(field));
            let (Some((start, start_width)), Some((size, size_width))) = (place("st_value"), place("st_size")) else {
                return Vec::new();
            };
            let order = self.order();
            let place = |symbol: &[u8]| {
                let kind = self.symbol_kind_of(symbol);
                let (start, size) = (uint(symbol, start, start_width, order)?, uint(symbol, size, size_width, order)?);
                Some(SymbolPlace { kind, start, size })
            };
            self.symbol_records().filter_map(place).collect()
        })
    }

    /// The bytes of each symbol but the null one.
    pub(crate) fn symbol_records(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let data = self.symbol_table().and_then(|table| table.data).unwrap_or_default();
        data.chunks_exact(usize::try_from(self.records.symbol.size).unwrap_or(usize::MAX).max(1)).skip(1)
    }

    /// The kind of a symbol with these bytes.
    pub(crate) fn symbol_kind_of(&self, symbol: &[u8]) -> Option<u16> {
        let info = symbol.get(usize::try_from(self.kinds.offset).unwrap_or(usize::MAX))?;
        self.kinds.of(*info)
    }

    /// A number of each symbol but the null one: only those of a kind, if one is given.
    pub(crate) fn symbol_numbers(
        &self,
        kind: Option<u16>,
        field: u16,
        slice: Option<u16>,
    ) -> impl Iterator<Item = u64> + use<'_, 'a> {
        let symbols = self.symbol_records().filter(move |symbol| kind.is_none() || self.symbol_kind_of(symbol) == kind);
        symbols.filter_map(move |symbol| self.records.symbol.read_slice(symbol, 0, field, slice, self.order()))
    }

    /// A field of the symbol that stands at `at`.
    pub(crate) fn symbol_field(&self, at: u64, name: &str) -> Option<u64> {
        let record = &self.records.symbol;
        record.read(self.bytes(), at, record.index(name)?, self.order())
    }
}
