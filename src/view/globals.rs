//! Globals and tags of a module.

use std::collections::BTreeMap;

use super::initial::Initial;
use super::module::ModuleView;
use super::number;
use super::signature::{Signature, value};
use crate::generated::described::{GlobalIndex, TagIndex, WasmValType};

/// A global of a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Global<'v> {
    /// Its position among all globals, imported ones first.
    pub index: GlobalIndex,
    /// Whether it is imported.
    pub imported: bool,
    /// The type of its value.
    pub ty: Option<WasmValType>,
    /// Whether its value may change.
    pub mutable: bool,
    /// Its first value; `None` if it is imported, or if compiled code computes it at startup.
    pub initial: Option<Initial<'v>>,
}

/// A tag of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its position among all tags, imported ones first.
    pub index: TagIndex,
    /// Whether it is imported.
    pub imported: bool,
    /// The type of its values, as params.
    pub signature: Option<Signature>,
}

impl<'v> ModuleView<'v> {
    /// All globals, imported ones first.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use cwasm::view::Initial;
    /// let bytes = std::fs::read("tests/corpus/50/50.0.1-start-default.cwasm")?;
    /// let view = cwasm::Artifact::parse(&bytes)?.view()?;
    /// let module = view.modules().next().unwrap();
    /// let globals: Vec<_> = module.globals().map(|global| (global.imported, global.initial)).collect();
    /// assert_eq!(globals, [(true, None), (false, Some(Initial::I64(-1)))]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn globals(&self) -> impl Iterator<Item = Global<'v>> + use<'v> {
        let module = self.module();
        let constants = module.global_initializers_since_46.iter().flatten();
        let constants: BTreeMap<usize, Initial<'v>> = constants
            .filter_map(|(index, value)| Some((usize::try_from(index.0).ok()?, Initial::of_constant(*value))))
            .collect();
        let imported = usize::try_from(module.num_imported_globals).unwrap_or(usize::MAX);
        module.globals.iter().enumerate().map(move |(position, global)| {
            let defined = position.checked_sub(imported);
            let in_lists = |index: usize| {
                let old = module.global_initializers.as_ref().and_then(|list| list.get(index)).copied();
                let old = old.and_then(Initial::of_global);
                let new = module.global_initializers_since_21.as_ref().and_then(|list| list.get(index));
                old.or(new.map(Initial::of_expression)).or(constants.get(&index).copied())
            };
            Global {
                index: GlobalIndex(number(position)),
                imported: defined.is_none(),
                ty: global.wasm_ty.map(value).or(global.wasm_ty_since_18),
                mutable: global.mutability,
                initial: global.initializer.and_then(Initial::of_global).or_else(|| in_lists(defined?)),
            }
        })
    }

    /// All tags, imported ones first.
    pub fn tags(&self) -> impl Iterator<Item = Tag> + use<'v> {
        let view = *self;
        let imported = self.module().num_imported_tags.unwrap_or_default();
        self.module().tags.iter().flatten().enumerate().map(move |(position, tag)| Tag {
            index: TagIndex(number(position)),
            imported: u64::from(number(position)) < imported,
            signature: tag.signature.and_then(|ty| view.signature(ty)),
        })
    }
}
