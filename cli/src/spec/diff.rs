//! `cwasm spec diff`: what changed in the format between two editions, from the description alone.

use std::fmt::Write as _;

use anstyle::Style;
use cwasm_spec::model::Spec;
use cwasm_spec::query;
use cwasm_spec::version::Edition;

use super::items::{Group, MEASURED, Ordered, groups};
use super::members::{Fact, INDEX, Member, variant_around};
use crate::render::style::{ERROR, GOOD, TITLE, WARNING};

/// All differences as text.
pub(super) fn text(spec: &Spec, old: Edition, new: Edition) -> String {
    let (before, after) = (groups(spec, old), groups(spec, new));
    let known = |groups: &[Group], group: &Group| groups.iter().any(|known| known.title == group.title);
    let mut text = String::new();
    for group in &after {
        before.iter().filter(|known| known.title == group.title).for_each(|known| changed(&mut text, known, group));
    }
    whole(&mut text, GOOD, '+', after.iter().filter(|group| !known(&before, group)));
    whole(&mut text, ERROR, '-', before.iter().filter(|group| !known(&after, group)));
    let (old, new) = (spec.edition_name(old), spec.edition_name(new));
    match text.is_empty() {
        true => format!("the format of {old} and {new} is the same, as far as it is described\n"),
        false => format!("from {old} to {new}\n\n{text}"),
    }
}

/// Groups that came or went as a whole, one line each.
fn whole<'a>(text: &mut String, style: Style, sign: char, groups: impl Iterator<Item = &'a Group>) {
    let lines: Vec<String> = groups
        .map(|group| {
            let facts = Member::new("", group.facts.clone(), "").facts_text();
            let about = match group.members.len() {
                0 => facts,
                1 => "1 member".to_owned(),
                count => format!("{count} members"),
            };
            format!("{style}{sign} {}{style:#}  ({about})\n", group.title)
        })
        .collect();
    if !lines.is_empty() {
        let _ = writeln!(text, "{}", lines.concat());
    }
}

fn changed(text: &mut String, before: &Group, after: &Group) {
    let mut lines = String::new();
    facts(&mut lines, "  ", &before.facts, &after.facts);
    for (names, change) in changes(before, after) {
        let _ = write!(lines, "  {WARNING}~ {}{WARNING:#}\n{change}", names.join(" "));
    }
    for member in after.members.iter().filter(|member| find(&before.members, &member.name).is_none()) {
        line(&mut lines, GOOD, '+', member);
    }
    for member in before.members.iter().filter(|member| find(&after.members, &member.name).is_none()) {
        line(&mut lines, ERROR, '-', member);
    }
    match after.ordered {
        Ordered::No => {}
        Ordered::All => moved(&mut lines, before, after, |_| true),
        Ordered::InVariants => {
            for variant in &after.members {
                moved(&mut lines, before, after, |name| variant_around(name) == Some(&variant.name));
            }
        }
    }
    indices(&mut lines, before, after);
    if !lines.is_empty() {
        let _ = writeln!(text, "{TITLE}{}{TITLE:#}\n{lines}", after.title);
    }
}

/// Members that both have and that differ; those with the same difference together.
fn changes(before: &Group, after: &Group) -> Vec<(Vec<String>, String)> {
    let mut changes: Vec<(Vec<String>, String)> = Vec::new();
    for member in &after.members {
        let mut change = String::new();
        if let Some(known) = find(&before.members, &member.name) {
            facts(&mut change, "      ", &known.facts, &member.facts);
        }
        match changes.iter_mut().find(|(_, known)| *known == change) {
            _ if change.is_empty() => {}
            Some((names, _)) => names.push(member.name.clone()),
            None => changes.push((vec![member.name.clone()], change)),
        }
    }
    changes
}

fn find<'a>(members: &'a [Member], name: &str) -> Option<&'a Member> {
    members.iter().find(|member| member.name == name)
}

fn line(text: &mut String, style: Style, sign: char, member: &Member) {
    let facts = member.facts_text();
    let parts: Vec<&str> = [&*facts, &*member.doc].into_iter().filter(|part| !part.is_empty()).collect();
    let _ = writeln!(text, "  {style}{sign} {}{style:#}", member.name);
    for part in parts {
        let _ = writeln!(text, "      {part}");
    }
}

/// Facts that differ, by their labels.
fn facts(text: &mut String, indent: &str, before: &[Fact], after: &[Fact]) {
    let value =
        |facts: &[Fact], label: &str| facts.iter().find(|(known, _)| *known == label).map(|(_, fact)| fact.clone());
    let gone = before.iter().filter(|(label, _)| value(after, label).is_none());
    for (label, _) in after.iter().chain(gone) {
        let (old, new) = (value(before, label), value(after, label));
        let unknown = *label == MEASURED && (old.is_none() || new.is_none());
        // Indices move by the dozen, so they have a line of their own.
        if old != new && !unknown && *label != INDEX {
            let shown = |fact: Option<String>| fact.unwrap_or_else(|| "nothing".to_owned());
            let _ = writeln!(text, "{indent}{label}: {} -> {}", shown(old), shown(new));
        }
    }
}

/// Members that both have, but in another order: said by naming the neighbour in front.
fn moved(text: &mut String, before: &Group, after: &Group, meant: impl Fn(&str) -> bool) {
    let names = |group: &Group| -> Vec<String> {
        group.members.iter().map(|member| member.name.clone()).filter(|name| meant(name)).collect()
    };
    let (old, new) = (names(before), names(after));
    for name in query::moved(&old, &new) {
        let common = || new.iter().filter(|known| old.contains(known));
        let front = common().zip(common().skip(1)).find(|(_, behind)| *behind == name).map(|(front, _)| front);
        let place = front.map_or_else(|| "to the front".to_owned(), |front| format!("behind {front}"));
        let _ = writeln!(text, "  {WARNING}~ {name}{WARNING:#}  moved {place}");
    }
}

/// Variants that both have under another index, all in one line.
fn indices(text: &mut String, before: &Group, after: &Group) {
    let moved = after.members.iter().filter_map(|member| {
        let (old, new) = (find(&before.members, &member.name)?.index(), member.index());
        (old != new).then(|| format!("{} {old} -> {new}", member.name))
    });
    let moved: Vec<String> = moved.collect();
    if !moved.is_empty() {
        let _ = writeln!(text, "  {WARNING}~ indices{WARNING:#}  {}", moved.join(", "));
    }
}

#[cfg(test)]
mod tests {
    use cwasm_verify::SPEC;

    use super::*;

    #[test]
    fn an_edition_does_not_differ_from_itself() {
        for index in 0..SPEC.editions.len() {
            let edition = Edition(u16::try_from(index).unwrap_or(0));
            assert!(text(&SPEC, edition, edition).contains("is the same"));
        }
    }

    #[test]
    fn both_directions_tell_the_same_number_of_additions_and_removals() {
        let (old, new) = (Edition::FIRST, SPEC.newest());
        let count = |text: &str, sign: &str| text.matches(&format!("{sign} ")).count();
        let (there, back) = (text(&SPEC, old, new), text(&SPEC, new, old));
        let (added, removed) = (format!("{GOOD}+"), format!("{ERROR}-"));
        assert_eq!(count(&there, &added), count(&back, &removed));
        assert_eq!(count(&there, &removed), count(&back, &added));
        assert!(count(&there, &added) > 0);
    }
}
