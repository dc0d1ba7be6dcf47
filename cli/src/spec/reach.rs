//! Types by name, and what a type is made of in one edition.

use cwasm_spec::model::{Spec, TypeDef};
use cwasm_spec::query::named;
use cwasm_spec::version::Edition;

/// The types of this name, as the description or Wasmtime spells it: `wasm_val_type` or `WasmValType`. Of a type with
/// parameters the name before them is enough.
pub(super) fn by_name<'a>(spec: &'a Spec, name: &str) -> Vec<&'a TypeDef> {
    let is_called = |ty: &&TypeDef| {
        let rust = ty.rust_name();
        ty.name == name || rust == name || rust.split('<').next() == Some(name)
    };
    spec.types.iter().filter(is_called).collect()
}

/// The layouts of the section of this name.
pub(super) fn in_section<'a>(spec: &'a Spec, name: &str, edition: Edition) -> Vec<&'a TypeDef> {
    let sections = spec.sections.iter().filter(|section| section.name == name && section.range.contains(edition));
    let layouts = sections.flat_map(|section| section.content.layouts());
    layouts.filter_map(|index| spec.types.get(usize::from(index))).collect()
}

/// A type and all types inside it in one edition, in the order in which they are first mentioned.
pub(super) fn reachable<'a>(spec: &'a Spec, roots: Vec<&'a TypeDef>, edition: Edition) -> Vec<&'a TypeDef> {
    let mut found: Vec<&TypeDef> = Vec::new();
    let mut left = roots;
    left.reverse();
    while let Some(ty) = left.pop() {
        if found.iter().any(|known| std::ptr::eq(*known, ty)) {
            continue;
        }
        found.push(ty);
        left.extend(mentioned(spec, ty, edition).into_iter().rev());
    }
    found
}

/// The types that a type speaks of in one edition: those inside it, and the flag lists of its fields.
fn mentioned<'a>(spec: &'a Spec, ty: &'a TypeDef, edition: Edition) -> Vec<&'a TypeDef> {
    let parts = ty.parts().into_iter().filter(|(_, range)| range.contains(edition));
    let inside = parts.flat_map(|(words, _)| named(words)).filter_map(|index| spec.types.get(usize::from(index)));
    let lists = ty.fields().iter().filter(|field| !field.names.is_empty() && field.range.contains(edition));
    inside.chain(lists.flat_map(|field| spec.types.iter().filter(|ty| ty.name == field.names))).collect()
}
