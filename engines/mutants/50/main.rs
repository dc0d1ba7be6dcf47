//! What the API of Wasmtime 50 says its own way.

#[path = "../engine/run.rs"]
mod run;

use wasmtime::{AsContextMut, Caller, Collector, Config, ExternRef, Result, Store, Val, ValType};

fn main() -> std::process::ExitCode {
    run::main()
}

fn config() -> Config {
    let mut config = Config::new();
    // The C API, which compiled the artifact, takes this one.
    config.collector(Collector::DeferredReferenceCounting);
    config.wasm_gc(true).wasm_function_references(true).wasm_exceptions(true);
    config
}

fn collect(caller: &mut Caller<'_, ()>) {
    if let Err(error) = caller.gc(None) {
        println!("{error}");
    }
}

/// An exception that nobody caught is the store's until it is taken.
fn after_error(store: &mut Store<()>) {
    let _ = store.as_context_mut().take_pending_exception();
}

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
