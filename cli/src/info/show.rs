//! What is known about a file, for people.

use std::fmt::Write as _;

use cwasm_spec::model::Spec;
use cwasm_verify::report::Report;
use serde_json::{Map, Value};

use super::gather::{Info, Section};
use crate::render::style::{FAINT, FRAME, TITLE};
use crate::render::{self, verdict_text};
use crate::words::{clean, number, plural};

/// Lists of names are broken before they get longer than this.
const LINE: usize = 96;
/// An object with more members is only counted.
const FEW: usize = 8;

/// All of it.
pub(super) fn text(spec: &Spec, info: &Info<'_>, report: &Report) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{TITLE}{}{TITLE:#}", info.path);
    let size = u64::try_from(info.size).unwrap_or(u64::MAX);
    line(&mut text, "size", &plural(size, "byte"));
    line(&mut text, "kind", info.kind.unwrap_or("unknown"));
    let release = render::release(spec, report)
        .or_else(|| info.release.map(|name| format!("release {}, not described", clean(name))));
    line(&mut text, "made by", &release.map_or_else(|| "unknown".to_owned(), |release| format!("Wasmtime, {release}")));
    line(&mut text, "target", &info.target.map_or("unknown".into(), clean));
    line(&mut text, "verdict", &verdict_text(spec, report));
    if let Some(Value::Object(engine)) = &info.engine {
        members(&mut text, engine);
    }
    sections(&mut text, &info.sections);
    text
}

fn line(text: &mut String, label: &str, value: &str) {
    let _ = writeln!(text, "  {FRAME}{label:<8}{FRAME:#}  {value}");
}

/// The groups of settings, wherever they stand: texts and numbers beside them are said above.
fn members(text: &mut String, object: &Map<String, Value>) {
    for (name, value) in object {
        match value {
            Value::Object(inner)
                if inner.values().any(Value::is_object) && inner.values().all(|value| !value.is_boolean()) =>
            {
                members(text, inner);
            }
            Value::Object(inner) => group(text, name, inner),
            _ => {}
        }
    }
}

fn group(text: &mut String, name: &str, values: &Map<String, Value>) {
    let _ = writeln!(text, "\n{TITLE}{}{TITLE:#}", clean(&name.replace('_', " ")));
    if !values.is_empty() && values.values().all(Value::is_boolean) {
        switches(text, values);
        return;
    }
    let width = values.keys().map(|key| key.chars().count()).max().unwrap_or(0);
    for (key, value) in values {
        let _ = writeln!(text, "  {:width$}  {}", clean(key), brief(value));
    }
    if values.is_empty() {
        let _ = writeln!(text, "  {FAINT}none{FAINT:#}");
    }
}

/// Settings that are on or off, as two lists.
fn switches(text: &mut String, values: &Map<String, Value>) {
    for (label, state) in [("on", true), ("off", false)] {
        let names = values.iter().filter(|(_, value)| **value == Value::Bool(state)).map(|(name, _)| clean(name));
        let mut column = LINE;
        for (index, name) in names.enumerate() {
            let length = name.chars().count().saturating_add(1);
            if column.saturating_add(length) > LINE {
                let label = if index == 0 { label } else { "" };
                let _ = write!(text, "{}  {FRAME}{label:<3}{FRAME:#} ", if index == 0 { "" } else { "\n" });
                column = 6;
            }
            let _ = write!(text, " {name}");
            column = column.saturating_add(length);
        }
        if column != LINE {
            text.push('\n');
        }
    }
}

/// A value in a line.
fn brief(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::String(text) => clean(text).into_owned(),
        Value::Object(members) if members.len() > FEW => format!("{} values", members.len()),
        Value::Object(members) => {
            let parts: Vec<String> =
                members.iter().map(|(key, value)| format!("{} {}", clean(key), brief(value))).collect();
            format!("({})", parts.join(", "))
        }
        other => other.to_string(),
    }
}

fn sections(text: &mut String, sections: &[Section<'_>]) {
    if sections.is_empty() {
        return;
    }
    let width = sections.iter().map(|section| clean(section.name).chars().count()).max().unwrap_or(0).max(4);
    let _ = writeln!(text, "\n{TITLE}sections{TITLE:#}");
    let _ = writeln!(
        text,
        "  {FAINT}index  {:width$}      offset          size  align  flags            state{FAINT:#}",
        "name"
    );
    for section in sections {
        let flags = section.flags.as_ref().map_or_else(|| "?".to_owned(), |flags| flags.join(" "));
        let align = section.align.map_or_else(|| "?".to_owned(), |align| align.to_string());
        let state =
            section.what.map_or_else(|| section.state.to_owned(), |what| format!("{}: {}", section.state, clean(what)));
        let (index, name, size) = (section.index, clean(section.name), number(section.size));
        let _ = writeln!(
            text,
            "  {index:>5}  {name:width$}  {:>10}  {size:>12}  {align:>5}  {flags:<15}  {state}",
            format!("{:#x}", section.offset)
        );
    }
}
