//! What a component exports: a tree, whose inner nodes are instances.

use super::at;
use super::component::{ComponentView, external_id, implements};
use super::instances::ModuleSource;
use super::options::Options;
use crate::generated::described::{ComponentExternData, CoreDef, Export, ExportIndex, NameMap, TypeDef, TypeFuncIndex};

/// The exports of a component, or of an instance that it exports.
///
/// A damaged file may export an instance inside of itself, so that whoever walks down the tree had better count.
#[derive(Clone, Copy, Debug)]
pub struct Exports<'v> {
    component: ComponentView<'v>,
    list: List<'v>,
}

/// Older releases nest the exports, newer ones name them by position.
#[derive(Clone, Copy, Debug)]
enum List<'v> {
    Nested(&'v [(String, Export)]),
    Named(Option<&'v NameMap>),
}

/// Something that a component exports by name.
#[derive(Clone, Copy, Debug)]
pub struct ComponentExport<'v> {
    /// Its name.
    pub name: &'v str,
    /// What it is.
    pub kind: ExportKind<'v>,
    /// The interface that it is said to implement.
    pub implements: Option<&'v str>,
    /// What else the host is told about it.
    pub external_id: Option<&'v str>,
}

/// What an export is.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum ExportKind<'v> {
    /// A function.
    Function {
        /// Its type.
        ty: TypeFuncIndex,
        /// The core function behind it.
        function: &'v CoreDef,
        /// How values come to that and back.
        options: Option<Options>,
    },
    /// A core module; `None` if it was not found.
    Module(Option<ModuleSource>),
    /// An instance, with exports of its own.
    Instance(Exports<'v>),
    /// A type.
    Type(TypeDef),
}

impl<'v> ComponentView<'v> {
    /// What the component exports.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use cwasm::view::ExportKind;
    /// let bytes = std::fs::read("tests/corpus/50/50.0.1-component-basic-default.cwasm")?;
    /// let view = cwasm::Artifact::parse(&bytes)?.view()?;
    /// let exports = view.component().unwrap().exports();
    /// assert!(exports.iter().all(|export| matches!(export.kind, ExportKind::Function { .. })));
    /// # Ok(())
    /// # }
    /// ```
    pub fn exports(&self) -> Exports<'v> {
        let component = self.component();
        let list = match &component.exports {
            Some(exports) => List::Nested(exports),
            None => List::Named(component.exports_since_23.as_ref()),
        };
        Exports { component: *self, list }
    }
}

impl<'v> Exports<'v> {
    /// Each export, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = ComponentExport<'v>> + use<'v> {
        let exports = *self;
        let (nested, named): (&[(String, Export)], Option<&NameMap>) = match self.list {
            List::Nested(list) => (list, None),
            List::Named(map) => (&[], map),
        };
        let nested = nested.iter().map(move |(name, export)| exports.export(name, export, None));
        let old = named.and_then(|map| map.definitions.as_deref()).unwrap_or_default();
        let old = old.iter().filter_map(move |(name, index)| exports.item(name, *index, None));
        let new = named.and_then(|map| map.definitions_since_46.as_deref()).unwrap_or_default();
        let new = new.iter().filter_map(move |(name, (index, data))| exports.item(name, *index, Some(data)));
        nested.chain(old).chain(new)
    }

    fn item(
        &self,
        name: &'v str,
        index: ExportIndex,
        data: Option<&'v ComponentExternData>,
    ) -> Option<ComponentExport<'v>> {
        let items = self.component.component().export_items.as_deref()?;
        Some(self.export(name, at(items, index.0)?, data))
    }

    fn export(&self, name: &'v str, export: &'v Export, data: Option<&'v ComponentExternData>) -> ComponentExport<'v> {
        ComponentExport { name, kind: self.kind(export), implements: implements(data), external_id: external_id(data) }
    }

    fn kind(&self, export: &'v Export) -> ExportKind<'v> {
        let component = self.component;
        let inside = |list| ExportKind::Instance(Exports { component, list });
        match export {
            Export::LiftedFunction { ty, func, options, options_since_36 } => {
                let listed = options_since_36.and_then(|index| component.listed_options(index));
                let options = options.as_ref().or(listed).map(Options::from);
                ExportKind::Function { ty: *ty, function: func, options }
            }
            Export::ModuleStatic(index) | Export::ModuleStaticSince23 { index, .. } => {
                ExportKind::Module(Some(ModuleSource::Static(*index)))
            }
            Export::ModuleImport(import) | Export::ModuleImportSince18 { import, .. } => {
                ExportKind::Module(Some(ModuleSource::Import(*import)))
            }
            Export::Module(index) => ExportKind::Module(component.saved_module(*index)),
            Export::Instance(exports) | Export::InstanceSince18 { exports: Some(exports), .. } => {
                inside(List::Nested(exports))
            }
            Export::InstanceSince18 { exports_since_23, .. } => inside(List::Named(exports_since_23.as_ref())),
            Export::Type(ty) => ExportKind::Type(*ty),
        }
    }
}
