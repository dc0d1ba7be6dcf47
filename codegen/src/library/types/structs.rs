//! Structs: their fields one behind the other, each in the releases that have it.

use std::fmt::Write;

use cwasm_spec::model::{Field, Spec, TypeDef};

use super::fields::{self, Run, RustField};
use super::words::{self, Value};
use super::{DERIVES, about};
use crate::library::{doc, naming, when};

/// A struct with its reader and writer.
pub(super) fn definition(spec: &Spec, ty: &TypeDef, lines: &[Field]) -> String {
    let name = naming::pascal(&ty.name);
    let fields = fields::rust_fields(spec, lines);
    let body = [
        read(spec, lines, &fields, "read", Speech::Inherited),
        write(spec, lines, &fields, "write", Speech::Inherited),
    ]
    .concat();
    format!("{}impl {name} {{ {body} }}\n", shape(spec, ty, &fields))
}

/// The type itself.
pub(super) fn shape(spec: &Spec, ty: &TypeDef, fields: &[RustField<'_>]) -> String {
    let line = |field: &RustField<'_>| {
        let skip = if field.optional { "#[serde(skip_serializing_if = \"Option::is_none\")]\n" } else { "" };
        format!("{}{skip}pub {}: {},\n", doc(&field.doc(spec)), field.name, field.ty(spec))
    };
    let lines: String = fields.iter().map(line).collect();
    format!("{}{DERIVES}pub struct {} {{ {lines} }}\n", about(spec, ty), naming::pascal(&ty.name))
}

/// How the wire of a field is known.
pub(super) enum Speech {
    /// It is that of the value around.
    Inherited,
    /// Each field has its own; this is the last one that was said.
    Own(String),
}

impl Speech {
    /// Says the wire of a line, if it is another one than before.
    fn change(&mut self, body: &mut String, spec: &Spec, line: &Field, place: Option<(&RustField<'_>, &Run<'_>)>) {
        let Self::Own(last) = self else { return };
        let alone = Run { position: 0, lines: vec![line] };
        let speak = place.map_or(&alone, |(_, run)| run).speak(spec);
        if *last != speak {
            body.push_str(&speak);
            *last = speak;
        }
    }
}

/// The lines of the wire, each with its Rust field and run, or none for a length.
fn places<'f, 's>(
    lines: &'s [Field],
    fields: &'f [RustField<'s>],
) -> Vec<(&'s Field, Option<(&'f RustField<'s>, &'f Run<'s>)>)> {
    let run_at = |position| {
        let runs = fields.iter().flat_map(|field| field.runs.iter().map(move |run| (field, run)));
        runs.into_iter().find(|(_, run)| run.position == position)
    };
    let places = lines.iter().enumerate().map(|(position, line)| (line, run_at(position)));
    places.filter(|(line, run)| run.is_some() || fields::is_length(lines, line)).collect()
}

/// The reader. `name` is its own; `speech` says the wires of a layout.
pub(super) fn read(spec: &Spec, lines: &[Field], fields: &[RustField<'_>], name: &str, mut speech: Speech) -> String {
    let mut body = String::new();
    for field in fields.iter().filter(|field| field.runs.len() > 1) {
        let _ = writeln!(body, "let mut {} = None;", field.name);
    }
    for (line, place) in places(lines, fields) {
        let _ = writeln!(body, "wire.field({:?});", line.name);
        speech.change(&mut body, spec, line, place);
        match place {
            Some((field, run)) => body.push_str(&read_run(spec, line, field, run)),
            None => {
                let _ = writeln!(body, "let {} = {}?;", line.name, words::read(spec, &line.ty));
            }
        }
    }
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let body = format!("wire.enter()?; {body} wire.leave(); Ok(Self {{ {} }})", names.join(", "));
    format!("pub(crate) fn {name}(wire: &mut Reader<'_>, {}) -> Result<Self, Error> {{ {body} }}\n", release(&body))
}

fn read_run(spec: &Spec, line: &Field, field: &RustField<'_>, run: &Run<'_>) -> String {
    let mut text = String::new();
    let value = if line.length.is_empty() {
        words::read(spec, &line.ty)
    } else {
        format!("wire.text(usize::from({})).map(str::to_owned)", line.length)
    };
    let name = &field.name;
    let _ = match run.test(spec) {
        Some(test) if field.runs.len() > 1 => writeln!(text, "if {test} {{ {name} = Some({value}?); }}"),
        Some(test) => writeln!(text, "let {name} = wire.when({test}, |wire| {value})?;"),
        None => writeln!(text, "let {name} = {value}?;"),
    };
    text
}

/// The writer. `name` is its own; `speech` says the wires of a layout.
pub(super) fn write(spec: &Spec, lines: &[Field], fields: &[RustField<'_>], name: &str, mut speech: Speech) -> String {
    let mut body = String::new();
    for (line, place) in places(lines, fields) {
        let text = lines.iter().find(|other| other.length == line.name);
        let _ = writeln!(body, "wire.field({:?});", text.unwrap_or(line).name);
        speech.change(&mut body, spec, line, place);
        match (place, text) {
            (Some((field, run)), _) => body.push_str(&write_run(spec, line, field, run)),
            (None, Some(text)) => {
                let length = Value::Place(format!("wire.text_length(&self.{})?", naming::field(&text.name)));
                let _ = writeln!(body, "{}?;", words::write(&line.ty, &length));
            }
            (None, None) => {}
        }
    }
    let body = format!("wire.enter()?; {body} wire.leave(); Ok(())");
    format!("pub(crate) fn {name}(&self, wire: &mut Writer, {}) -> Result<(), Error> {{ {body} }}\n", release(&body))
}

fn write_run(spec: &Spec, line: &Field, field: &RustField<'_>, run: &Run<'_>) -> String {
    let mut text = String::new();
    let place = format!("self.{}", field.name);
    let _ = match when::inside_any(spec, &field.ranges()).filter(|_| field.optional) {
        Some(anywhere) => {
            let value = words::write(&line.ty, &Value::Reference("value".to_owned()));
            match run.test(spec).filter(|_| field.runs.len() > 1) {
                Some(here) => writeln!(
                    text,
                    "if let Some(value) = wire.held(&{place}, {anywhere})?.filter(|_| {here}) {{ {value}?; }}"
                ),
                None => writeln!(text, "wire.when({anywhere}, &{place}, |wire, value| {value})?;"),
            }
        }
        None if line.length.is_empty() => writeln!(text, "{}?;", words::write(&line.ty, &Value::Place(place))),
        None => writeln!(text, "wire.text(&{place})?;"),
    };
    text
}

/// The parameter `release`, or `_release` where the body does not ask for it.
fn release(body: &str) -> &'static str {
    if body.contains("release") { "release: Release" } else { "_release: Release" }
}
