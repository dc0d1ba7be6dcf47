//! A component: the door to what its files look at, one subject each.

use super::View;
use super::module::ModuleView;
use super::number;
use crate::generated::described::{
    Component, ComponentArtifacts, ComponentExternData, ComponentTypes, GlobalInitializer, ImportIndex,
    RuntimeImportIndex, TypeComponentIndex, TypeDef,
};

/// A component: what it imports and exports, and how it is put together.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let bytes = std::fs::read("tests/corpus/50/50.0.1-component-basic-default.cwasm")?;
/// let view = cwasm::Artifact::parse(&bytes)?.view()?;
/// let component = view.component().unwrap();
/// let exports: Vec<&str> = component.exports().iter().map(|export| export.name).collect();
/// assert_eq!(exports, ["add", "greet"]);
/// assert_eq!(component.instances().count(), view.modules().count());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ComponentView<'v> {
    pub(super) view: &'v View<'v>,
    pub(super) artifacts: &'v ComponentArtifacts,
}

/// Something that a component imports by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComponentImport<'v> {
    /// Its position among the imports.
    pub index: ImportIndex,
    /// Its name.
    pub name: &'v str,
    /// What it is.
    pub ty: TypeDef,
    /// The interface that it is said to implement.
    pub implements: Option<&'v str>,
    /// What else the host is told about it.
    pub external_id: Option<&'v str>,
}

/// One thing that is taken out of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HostImport<'v> {
    /// Its position among all such things.
    pub index: RuntimeImportIndex,
    /// The import.
    pub import: ImportIndex,
    /// Names of exports that lead from the import to the thing; none if it is the import itself.
    pub path: &'v [String],
}

impl<'v> ComponentView<'v> {
    pub(super) fn new(view: &'v View<'v>, artifacts: &'v ComponentArtifacts) -> Self {
        Self { view, artifacts }
    }

    /// Everything that was recorded of it, as its release does.
    pub fn artifacts(&self) -> &'v ComponentArtifacts {
        self.artifacts
    }

    /// The types that its indices lead into.
    pub fn types(&self) -> &'v ComponentTypes {
        &self.artifacts.types
    }

    /// The type of the component, if it was recorded.
    pub fn ty(&self) -> Option<TypeComponentIndex> {
        self.artifacts.ty
    }

    /// The core modules inside.
    pub fn modules(&self) -> impl Iterator<Item = ModuleView<'v>> + use<'v> {
        self.view.modules()
    }

    /// The steps of instantiation, in order.
    pub fn initializers(&self) -> &'v [GlobalInitializer] {
        &self.component().initializers
    }

    /// The imports, by name.
    pub fn imports(&self) -> impl Iterator<Item = ComponentImport<'v>> + use<'v> {
        let component = self.component();
        let old = component.import_types.iter().flatten().map(|(name, ty)| (name, *ty, None));
        let new = component.import_types_since_46.iter().flatten();
        let new = new.map(|(name, import)| (name, import.ty, Some(&import.data)));
        old.chain(new).enumerate().map(|(position, (name, ty, data))| ComponentImport {
            index: ImportIndex(number(position)),
            name,
            ty,
            implements: implements(data),
            external_id: external_id(data),
        })
    }

    /// What is taken out of the imports: functions, modules and resources of the host.
    pub fn host_imports(&self) -> impl Iterator<Item = HostImport<'v>> + use<'v> {
        self.component().imports.iter().enumerate().map(|(position, (import, path))| HostImport {
            index: RuntimeImportIndex(number(position)),
            import: *import,
            path,
        })
    }

    pub(super) fn component(&self) -> &'v Component {
        &self.artifacts.info.component
    }
}

pub(super) fn implements(data: Option<&ComponentExternData>) -> Option<&str> {
    data?.implements.as_deref()
}

pub(super) fn external_id(data: Option<&ComponentExternData>) -> Option<&str> {
    data?.external_id.as_ref()?.as_deref()
}
