//! Architectures, systems and page sizes.

use cwasm_spec::model::{Arg, Place, Rule, Spec};

use super::page::Page;
use super::table::Table;
use super::text::{code, codes, link};
use super::{places, rules, when};

pub(super) fn write(page: &mut Page, spec: &Spec) {
    page.block(&format!(
        "The target triple, {}, has words with hyphens between them: architecture, vendor, system, and perhaps an \
         environment or a binary format. Conditions on targets in this document name an architecture, a family of architectures, or \
         a system, as in these tables.",
        places::subject(spec, spec.identity.target, None)
    ));
    page.heading(3, "architectures", "Architectures");
    page.block("The first word of the triple decides, compared as a whole.");
    page.table(&architectures(spec));
    page.block(&header_note(spec));
    page.heading(3, "systems", "Systems");
    page.block("The third word of the triple decides, by its beginning. Triples whose third word begins otherwise have a system without a name here.");
    page.table(&systems(spec));
    page.heading(3, "page-sizes", "Page sizes");
    page.block(
        "The *page size* of a target is what the compiler assumes as the unit of memory protection. The first line that \
         fits counts.",
    );
    page.table(&pages(spec));
}

/// Which rules tie the numbers of an architecture to the ELF header.
fn header_note(spec: &Spec) -> String {
    let rule = |wanted: Place| {
        let asks = |rule: &&Rule| rule.checks.iter().any(|check| check.args.contains(&Arg::Place(wanted)));
        spec.rules.iter().find(asks).map_or_else(String::new, |rule| rules::rule_link(rule.number))
    };
    format!(
        "The ELF header holds the machine (rule {}), the byte order (rule {}) and the flag (rule {}).",
        rule(Place::TargetMachine),
        rule(Place::TargetData),
        rule(Place::TargetFlag)
    )
}

fn architectures(spec: &Spec) -> Table {
    let mut table = Table::new(&["Architecture", "Family", "First words", "Releases", "Machine", "Byte order", "Flag"]);
    for arch in spec.architectures.iter() {
        table.row([
            code(&arch.name),
            if arch.family == arch.name { String::new() } else { code(&arch.family) },
            codes(arch.triples.iter().map(|name| &**name)),
            spec.range_text(arch.range),
            arch.machine.to_string(),
            arch.data.to_string(),
            arch.flag.to_string(),
        ]);
    }
    table
}

fn systems(spec: &Spec) -> Table {
    let mut table = Table::new(&["System", "Third word begins with"]);
    for system in spec.systems.iter() {
        table.row([code(&system.name), codes(system.triples.iter().map(|name| &**name))]);
    }
    table
}

fn pages(spec: &Spec) -> Table {
    let mut table = Table::new(&["Target", "Releases", "Page size in bytes"]);
    for page in spec.pages.iter() {
        let target = when::target(&page.on).unwrap_or_else(|| "any".to_owned());
        table.row([target, spec.range_text(page.on.range), page.size.to_string()]);
    }
    table
}

/// Where the page sizes stand.
pub(super) fn pages_link() -> String {
    link("page size", "page-sizes")
}
