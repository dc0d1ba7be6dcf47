//! Views say the same of one input, whichever release compiled it; and they fit the rest of the file.

mod support;

use std::collections::BTreeMap;
use std::fmt::Write;

use cwasm::types::{EntityIndex, InterfaceType, TypeDef};
use cwasm::view::{
    ComponentView, DataPlace, ElementPlace, Elements, ExportKind, Exports, Initial, ModuleView, Offset, View,
};
use cwasm::{Artifact, Kind, SectionId};

/// What every release says of a module.
fn module(module: &ModuleView<'_>) -> String {
    let mut text = format!("module {:?}\n", module.name());
    for import in module.imports() {
        writeln!(text, "import {} {} {:?}", import.module, import.name, import.entity).unwrap();
    }
    for export in module.exports() {
        writeln!(text, "export {} {:?}", export.name, export.entity).unwrap();
    }
    for function in module.functions() {
        let signature = function.signature.as_ref().map(ToString::to_string);
        writeln!(text, "function {:?} {:?} {:?} {signature:?}", function.index, function.defined, function.name)
            .unwrap();
    }
    for memory in module.memories() {
        let (index, size) = (memory.index, (memory.minimum, memory.maximum, memory.page_size_log2));
        writeln!(text, "memory {index:?} {} {size:?} {} {}", memory.imported, memory.shared, memory.is_64).unwrap();
    }
    for table in module.tables() {
        let (index, size) = (table.index, (table.minimum, table.maximum));
        writeln!(text, "table {index:?} {} {:?} {size:?} {}", table.imported, table.element, table.is_64).unwrap();
    }
    for global in module.globals() {
        writeln!(text, "global {:?} {} {:?} {}", global.index, global.imported, global.ty, global.mutable).unwrap();
    }
    for tag in module.tags() {
        writeln!(text, "tag {tag:?}").unwrap();
    }
    text
}

/// What every release says of a component.
fn component(component: &ComponentView<'_>) -> String {
    let mut text = String::from("component\n");
    for import in component.imports() {
        writeln!(text, "import {} {}", import.name, kind(&import.ty)).unwrap();
    }
    exports(component.exports(), 1, &mut text);
    for instance in component.instances() {
        writeln!(text, "instance {:?} {:?}", instance.index, instance.module).unwrap();
    }
    for resource in component.resources() {
        writeln!(text, "resource {:?} {:?}", resource.index, resource.representation).unwrap();
    }
    text
}

fn kind(ty: &TypeDef) -> String {
    let text = match ty {
        TypeDef::Interface(InterfaceType::Record(_)) => "Record".to_owned(),
        ty => format!("{ty:?}"),
    };
    text.split('(').next().unwrap().to_owned()
}

fn exports(list: Exports<'_>, depth: usize, text: &mut String) {
    // A damaged file may export an instance inside of itself.
    if depth > 3 {
        return;
    }
    for export in list.iter() {
        let name = export.name;
        let kind = match export.kind {
            ExportKind::Function { options, .. } => {
                let how = options
                    .map(|options| (options.string_encoding, options.memory.is_some(), options.realloc.is_some()));
                format!("function {how:?}")
            }
            ExportKind::Module(module) => format!("module {module:?}"),
            ExportKind::Instance(_) => "instance".to_owned(),
            ExportKind::Type(ty) => kind(&ty),
            _ => unreachable!("no other kind of export"),
        };
        writeln!(text, "{:depth$}export {name} {kind}", "").unwrap();
        if let ExportKind::Instance(inside) = export.kind {
            exports(inside, depth + 1, text);
        }
    }
}

fn summary(view: &View<'_>) -> String {
    let modules = view.modules().map(|part| module(&part));
    modules.chain(view.component().map(|part| component(&part))).collect()
}

/// For each input the artifacts made of it, by path.
fn by_input() -> BTreeMap<String, Vec<support::Real>> {
    let provenance: serde_json::Value = serde_json::from_slice(&support::file("corpus/provenance.json")).unwrap();
    let inputs: BTreeMap<&str, &str> = provenance
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (entry["path"].as_str().unwrap(), entry["input"].as_str().unwrap()))
        .collect();
    let mut groups: BTreeMap<String, Vec<support::Real>> = BTreeMap::new();
    for real in support::corpus() {
        let path = format!("{}/{}", real.edition, real.path.file_name().unwrap().to_str().unwrap());
        groups.entry(inputs[path.as_str()].to_owned()).or_default().push(real);
    }
    groups
}

#[test]
fn one_input_looks_the_same_in_every_release() {
    for (input, group) in by_input() {
        let mut first: Option<(String, String)> = None;
        for real in &group {
            let path = real.path.display().to_string();
            let view = Artifact::parse(&real.bytes).unwrap().view().unwrap();
            let text = summary(&view);
            match &first {
                None => first = Some((path, text)),
                Some((other, expected)) => {
                    let at = expected.lines().zip(text.lines()).find(|(one, other)| one != other);
                    assert_eq!((at, expected.len()), (None, text.len()), "{input}: {other} and {path}");
                }
            }
        }
    }
}

/// The first bytes of each memory, if all that fills them is known before anything runs.
fn memories(module: &ModuleView<'_>) -> Option<Vec<Vec<u8>>> {
    let mut memories = vec![vec![0_u8; 1 << 17]; module.memories().count()];
    for segment in module.data_segments() {
        let (memory, offset) = match segment.place {
            DataPlace::Active { memory, offset: Offset::Constant(offset) } | DataPlace::Image { memory, offset } => {
                (memory, offset)
            }
            DataPlace::Passive(_) => continue,
            _ => return None,
        };
        let (bytes, offset) = (segment.bytes.unwrap(), usize::try_from(offset).unwrap());
        memories[usize::try_from(memory.0).unwrap()][offset..][..bytes.len()].copy_from_slice(bytes);
    }
    Some(memories)
}

#[test]
fn memories_begin_alike_in_every_release() {
    let mut compared = 0;
    for (input, group) in by_input() {
        let mut first = None;
        for real in &group {
            let view = Artifact::parse(&real.bytes).unwrap().view().unwrap();
            let Some(filled) = view.modules().map(|module| memories(&module)).collect::<Option<Vec<_>>>() else {
                continue;
            };
            if filled.iter().flatten().flatten().all(|byte| *byte == 0) {
                continue;
            }
            compared += 1;
            match &first {
                None => first = Some(filled),
                Some(expected) => assert!(*expected == filled, "{input}: {}", real.path.display()),
            }
        }
    }
    assert!(compared > 40, "only {compared}");
}

/// What holds of every artifact, in figures of which all must have been seen.
#[derive(Default)]
struct Seen {
    functions: usize,
    names: usize,
    segments: usize,
    elements: usize,
    initials: usize,
    trampolines: usize,
}

fn fits(artifact: &Artifact<'_>, path: &str, seen: &mut Seen) {
    let view = artifact.view().unwrap_or_else(|error| panic!("{path}: {error}"));
    let text = artifact.section(SectionId::Text).map_or(0, |section| section.size());
    assert_eq!(view.component().is_some(), artifact.kind() == Some(Kind::Component));
    for pair in view.code().windows(2) {
        assert!(pair[0].range.end <= pair[1].range.start, "{path}: {pair:?}");
    }
    for code in view.code() {
        assert!(code.range.end <= text, "{path}: {code:?}");
        assert_eq!(view.code_at(code.range.start), Some(code));
    }
    for module in view.modules() {
        module_fits(artifact, &module, path, seen);
    }
    if let Some(component) = view.component() {
        component_fits(&component, path, seen);
    }
}

fn module_fits(artifact: &Artifact<'_>, module: &ModuleView<'_>, path: &str, seen: &mut Seen) {
    let symbols = artifact.symbols().unwrap();
    let symbols: Vec<(u64, u64)> = symbols.iter().map(|symbol| (symbol.value, symbol.size)).collect();
    for function in module.functions() {
        assert_eq!(function.code.is_none(), function.is_imported(), "{path}: {function:?}");
        assert!(function.signature.is_some(), "{path}: {function:?}");
        if let Some(code) = function.code.filter(|_| !symbols.is_empty() && artifact.kind() == Some(Kind::Module)) {
            assert!(symbols.contains(&(code.start, code.end - code.start)), "{path}: {code:?}");
        }
        seen.functions += 1;
        seen.names += usize::from(function.name.is_some());
    }
    assert_eq!(module.functions().filter(|function| function.name.is_some()).count(), module.info().func_names.len());
    for export in module.exports() {
        let (index, count) = match export.entity {
            EntityIndex::Function(index) => (index.0, module.functions().count()),
            EntityIndex::Table(index) => (index.0, module.tables().count()),
            EntityIndex::Memory(index) => (index.0, module.memories().count()),
            EntityIndex::Global(index) => (index.0, module.globals().count()),
            EntityIndex::Tag(index) => (index.0, module.tags().count()),
            _ => unreachable!("no other kind of entity"),
        };
        assert!(usize::try_from(index).unwrap() < count, "{path}: {export:?}");
    }
    for segment in module.data_segments() {
        assert!(segment.bytes.is_some(), "{path}: {segment:?}");
        seen.segments += 1;
    }
    for segment in module.element_segments() {
        assert!(
            segment.elements.count() > 0 || !matches!(segment.place, ElementPlace::Image(_)),
            "{path}: {segment:?}"
        );
        seen.elements += usize::from(!matches!(segment.elements, Elements::Computed(_)));
    }
    for global in module.globals() {
        assert!(global.ty.is_some() && !(global.imported && global.initial.is_some()), "{path}: {global:?}");
        seen.initials += usize::from(matches!(global.initial, Some(Initial::I32(_) | Initial::I64(_))));
    }
    assert!(module.tables().all(|table| table.element.is_some()), "{path}");
    assert!(module.tags().all(|tag| tag.signature.is_some() || tag.imported), "{path}");
}

fn component_fits(component: &ComponentView<'_>, path: &str, seen: &mut Seen) {
    let counts = &component.artifacts().info.component;
    let count = |number: usize| u32::try_from(number).unwrap();
    assert_eq!(count(component.instances().count()), counts.num_runtime_instances, "{path}");
    let resources = component.resources().count() + component.imported_resources().count();
    assert_eq!(count(resources), counts.num_resources.unwrap_or(0), "{path}");
    exports(component.exports(), 1, &mut String::new());
    for trampoline in component.trampolines() {
        assert!(trampoline.signature.is_some(), "{path}: {trampoline:?}");
        assert!(component.code_of(trampoline.part).next().is_some(), "{path}: {trampoline:?}");
        seen.trampolines += 1;
    }
    let lifted = component.exports().iter().filter(|export| matches!(export.kind, ExportKind::Function { .. })).count();
    assert!(component.options().len() >= usize::from(lifted > 0), "{path}");
}

#[test]
fn views_fit_the_file() {
    let mut seen = Seen::default();
    for real in support::corpus().into_iter().chain(support::more()) {
        let Ok(artifact) = Artifact::parse(&real.bytes) else { continue };
        if artifact.release().is_ok() {
            fits(&artifact, &real.path.display().to_string(), &mut seen);
        }
    }
    let Seen { functions, names, segments, elements, initials, trampolines } = seen;
    for (what, number) in [functions, names, segments, elements, initials, trampolines].into_iter().enumerate() {
        assert!(number > 10, "{what}: only {number}");
    }
}

#[test]
fn names_in_every_script() {
    for real in by_input().remove("names.wasm").unwrap() {
        let view = Artifact::parse(&real.bytes).unwrap().view().unwrap();
        let module = view.modules().next().unwrap();
        assert_eq!(module.name(), Some("模块 with spaces"));
        let names: Vec<_> = module.functions().filter_map(|function| function.name).collect();
        assert!(names.contains(&"日本語の関数") && names.contains(&"nul\0inside"), "{names:?}");
    }
}

/// Looks at everything; what it is does not matter.
fn look(view: &View<'_>) {
    let _ = summary(view);
    for module in view.modules() {
        let _ = (memories_of(&module), module.element_segments().count(), module.start());
        let _ = module.globals().filter(|global| global.initial.is_some()).count();
    }
    if let Some(component) = view.component() {
        let _ = (component.options(), component.host_imports().count());
        for trampoline in component.trampolines() {
            let _ = component.code_of(trampoline.part).count();
        }
    }
}

fn memories_of(module: &ModuleView<'_>) -> usize {
    module.data_segments().filter_map(|segment| segment.bytes).map(<[u8]>::len).sum()
}

#[test]
fn damaged_information_can_be_looked_at() {
    let mut seen = 0;
    for real in support::samples() {
        let artifact = Artifact::parse(&real.bytes).unwrap();
        let section = artifact.section(SectionId::Info).unwrap();
        let start = usize::try_from(section.offset()).unwrap();
        let mut bytes = real.bytes.clone();
        for at in (start..start + section.data().len()).step_by(3) {
            for value in [0, 1, 7, 0xff] {
                let before = std::mem::replace(&mut bytes[at], value);
                if let Ok(view) = Artifact::parse(&bytes).unwrap().view() {
                    look(&view);
                    seen += 1;
                }
                bytes[at] = before;
            }
        }
    }
    assert!(seen > 1000, "only {seen} can be looked at");
}
