//! The list of editions, recorded versions, and how a reader finds out which edition a file has.

use cwasm_spec::model::{Arg, Check, Form, Place, Spec, VersionForm};
use cwasm_spec::predicate::Predicate;
use cwasm_spec::version::Edition;

use super::page::Page;
use super::table::Table;
use super::text::{code, codes, enumerate, prose};
use super::{places, rules, sections, when};

const READING: &str = include_str!("reading.md");

pub(super) fn write(page: &mut Page, spec: &Spec) {
    page.block(&format!("The editions, oldest first: {}.", spec.editions.join(", ")));
    page.block(
        "An edition is a layout of the format. Each release has one of its own, named by its major version. Every range in \
         this document runs over this list.",
    );
    told_apart(page, spec);
    recorded(page, spec);
    page.heading(3, "deciding-the-edition", "Deciding the edition of a file");
    page.block(&prose(&spec.identity.doc));
    page.block(READING);
    page.steps(&steps(spec));
    legacy(page, spec);
}

/// Editions that are no release, and what they have in common with one.
fn told_apart(page: &mut Page, spec: &Spec) {
    for told in spec.told_apart.iter() {
        let (edition, records) = (spec.edition_name(Edition(told.edition)), spec.edition_name(Edition(told.records)));
        page.block(&format!(
            "Edition {edition} is not a release: it stood on the development branch before release {records} and never \
             shipped, but the format begins with it. It records the version of release {records} and is told from it by the \
             section {}, which only {edition} has.",
            places::section_name(spec, told.section)
        ));
    }
}

fn recorded(page: &mut Page, spec: &Spec) {
    page.heading(3, "recorded-version", "The recorded version");
    page.block(&format!(
        "Each artifact records the version of its writer as a text, {}, unless the engine was told to record a text of the \
         embedder's choice, or none (an empty text). Loaders under the default setting load only what records exactly their \
         own text.",
        places::subject(spec, spec.identity.version, None)
    ));
    let mut table = Table::new(&["Releases", "Recorded version", "Example"]);
    for form in spec.version_forms.iter() {
        table.row([spec.range_text(form.range), prose(&form.doc), code(&example(spec, form))]);
    }
    page.table(&table);
}

/// A recorded version of the last release that has the form.
pub(super) fn example(spec: &Spec, form: &VersionForm) -> String {
    let last = Edition(form.range.removed.0.saturating_sub(1)).min(spec.newest());
    match form.form {
        Form::Dotted => format!("{}.0.0", spec.edition_name(last)),
        Form::Major => spec.edition_name(last).to_owned(),
    }
}

fn steps(spec: &Spec) -> Vec<String> {
    let version = places::subject(spec, spec.identity.version, None);
    let mut steps = vec![
        "Read the ELF header, the section headers and the section names. None of them depends on the release."
            .to_owned(),
        format!(
            "Find the section {}. If there is none, the file is either [a legacy artifact](#legacy) or no artifact. {} \
             tells in addition that a file was meant to be one, however broken it is.",
            engine_section(spec),
            marker(spec)
        ),
        format!("Read the fields before the recorded version, which every release has, and then {version}."),
    ];
    steps.extend(spec.version_forms.iter().map(|form| form_step(spec, form)));
    steps.extend(spec.told_apart.iter().map(|told| {
        format!(
            "If this gives {} and the file has the section {}, the edition is {}.",
            spec.edition_name(Edition(told.records)),
            places::section_name(spec, told.section),
            spec.edition_name(Edition(told.edition))
        )
    }));
    steps.push(format!(
        "A version of digits and dots in the form of other releases decides the release too, and {}. A release that is not \
         in the list is undescribed: only what holds for the container can be said.",
        version_rules(spec)
    ));
    steps.push(
        "An empty or any other text decides nothing. Then the user has to name the edition, or all of them are tried and \
         those to which the file conforms are named."
            .to_owned(),
    );
    steps.push(format!(
        "{} is {} in a module and {} in a component{}. The target is {}; architecture, byte order and page size follow from it.",
        places::subject(spec, spec.identity.kind, None),
        spec.identity.module,
        spec.identity.component,
        kind_rule(spec),
        places::subject(spec, spec.identity.target, None)
    ));
    steps
}

fn form_step(spec: &Spec, form: &VersionForm) -> String {
    let during = when::during(spec, form.range).unwrap_or_else(|| "in every release".to_owned());
    match form.form {
        Form::Dotted => format!(
            "If the version is three decimal numbers with dots between them, the release is the first of them; it has to be one {during}."
        ),
        Form::Major => format!("If the version is one decimal number, this is the release; it has to be one {during}."),
    }
}

/// The section whose layout holds the recorded version.
fn engine_section(spec: &Spec) -> String {
    let Place::Value(index) = spec.identity.version else { return String::new() };
    let layout = spec.values.get(usize::from(index)).map(|value| value.root);
    let found = spec.sections.iter().find(|section| section.content.layouts().any(|content| Some(content) == layout));
    found.map_or_else(String::new, sections::section_link)
}

fn marker(spec: &Spec) -> String {
    let subject = places::subject(spec, spec.identity.marker, None);
    format!("The value {} in {subject}", spec.identity.marker_value)
}

fn version_rules(spec: &Spec) -> String {
    let about =
        spec.rules.iter().filter(|rule| rule.checks.iter().any(|check| check.predicate == Predicate::VersionForm));
    let links: Vec<String> = about.map(|rule| format!("rule {}", rules::rule_link(rule.number))).collect();
    format!("the file breaks {}", enumerate(&links, "and"))
}

/// The rule about the kind, which says since when it is recorded.
fn kind_rule(spec: &Spec) -> String {
    let about =
        |check: &Check| check.predicate == Predicate::OneOf && check.args.contains(&Arg::Place(spec.identity.kind));
    let rule = spec.rules.iter().find(|rule| rule.checks.iter().any(about));
    rule.map_or_else(String::new, |rule| {
        let during = when::during(spec, rule.range).map_or_else(String::new, |during| format!(", {during}"));
        format!(" (rule {}{during})", rules::rule_link(rule.number))
    })
}

fn legacy(page: &mut Page, spec: &Spec) {
    let first = spec.edition_name(Edition::FIRST);
    page.heading(3, "legacy", "Legacy artifacts");
    page.block(&format!(
        "Artifacts of releases before {first} are recognised and named, not described: {} Sections: {}. Trailer: the ASCII \
         text {}.",
        prose(&spec.legacy.doc),
        codes(spec.legacy.sections.iter().map(|name| &**name)),
        code(&spec.legacy.trailer)
    ));
}
