//! Instances of core modules in a component, and the resources that it defines.

use super::component::ComponentView;
use super::number;
use super::signature::value;
use crate::generated::described::{
    CoreDef, DefinedResourceIndex, GlobalInitializer, InstantiateModule, RuntimeComponentInstanceIndex,
    RuntimeImportIndex, RuntimeInstanceIndex, RuntimeModuleIndex, StaticModuleIndex, WasmValType,
};

/// An instance of a core module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instance<'v> {
    /// Its position among the instances, in the order in which they are made.
    pub index: RuntimeInstanceIndex,
    /// What it is an instance of.
    pub module: ModuleSource,
    /// What the module's imports are.
    pub arguments: Arguments<'v>,
    /// The component instance that it belongs to, if that was recorded.
    pub component: Option<RuntimeComponentInstanceIndex>,
}

/// Where a core module comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ModuleSource {
    /// From the artifact: one of [`View::modules`](super::View::modules).
    Static(StaticModuleIndex),
    /// From the host.
    Import(RuntimeImportIndex),
}

/// What the imports of a module are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Arguments<'v> {
    /// One for each import of the module, in its order.
    InOrder(&'v [CoreDef]),
    /// By the names of the import: of the module, then of the item.
    ByName(&'v [(String, Vec<(String, CoreDef)>)]),
}

/// A resource that a component defines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resource<'v> {
    /// Its position among those.
    pub index: DefinedResourceIndex,
    /// The type of the value that stands for it in core code.
    pub representation: Option<WasmValType>,
    /// What is called when one is dropped.
    pub destructor: Option<&'v CoreDef>,
    /// The component instance that defines it.
    pub instance: RuntimeComponentInstanceIndex,
}

impl<'v> ComponentView<'v> {
    /// The instances of core modules, in the order in which they are made.
    pub fn instances(&self) -> impl Iterator<Item = Instance<'v>> + use<'v> {
        let made = self.initializers().iter().filter_map(|step| match step {
            GlobalInitializer::InstantiateModule(made) => Some((made, None)),
            GlobalInitializer::InstantiateModuleSince42(made, component) => Some((made, *component)),
            _ => None,
        });
        made.enumerate().map(|(position, (made, component))| {
            let (module, arguments) = match made {
                InstantiateModule::Static(module, arguments) => {
                    (ModuleSource::Static(*module), Arguments::InOrder(arguments))
                }
                InstantiateModule::Import(import, arguments) => {
                    (ModuleSource::Import(*import), Arguments::ByName(arguments))
                }
            };
            Instance { index: RuntimeInstanceIndex(number(position)), module, arguments, component }
        })
    }

    /// The resources that the component defines, in the order in which instantiation does.
    pub fn resources(&self) -> impl Iterator<Item = Resource<'v>> + use<'v> {
        self.initializers().iter().filter_map(|step| match step {
            GlobalInitializer::Resource(resource) => Some(Resource {
                index: resource.index,
                representation: resource.rep.map(value).or(resource.rep_since_18),
                destructor: resource.dtor.as_ref(),
                instance: resource.instance,
            }),
            _ => None,
        })
    }

    /// The resources that the component imports.
    pub fn imported_resources(&self) -> impl Iterator<Item = RuntimeImportIndex> + use<'v> {
        self.component().imported_resources.iter().flatten().copied()
    }

    /// Older releases keep a module to be exported in a step of its own.
    pub(super) fn saved_module(&self, index: RuntimeModuleIndex) -> Option<ModuleSource> {
        let saved = self.initializers().iter().filter_map(|step| match step {
            GlobalInitializer::SaveStaticModule(module) => Some(ModuleSource::Static(*module)),
            GlobalInitializer::SaveModuleImport(import) => Some(ModuleSource::Import(*import)),
            _ => None,
        });
        saved.into_iter().nth(usize::try_from(index.0).ok()?)
    }
}
