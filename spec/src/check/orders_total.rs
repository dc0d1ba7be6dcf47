//! In every release each section has exactly one place in the order, and each order knows only sections of its time.

use std::collections::BTreeMap;

use super::Findings;
use crate::model::{Content, Span, Spec};
use crate::version::Edition;

pub(super) fn check(spec: &Spec, findings: &mut Findings<'_>) {
    // By what is wrong: a new section is missing in many releases at once.
    let mut wrong: BTreeMap<(u32, String), (Span, Vec<&str>)> = BTreeMap::new();
    for index in 0..spec.editions.len() {
        let edition = Edition(u16::try_from(index).unwrap_or(u16::MAX));
        for (span, message) in mistakes(spec, edition) {
            let entry = wrong.entry((span.offset, message)).or_insert((span, Vec::new()));
            entry.1.push(spec.edition_name(edition));
        }
    }
    for ((_, message), (span, editions)) in wrong {
        findings.add(span, format!("{message} in release {}", editions.join(", ")));
    }
    for order in spec.orders.iter() {
        for section in order.sections.iter().filter_map(|place| spec.sections.get(usize::from(*place))) {
            if !section.range.overlaps(order.range) {
                findings.add(order.span, format!("`{}` is in no release of this order", section.name));
            }
        }
    }
}

fn mistakes(spec: &Spec, edition: Edition) -> Vec<(Span, String)> {
    let orders: Vec<_> = spec.orders.iter().filter(|order| order.range.contains(edition)).collect();
    let [order] = orders.as_slice() else {
        let span = orders.last().map(|order| order.span).unwrap_or_default();
        return vec![(span, format!("there are {} orders of sections instead of one", orders.len()))];
    };
    let mut mistakes = Vec::new();
    for (index, section) in spec.sections.iter().enumerate().filter(|(_, section)| section.range.contains(edition)) {
        let places = order.sections.iter().filter(|place| usize::from(**place) == index).count();
        // Relocation sections have no place of their own: they follow what they apply to.
        let wanted = usize::from(!matches!(section.content, Content::Relocations));
        if places != wanted {
            mistakes.push((order.span, format!("`{}` stands {places} times in the order", section.name)));
        }
    }
    mistakes
}
