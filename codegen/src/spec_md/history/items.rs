//! Everything in the description that has a range, with the name under which its changes are shown.

use cwasm_spec::model::{Compat, Field, Flag, Spec, TypeDef, TypeKind, Variant};
use cwasm_spec::version::{Edition, Range};

use crate::spec_md::text::{code, link, prose};
use crate::spec_md::{container, enums, fields, inventory, rules, sentences, words};

/// Something that begins and ends.
pub(super) struct Item {
    /// What it belongs to: items of one owner stand in one line.
    pub(super) owner: String,
    pub(super) label: String,
    /// What is shown when it changes.
    pub(super) detail: String,
    /// Shown only if something of the same name takes its place.
    pub(super) paired: bool,
    range: Range,
    /// The range of what it is a property of: it does not begin or end with that.
    around: Range,
}

impl Item {
    pub(super) fn new(owner: &str, label: &str, range: Range) -> Self {
        Self {
            owner: owner.to_owned(),
            label: label.to_owned(),
            detail: String::new(),
            paired: false,
            range,
            around: Range::ALL,
        }
    }

    pub(super) fn with_detail(mut self, detail: &str) -> Self {
        detail.clone_into(&mut self.detail);
        self
    }

    fn within(mut self, around: Range) -> Self {
        self.around = around;
        self
    }

    fn paired(mut self) -> Self {
        self.paired = true;
        self
    }

    pub(super) fn begins(&self, edition: Edition) -> bool {
        self.range.since == edition && self.around.since != edition
    }

    pub(super) fn ends(&self, edition: Edition) -> bool {
        self.range.removed == edition && self.around.removed != edition
    }
}

/// All items, in the order in which their owners are shown.
pub(super) fn all(spec: &Spec) -> Vec<Item> {
    let mut items = container(spec);
    for ty in spec.types.iter() {
        items.extend(of_type(spec, ty));
    }
    for names in spec.names.iter() {
        let owner = format!("Names {}", link(&code(&names.name), &format!("names-{}", names.name)));
        items.extend(names.names.iter().map(|entry| Item::new(&owner, &code(&entry.name), entry.range)));
    }
    for rule in spec.rules.iter() {
        items.push(Item::new("Rules", &rules::rule_link(rule.number), rule.range));
        items.extend(rule.checks.iter().map(|check| {
            let label = format!("what rule {} asks", rules::rule_link(rule.number));
            Item::new("Rules", &label, check.on.range)
                .with_detail(&format!("\"{}\"", sentences::plain(spec, check)))
                .within(rule.range)
                .paired()
        }));
    }
    for rule in spec.rules.iter() {
        items.extend(rule.loader.iter().map(|loader| {
            let does = if loader.refuses { "refused" } else { "accepted" };
            let label = format!("a breach of rule {}", rules::rule_link(rule.number));
            Item::new("Wasmtime's loader", &label, loader.range).with_detail(does).within(rule.range).paired()
        }));
    }
    items
}

fn container(spec: &Spec) -> Vec<Item> {
    let mut items = Vec::new();
    for form in spec.version_forms.iter() {
        items.push(Item::new("Recorded version", "form", form.range).with_detail(&format!("\"{}\"", prose(&form.doc))));
    }
    for arch in spec.architectures.iter() {
        items.push(Item::new("Architectures", &code(&arch.name), arch.range));
    }
    for group in inventory::groups(spec) {
        items.extend(
            group.first().map(|section| Item::new("Sections", &inventory::name(&group, section), section.range)),
        );
    }
    for order in spec.orders.iter() {
        let detail = format!("that of {}", spec.range_text(order.range));
        items.push(Item::new("Sections", &link("order", "section-order"), order.range).with_detail(&detail).paired());
    }
    let exceptions = [
        ("exception: added sections without data are not aligned", spec.layout.empty_unaligned),
        ("exception: the table of symbol names may be empty", spec.layout.strtab_may_be_empty),
    ];
    items.extend(exceptions.map(|(label, range)| Item::new(&link("Layout", "layout"), label, range)));
    for kind in spec.symbol_kinds.iter() {
        items.push(Item::new("Symbols", &format!("kind {}", code(&kind.name)), kind.range));
    }
    for ty in spec.relocation_types.iter() {
        items.push(Item::new(
            "Relocations",
            &format!("type {} of {}", ty.number, code(&ty.on.arch)),
            container::relocation_range(spec, ty),
        ));
    }
    items
}

fn of_type(spec: &Spec, ty: &TypeDef) -> Vec<Item> {
    let owner = match &ty.kind {
        TypeKind::Flags { arch, .. } if !arch.is_empty() => {
            format!("Flag list {}", link(&format!("{} of {}", code(&ty.name), code(arch)), &words::anchor(ty)))
        }
        _ => crate::spec_md::text::capital(&format!("{} {}", words::kind(ty), words::type_link(ty))),
    };
    let mut items: Vec<Item> = ty.fields().iter().flat_map(|field| of_field(spec, &owner, field)).collect();
    match &ty.kind {
        TypeKind::Enum { variants } => {
            items.extend(variants.iter().map(|variant| Item::new(&owner, &code(&variant.name), variant.range)));
            items.extend(moved(spec, &owner, variants));
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
    items
}

/// A mark at each edition in which some variant of an enum has another index than before.
fn moved(spec: &Spec, owner: &str, variants: &[Variant]) -> Vec<Item> {
    let mut items = Vec::new();
    for number in 1..=spec.newest().0 {
        let (before, after) =
            (enums::indices(variants, Edition(number.saturating_sub(1))), enums::indices(variants, Edition(number)));
        let moves =
            before.iter().zip(&after).any(|(before, after)| before.is_some() && after.is_some() && before != after);
        if moves {
            let range = Range { since: Edition(number), removed: Edition::NEVER };
            items.push(Item::new(owner, "indices of variants", range));
        }
    }
    items
}

fn of_field(spec: &Spec, owner: &str, field: &Field) -> Vec<Item> {
    let wire = match field.wire {
        cwasm_spec::model::Wire::Fixed => String::new(),
        wire => format!(" as {}", code(fields::wire(wire))),
    };
    let detail = format!("{}{wire}", fields::typed(spec, field));
    let mut items = vec![Item::new(owner, &code(&field.name), field.range).with_detail(&detail)];
    items.extend(of_compat(owner, &field.name, field.range, &field.compat));
    items
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
