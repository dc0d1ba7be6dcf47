//! Data segments and memory images of a module, with their bytes.

use std::collections::BTreeSet;
use std::ops::Range;

use super::initial::Offset;
use super::module::ModuleView;
use super::{at, number};
use crate::generated::described::{DataIndex, MemoryIndex, MemoryInitialization, RuntimeDataIndex};

/// Some data of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataSegment<'v> {
    /// Where it goes.
    pub place: DataPlace<'v>,
    /// Where it is in the data section, in bytes.
    pub range: Range<u32>,
    /// The bytes; `None` if the range lies outside of the section.
    pub bytes: Option<&'v [u8]>,
}

/// Where data go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DataPlace<'v> {
    /// They are copied into a memory at instantiation.
    Active {
        /// The memory.
        memory: MemoryIndex,
        /// Where in it.
        offset: Offset<'v>,
    },
    /// They are the initial image of a memory.
    Image {
        /// The memory.
        memory: MemoryIndex,
        /// Where in it.
        offset: u64,
    },
    /// Code copies them.
    Passive(DataIndex),
    /// Compiled code copies them, at startup or later.
    Runtime(RuntimeDataIndex),
}

impl<'v> ModuleView<'v> {
    /// All data: what fills the memories first, then what code can copy.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let bytes = std::fs::read("tests/corpus/50/50.0.1-segments-nocow.cwasm")?;
    /// let view = cwasm::Artifact::parse(&bytes)?.view()?;
    /// let module = view.modules().next().unwrap();
    /// assert!(module.data_segments().any(|segment| segment.bytes == Some(b"passive zero")));
    /// # Ok(())
    /// # }
    /// ```
    pub fn data_segments(&self) -> impl Iterator<Item = DataSegment<'v>> + use<'v> {
        let (view, module) = (*self, self.module());
        let passive = module.passive_data_map.iter().flatten();
        let passive = passive.map(move |(index, range)| view.data(DataPlace::Passive(*index), range.clone()));
        self.initial_data().into_iter().chain(passive).chain(self.runtime_data())
    }

    /// What fills the memories.
    fn initial_data(&self) -> Vec<DataSegment<'v>> {
        let mut data = Vec::new();
        match &self.module().memory_initialization {
            MemoryInitialization::Segmented(segments) => {
                for segment in segments {
                    let old = segment.offset.map(|offset| Offset::behind(segment.base.flatten(), offset));
                    let Some(offset) = old.or(segment.offset_since_21.as_ref().map(Offset::of_expression)) else {
                        continue;
                    };
                    data.push(
                        self.data(DataPlace::Active { memory: segment.memory_index, offset }, segment.data.clone()),
                    );
                }
            }
            // The data are those of the runtime, and the startup code knows where they go.
            MemoryInitialization::SegmentedSince46 => {}
            MemoryInitialization::Static { map, map_since_46 } => {
                let image = |memory: usize, offset| DataPlace::Image { memory: MemoryIndex(number(memory)), offset };
                for (memory, place) in map.iter().flatten().enumerate() {
                    data.extend(place.as_ref().map(|place| self.data(image(memory, place.offset), place.data.clone())));
                }
                let runtime = self.module().runtime_data.as_deref().unwrap_or_default();
                for (memory, place) in map_since_46.iter().flatten().enumerate() {
                    let found = place.and_then(|(offset, index)| Some((offset, at(runtime, index.0)?.clone())));
                    data.extend(found.map(|(offset, range)| self.data(image(memory, offset), range)));
                }
            }
        }
        data
    }

    /// What compiled code copies: those that are no image of a memory.
    fn runtime_data(&self) -> impl Iterator<Item = DataSegment<'v>> + use<'v> {
        let view = *self;
        let images: BTreeSet<RuntimeDataIndex> = match &self.module().memory_initialization {
            MemoryInitialization::Static { map_since_46: Some(map), .. } => {
                map.iter().flatten().map(|(_, index)| *index).collect()
            }
            _ => BTreeSet::new(),
        };
        let all = self.module().runtime_data.iter().flatten().enumerate();
        let all = all.map(|(position, range)| (RuntimeDataIndex(number(position)), range.clone()));
        all.filter(move |(index, _)| !images.contains(index))
            .map(move |(index, range)| view.data(DataPlace::Runtime(index), range))
    }

    fn data(&self, place: DataPlace<'v>, range: Range<u32>) -> DataSegment<'v> {
        let bytes = usize::try_from(range.start).ok().zip(usize::try_from(range.end).ok());
        let bytes = bytes.and_then(|(start, end)| self.view.data.get(start..end));
        DataSegment { place, range, bytes }
    }
}
