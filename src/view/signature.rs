//! Function types as lists of params and results. Older value types are said in the terms of the newer ones.

use std::fmt;

use super::at;
use crate::generated::described::{
    EarlyWasmCompositeType, EngineOrModuleTypeIndex, ModuleTypes, WasmCompositeInnerType, WasmFuncType, WasmHeapType,
    WasmRefType, WasmSubType, WasmType, WasmValType,
};

/// The type of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The types of its params.
    pub params: Vec<WasmValType>,
    /// The types of its results.
    pub results: Vec<WasmValType>,
}

/// The function type with this number.
pub(super) fn of(types: &ModuleTypes, ty: u32) -> Option<Signature> {
    let old = types.wasm_signatures.as_ref().or(types.wasm_types.as_ref()).and_then(|list| at(list, ty));
    old.or_else(|| function(at(types.wasm_types_since_21.as_ref()?, ty)?)).map(Signature::from)
}

fn function(ty: &WasmSubType) -> Option<&WasmFuncType> {
    if let Some(EarlyWasmCompositeType::Func(function)) = &ty.composite_type {
        return Some(function);
    }
    match &ty.composite_type_since_27.as_ref()?.inner {
        WasmCompositeInnerType::Func(function) => Some(function),
        _ => None,
    }
}

impl From<&WasmFuncType> for Signature {
    fn from(ty: &WasmFuncType) -> Self {
        if let Some(all) = &ty.params_results {
            let params = ty.params_len.and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
            let (params, results) = all.split_at_checked(params).unwrap_or((all, &[]));
            return Self { params: params.to_vec(), results: results.to_vec() };
        }
        let list = |old: &Option<Vec<WasmType>>, new: &Option<Vec<WasmValType>>| -> Vec<WasmValType> {
            let old = old.iter().flatten().map(|ty| value(*ty));
            old.chain(new.iter().flatten().copied()).collect()
        };
        Self { params: list(&ty.params, &ty.params_since_18), results: list(&ty.returns, &ty.returns_since_18) }
    }
}

/// A value type in the newer terms: at first the only references were those to any function and to anything of the host.
pub(super) fn value(ty: WasmType) -> WasmValType {
    let any = |heap_type| WasmValType::Ref(WasmRefType { nullable: true, heap_type });
    match ty {
        WasmType::I32 => WasmValType::I32,
        WasmType::I64 => WasmValType::I64,
        WasmType::F32 => WasmValType::F32,
        WasmType::F64 => WasmValType::F64,
        WasmType::V128 => WasmValType::V128,
        WasmType::Ref(reference) => WasmValType::Ref(reference),
        WasmType::FuncRef => any(WasmHeapType::Func),
        WasmType::ExternRef => any(WasmHeapType::Extern),
    }
}

/// The number of a type in the list that all core modules share; `None` for the numbers of a running engine.
pub(super) fn shared(index: EngineOrModuleTypeIndex) -> Option<u32> {
    match index {
        EngineOrModuleTypeIndex::Module(index) => Some(index.0),
        _ => None,
    }
}

impl fmt::Display for Signature {
    /// As in `(i32, funcref) -> (i64)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |types: &[WasmValType]| types.iter().map(|ty| text(*ty)).collect::<Vec<_>>().join(", ");
        write!(f, "({}) -> ({})", list(&self.params), list(&self.results))
    }
}

/// A value type as the text format abbreviates it.
fn text(ty: WasmValType) -> String {
    match ty {
        WasmValType::Ref(WasmRefType { nullable: true, heap_type }) => match heap_type {
            WasmHeapType::Func => "funcref".to_owned(),
            WasmHeapType::Extern => "externref".to_owned(),
            heap_type => format!("(ref null {heap_type:?})"),
        },
        WasmValType::Ref(reference) => format!("(ref {:?})", reference.heap_type),
        number => format!("{number:?}").to_lowercase(),
    }
}
