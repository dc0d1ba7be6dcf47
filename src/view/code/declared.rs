//! Where older releases say that code is: at each function and trampoline.

use super::{Abi, Code, ComponentCode, Purpose, code, number, place, position};
use crate::generated::described::{
    AllCallFunc, CompiledComponentInfo, CompiledModuleInfo, DefinedFuncIndex, FunctionLoc, LoweredIndex,
    RuntimeAlwaysTrapIndex, RuntimeTranscoderIndex, StaticModuleIndex, TrampolineIndex,
};

/// What a module says itself.
pub(super) fn module(module: StaticModuleIndex, info: &CompiledModuleInfo, all: &mut Vec<Code>) {
    let body = |position: usize| Purpose::Function { module, function: DefinedFuncIndex(number(position)) };
    for (index, function) in info.funcs.iter().flatten().enumerate() {
        let range = place(function.start, function.length);
        all.push(Code { purpose: body(index), range, position: position(function.start_srcloc) });
    }
    for (index, (function, loc)) in info.funcs_since_3.iter().flatten().enumerate() {
        all.push(Code { position: position(function.start_srcloc), ..code(body(index), *loc) });
    }
    for (index, function) in info.funcs_since_9.iter().flatten().enumerate() {
        let source = function.start_srcloc.or(function.wasm_func_info.as_ref().map(|info| info.start_srcloc));
        all.push(Code { position: source.and_then(position), ..code(body(index), function.wasm_func_loc) });
        let entry = |abi| Purpose::ToWasm { module, function: DefinedFuncIndex(number(index)), abi };
        all.extend(function.array_to_wasm_trampoline.map(|loc| code(entry(Abi::Array), loc)));
        all.extend(function.native_to_wasm_trampoline.flatten().map(|loc| code(entry(Abi::Native), loc)));
    }
    for trampoline in info.trampolines.iter().flatten() {
        let purpose = Purpose::ToWasmOfType { ty: trampoline.signature.0 };
        all.push(Code { purpose, range: place(trampoline.start, trampoline.length), position: None });
    }
    let entries = info.trampolines_since_3.iter().flatten();
    all.extend(entries.map(|(ty, loc)| code(Purpose::ToWasmOfType { ty: ty.0 }, *loc)));
    let exit = |ty, abi, loc: &FunctionLoc| code(Purpose::ToHost { ty, abi }, *loc);
    let to_native = info.wasm_to_native_trampolines.iter().flatten();
    all.extend(to_native.map(|(ty, loc)| exit(ty.0, Abi::Native, loc)));
    let to_native = info.wasm_to_native_trampolines_since_18.iter().flatten();
    all.extend(to_native.map(|(ty, loc)| exit(ty.0, Abi::Native, loc)));
    let to_array = info.wasm_to_array_trampolines.iter().flatten();
    all.extend(to_array.map(|(ty, loc)| exit(ty.0, Abi::Array, loc)));
}

/// What a component says beside its modules.
pub(super) fn component(info: &CompiledComponentInfo, all: &mut Vec<Code>) {
    let lowered = |index| ComponentCode::Lowered(LoweredIndex(index));
    let always_trap = |index| ComponentCode::AlwaysTrap(RuntimeAlwaysTrapIndex(index));
    let transcoder = |index| ComponentCode::Transcoder(RuntimeTranscoderIndex(index));
    let trampoline = |index| ComponentCode::Trampoline(TrampolineIndex(index));
    of_one_way(&info.lowerings, lowered, all);
    of_one_way(&info.always_trap, always_trap, all);
    of_one_way(&info.transcoders, transcoder, all);
    of_all_ways(&info.lowerings_since_9, lowered, all);
    of_all_ways(&info.always_trap_since_9, always_trap, all);
    of_all_ways(&info.transcoders_since_9, transcoder, all);
    of_all_ways(&info.trampolines_since_12, trampoline, all);
    let entries = info.trampolines_since_3.iter().flatten();
    all.extend(entries.map(|(ty, loc)| code(Purpose::ToWasmOfType { ty: ty.0 }, *loc)));
    let drop = |abi, loc: Option<Option<FunctionLoc>>| Some(code(Purpose::ResourceDrop { abi }, loc.flatten()?));
    all.extend(drop(Abi::Native, info.resource_drop_wasm_to_native_trampoline));
    all.extend(drop(Abi::Array, info.resource_drop_wasm_to_array_trampoline));
}

/// Parts of a component that can be called in one way.
fn of_one_way(list: &Option<Vec<FunctionLoc>>, part: impl Fn(u32) -> ComponentCode, all: &mut Vec<Code>) {
    for (index, loc) in list.iter().flatten().enumerate() {
        all.push(code(Purpose::Component { part: part(number(index)), abi: None }, *loc));
    }
}

/// Parts of a component that have code for each way in which they can be called.
fn of_all_ways(list: &Option<Vec<AllCallFunc>>, part: impl Fn(u32) -> ComponentCode, all: &mut Vec<Code>) {
    for (index, ways) in list.iter().flatten().enumerate() {
        let part = part(number(index));
        let way = |abi, loc| code(Purpose::Component { part, abi: Some(abi) }, loc);
        all.push(way(Abi::Wasm, ways.wasm_call));
        all.push(way(Abi::Array, ways.array_call));
        all.extend(ways.native_call.map(|loc| way(Abi::Native, loc)));
    }
}
