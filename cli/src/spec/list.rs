//! Lists of the description's releases, sections and rules.

use std::fmt::Write as _;

use crate::render::style::{FAINT, TITLE};
use cwasm_spec::model::{Level, Rule, Section, Spec};
use cwasm_spec::version::Edition;

use crate::words;

/// Everything in short.
pub(super) fn overview(spec: &Spec) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{TITLE}{} releases{TITLE:#}, the oldest first\n", spec.editions.len());
    for row in spec.editions.chunks(16) {
        let _ = writeln!(text, "  {}", row.join(" "));
    }
    let _ = write!(text, "\n{}\n{}", sections(spec, None), rules(spec, None));
    text
}

/// Sections, of one edition or of all.
pub(super) fn sections(spec: &Spec, edition: Option<Edition>) -> String {
    let meant = |section: &&Section| edition.is_none_or(|edition| section.range.contains(edition));
    let sections: Vec<_> = spec.sections.iter().filter(meant).collect();
    let mut text = title(spec, sections.len(), "sections", edition);
    for alike in sections.chunk_by(|a, b| !a.group.is_empty() && a.group == b.group) {
        let Some(section) = alike.first() else { continue };
        for row in alike.chunks(8) {
            let names: Vec<&str> = row.iter().map(|section| &*section.name).collect();
            let _ = writeln!(text, "  {TITLE}{}{TITLE:#}", names.join(" "));
        }
        let _ = writeln!(text, "      {}\n      {FAINT}{}{FAINT:#}", section.doc, facts(spec, section, edition));
    }
    text
}

fn facts(spec: &Spec, section: &Section, edition: Option<Edition>) -> String {
    let facts = [
        ("releases", if edition.is_none() { spec.range_text(section.range) } else { String::new() }),
        ("there", words::presence(spec, section, edition)),
        ("inside", words::content(spec, section)),
        ("flags", words::flags(spec, section, edition)),
        ("alignment", words::aligns(spec, section, edition)),
    ];
    let said = facts.iter().filter(|(_, fact)| !fact.is_empty());
    let said: Vec<String> = said.map(|(label, fact)| format!("{label}: {fact}")).collect();
    said.join("; ")
}

/// Rules, of one edition or of all.
pub(super) fn rules(spec: &Spec, edition: Option<Edition>) -> String {
    let meant = |rule: &&Rule| edition.is_none_or(|edition| rule.range.contains(edition));
    let rules: Vec<_> = spec.rules.iter().filter(meant).collect();
    let width = rules.iter().map(|rule| rule.slug.len()).max().unwrap_or(0);
    let mut text = title(spec, rules.len(), "rules", edition);
    let mut chapter = None;
    for rule in rules {
        if chapter != Some(rule.chapter) {
            chapter = Some(rule.chapter);
            let title = spec.chapters.get(usize::from(rule.chapter)).map_or("", |chapter| &chapter.title);
            let _ = writeln!(text, "  {title}");
        }
        let level = match rule.level {
            Level::Must => "MUST  ",
            Level::Should => "SHOULD",
        };
        let _ = writeln!(text, "  {TITLE}{:04} {:width$}{TITLE:#}  {level}  {}", rule.number, rule.slug, rule.says);
    }
    text
}

fn title(spec: &Spec, count: usize, things: &str, edition: Option<Edition>) -> String {
    let of = edition.map_or_else(String::new, |edition| format!(" in release {}", spec.edition_name(edition)));
    format!("{TITLE}{count} {things}{of}{TITLE:#}\n\n")
}
