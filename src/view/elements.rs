//! Element segments and table images of a module.

use std::collections::BTreeMap;

use super::initial::{Initial, Offset};
use super::module::ModuleView;
use super::number;
use crate::generated::described::{
    EarlyTableInitialization, ElemIndex, FuncIndex, TableIndex, TableInitialValue, TableInitializer, TableSegment,
    TableSegmentElements,
};

/// Some elements of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ElementSegment<'v> {
    /// Where they go.
    pub place: ElementPlace<'v>,
    /// What they are.
    pub elements: Elements<'v>,
}

/// Where elements go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ElementPlace<'v> {
    /// They are copied into a table at instantiation.
    Active {
        /// The table.
        table: TableIndex,
        /// Where in it.
        offset: Offset<'v>,
    },
    /// They are the first elements of a table.
    Image(TableIndex),
    /// Code copies them. Which segment of the module it is, if that was recorded.
    Passive(Option<ElemIndex>),
}

/// What elements are.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Elements<'v> {
    /// References to functions; the index that stands for none is a null reference.
    Functions(&'v [FuncIndex]),
    /// Any values.
    Values(Vec<Initial<'v>>),
    /// So many, which compiled code makes.
    Computed(u64),
}

impl<'v> ModuleView<'v> {
    /// All elements: what fills the tables first, then what code can copy.
    pub fn element_segments(&self) -> impl Iterator<Item = ElementSegment<'v>> + use<'v> {
        self.table_images().into_iter().chain(self.active_elements()).chain(self.passive_elements())
    }

    /// First elements of tables. Empty ones say nothing.
    fn table_images(&self) -> Vec<ElementSegment<'v>> {
        let module = self.module();
        let imported = usize::try_from(module.num_imported_tables).unwrap_or(usize::MAX);
        // The oldest list counts imported tables too.
        let (first, images): (usize, Vec<&'v [FuncIndex]>) = match &module.table_initialization {
            Some(EarlyTableInitialization::FuncTable { tables, .. }) => (0, tables.iter().map(Vec::as_slice).collect()),
            _ => {
                let values = module.table_initialization_since_10.iter().flat_map(|init| &init.initial_values);
                let old = values.map(|value| match value {
                    TableInitialValue::Null { precomputed } => precomputed.as_slice(),
                    _ => &[],
                });
                let new = module.table_initialization_since_46.iter().flatten().map(Vec::as_slice);
                (imported, old.chain(new).collect())
            }
        };
        let images = images.into_iter().enumerate().filter(|(_, image)| !image.is_empty());
        images
            .map(|(position, image)| ElementSegment {
                place: ElementPlace::Image(TableIndex(number(position.saturating_add(first)))),
                elements: Elements::Functions(image),
            })
            .collect()
    }

    /// Segments that are copied at instantiation.
    fn active_elements(&self) -> impl Iterator<Item = ElementSegment<'v>> + use<'v> {
        let module = self.module();
        let early: &[TableInitializer] = match &module.table_initialization {
            Some(
                EarlyTableInitialization::Segments { segments } | EarlyTableInitialization::FuncTable { segments, .. },
            ) => segments,
            None => &[],
        };
        let early = early.iter().map(|segment| ElementSegment {
            place: ElementPlace::Active {
                table: segment.table_index,
                offset: Offset::behind(segment.base, u64::from(segment.offset)),
            },
            elements: Elements::Functions(&segment.elements),
        });
        let later = module.table_initialization_since_10.iter().flat_map(|init| &init.segments);
        early.chain(later.filter_map(active))
    }

    /// Segments that code copies.
    fn passive_elements(&self) -> impl Iterator<Item = ElementSegment<'v>> + use<'v> {
        let module = self.module();
        let oldest = module.passive_elements.iter().flatten().map(|list| Elements::Functions(list));
        let old = module.passive_elements_since_19.iter().flatten().map(Elements::of);
        let new = module.passive_elements_since_46.iter().flatten().map(|(_, count)| Elements::Computed(*count));
        let places = module.passive_elements_map.iter().flatten().map(|(index, place)| (*place, *index));
        let newer = module.passive_elements_map_since_45.iter().flatten();
        let places = places.chain(newer.map(|(index, place)| (u64::from(place.0), *index)));
        let places: BTreeMap<u64, ElemIndex> = places.collect();
        oldest.chain(old).chain(new).enumerate().map(move |(position, elements)| {
            let index = places.get(&u64::from(number(position))).copied();
            ElementSegment { place: ElementPlace::Passive(index), elements }
        })
    }
}

fn active(segment: &TableSegment) -> Option<ElementSegment<'_>> {
    let old = segment.offset.map(|offset| Offset::behind(segment.base.flatten(), u64::from(offset)));
    let offset = old.or(segment.offset_since_21.as_ref().map(Offset::of_expression))?;
    let functions = segment.elements.as_deref().map(Elements::Functions);
    let elements = functions.or(segment.elements_since_19.as_ref().map(Elements::of))?;
    Some(ElementSegment { place: ElementPlace::Active { table: segment.table_index, offset }, elements })
}

impl<'v> Elements<'v> {
    fn of(elements: &'v TableSegmentElements) -> Self {
        match elements {
            TableSegmentElements::Functions(functions) => Self::Functions(functions),
            TableSegmentElements::Expressions(list) => {
                Self::Values(list.iter().copied().map(Initial::of_element).collect())
            }
            TableSegmentElements::ExpressionsSince21(list)
            | TableSegmentElements::ExpressionsSince45 { exprs: list, .. } => {
                Self::Values(list.iter().map(Initial::of_expression).collect())
            }
        }
    }

    /// How many.
    pub fn count(&self) -> u64 {
        let length = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
        match self {
            Self::Functions(list) => length(list.len()),
            Self::Values(list) => length(list.len()),
            Self::Computed(count) => *count,
        }
    }
}
