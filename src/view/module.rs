//! A core module: the door to what its files look at, one subject each.

use super::View;
use crate::generated::described::{Atom, CompiledModuleInfo, EngineOrModuleTypeIndex, Module, StaticModuleIndex};

/// A core module: that of a module artifact, or one inside of a component.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let bytes = std::fs::read("tests/corpus/50/50.0.1-traps-default.cwasm")?;
/// let view = cwasm::Artifact::parse(&bytes)?.view()?;
/// let module = view.modules().next().unwrap();
/// let function = module.functions().next().unwrap();
/// assert!(function.code.is_some() && !function.is_imported());
/// assert_eq!(function.signature.unwrap().to_string(), "(i32, i32) -> (i32)");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ModuleView<'v> {
    pub(super) view: &'v View<'v>,
    pub(super) index: StaticModuleIndex,
    pub(super) info: &'v CompiledModuleInfo,
}

impl<'v> ModuleView<'v> {
    pub(super) fn new(view: &'v View<'v>, index: StaticModuleIndex, info: &'v CompiledModuleInfo) -> Self {
        Self { view, index, info }
    }

    /// Its position among the core modules of the artifact.
    pub fn index(&self) -> StaticModuleIndex {
        self.index
    }

    /// The name that it gives itself.
    pub fn name(&self) -> Option<&'v str> {
        let module = self.module();
        let old = module.name.as_ref().and_then(Option::as_deref);
        old.or_else(|| self.string(module.name_since_43.flatten()?))
    }

    /// Everything that was recorded of it, as its release does.
    pub fn info(&self) -> &'v CompiledModuleInfo {
        self.info
    }

    pub(super) fn module(&self) -> &'v Module {
        &self.info.module
    }

    /// A text that is named by its position; the first is 1.
    pub(super) fn string(&self, atom: Atom) -> Option<&'v str> {
        let position = usize::try_from(atom.0.get()).ok()?.checked_sub(1)?;
        self.module().strings.as_ref()?.0.get(position).map(String::as_str)
    }

    /// The type of a function, tag or the like.
    pub(super) fn signature(&self, ty: EngineOrModuleTypeIndex) -> Option<super::Signature> {
        self.view.signature(super::signature::shared(ty)?)
    }
}
