//! Functions of a module, and what runs first.

use std::ops::Range;

use super::module::ModuleView;
use super::signature::{Signature, shared};
use super::{at, number};
use crate::generated::described::{DefinedFuncIndex, FuncIndex, FunctionType, ModuleStartup};

/// A function of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function<'v> {
    /// Its position among all functions, imported ones first.
    pub index: FuncIndex,
    /// Its position among those that the module defines; `None` if it is imported.
    pub defined: Option<DefinedFuncIndex>,
    /// What the name section of the module calls it.
    pub name: Option<&'v str>,
    /// The number of its type in the list that all core modules share.
    pub ty: Option<u32>,
    /// Its type.
    pub signature: Option<Signature>,
    /// Where its body is in the text section, in bytes; `None` if it is imported.
    pub code: Option<Range<u64>>,
    /// Where its body starts in the WebAssembly file, in bytes, if that was recorded.
    pub position: Option<u32>,
    /// Whether references to it may be taken, so that others can call it.
    pub escapes: bool,
}

/// What runs when a module is instantiated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Start {
    /// The start function.
    Function(FuncIndex),
    /// Compiled code that also calls the start function, if there is one.
    Always,
    /// Compiled code, needed only where the initial image of a memory could not be mapped.
    IfMemoriesNeedInit,
}

impl Function<'_> {
    /// Whether it is imported.
    pub fn is_imported(&self) -> bool {
        self.defined.is_none()
    }
}

impl<'v> ModuleView<'v> {
    /// All functions, imported ones first.
    pub fn functions(&self) -> impl Iterator<Item = Function<'v>> + use<'v> {
        let module = *self;
        self.module().functions.iter().enumerate().map(move |(position, ty)| module.function(position, ty))
    }

    fn function(&self, position: usize, ty: &FunctionType) -> Function<'v> {
        let index = FuncIndex(number(position));
        let defined = u64::from(index.0).checked_sub(self.module().num_imported_funcs);
        let defined = defined.and_then(|defined| u32::try_from(defined).ok()).map(DefinedFuncIndex);
        let code = defined.and_then(|defined| self.view.code.body(self.index, defined));
        let ty_index = type_of(ty);
        Function {
            index,
            defined,
            name: self.function_name(index),
            ty: ty_index,
            signature: ty_index.and_then(|ty| self.view.signature(ty)),
            code: code.map(|code| code.range.clone()),
            position: code.and_then(|code| code.position),
            escapes: escapes(ty),
        }
    }

    /// What the name section of the module calls a function.
    pub fn function_name(&self, index: FuncIndex) -> Option<&'v str> {
        let names = &self.info.func_names;
        let name = names.get(names.binary_search_by_key(&index, |name| name.idx).ok()?)?;
        let start = usize::try_from(name.offset).ok()?;
        let end = start.checked_add(usize::try_from(name.len).ok()?)?;
        std::str::from_utf8(self.view.names.get(start..end)?).ok()
    }

    /// The type of a function, by its position among all.
    pub fn function_signature(&self, index: FuncIndex) -> Option<Signature> {
        self.view.signature(type_of(at(&self.module().functions, index.0)?)?)
    }

    /// What runs when the module is instantiated.
    pub fn start(&self) -> Option<Start> {
        let module = self.module();
        match module.startup {
            Some(ModuleStartup::Always(_)) => Some(Start::Always),
            Some(ModuleStartup::IfMemoriesNeedInit(_)) => Some(Start::IfMemoriesNeedInit),
            Some(ModuleStartup::None) | None => module.start_func.flatten().map(Start::Function),
        }
    }
}

fn type_of(function: &FunctionType) -> Option<u32> {
    let old = function.signature.map(|ty| ty.0).or(function.signature_since_18.map(|ty| ty.0));
    old.or_else(|| shared(function.signature_since_31?))
}

fn escapes(function: &FunctionType) -> bool {
    let new = function.func_ref.is_some_and(|place| !place.is_none());
    new || function.anyfunc.is_some_and(|place| !place.is_none())
}
