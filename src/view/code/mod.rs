//! What lies where in the text section. Older releases say it where each function is declared, newer ones in one table.

mod declared;
mod table;

use std::collections::BTreeMap;
use std::ops::Range;

use super::{View, number};
use crate::generated::described::{
    DefinedFuncIndex, FilePos, FuncKeyNamespace, FunctionLoc, LoweredIndex, RuntimeAlwaysTrapIndex,
    RuntimeTranscoderIndex, StaticModuleIndex, TrampolineIndex,
};

/// A piece of machine code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// What it is for.
    pub purpose: Purpose,
    /// Where it is in the text section, in bytes.
    pub range: Range<u64>,
    /// Where the function starts in the WebAssembly file, in bytes; `None` for trampolines, or if it is not recorded.
    pub position: Option<u32>,
}

/// What a piece of code is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Purpose {
    /// The body of a function.
    Function {
        /// The module.
        module: StaticModuleIndex,
        /// The function, without the imported ones.
        function: DefinedFuncIndex,
    },
    /// Enters a function from the host.
    ToWasm {
        /// The module.
        module: StaticModuleIndex,
        /// The function, without the imported ones.
        function: DefinedFuncIndex,
        /// How it is called.
        abi: Abi,
    },
    /// Enters any function of one type from the host.
    ToWasmOfType {
        /// The function type.
        ty: u32,
    },
    /// Leaves for a function of the host that has one type.
    ToHost {
        /// The function type.
        ty: u32,
        /// How the host is called.
        abi: Abi,
    },
    /// Leaves for a function of the runtime.
    Builtin {
        /// Its number in this release.
        number: u32,
        /// How the trampoline is called.
        abi: Abi,
    },
    /// Lets Pulley call the host.
    PulleyHostCall {
        /// Its number in this release.
        number: u32,
    },
    /// Belongs to a component.
    Component {
        /// To which part of it.
        part: ComponentCode,
        /// How it is called, where there is more than one way.
        abi: Option<Abi>,
    },
    /// Drops a resource.
    ResourceDrop {
        /// How the host is called.
        abi: Abi,
    },
    /// An intrinsic that a component may import.
    UnsafeIntrinsic {
        /// Its number in this release.
        number: u32,
        /// How it is called.
        abi: Abi,
    },
    /// Sets up a module.
    ModuleStartup {
        /// The module.
        module: StaticModuleIndex,
        /// How it is called.
        abi: Abi,
    },
    /// A kind that this release does not have.
    Unknown {
        /// Kind and more, as it was read.
        namespace: FuncKeyNamespace,
        /// Which of them.
        index: u32,
    },
}

/// What of a component a piece of code belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ComponentCode {
    /// A trampoline.
    Trampoline(TrampolineIndex),
    /// A lowered import.
    Lowered(LoweredIndex),
    /// A function that always traps.
    AlwaysTrap(RuntimeAlwaysTrapIndex),
    /// A transcoder of strings.
    Transcoder(RuntimeTranscoderIndex),
}

/// How code is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Abi {
    /// As compiled WebAssembly calls itself.
    Wasm,
    /// Arguments and results in one array.
    Array,
    /// As the platform calls.
    Native,
    /// By code that can be patched in.
    Patchable,
}

/// All code, by its place; and the bodies of functions.
#[derive(Clone, Debug, Default)]
pub(super) struct CodeMap {
    all: Vec<Code>,
    /// Positions in `all`.
    bodies: BTreeMap<(StaticModuleIndex, DefinedFuncIndex), usize>,
}

impl CodeMap {
    pub(super) fn of(view: &View<'_>) -> Self {
        let mut all = Vec::new();
        for (position, info) in view.compiled_modules().iter().enumerate() {
            declared::module(StaticModuleIndex(number(position)), info, &mut all);
        }
        if let Some(artifacts) = view.artifacts() {
            declared::component(&artifacts.info, &mut all);
        }
        if let Some(table) = view.table() {
            table::all(table, view.release, &mut all);
        }
        all.sort_by_key(|code| (code.range.start, code.range.end, code.purpose));
        // Modules of one component name the trampolines that they share.
        all.dedup();
        let body = |(position, code): (usize, &Code)| match code.purpose {
            Purpose::Function { module, function } => Some(((module, function), position)),
            _ => None,
        };
        Self { bodies: all.iter().enumerate().filter_map(body).collect(), all }
    }

    pub(super) fn all(&self) -> &[Code] {
        &self.all
    }

    pub(super) fn at(&self, offset: u64) -> Option<&Code> {
        let behind = self.all.partition_point(|code| code.range.start <= offset);
        self.all.get(behind.checked_sub(1)?).filter(|code| code.range.contains(&offset))
    }

    pub(super) fn body(&self, module: StaticModuleIndex, function: DefinedFuncIndex) -> Option<&Code> {
        self.all.get(*self.bodies.get(&(module, function))?)
    }
}

fn place(start: u64, length: u32) -> Range<u64> {
    start..start.saturating_add(u64::from(length))
}

fn code(purpose: Purpose, loc: FunctionLoc) -> Code {
    Code { purpose, range: place(u64::from(loc.start), loc.length), position: None }
}

fn position(source: FilePos) -> Option<u32> {
    (!source.is_none()).then_some(source.0)
}
