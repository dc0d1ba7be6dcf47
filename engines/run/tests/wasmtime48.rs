//! Artifacts that the library changed, run by the Wasmtime whose release they are of: it calls the function by its new name,
//! which reads the new data.

use cwasm::types::{ComponentInfo, ModuleInfo};
use cwasm::{Artifact, Body, SectionId};
use cwasm_verify::report::Verdict;
use cwasm_verify::{Options, SPEC, verify};
use wasmtime::component::{Component, Linker};
use wasmtime::{Engine, Instance, Module, Result, Store};

const MODULE: &str = r#"
    (module
        (memory 1)
        (data (i32.const 16) "hello")
        (func (export "before") (param i32) (result i32) (i32.load8_u (local.get 0))))
"#;

/// Its function gives the string whose address and length lie at 8.
const COMPONENT: &str = r#"
    (component
        (core module $module
            (memory (export "memory") 1)
            (data (i32.const 8) "\10\00\00\00\05\00\00\00hello")
            (func (export "before") (result i32) (i32.const 8)))
        (core instance $instance (instantiate $module))
        (func (export "before") (result string)
            (canon lift (core func $instance "before") (memory (core memory $instance "memory")))))
"#;

#[test]
fn a_changed_module_runs() -> Result<()> {
    let engine = Engine::default();
    let run = |artifact: &[u8], name: &str| {
        // SAFETY: Wasmtime itself compiled the code, which nobody changed.
        let module = unsafe { Module::deserialize(&engine, artifact) }?;
        let mut store = Store::new(&engine, ());
        let instance = Instance::new(&mut store, &module, &[])?;
        let function = instance.get_typed_func::<u32, u32>(&mut store, name)?;
        (16..21)
            .map(|address| function.call(&mut store, address).map(|byte| byte as u8 as char))
            .collect::<Result<String>>()
    };
    let artifact = engine.precompile_module(MODULE.as_bytes())?;
    assert_eq!(run(&artifact, "before")?, "hello");
    let changed = changed(&artifact);
    assert_eq!(run(&changed, "after")?, "HELLO");
    assert!(run(&changed, "before").is_err());
    Ok(())
}

#[test]
fn a_changed_component_runs() -> Result<()> {
    let engine = Engine::default();
    let run = |artifact: &[u8], name: &str| {
        // SAFETY: Wasmtime itself compiled the code, which nobody changed.
        let component = unsafe { Component::deserialize(&engine, artifact) }?;
        let mut store = Store::new(&engine, ());
        let instance = Linker::new(&engine).instantiate(&mut store, &component)?;
        let function = instance.get_typed_func::<(), (String,)>(&mut store, name)?;
        function.call(&mut store, ()).map(|(string,)| string)
    };
    let artifact = engine.precompile_component(COMPONENT.as_bytes())?;
    assert_eq!(run(&artifact, "before")?, "hello");
    let changed = changed(&artifact);
    assert_eq!(run(&changed, "after")?, "HELLO");
    assert!(run(&changed, "before").is_err());
    Ok(())
}

/// The artifact with `after` for `before` as the name of what it exports, and `HELLO` for `hello` among its data.
fn changed(artifact: &[u8]) -> Vec<u8> {
    assert_conforming(artifact);
    let mut parts = Artifact::parse(artifact).unwrap().to_parts().unwrap();
    for section in &mut parts.sections {
        let id = section.id();
        match &mut section.body {
            Body::ModuleInfo(info) => rename_module_export(info),
            Body::ComponentInfo(info) => rename_component_export(info),
            Body::Data(data) if id == Some(SectionId::RodataWasm) => {
                let at = data.windows(5).position(|bytes| bytes == b"hello").unwrap();
                data[at..at + 5].make_ascii_uppercase();
            }
            _ => {}
        }
    }
    let changed = parts.to_bytes().unwrap();
    assert_conforming(&changed);
    changed
}

fn rename_module_export(info: &mut ModuleInfo) {
    let strings = &mut info.info.module.strings.as_mut().unwrap().0;
    *strings.iter_mut().find(|string| *string == "before").unwrap() = "after".to_owned();
}

/// A component's own type lists its exports too.
fn rename_component_export(info: &mut ComponentInfo) {
    let artifacts = info.artifacts.as_mut().unwrap();
    let exports = artifacts.info.component.exports_since_23.as_mut().unwrap().definitions_since_46.as_mut().unwrap();
    let ty = artifacts.ty.unwrap().0 as usize;
    let declared = artifacts.types.components[ty].exports_since_46.as_mut().unwrap();
    let names = exports.iter_mut().map(|(name, _)| name).chain(declared.iter_mut().map(|(name, _)| name));
    let renamed = names.filter(|name| *name == "before").map(|name| *name = "after".to_owned());
    assert_eq!(renamed.count(), 2);
}

/// The verifier finds nothing at all.
fn assert_conforming(artifact: &[u8]) {
    let report = verify(artifact, &SPEC, &Options::default());
    assert_eq!(report.verdict(), Verdict::Conforming, "{:#?}", report.faults);
    assert!(report.violations.is_empty(), "{:#?}", report.violations);
}
