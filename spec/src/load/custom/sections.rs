//! Sections: which ones an edition has, and where they stand.

use super::super::context::Context;
use super::super::node::Node;
use super::lines::Here;
use crate::model::{CustomEdition, Order, Spec};
use crate::version::{Edition, Range};

/// `section NAME keep` and `section NAME lacks`.
pub(super) fn change(
    node: &Node<'_>,
    here: &Here<'_>,
    spec: &mut Spec,
    custom: &mut CustomEdition,
    context: &mut Context,
) {
    let name = node.word("the section", context);
    let word = node.word("`keep` or `lacks`", context);
    node.finish_leaf(context);
    let position = spec.sections.iter().position(|section| section.name == name);
    let Some(index) = position.and_then(|index| u16::try_from(index).ok()) else {
        context.error(node.span(), format!("unknown section `{name}`"));
        return;
    };
    if custom.sections.contains(&index) {
        context.error(node.span(), format!("`{name}` was changed before"));
        return;
    }
    match (&*word, spec.has_section(index, here.edition)) {
        ("keep", false) => {
            place(index, here.edition, spec);
            custom.sections.to_mut().push(index);
        }
        ("lacks", true) => custom.sections.to_mut().push(index),
        ("keep", true) => context.error(node.span(), format!("`{}` has `{name}` already", here.name)),
        ("lacks", false) => context.error(node.span(), format!("`{}` has no `{name}`", here.name)),
        _ => context.error(node.span(), "a section has `keep` or `lacks` behind its name"),
    }
}

/// Gives a section that the edition keeps its place: behind the nearest section that stands before it in a release that
/// has both.
fn place(section: u16, edition: Edition, spec: &mut Spec) {
    let Some(order) = own_order(edition, spec) else { return };
    let holds = |other: &&Order| other.sections.contains(&section) && !other.range.contains(edition);
    let Some(model) = spec.orders.iter().rfind(holds).cloned() else { return };
    let Some(order) = spec.orders.to_mut().get_mut(order).filter(|order| !order.sections.contains(&section)) else {
        return;
    };
    let before = model.sections.iter().take_while(|other| **other != section);
    let nearest = before.filter_map(|before| order.sections.iter().position(|other| other == before)).last();
    let place = nearest.map_or(0, |place| place.saturating_add(1));
    order.sections.to_mut().insert(place, section);
    if model.as_used.contains(&section) {
        order.as_used.to_mut().push(section);
    }
}

/// Makes the order of an edition its own, and gives its index.
fn own_order(edition: Edition, spec: &mut Spec) -> Option<usize> {
    let orders = spec.orders.to_mut();
    let index = orders.iter().position(|order| order.range.contains(edition))?;
    let order = orders.get_mut(index)?;
    let Range { since, removed } = order.range;
    let pieces = [Range { since, removed: edition }, Range { since: edition.next(), removed }];
    let others: Vec<Order> = pieces
        .into_iter()
        .filter(|range| range.since < range.removed)
        .map(|range| Order { range, ..order.clone() })
        .collect();
    order.range = Range::only(edition);
    orders.extend(others);
    Some(index)
}
