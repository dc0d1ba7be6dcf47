//! Where newer releases say that code is: in one table of namespaces.

use super::{Abi, Code, ComponentCode, Purpose, code};
use crate::generated::described::{
    CompiledFunctionsTable, DefinedFuncIndex, FuncKeyNamespace, FunctionAbi, FunctionKind, StaticModuleIndex,
    TrampolineIndex,
};
use crate::release::Release;
use crate::view::at;

/// What the function table says. A namespace with numbers of its own is sparse, in others the position is the number.
pub(super) fn all(table: &CompiledFunctionsTable, release: Release, found: &mut Vec<Code>) {
    let (mut locs, mut numbers, mut sources) = (0, 0, 0);
    for (position, namespace) in table.namespaces.iter().enumerate() {
        let next = position.saturating_add(1);
        let locs = cut(&table.func_locs, &mut locs, table.func_loc_starts.get(next).map(|start| start.0));
        let numbers = cut(&table.sparse_indices, &mut numbers, table.sparse_starts.get(next).map(|start| start.0));
        let sources = cut(&table.src_locs, &mut sources, table.src_loc_starts.get(next).map(|start| start.0));
        for (index, loc) in (0_u32..).zip(locs) {
            let number = if numbers.is_empty() { Some(index) } else { at(numbers, index).map(|number| number.0) };
            // Without length it is only a gap between the numbers.
            let Some(number) = number.filter(|_| loc.length > 0) else { continue };
            let source = at(sources, index).copied().and_then(super::position);
            found.push(Code { position: source, ..code(purpose(*namespace, number, release), *loc) });
        }
    }
}

/// The part of a list up to where the next namespace begins; never one that was cut off before.
fn cut<'l, T>(list: &'l [T], from: &mut usize, next: Option<u32>) -> &'l [T] {
    let end = next.and_then(|next| usize::try_from(next).ok()).unwrap_or(list.len()).min(list.len());
    let start = std::mem::replace(from, end.max(*from));
    list.get(start..end).unwrap_or_default()
}

fn purpose(namespace: FuncKeyNamespace, index: u32, release: Release) -> Purpose {
    let unknown = Purpose::Unknown { namespace, index };
    let (module, function) = (StaticModuleIndex(namespace.module(release)), DefinedFuncIndex(index));
    let part = ComponentCode::Trampoline(TrampolineIndex(index));
    let way = namespace.abi(release).map(Abi::from);
    match namespace.kind(release) {
        Some(FunctionKind::DefinedWasmFunction) => Purpose::Function { module, function },
        Some(FunctionKind::ArrayToWasmTrampoline) => Purpose::ToWasm { module, function, abi: Abi::Array },
        Some(FunctionKind::WasmToArrayTrampoline) => Purpose::ToHost { ty: index, abi: Abi::Array },
        Some(FunctionKind::WasmToBuiltinTrampoline) => Purpose::Builtin { number: index, abi: Abi::Wasm },
        Some(FunctionKind::PatchableToBuiltinTrampoline) => Purpose::Builtin { number: index, abi: Abi::Patchable },
        Some(FunctionKind::PulleyHostCall) => Purpose::PulleyHostCall { number: index },
        Some(FunctionKind::ComponentTrampoline) => Purpose::Component { part, abi: way },
        Some(FunctionKind::ResourceDropTrampoline) => Purpose::ResourceDrop { abi: Abi::Array },
        Some(FunctionKind::UnsafeIntrinsic) => {
            way.map_or(unknown, |abi| Purpose::UnsafeIntrinsic { number: index, abi })
        }
        Some(FunctionKind::ModuleStartup) => {
            let abi = FunctionAbi::from_number(u64::from(index), release).map(Abi::from);
            abi.map_or(unknown, |abi| Purpose::ModuleStartup { module, abi })
        }
        None => unknown,
    }
}

impl From<FunctionAbi> for Abi {
    fn from(abi: FunctionAbi) -> Self {
        match abi {
            FunctionAbi::Wasm => Self::Wasm,
            FunctionAbi::Array => Self::Array,
            FunctionAbi::Patchable => Self::Patchable,
        }
    }
}
