//! Structs: their fields one behind the other, each in the releases that have it.

use cwasm_spec::model::{Field, Spec, TypeDef};

use super::fields::{self, Run, RustField};
use super::sized;
use super::words::{self, Access};
use super::{about, derives, nesting};
use crate::library::{doc, naming};

/// A struct with its reader and writer.
pub(super) fn definition(spec: &Spec, ty: &TypeDef, lines: &[Field]) -> String {
    let name = naming::pascal(&ty.name);
    let fields = fields::rust_fields(spec, lines, ty.range);
    let body = [
        read(spec, ty, lines, &fields, "fn read", Speech::Inherited),
        write(spec, ty, lines, &fields, "fn write", Speech::Inherited),
    ]
    .concat();
    format!("{}impl Value for {name} {{ {body} }}\n", shape(spec, ty, &fields))
}

/// The type itself.
pub(super) fn shape(spec: &Spec, ty: &TypeDef, fields: &[RustField<'_>]) -> String {
    let lines = members(spec, fields, "pub ");
    format!("{}{}pub struct {} {{ {lines} }}\n", about(spec, ty), derives(spec, &ty.kind), naming::pascal(&ty.name))
}

/// Fields with their types, of a struct or variant.
pub(super) fn members(spec: &Spec, fields: &[RustField<'_>], visible: &str) -> String {
    let line = |field: &RustField<'_>| {
        let skip = if field.optional { "#[serde(skip_serializing_if = \"Option::is_none\")]\n" } else { "" };
        format!("{}{skip}{visible}{}: {},\n", doc(&field.doc(spec)), field.name, field.ty(spec))
    };
    fields.iter().map(line).collect()
}

/// The names of fields, to bind or make them all.
pub(super) fn names(fields: &[RustField<'_>]) -> String {
    fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(", ")
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

/// The reader. `name` is how it begins; `speech` says the wires of a layout.
pub(super) fn read(
    spec: &Spec,
    ty: &TypeDef,
    lines: &[Field],
    fields: &[RustField<'_>],
    name: &str,
    speech: Speech,
) -> String {
    let (nest, unnest) = nesting(spec, ty);
    let body = read_fields(spec, lines, fields, speech);
    let body = format!("{nest} {body} {unnest} Ok(Self {{ {} }})", names(fields));
    format!("{name}(wire: &mut Reader<'_>, {}) -> Result<Self, Error> {{ {body} }}\n", release(&body))
}

/// Statements that read each field into a variable of its name.
pub(super) fn read_fields(spec: &Spec, lines: &[Field], fields: &[RustField<'_>], mut speech: Speech) -> String {
    let mut body = String::new();
    for (line, place) in places(lines, fields) {
        speech.change(&mut body, spec, line, place);
        let of = format!(".of({:?})?", line.name);
        match place {
            Some((field, run)) => body.push_str(&read_run(spec, line, field, run, &of)),
            None => body.push_str(&sized::read_length(spec, line, length_test(spec, fields, lines, line).as_deref())),
        }
    }
    body
}

/// One place of a field. A field that has moved is read at the first place that the release has.
fn read_run(spec: &Spec, line: &Field, field: &RustField<'_>, run: &Run<'_>, of: &str) -> String {
    let is = |other: Option<&Run<'_>>| other.is_some_and(|other| other.position == run.position);
    // What every release has is there at the last place, if at no one before.
    let test = field.here(spec, run).filter(|_| field.optional || !is(field.runs.last()));
    let (found, value) = match test {
        Some(test) if sized::is_sized(line) => {
            ("read", format!("wire.when_by({test}, |wire| {})", sized::read(spec, line)))
        }
        Some(test) => ("read", words::read_when(spec, &line.ty, &test)),
        None => ("Some(read)", sized::read(spec, line)),
    };
    let name = &field.name;
    if is(field.runs.first()) {
        format!("let {name} = {value}{of};\n")
    } else {
        format!("let {name} = match {name} {{ None => {value}{of}, {found} => read }};\n")
    }
}

/// The writer. `name` is how it begins; `speech` says the wires of a layout.
pub(super) fn write(
    spec: &Spec,
    ty: &TypeDef,
    lines: &[Field],
    fields: &[RustField<'_>],
    name: &str,
    speech: Speech,
) -> String {
    let value = |field: &str| Access::Place(format!("self.{field}"));
    let (nest, unnest) = nesting(spec, ty);
    let body = write_fields(spec, lines, fields, "", speech, value);
    let body = format!("{nest} {body} {unnest} Ok(())");
    format!("{name}(&self, wire: &mut Writer, {}) -> Result<(), Error> {{ {body} }}\n", release(&body))
}

/// Statements that write each field; `value` makes the expression of one from its name, `around` is what a failure adds to
/// that name.
pub(super) fn write_fields(
    spec: &Spec,
    lines: &[Field],
    fields: &[RustField<'_>],
    around: &str,
    mut speech: Speech,
    value: impl Fn(&str) -> Access,
) -> String {
    let mut body = String::new();
    for (line, place) in places(lines, fields) {
        let of = format!(".of({:?}){around}?", line.name);
        speech.change(&mut body, spec, line, place);
        let Some((field, run)) = place else {
            let test = length_test(spec, fields, lines, line);
            let owner = |owner: &Field| {
                let held = fields.iter().find(|field| field.line().is_some_and(|first| first.name == owner.name));
                let name = held.map_or_else(|| naming::field(&owner.name), |field| field.name.clone());
                (value(&name), held.is_some_and(|field| field.optional))
            };
            body.extend(sized::write_length(spec, lines, line, test.as_deref(), around, owner));
            continue;
        };
        body.push_str(&write_run(spec, line, field, run, &of, &value(&field.name)));
    }
    body
}

/// Whether the release has a length; `None` if it is always there. It is there with what it is the length of.
pub(super) fn length_test(spec: &Spec, fields: &[RustField<'_>], lines: &[Field], line: &Field) -> Option<String> {
    let owner = lines.iter().find(|other| fields::is_length(std::slice::from_ref(other), line))?;
    let held = fields.iter().find(|field| field.line().is_some_and(|first| first.name == owner.name))?;
    held.anywhere(spec)
}

fn write_run(spec: &Spec, line: &Field, field: &RustField<'_>, run: &Run<'_>, of: &str, place: &Access) -> String {
    let here = field.here(spec, run).filter(|_| field.runs.len() > 1);
    let at = place.reference();
    match (field.anywhere(spec), here) {
        (Some(anywhere), Some(here)) => {
            let held = sized::write(line, &Access::Reference("value".to_owned()));
            format!("if let Some(value) = wire.held({at}, {anywhere}){of}.filter(|_| {here}) {{ {held}{of}; }}\n")
        }
        (Some(anywhere), None) if sized::is_sized(line) => {
            let held = sized::write(line, &Access::Reference("value".to_owned()));
            format!("wire.when_by({anywhere}, {at}, |wire, value| {held}){of};\n")
        }
        (Some(anywhere), None) => format!("{}{of};\n", words::write_when(&line.ty, &anywhere, place)),
        (None, _) if sized::is_sized(line) => format!("{}{of};\n", sized::write(line, place)),
        (None, Some(here)) => format!("if {here} {{ {}{of}; }}\n", words::write(&line.ty, place)),
        (None, None) => format!("{}{of};\n", words::write(&line.ty, place)),
    }
}

/// The parameter `release`, or `_release` where the body does not ask for it.
pub(super) fn release(body: &str) -> &'static str {
    if body.contains("release") { "release: Release" } else { "_release: Release" }
}
