//! What an artifact says, whichever release says it: functions, imports, memories, data, instances.
//!
//! Made by [`Artifact::view`](crate::Artifact::view). Nothing is checked: an index that leads nowhere finds nothing, and
//! what a release does not record is `None`.

mod code;
mod component;
mod data;
mod elements;
mod exports;
mod functions;
mod globals;
mod initial;
mod instances;
mod links;
mod memories;
mod module;
mod options;
mod signature;
mod tables;
mod trampolines;

pub use self::code::{Abi, Code, ComponentCode, Purpose};
pub use self::component::{ComponentImport, ComponentView, HostImport};
pub use self::data::{DataPlace, DataSegment};
pub use self::elements::{ElementPlace, ElementSegment, Elements};
pub use self::exports::{ComponentExport, ExportKind, Exports};
pub use self::functions::{Function, Start};
pub use self::globals::{Global, Tag};
pub use self::initial::{Initial, Offset};
pub use self::instances::{Arguments, Instance, ModuleSource, Resource};
pub use self::links::{Export, Import};
pub use self::memories::Memory;
pub use self::module::ModuleView;
pub use self::options::Options;
pub use self::signature::Signature;
pub use self::tables::Table;
pub use self::trampolines::Trampoline;

use std::slice;

use crate::artifact::Artifact;
use crate::error::{Error, ErrorKind};
use crate::generated::described::{
    CompiledFunctionsTable, CompiledModuleInfo, ComponentArtifacts, ComponentInfo, ModuleInfo, ModuleTypes,
    ModuleTypesApart, StaticModuleIndex,
};
use crate::kind::Kind;
use crate::release::Release;
use crate::section::SectionId;

/// An artifact without regard to its release. It holds the decoded information, and borrows data and names.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // Compiled by releases that have hardly a type in common.
/// for path in ["10/10.0.1-traps-default.cwasm", "50/50.0.1-traps-default.cwasm"] {
///     let bytes = std::fs::read(format!("tests/corpus/{path}"))?;
///     let view = cwasm::Artifact::parse(&bytes)?.view()?;
///     let module = view.modules().next().unwrap();
///     let exports: Vec<&str> = module.exports().map(|export| export.name).collect();
///     assert_eq!(exports[..3], ["memory", "table", "div_s"]);
///     let memory = module.memories().next().unwrap();
///     assert_eq!((memory.minimum, memory.maximum), (1, Some(3)));
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct View<'a> {
    release: Release,
    content: Content,
    code: code::CodeMap,
    /// What ranges of data point into.
    data: &'a [u8],
    /// What ranges of names point into.
    names: &'a [u8],
}

#[derive(Clone, Debug)]
enum Content {
    Module(Option<Box<ModuleInfo>>, Option<Box<ModuleTypesApart>>),
    Component(Option<Box<ComponentInfo>>),
}

impl<'a> View<'a> {
    pub(crate) fn of(artifact: &Artifact<'a>) -> Result<Self, Error> {
        let release = artifact.release()?;
        let content = match artifact.kind() {
            Some(Kind::Module) => {
                Content::Module(artifact.module_info()?.map(Box::new), artifact.module_types_apart()?.map(Box::new))
            }
            Some(Kind::Component) => Content::Component(artifact.component_info()?.map(Box::new)),
            None => return Err(Error::new(ErrorKind::UnknownKind).of("kind")),
        };
        let data = |id| artifact.section(id).map_or(&[][..], |section| section.data());
        let code = code::CodeMap::default();
        let (data, names) = (data(SectionId::RodataWasm), data(SectionId::NameWasm));
        let mut view = Self { release, content, code, data, names };
        view.code = code::CodeMap::of(&view);
        Ok(view)
    }

    /// The release that wrote the artifact.
    pub fn release(&self) -> Release {
        self.release
    }

    /// The core modules: one of a module, any number of a component.
    pub fn modules(&self) -> impl Iterator<Item = ModuleView<'_>> {
        let modules = self.compiled_modules().iter().enumerate();
        modules.map(|(position, info)| ModuleView::new(self, StaticModuleIndex(number(position)), info))
    }

    /// The component; `None` if it is a module.
    pub fn component(&self) -> Option<ComponentView<'_>> {
        self.artifacts().map(|artifacts| ComponentView::new(self, artifacts))
    }

    /// All code in the text section, by its place there: functions, and the trampolines by which they are entered and left.
    pub fn code(&self) -> &[Code] {
        self.code.all()
    }

    /// The code at an offset in the text section, if any is there.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let bytes = std::fs::read("tests/corpus/50/50.0.1-traps-default.cwasm")?;
    /// let view = cwasm::Artifact::parse(&bytes)?.view()?;
    /// let function = view.modules().next().unwrap().functions().next().unwrap();
    /// let range = function.code.unwrap();
    /// assert_eq!(view.code_at(range.end - 1).unwrap().range, range);
    /// # Ok(())
    /// # }
    /// ```
    pub fn code_at(&self, offset: u64) -> Option<&Code> {
        self.code.at(offset)
    }

    /// The function type with this number in the list of types that all core modules share.
    pub fn signature(&self, ty: u32) -> Option<Signature> {
        signature::of(self.types()?, ty)
    }

    fn compiled_modules(&self) -> &[CompiledModuleInfo] {
        match &self.content {
            Content::Module(Some(info), _) => slice::from_ref(&info.info),
            Content::Module(None, _) => &[],
            Content::Component(_) => self.artifacts().map_or(&[], |artifacts| &artifacts.static_modules),
        }
    }

    fn artifacts(&self) -> Option<&ComponentArtifacts> {
        match &self.content {
            Content::Component(info) => info.as_ref()?.artifacts.as_ref(),
            Content::Module(..) => None,
        }
    }

    fn types(&self) -> Option<&ModuleTypes> {
        match &self.content {
            Content::Module(info, apart) => {
                let inside = info.as_ref().and_then(|info| info.types.as_ref());
                inside.or(apart.as_ref().map(|apart| &apart.types))
            }
            Content::Component(_) => {
                let types = &self.artifacts()?.types;
                let newer = types.module_types_since_21.as_ref().and_then(Option::as_ref);
                types.module_types.as_ref().or(newer)
            }
        }
    }

    fn table(&self) -> Option<&CompiledFunctionsTable> {
        match &self.content {
            Content::Module(info, _) => info.as_ref()?.table.as_ref(),
            Content::Component(_) => self.artifacts()?.table.as_ref(),
        }
    }
}

/// An element by the number that something names it by.
fn at<T>(list: &[T], index: u32) -> Option<&T> {
    usize::try_from(index).ok().and_then(|index| list.get(index))
}

/// The number of an element.
fn number(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}
