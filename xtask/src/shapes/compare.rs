//! The described types of one release against the traced ones.

use std::collections::{BTreeMap, BTreeSet};

use cwasm_spec::model::{Field, Spec, TypeDef, TypeKind, Wire, Word};

use super::item::Item;
use super::list::{List, Place};
use super::names::Names;
use super::read::{Shape, Shapes};

/// The roots of the trace, and the layouts whose encoded fields they are.
const ROOTS: &[(&str, &str)] = &[("engine", "engine"), ("module", "module_info"), ("component", "component_info")];

/// What a comparison found.
pub(crate) struct Comparison {
    /// Traced types that are described under their name.
    pub(crate) compared: usize,
    /// The lists that differ, in reading order.
    pub(crate) lists: Vec<List>,
    /// Described types that were not traced.
    pub(crate) gone: Vec<u16>,
}

impl Comparison {
    /// One line for each difference: those of lists, then types that only one side has.
    pub(crate) fn differences(&self, names: &Names<'_>) -> Vec<String> {
        let gone = self.gone.iter().filter_map(|index| names.spec.types.get(usize::from(*index)));
        let gone = gone.map(|ty| format!("- type {}", ty.name));
        let new = names.invented().iter().map(|(traced, name)| format!("+ type {name} ({traced})"));
        self.lists.iter().flat_map(List::differences).chain(gone).chain(new).collect()
    }
}

/// Compares all; a description without the layout of a root cannot be compared.
pub(crate) fn compare(names: &Names<'_>, shapes: &Shapes) -> Result<Comparison, String> {
    let mut lists = Vec::new();
    for (root, layout) in ROOTS {
        lists.push(encoded(names, shapes, root, layout)?);
    }
    let traced: BTreeMap<u16, &Shape> =
        shapes.types.iter().filter_map(|(name, shape)| Some((names.index(name)?, shape))).collect();
    for (index, shape) in &traced {
        definition(names, *index, shape, &mut lists);
    }
    let inlined: BTreeSet<u16> = lists.iter().flat_map(List::inlined).collect();
    let gone = gone(names, shapes, &inlined);
    lists.retain(List::differs);
    lists.sort_by_key(|list| list.place.order());
    Ok(Comparison { compared: traced.len(), lists, gone })
}

/// A payload: what serde wrote into a section, without names.
fn encoded(names: &Names<'_>, shapes: &Shapes, root: &str, layout: &str) -> Result<List, String> {
    let index = (0..).zip(names.spec.types.iter()).find(|(_, ty)| ty.name == layout);
    let Some((index, TypeDef { kind: TypeKind::Layout { fields }, .. })) = index else {
        return Err(format!("there is no layout {layout}"));
    };
    let old = names.encoded(fields);
    let name_of = |words: &str| {
        let known = old.iter().find(|item| item.active && item.words == words);
        known.map_or(words, |item| &*item.name).to_owned()
    };
    let traced = shapes.roots.get(root).ok_or(format!("there is no root {root}"))?;
    let new = traced.iter().map(|ty| names.traced_field("", ty));
    let new = new.map(|item| Item { name: name_of(&item.words), ..item }).collect();
    Ok(List::new(Place::Fields(index), layout, old, new))
}

fn definition(names: &Names<'_>, index: u16, shape: &Shape, lists: &mut Vec<List>) {
    let Some(ty) = names.spec.types.get(usize::from(index)) else { return };
    let mut new = names.items(shape);
    match &ty.kind {
        TypeKind::Struct { fields } => {
            lists.extend(take_row(names, fields, &mut new));
            lists.push(List::new(Place::Fields(index), &ty.name, names.fields(fields), new));
        }
        TypeKind::Row { word, names: row } => {
            lists.push(List::new(Place::Names(index), &ty.name, names.row(*word, row), new));
        }
        TypeKind::Enum { variants } => {
            let list = List::new(Place::Variants(index), &ty.name, names.variants(variants), new);
            for (at, old, new) in list.kept() {
                let title = format!("{}.{}", ty.name, old.name);
                lists.push(List::new(Place::Content(index, at), &title, old.fields.clone(), new.fields.clone()));
            }
            lists.push(list);
        }
        // That newtypes are equal was seen when they were named.
        _ => {}
    }
}

/// A row that stands for fields of its struct: these are a list of their own, and one field stands for them.
fn take_row(names: &Names<'_>, fields: &[Field], traced: &mut Vec<Item>) -> Option<List> {
    let rows = fields.iter().filter(|field| field.range.contains(names.edition)).filter_map(|field| match *field.ty {
        [Word::Named(index)] => Some((field, index, names.spec.types.get(usize::from(index))?)),
        _ => None,
    });
    for (field, index, ty) in rows {
        let TypeKind::Row { word, names: row } = &ty.kind else { continue };
        if names.is_traced(index) {
            continue;
        }
        let old = names.row(*word, row);
        let is_known = |item: &Item| old.iter().any(|name| name.active && name.is(item));
        // New names at both ends look like fields of their own; they are more likely to be of the row.
        let is_alike = |item: &&Item| {
            item.words == names.described(&[*word]).words && !fields.iter().any(|field| *field.name == item.name)
        };
        let first = traced.iter().position(is_known)?;
        let start = first - traced.iter().take(first).rev().take_while(is_alike).count();
        let last = traced.iter().rposition(is_known)?;
        let end = last + 1 + traced.iter().skip(last + 1).take_while(is_alike).count();
        let new = traced.splice(start..end, [names.traced_row(&field.name, &ty.name)]).collect();
        return Some(List::of_inlined(Place::Names(index), &ty.name, old, new, index));
    }
    None
}

/// Described types of payloads that were not traced, though they should have been.
fn gone(names: &Names<'_>, shapes: &Shapes, inlined: &BTreeSet<u16>) -> Vec<u16> {
    // An index that only counts needs no shape.
    let counters = shapes.counters().into_iter().filter(|by| !shapes.types.contains_key(*by));
    let counters: BTreeSet<String> = counters.map(|by| names.by(by)).collect();
    let is_gone = |index: &u16| {
        let Some(ty) = names.spec.types.get(usize::from(*index)) else { return false };
        let is_traceable = matches!(
            ty.kind,
            TypeKind::Struct { .. } | TypeKind::Enum { .. } | TypeKind::Newtype { .. } | TypeKind::Row { .. }
        );
        is_traceable
            && ty.range.contains(names.edition)
            && !names.is_traced(*index)
            && !inlined.contains(index)
            && !counters.contains(&*ty.name)
    };
    payload_types(names.spec).into_iter().filter(is_gone).collect()
}

/// All types of values in payloads, of any release. An index that never does anything but count is none.
fn payload_types(spec: &Spec) -> BTreeSet<u16> {
    let layouts = spec.types.iter().filter(|ty| matches!(ty.kind, TypeKind::Layout { .. }));
    let encoded = layouts.flat_map(TypeDef::fields).filter(|field| !matches!(field.wire, Wire::Fixed | Wire::Native));
    let mut waiting: Vec<Word> = encoded.flat_map(|field| field.ty.iter().copied()).collect();
    let mut found = BTreeSet::new();
    while let Some(word) = waiting.pop() {
        let Word::Named(index) = word else { continue };
        if let Some(ty) = spec.types.get(usize::from(index)).filter(|_| found.insert(index)) {
            waiting.extend(ty.parts().into_iter().flat_map(|(words, _)| words.iter().copied()));
        }
    }
    found
}
