//! `presence`: sections that have to be there, or must not.

use cwasm_spec::model::{Check, Rule};

use super::named_sections;
use crate::run::{Run, finding};

pub(super) fn presence(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    // Of a table that cannot be read nobody knows what is in it.
    if run.image.sections.is_empty() {
        return;
    }
    // That there are no names has a rule of its own.
    if run.image.names.is_none() {
        return;
    }
    for section in named_sections(run, check) {
        let Some(declared) = run.spec.sections.get(usize::from(section)) else { continue };
        if !run.in_release(section) && !run.container_only {
            continue;
        }
        let found = run.image.find(section);
        match (run.wanted(&declared.presence), found) {
            (Some(true), None) => {
                let table = run.image.table.clone().unwrap_or(0..0);
                let name = declared.name.to_string();
                run.report(rule, || {
                    finding(table, name.clone(), "sections".to_owned(), format!("no `{name}`"), format!("`{name}`"))
                });
            }
            (Some(false), Some(index)) => {
                let Some(section) = run.image.sections.get(index) else { continue };
                // Where its data would be may be outside of the file; its header is not.
                let header = section.header..section.header.saturating_add(run.records.section.size);
                let range = if section.data.is_some() { section.range() } else { header };
                let name = declared.name.to_string();
                run.report(rule, || {
                    finding(
                        range,
                        name.clone(),
                        format!("sections[{index}]"),
                        format!("`{name}`"),
                        format!("no `{name}`"),
                    )
                });
            }
            _ => {}
        }
    }
}
