//! `cwasm spec diff`: what changed in the format between two editions, from the description alone.

use std::fmt::Write as _;

use anstyle::Style;
use cwasm_spec::model::Spec;
use cwasm_spec::version::Edition;

use super::items::{Group, MEASURED, groups};
use super::members::{Fact, Member};
use crate::render::style::{ERROR, GOOD, TITLE, WARNING};

/// All differences as text.
pub(super) fn text(spec: &Spec, old: Edition, new: Edition) -> String {
    let (before, after) = (groups(spec, old), groups(spec, new));
    let mut text = String::new();
    for group in &after {
        match before.iter().find(|known| known.title == group.title) {
            Some(known) => changed(&mut text, known, group),
            None => {
                let _ = writeln!(text, "{GOOD}+ {}{GOOD:#}  ({} members)\n", group.title, group.members.len());
            }
        }
    }
    for group in before.iter().filter(|group| !after.iter().any(|known| known.title == group.title)) {
        let _ = writeln!(text, "{ERROR}- {}{ERROR:#}\n", group.title);
    }
    let (old, new) = (spec.edition_name(old), spec.edition_name(new));
    match text.is_empty() {
        true => format!("the format of {old} and {new} is the same, as far as it is described\n"),
        false => format!("from {old} to {new}\n\n{text}"),
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
    if after.ordered {
        moved(&mut lines, before, after);
    }
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
        if old != new && !unknown {
            let shown = |fact: Option<String>| fact.unwrap_or_else(|| "nothing".to_owned());
            let _ = writeln!(text, "{indent}{label}: {} -> {}", shown(old), shown(new));
        }
    }
}

/// Members that both have, but in another order: said by naming the neighbour in front.
fn moved(text: &mut String, before: &Group, after: &Group) {
    let common = |group: &Group, other: &Group| -> Vec<String> {
        let both = group.members.iter().filter(|member| find(&other.members, &member.name).is_some());
        both.map(|member| member.name.clone()).collect()
    };
    let (old, new) = (common(before, after), common(after, before));
    let kept = longest_common(&old, &new);
    for (index, name) in new.iter().enumerate().filter(|(_, name)| !kept.contains(name)) {
        let front = index.checked_sub(1).and_then(|index| new.get(index));
        let place = front.map_or_else(|| "to the front".to_owned(), |front| format!("behind {front}"));
        let _ = writeln!(text, "  {WARNING}~ {name}{WARNING:#}  moved {place}");
    }
}

/// The names that keep their order: those of a longest common subsequence of two lists of the same names.
fn longest_common<'a>(old: &[String], new: &'a [String]) -> Vec<&'a String> {
    let places: Vec<(usize, &String)> =
        new.iter().filter_map(|name| Some((old.iter().position(|known| known == name)?, name))).collect();
    // The longest ascending run that ends at each name: its length and the name in front of it.
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(places.len());
    for (index, (place, _)) in places.iter().enumerate() {
        let fronts = places.iter().zip(&best).take(index).enumerate().filter(|(_, ((front, _), _))| front < place);
        let front = fronts.max_by_key(|(front, (_, (length, _)))| (*length, usize::MAX.saturating_sub(*front)));
        let front = front.map(|(front, (_, (length, _)))| (front, *length));
        best.push((front.map_or(1, |(_, length)| length.saturating_add(1)), front.map(|(front, _)| front)));
    }
    let mut kept = Vec::new();
    let last = best.iter().enumerate().max_by_key(|(_, (length, _))| *length).map(|(index, _)| index);
    let mut next = last;
    while let Some(index) = next {
        kept.extend(places.get(index).map(|(_, name)| *name));
        next = best.get(index).and_then(|(_, front)| *front);
    }
    kept
}

#[cfg(test)]
mod tests {
    use cwasm_verify::SPEC;

    use super::*;

    fn names(names: &str) -> Vec<String> {
        names.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn only_the_one_that_moved_is_said_to_have_moved() {
        let (old, new) = (names("a b c d e"), names("a c d b e"));
        let kept = longest_common(&old, &new);
        assert_eq!(kept.len(), 4);
        assert!(!kept.contains(&&"b".to_owned()));
    }

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
