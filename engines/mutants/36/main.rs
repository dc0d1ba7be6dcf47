//! What the API of Wasmtime 36 says its own way.

#[path = "../engine/run.rs"]
mod run;

use wasmtime::{AsContextMut, Caller, Config, ExternRef, Result, Store, Val, ValType};

fn main() -> std::process::ExitCode {
    run::main()
}

fn config() -> Config {
    let mut config = Config::new();
    config.wasm_gc(true).wasm_function_references(true);
    config
}

fn collect(caller: &mut Caller<'_, ()>) {
    caller.gc(None);
}

fn after_error(_: &mut Store<()>) {}

/// Zero, or a new object of the host.
fn zero(store: impl AsContextMut, ty: &ValType) -> Result<Val> {
    Ok(match ty {
        ValType::I32 => Val::I32(0),
        ValType::I64 => Val::I64(0),
        ValType::F32 => Val::F32(0),
        ValType::F64 => Val::F64(0),
        ValType::V128 => Val::V128(0.into()),
        ValType::Ref(ty) if ty.matches(&wasmtime::RefType::EXTERNREF) => ExternRef::new(store, "host")?.into(),
        ValType::Ref(ty) => Val::null_ref(ty.heap_type()),
    })
}
