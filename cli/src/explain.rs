//! `cwasm explain`: all that the description knows about a rule.

use std::fmt::Write as _;

use cwasm_spec::model::{Level, Loader, Rule, Spec};
use cwasm_verify::SPEC;

use crate::args::ExplainArgs;
use crate::exit::Exit;
use crate::render::style::{FRAME, TITLE};
use crate::{console, suggest, words};

/// Finds the rule and prints what is known of it.
pub(crate) fn run(args: &ExplainArgs) -> Exit {
    match find(&SPEC, &args.rule) {
        Some(rule) => console::print(&explanation(&SPEC, rule)),
        None => {
            let near = nearest(&SPEC, &args.rule);
            let near: Vec<&str> = near.iter().map(String::as_str).collect();
            let sentence = suggest::sentence(&near);
            console::fault(format_args!("there is no rule `{}`{sentence}", words::clean(&args.rule)))
        }
    }
}

/// By number, with or without zeros in front, or by name.
fn find<'a>(spec: &'a Spec, name: &str) -> Option<&'a Rule> {
    match name.parse() {
        Ok(number) => spec.rule(number),
        Err(_) => spec.rules.iter().find(|rule| rule.slug == name),
    }
}

fn nearest(spec: &Spec, name: &str) -> Vec<String> {
    let Ok(number) = name.parse::<u16>() else {
        let known = spec.rules.iter().map(|rule| &*rule.slug);
        return suggest::nearest(name, known).into_iter().map(str::to_owned).collect();
    };
    let mut numbers: Vec<u16> = spec.rules.iter().map(|rule| rule.number).collect();
    numbers.sort_by_key(|known| known.abs_diff(number));
    numbers.into_iter().take(3).map(|number| format!("{number:04}")).collect()
}

fn explanation(spec: &Spec, rule: &Rule) -> String {
    let mut text = String::new();
    let level = match rule.level {
        Level::Must => "MUST",
        Level::Should => "SHOULD",
    };
    let _ = writeln!(text, "{TITLE}{:04} {}{TITLE:#} ({level})\n\n  {}\n", rule.number, rule.slug, rule.says);
    line(&mut text, "why", &rule.why);
    line(&mut text, "releases", &spec.range_text(rule.range));
    line(
        &mut text,
        "a breach",
        if rule.malformed { "means that the file does not decode" } else { "leaves the file decodable" },
    );
    line(&mut text, "help", &rule.help);
    checks(&mut text, spec, rule);
    implied(&mut text, spec, rule);
    loaders(&mut text, spec, rule);
    evidence(&mut text, rule);
    if let (Some(chapter), Some(file)) =
        (spec.chapters.get(usize::from(rule.chapter)), spec.files.get(usize::from(rule.chapter)))
    {
        line(&mut text, "described in", &format!("{file} ({})", chapter.title));
    }
    text
}

fn line(text: &mut String, label: &str, value: &str) {
    if !value.is_empty() {
        let _ = writeln!(text, "{FRAME}{label:>12}{FRAME:#}  {value}");
    }
}

fn checks(text: &mut String, spec: &Spec, rule: &Rule) {
    for check in rule.checks.iter() {
        line(text, "check", &words::check(spec, check));
        let _ = writeln!(text, "{:>12}  {}", "", check.predicate.meaning());
    }
}

fn implied(text: &mut String, spec: &Spec, rule: &Rule) {
    for (index, number) in rule.implies.iter().enumerate() {
        let slug = spec.rule(*number).map_or("", |rule| &rule.slug);
        line(text, if index == 0 { "implies" } else { "" }, &format!("{number:04} {slug}"));
    }
}

fn loaders(text: &mut String, spec: &Spec, rule: &Rule) {
    for Loader { range, refuses } in rule.loader.iter() {
        let verb = if *refuses { "refuses" } else { "accepts" };
        line(text, "loader", &format!("{verb} a breach (releases: {})", spec.range_text(*range)));
    }
    if rule.loader.is_empty() {
        line(text, "loader", "not measured");
    }
}

fn evidence(text: &mut String, rule: &Rule) {
    for evidence in rule.evidence.iter() {
        let artifacts = match &*evidence.artifact {
            "" => String::new(),
            "all" => "all real artifacts".to_owned(),
            name => name.to_owned(),
        };
        line(text, "seen in", &artifacts);
        line(text, "source", &evidence.source);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_found_by_number_and_by_name() {
        for rule in SPEC.rules.iter() {
            assert_eq!(find(&SPEC, &rule.number.to_string()), Some(rule));
            assert_eq!(find(&SPEC, &format!("{:05}", rule.number)), Some(rule));
            assert_eq!(find(&SPEC, &rule.slug), Some(rule));
            assert!(explanation(&SPEC, rule).contains(&*rule.says));
        }
    }

    #[test]
    fn an_unknown_number_has_neighbours() {
        assert_eq!(find(&SPEC, "65535"), None);
        assert_eq!(nearest(&SPEC, "65535").len(), 3);
    }
}
