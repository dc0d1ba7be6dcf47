//! Linear memories of a module.

use super::module::ModuleView;
use super::number;
use crate::generated::described::{self, IndexType, MemoryIndex, MemoryPlan};

/// The size of a page where none is declared: that of WebAssembly.
const PAGE_LOG2: u8 = 16;

/// A linear memory of a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory<'v> {
    /// Its position among all memories, imported ones first.
    pub index: MemoryIndex,
    /// Whether it is imported.
    pub imported: bool,
    /// Initial size in pages.
    pub minimum: u64,
    /// Largest size in pages, if one is declared.
    pub maximum: Option<u64>,
    /// Binary logarithm of the size of its pages in bytes.
    pub page_size_log2: u8,
    /// Whether several threads may share it.
    pub shared: bool,
    /// Whether its addresses have 64 bits rather than 32.
    pub is_64: bool,
    /// How its address space is laid out, where that was decided when it was compiled.
    pub plan: Option<&'v MemoryPlan>,
}

impl<'v> ModuleView<'v> {
    /// All memories, imported ones first.
    pub fn memories(&self) -> impl Iterator<Item = Memory<'v>> + use<'v> {
        let module = self.module();
        let planned = module.memory_plans.iter().flatten().map(|plan| (&plan.memory, Some(plan)));
        let plain = module.memories.iter().flatten().map(|memory| (memory, None));
        let all = planned.chain(plain).enumerate();
        let imported = module.num_imported_memories;
        all.map(move |(position, (memory, plan))| of(number(position), imported, memory, plan))
    }
}

fn of<'v>(index: u32, imported: u64, memory: &described::Memory, plan: Option<&'v MemoryPlan>) -> Memory<'v> {
    let limits = memory.limits;
    Memory {
        index: MemoryIndex(index),
        imported: u64::from(index) < imported,
        minimum: limits.map(|limits| limits.min).or(memory.minimum).unwrap_or_default(),
        maximum: limits.map_or(memory.maximum.flatten(), |limits| limits.max),
        page_size_log2: memory.page_size_log2.unwrap_or(PAGE_LOG2),
        shared: memory.shared,
        is_64: memory.idx_type == Some(IndexType::I64) || memory.memory64 == Some(true),
        plan,
    }
}
