//! Tables of a module.

use super::initial::Initial;
use super::module::ModuleView;
use super::number;
use super::signature::value;
use crate::generated::described::{self, IndexType, TableIndex, WasmRefType, WasmValType};

/// A table of a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table<'v> {
    /// Its position among all tables, imported ones first.
    pub index: TableIndex,
    /// Whether it is imported.
    pub imported: bool,
    /// The type of its elements.
    pub element: Option<WasmRefType>,
    /// Initial number of elements.
    pub minimum: u64,
    /// Largest number of elements, if one is declared.
    pub maximum: Option<u64>,
    /// Whether its indices have 64 bits rather than 32.
    pub is_64: bool,
    /// What all its elements are at first, if that was recorded; images and segments come on top.
    pub initial: Option<Initial<'v>>,
}

impl<'v> ModuleView<'v> {
    /// All tables, imported ones first.
    pub fn tables(&self) -> impl Iterator<Item = Table<'v>> + use<'v> {
        let module = self.module();
        let planned = module.table_plans.iter().flatten().map(|plan| &plan.table);
        let all = planned.chain(module.tables.iter().flatten()).enumerate();
        let imported = usize::try_from(module.num_imported_tables).unwrap_or(usize::MAX);
        all.map(move |(position, table)| {
            let initial = position.checked_sub(imported).and_then(|defined| {
                let values = &module.table_initialization_since_10.as_ref()?.initial_values;
                values.get(defined).map(Initial::of_table)
            });
            of(number(position), position < imported, table, initial)
        })
    }
}

fn of<'v>(index: u32, imported: bool, table: &described::Table, initial: Option<Initial<'v>>) -> Table<'v> {
    let limits = table.limits;
    let old = match table.wasm_ty.map(value) {
        Some(WasmValType::Ref(element)) => Some(element),
        _ => None,
    };
    Table {
        index: TableIndex(index),
        imported,
        element: table.ref_type.or(table.wasm_ty_since_10).or(old),
        minimum: limits.map_or(table.minimum.map(u64::from).unwrap_or_default(), |limits| limits.min),
        maximum: limits.map_or(table.maximum.flatten().map(u64::from), |limits| limits.max),
        is_64: table.idx_type == Some(IndexType::I64),
        initial,
    }
}
