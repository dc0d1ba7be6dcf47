//! `ordered` and `behind-target`: the sequence of sections in the table.

use cwasm_spec::model::{Content, Info, Order, Rule};

use crate::report::Kind;
use crate::run::{Run, finding};

pub(super) fn ordered(run: &mut Run<'_>, rule: &Rule) {
    let Some(order) = run.spec.orders.iter().find(|order| order.range.contains(run.edition)) else { return };
    let free = run.kind() == Some(Kind::Component);
    let mut highest: Option<(usize, usize)> = None;
    let mut misplaced = Vec::new();
    for (index, section) in run.image.real_sections() {
        let place = section.known.and_then(|known| place(order, known, free));
        let Some(place) = place else { continue };
        match highest {
            Some((before, of)) if place < before => misplaced.push((index, of)),
            _ => highest = Some((place, index)),
        }
    }
    for (index, before) in misplaced.into_iter().take(64) {
        let (Some(section), Some(other)) = (run.image.sections.get(index), run.image.sections.get(before)) else {
            continue;
        };
        let (name, other) = (section.display_name(), other.display_name());
        let range = section.header..section.header.saturating_add(run.records.section.size);
        run.report(rule, || {
            let found = format!("`{name}` behind `{other}`");
            finding(range, name.clone(), format!("sections[{index}]"), found, format!("`{name}` before `{other}`"))
        });
    }
}

/// Where a section stands in the order. Those that a component orders by use share the place of their first.
fn place(order: &Order, known: u16, free: bool) -> Option<usize> {
    let position = order.sections.iter().position(|section| *section == known)?;
    if free && order.as_used.contains(&known) {
        return order.sections.iter().position(|section| order.as_used.contains(section));
    }
    Some(position)
}

pub(super) fn behind_target(run: &mut Run<'_>, rule: &Rule) {
    let stray: Vec<(usize, String)> = run
        .image
        .real_sections()
        .filter_map(|(index, section)| {
            let declared = run.spec.sections.get(usize::from(section.known?))?;
            let (Content::Relocations, Info::Relocated(target)) = (&declared.content, declared.info) else {
                return None;
            };
            let before = run.image.sections.get(index.checked_sub(1)?)?;
            let wanted = run.spec.sections.get(usize::from(target))?.name.to_string();
            (before.known != Some(target)).then_some((index, wanted))
        })
        .take(64)
        .collect();
    for (index, wanted) in stray {
        let Some(section) = run.image.sections.get(index) else { continue };
        let name = section.display_name();
        let before = index.checked_sub(1).and_then(|before| run.image.sections.get(before));
        let found = before.map(|before| format!("`{}` before it", before.display_name())).unwrap_or_default();
        let range = section.header..section.header.saturating_add(run.records.section.size);
        run.report(rule, || finding(range, name, format!("sections[{index}]"), found, format!("`{wanted}` before it")));
    }
}
