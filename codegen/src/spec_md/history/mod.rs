//! What changed from each edition to the next: everything is found in the ranges, nothing is written by hand.

mod items;
mod on_targets;
mod types;

use cwasm_spec::model::Spec;
use cwasm_spec::version::Edition;

use self::items::{Item, Shown};
use super::page::Page;

const INTRODUCTION: &str = include_str!("../history.md");

/// One heading an edition; editions without a change are named together.
pub(super) fn write(page: &mut Page, spec: &Spec) {
    page.block(INTRODUCTION);
    let items = items::all(spec);
    let mut quiet = Vec::new();
    for number in 1..=spec.newest().0 {
        let edition = Edition(number);
        let mut points = points(&items, edition);
        points.extend(on_targets::points(spec, edition));
        if points.is_empty() {
            quiet.push(spec.edition_name(edition).to_owned());
            continue;
        }
        let name = spec.edition_name(edition);
        page.heading(3, &format!("changes-{name}"), &format!("Changes in {name}"));
        page.bullets(&points);
    }
    if !quiet.is_empty() {
        page.block(&format!("Nothing described here changed in {}.", quiet.join(", ")));
    }
}

/// The changes of one edition, one line for each owner, in the order of the description.
fn points(items: &[Item], edition: Edition) -> Vec<String> {
    let mut owners: Vec<&str> = Vec::new();
    for item in items.iter().filter(|item| item.begins(edition) || item.ends(edition)) {
        if !owners.contains(&item.owner.as_str()) {
            owners.push(&item.owner);
        }
    }
    owners.into_iter().filter_map(|owner| point(items, owner, edition)).collect()
}

fn point(items: &[Item], owner: &str, edition: Edition) -> Option<String> {
    let own = || items.iter().filter(|item| item.owner == owner);
    let (events, begun): (Vec<&Item>, Vec<&Item>) =
        own().filter(|item| item.begins(edition)).partition(|item| item.is_event());
    let ended: Vec<&Item> = own().filter(|item| item.ends(edition)).collect();
    let pair = |new: &Item| ended.iter().find(|old| old.label == new.label).copied();
    let events = |shown| events.iter().filter(move |item| item.shown == shown).map(|item| item.label.clone());
    let mut changed: Vec<String> = begun.iter().filter_map(|new| pair(new).and_then(|old| change(old, new))).collect();
    changed.extend(events(Shown::Changed));
    let is_paired = |item: &Item, others: &[&Item]| others.iter().any(|other| other.label == item.label);
    let alone = |items: &[&Item], others: &[&Item]| {
        let single = items.iter().filter(|item| item.shown == Shown::Alone && !is_paired(item, others));
        single.map(|item| item.label.clone()).collect::<Vec<_>>()
    };
    let parts = [
        ("new", alone(&begun, &ended)),
        ("gone", alone(&ended, &begun)),
        ("moved", events(Shown::Moved).collect()),
        ("changed", changed),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(_, labels)| !labels.is_empty())
        .map(|(word, labels)| format!("{word} {}", labels.join(", ")))
        .collect();
    (!parts.is_empty()).then(|| format!("{owner}: {}.", parts.join("; ")))
}

/// A change from one to the other, if they differ in what is shown.
fn change(old: &Item, new: &Item) -> Option<String> {
    match (old.detail.as_str(), new.detail.as_str()) {
        (old, new) if old == new => None,
        ("", detail) => Some(format!("{} (now {detail})", new.label)),
        (detail, "") => Some(format!("{} (no longer {detail})", new.label)),
        (old, detail) => Some(format!("{} (from {old} to {detail})", new.label)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cwasm_spec::version::Range;

    fn item(label: &str, detail: &str, since: u16, removed: u16) -> Item {
        let range = Range { since: Edition(since), removed: Edition(removed) };
        Item::new("Owner", label, range).with_detail(detail)
    }

    #[test]
    fn a_name_that_ends_and_begins_at_once_has_changed() {
        let items = [item("a", "one", 0, 5), item("a", "two", 5, 9), item("b", "", 5, 9)];
        assert_eq!(points(&items, Edition(5)), ["Owner: new b; changed a (from one to two)."]);
        assert_eq!(points(&items, Edition(9)), ["Owner: gone a, b."]);
        assert!(points(&items, Edition(6)).is_empty());
    }

    #[test]
    fn what_only_moved_is_not_said_to_have_changed() {
        let mut items = vec![item("a", "one", 0, 5), item("a", "one", 5, 9)];
        assert!(points(&items, Edition(5)).is_empty());
        items.push(Item::event("Owner", "a", Shown::Moved, Edition(5)));
        assert_eq!(points(&items, Edition(5)), ["Owner: moved a."]);
    }
}
