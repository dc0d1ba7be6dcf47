//! Declared types: when there are values of them, and what changed inside.

use cwasm_spec::model::{Compat, Field, Flag, Slice, Spec, TypeDef, TypeKind, Variant, Wire};
use cwasm_spec::query;
use cwasm_spec::version::{Edition, Range};

use super::items::{Item, Shown};
use crate::spec_md::reach::Reach;
use crate::spec_md::text::{capital, code, link, unlinked};
use crate::spec_md::{enums, fields, words};

/// More names than these are counted.
const NAMED: usize = 4;

pub(super) fn all(spec: &Spec) -> Vec<Item> {
    let reach = Reach::new(spec);
    // That types come with what they are used by says the change of that.
    let mut items: Vec<Item> =
        spec.types.iter().map(|ty| Item::new("Types", &words::type_link(ty), ty.range)).collect();
    let types = spec.types.iter().enumerate();
    items.extend(types.flat_map(|(index, ty)| of_type(spec, ty, reach.of(index))));
    items
}

fn of_type(spec: &Spec, ty: &TypeDef, reach: Range) -> Vec<Item> {
    let owner = owner(ty);
    let mut items: Vec<Item> =
        ty.fields().iter().flat_map(|field| of_field(spec, &owner, &code(&field.name), field)).collect();
    match &ty.kind {
        TypeKind::Newtype { slices, .. } => items.extend(slices.iter().map(|slice| of_slice(&owner, slice))),
        TypeKind::Enum { variants } => {
            items.extend(variants.iter().flat_map(|variant| of_variant(spec, &owner, variant)));
        }
        TypeKind::Row { names, .. } => {
            items.extend(names.iter().map(|name| Item::new(&owner, &code(&name.name), name.range)));
        }
        TypeKind::Bits { reprs, bits } => {
            items.extend(reprs.iter().map(|repr| {
                Item::new(&owner, "its integer", repr.range).with_detail(&words::types(spec, &[repr.word])).paired()
            }));
            items.extend(bits.iter().map(|bit| {
                let includes: Vec<String> = bit.includes.iter().map(|name| code(name)).collect();
                let with = if includes.is_empty() { String::new() } else { format!(" with {}", includes.join(", ")) };
                Item::new(&owner, &code(&bit.name), bit.range).with_detail(&format!("bit {}{with}", bit.at))
            }));
        }
        TypeKind::Flags { orders, flags, .. } => {
            items.extend(orders.iter().map(|order| {
                let sorted = if order.by_name { "sorted by name" } else { "as listed" };
                Item::new(&owner, "its order", order.range).with_detail(sorted).paired()
            }));
            items.extend(flags.iter().flat_map(|flag| of_flag(&owner, flag)));
        }
        _ => {}
    }
    items.extend(orders(spec, &owner, ty, reach));
    items.into_iter().map(|item| item.within(reach)).collect()
}

fn owner(ty: &TypeDef) -> String {
    match &ty.kind {
        TypeKind::Flags { arch, .. } if !arch.is_empty() => {
            format!("Flag list {}", link(&format!("{} of {}", code(&ty.name), code(arch)), &words::anchor(ty)))
        }
        _ => capital(&format!("{} {}", words::kind(ty), words::type_link(ty))),
    }
}

fn of_field(spec: &Spec, owner: &str, label: &str, field: &Field) -> Vec<Item> {
    let wire = match field.wire {
        Wire::Fixed => String::new(),
        wire => format!(" as {}", code(fields::wire(wire))),
    };
    let detail = format!("{}{wire}", unlinked(&words::types(spec, &field.ty)));
    let mut items = vec![Item::new(owner, label, field.range).with_detail(&detail)];
    items.extend(of_compat(owner, &field.name, field.range, &field.compat));
    items
}

fn of_variant(spec: &Spec, owner: &str, variant: &Variant) -> Vec<Item> {
    let name = code(&variant.name);
    let mut items = vec![Item::new(owner, &name, variant.range).with_detail(&unlinked(&enums::holds(spec, variant)))];
    for field in variant.fields.iter() {
        let label = code(&format!("{}.{}", variant.name, field.name));
        items.extend(of_field(spec, owner, &label, field).into_iter().map(|item| item.within(variant.range)));
    }
    items
}

fn of_slice(owner: &str, slice: &Slice) -> Item {
    let detail = format!("{} bits from bit {} on", slice.bits, slice.at);
    Item::new(owner, &code(&slice.name), slice.range).with_detail(&detail)
}

/// Fields, variants and variants' fields that are in another order than before, and variants whose index moved.
fn orders(spec: &Spec, owner: &str, ty: &TypeDef, reach: Range) -> Vec<Item> {
    let mut items = Vec::new();
    for number in 1..=spec.newest().0 {
        let (before, after) = (Edition(number.saturating_sub(1)), Edition(number));
        if !reach.contains(before) || !reach.contains(after) {
            continue;
        }
        let mut moved: Vec<String> = moved(ty.fields(), before, after, "");
        for variant in ty.all_variants() {
            moved.extend(self::moved(&variant.fields, before, after, &format!("{}.", variant.name)));
        }
        items.extend(moved.iter().map(|name| Item::event(owner, name, Shown::Moved, after)));
        let renumbered = renumbered(ty, before, after);
        if !renumbered.is_empty() {
            let label = format!("index of {}", some(&renumbered));
            items.push(Item::event(owner, &label, Shown::Changed, after));
        }
    }
    items
}

/// The fields that stand elsewhere among those that were there before.
fn moved(fields: &[Field], before: Edition, after: Edition, prefix: &str) -> Vec<String> {
    let names = |edition: Edition| -> Vec<&str> {
        fields.iter().filter(|field| field.range.contains(edition)).map(|field| &*field.name).collect()
    };
    let (old, new) = (names(before), names(after));
    query::moved(&old, &new).into_iter().map(|name| code(&format!("{prefix}{name}"))).collect()
}

/// The variants that both editions have, with another index.
fn renumbered(ty: &TypeDef, before: Edition, after: Edition) -> Vec<String> {
    let index = |edition, name: &str| ty.variants(edition).position(|variant| variant.name == name);
    let is_other = |name: &&str| index(before, name).is_some_and(|old| index(after, name) != Some(old));
    let names = ty.variants(after).map(|variant| &*variant.name);
    names.filter(is_other).map(code).collect()
}

/// A few names, or how many there are.
fn some(names: &[String]) -> String {
    if names.len() > NAMED { format!("{} variants", names.len()) } else { names.join(", ") }
}

fn of_flag(owner: &str, flag: &Flag) -> Vec<Item> {
    let name = code(&flag.name);
    let mut items = vec![Item::new(owner, &name, flag.range)];
    items.extend(of_compat(owner, &flag.name, flag.range, &flag.compat));
    for word in flag.words.iter() {
        items.push(Item::new(owner, &format!("word {} of {name}", code(&word.name)), word.range).within(flag.range));
    }
    for must in flag.must.iter() {
        let label = format!("fixed value of {name}");
        items.push(Item::new(owner, &label, must.range).with_detail(&code(&must.value)).within(flag.range));
    }
    items
}

fn of_compat<'a>(
    owner: &'a str,
    name: &'a str,
    around: Range,
    compat: &'a [Compat],
) -> impl Iterator<Item = Item> + 'a {
    compat.iter().map(move |compat| {
        let label = format!("{} at loading", code(name));
        Item::new(owner, &label, compat.range).with_detail(&compat.policy).within(around).paired()
    })
}
