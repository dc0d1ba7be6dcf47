//! The index: rules by number, sections and types by name.

use cwasm_spec::model::{Spec, TypeDef};

use super::page::Page;
use super::patterns;
use super::rules;
use super::sections;
use super::table::Table;
use super::text::{code, link, slug};
use super::words;

pub(super) fn write(page: &mut Page, spec: &Spec) {
    page.heading(3, "index-rules", "Rules");
    let mut table = Table::new(&["Rule", "Name", "Level", "Breach", "Releases"]);
    for rule in spec.rules.iter() {
        table.row([
            rules::rule_link(rule.number),
            code(&rule.slug),
            rules::level(rule).to_owned(),
            if rule.malformed { "malformed" } else { "invalid" }.to_owned(),
            spec.range_text(rule.range),
        ]);
    }
    page.table(&table);
    page.heading(3, "index-sections", "Sections");
    let mut named: Vec<(&str, String)> =
        spec.sections.iter().map(|section| (&*section.name, sections::section_link(section))).collect();
    named.sort();
    page.block(&links(named));
    page.heading(3, "index-types", "Types and names");
    let mut named: Vec<(&str, String)> = spec.types.iter().map(|ty| (&*ty.name, entry(ty))).collect();
    named.extend(
        spec.names
            .iter()
            .map(|names| (&*names.name, link(&code(&names.name), &format!("names-{}", slug(&names.name))))),
    );
    named.extend(spec.patterns.iter().map(|pattern| (&*pattern.name, patterns::link_to(pattern))));
    named.sort();
    page.block(&links(named));
}

fn links(named: Vec<(&str, String)>) -> String {
    named.into_iter().map(|(_, link)| link).collect::<Vec<_>>().join(", ")
}

fn entry(ty: &TypeDef) -> String {
    match &ty.kind {
        cwasm_spec::model::TypeKind::Flags { arch, .. } if !arch.is_empty() => {
            link(&format!("{} of {}", code(&ty.name), code(arch)), &words::anchor(ty))
        }
        _ => words::type_link(ty),
    }
}
