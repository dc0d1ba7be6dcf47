//! Does with one artifact whatever makes an engine read its tables: load, look around, instantiate, call, trap, collect.
//!
//! The artifact comes on standard input. What happens goes to standard output, line by line, so that a death shows how far
//! it went, and two runs can be compared. Each release has its own `main.rs` with what its API says differently.

use std::io::Read;
use std::process::ExitCode;

use wasmtime::{
    Caller, Engine, Extern, ExternRef, ExternType, Func, Global, Instance, Memory, Module, RefType, Result, Rooted, Store, Table, Trap, Val,
    ValType, WasmBacktrace,
};

use crate::{after_error, collect, config, zero};

/// The engine did not take the artifact.
const REFUSED: u8 = 3;

pub fn main() -> ExitCode {
    let mut artifact = Vec::new();
    if let Err(error) = std::io::stdin().read_to_end(&mut artifact) {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    match run(&artifact) {
        Ok(()) => {
            println!("done");
            ExitCode::SUCCESS
        }
        Err(error) => {
            println!("refused: {error:#}");
            ExitCode::from(REFUSED)
        }
    }
}

fn run(artifact: &[u8]) -> Result<()> {
    let engine = Engine::new(&config())?;
    // SAFETY: none. That this process may die of it is what is to be found out.
    let module = unsafe { Module::deserialize(&engine, artifact) }?;
    println!("loaded");
    look(&module);
    let mut store = Store::new(&engine, ());
    let imports: Vec<Extern> = module.imports().map(|import| stub(&mut store, &import.ty())).collect::<Result<_>>()?;
    let instance = match Instance::new(&mut store, &module, &imports) {
        Ok(instance) => instance,
        Err(error) => {
            println!("not instantiated");
            tell(&error);
            return Ok(());
        }
    };
    println!("instantiated");
    for round in 0..2 {
        let exports: Vec<(String, Extern)> = instance
            .exports(&mut store)
            .map(|export| (export.name().to_owned(), export.into_extern()))
            .collect();
        for (name, export) in exports {
            println!("{name}:");
            touch(&mut store, export, round)?;
        }
        store_collect(&mut store);
    }
    Ok(())
}

/// What can be read without an instance.
fn look(module: &Module) {
    println!("name {:?}, text {} bytes", module.name(), module.text().len());
    for import in module.imports() {
        println!("import {} {} {:?}", import.module(), import.name(), import.ty());
    }
    for export in module.exports() {
        println!("export {} {:?} {:?}", export.name(), export.ty(), module.get_export(export.name()).is_some());
    }
    let needs = module.resources_required();
    println!("needs {} tables, {} memories", needs.num_tables, needs.num_memories);
    let mapped = module.address_map().into_iter().flatten();
    let sum = mapped.fold(0_usize, |sum, (offset, position)| {
        sum.rotate_left(5).wrapping_add(offset).wrapping_add(position.map_or(1, |position| position as usize))
    });
    println!("address map {sum:#x}");
}

/// Something to import of the type asked for.
#[allow(unreachable_patterns, reason = "newer releases have tags, too")]
fn stub(store: &mut Store<()>, ty: &ExternType) -> Result<Extern> {
    Ok(match ty {
        ExternType::Func(ty) if ty.params().len() == 0 => {
            Func::wrap(&mut *store, |mut caller: Caller<'_, ()>| host(&mut caller)).into()
        }
        ExternType::Func(_) => Func::wrap(&mut *store, pass).into(),
        ExternType::Global(ty) => {
            let value = zero(&mut *store, ty.content())?;
            Global::new(&mut *store, ty.clone(), value)?.into()
        }
        ExternType::Table(ty) => {
            let element = zero(&mut *store, &ty.element().clone().into())?;
            let element = element.ref_().ok_or_else(|| wasmtime::Error::msg("a table of what?"))?;
            Table::new(&mut *store, ty.clone(), element)?.into()
        }
        ExternType::Memory(ty) => Memory::new(&mut *store, ty.clone())?.into(),
        _ => return Err(wasmtime::Error::msg("this cannot be imported")),
    })
}

type Held = Option<Rooted<ExternRef>>;

fn pass(mut caller: Caller<'_, ()>, one: i32, two: i64, three: f32, four: f64, held: Held) -> (f64, Held) {
    host(&mut caller);
    (f64::from(one) + two as f64 + f64::from(three) + four, held)
}

/// A host function is called: it collects, and looks who called.
fn host(caller: &mut Caller<'_, ()>) {
    collect(caller);
    frames(&WasmBacktrace::force_capture(&mut *caller));
}

/// Uses what is exported.
fn touch(store: &mut Store<()>, export: Extern, round: u32) -> Result<()> {
    match export {
        Extern::Func(function) => call(store, &function, round),
        Extern::Global(global) => {
            let value = global.get(&mut *store);
            println!("  {}", shown(&value));
            if let Err(error) = global.set(&mut *store, value) {
                println!("  {error}");
            }
            Ok(())
        }
        Extern::Memory(memory) => {
            let data = memory.data(&*store);
            let sum = data.iter().fold(0_u32, |sum, byte| sum.rotate_left(5) ^ u32::from(*byte));
            println!("  {} bytes, {sum:#x}, grows: {:?}", data.len(), memory.grow(&mut *store, 1).ok());
            Ok(())
        }
        Extern::Table(table) => elements(store, &table, round),
        _ => Ok(()),
    }
}

fn elements(store: &mut Store<()>, table: &Table, round: u32) -> Result<()> {
    for index in 0..table.size(&*store) {
        let Some(element) = table.get(&mut *store, index) else { continue };
        println!("  element {:?}, null: {}", index, element.is_null());
        if let Some(function) = element.as_func().flatten().copied() {
            call(store, &function, round)?;
        }
    }
    if let Some(first) = table.get(&mut *store, 0) {
        println!("  grows: {:?}", table.grow(&mut *store, 1, first).is_ok());
    }
    Ok(())
}

/// Calls with numbers that are 0 or 1, by both ways that there are.
fn call(store: &mut Store<()>, function: &Func, round: u32) -> Result<()> {
    let ty = function.ty(&*store);
    println!("  {ty}");
    let mut arguments = Vec::new();
    for ty in ty.params() {
        arguments.push(match ty {
            ValType::I32 => Val::I32(round as i32),
            ValType::I64 => Val::I64(round.into()),
            ValType::Ref(ty) if round == 1 && ty.matches(&RefType::FUNCREF) => Val::FuncRef(Some(*function)),
            ty => match zero(&mut *store, &ty) {
                Ok(value) => value,
                Err(_) => return Ok(()),
            },
        });
    }
    let mut results = vec![Val::I32(0); ty.results().len()];
    match function.call(&mut *store, &arguments, &mut results) {
        Ok(()) => println!("  returned {}", results.iter().map(shown).collect::<Vec<_>>().join(", ")),
        Err(error) => failed(store, &error),
    }
    if let Ok(function) = function.typed::<(), ()>(&*store) {
        if let Err(error) = function.call(&mut *store, ()) {
            failed(store, &error);
        }
    }
    if let Ok(function) = function.typed::<i32, i32>(&*store) {
        match function.call(&mut *store, round as i32) {
            Ok(result) => println!("  returned {result}"),
            Err(error) => failed(store, &error),
        }
    }
    Ok(())
}

/// A value without the addresses and numbers that the store gave it.
fn shown(value: &Val) -> String {
    match value {
        Val::I32(_) | Val::I64(_) | Val::F32(_) | Val::F64(_) | Val::V128(_) => format!("{value:?}"),
        reference => match reference.clone().ref_() {
            Some(reference) => format!("null: {}", reference.is_null()),
            None => "no reference".to_owned(),
        },
    }
}

fn failed(store: &mut Store<()>, error: &wasmtime::Error) {
    tell(error);
    after_error(store);
}

/// A trap's code and the frames, which come from the tables.
fn tell(error: &wasmtime::Error) {
    match error.downcast_ref::<Trap>() {
        Some(trap) => println!("  trap {trap:?}"),
        None => println!("  {}", error.root_cause()),
    }
    if let Some(backtrace) = error.downcast_ref::<WasmBacktrace>() {
        frames(backtrace);
    }
}

fn frames(backtrace: &WasmBacktrace) {
    for frame in backtrace.frames().iter().take(20) {
        let (index, name) = (frame.func_index(), frame.func_name());
        println!("    {index} {name:?} {:?} {:?}", frame.module_offset(), frame.func_offset());
    }
}

fn store_collect(store: &mut Store<()>) {
    let nothing = Func::wrap(&mut *store, |mut caller: Caller<'_, ()>| collect(&mut caller));
    if let Err(error) = nothing.call(&mut *store, &[], &mut []) {
        println!("{error}");
    }
}
