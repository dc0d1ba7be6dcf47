//! Everything in the description that has a range, with the name under which its changes are shown.

use cwasm_spec::model::Spec;
use cwasm_spec::version::{Edition, Range};

use super::types;
use crate::spec_md::text::{code, link, prose};
use crate::spec_md::{container, inventory, rules, sentences};

/// Something that begins and ends.
pub(super) struct Item {
    /// What it belongs to: items of one owner stand in one line.
    pub(super) owner: String,
    pub(super) label: String,
    /// What is shown when it changes.
    pub(super) detail: String,
    pub(super) shown: Shown,
    range: Range,
    /// The range of what it is a property of: it does not begin or end with that.
    around: Range,
}

/// How the beginning and the end of an item are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// As new and gone, or as changed if something of the same name takes its place.
    Alone,
    /// Only if something of the same name takes its place.
    Paired,
    /// As moved. It has no end.
    Moved,
    /// As changed. It has no end.
    Changed,
}

impl Item {
    pub(super) fn new(owner: &str, label: &str, range: Range) -> Self {
        Self {
            owner: owner.to_owned(),
            label: label.to_owned(),
            detail: String::new(),
            shown: Shown::Alone,
            range,
            around: Range::ALL,
        }
    }

    pub(super) fn with_detail(mut self, detail: &str) -> Self {
        detail.clone_into(&mut self.detail);
        self
    }

    /// Something that happens once, in this edition.
    pub(super) fn event(owner: &str, label: &str, shown: Shown, edition: Edition) -> Self {
        let range = Range { since: edition, removed: Edition::NEVER };
        Self { shown, ..Self::new(owner, label, range) }
    }

    pub(super) fn is_event(&self) -> bool {
        matches!(self.shown, Shown::Moved | Shown::Changed)
    }

    /// What is within two ranges is so within both.
    pub(super) fn within(mut self, around: Range) -> Self {
        self.around = self.around.intersection(around).unwrap_or(around);
        self
    }

    pub(super) fn paired(mut self) -> Self {
        self.shown = Shown::Paired;
        self
    }

    pub(super) fn begins(&self, edition: Edition) -> bool {
        self.range.since == edition && self.is_inside(edition)
    }

    pub(super) fn ends(&self, edition: Edition) -> bool {
        self.range.removed == edition && self.is_inside(edition)
    }

    /// Whether what it is a property of is there both before and in the edition.
    fn is_inside(&self, edition: Edition) -> bool {
        self.around.since < edition && edition < self.around.removed
    }
}

/// All items, in the order in which their owners are shown.
pub(super) fn all(spec: &Spec) -> Vec<Item> {
    let mut items = container(spec);
    items.extend(types::all(spec));
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
