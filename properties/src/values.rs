//! Whether parser and verifier read the same values: each field that the verifier passed, found by name in the parser's.

use std::collections::BTreeMap;

use cwasm::Artifact;
use cwasm::types::Engine;
use cwasm_spec::model::TypeKind;
use cwasm_verify::fields::{FieldPlace, Part, fields};
use cwasm_verify::report::Report;
use cwasm_verify::{Options, SPEC};
use serde_json::Value;

use crate::{Outcome, ensure};

/// Compares the fields of the engine section, and where it ends.
pub fn same(artifact: &Artifact<'_>, report: &Report, engine: &Engine) -> Outcome {
    let release = artifact.release().map_err(|error| error.to_string())?;
    let section = artifact.section(Engine::SECTION).ok_or("no engine section")?;
    let inside = section.offset()..section.offset().saturating_add(section.size());
    let options = Options { edition: report.edition() };
    let places = fields(artifact.bytes(), &SPEC, &options);
    // Sections may share bytes in a broken file; the layout's name tells the fields apart.
    let places: Vec<&FieldPlace> = places.iter().filter(|place| place.path.starts_with("engine.")).collect();
    let end = places.iter().map(|place| place.range.end).max().unwrap_or(0);
    ensure(end <= inside.end, || format!("a field ends at {end}, the section at {}", inside.end))?;
    let root = serde_json::json!({ "engine": engine });
    let mut rows = BTreeMap::new();
    for place in places {
        compare(place, &root, artifact.bytes(), &mut rows)?;
    }
    let written = engine.to_bytes(release).map_err(|error| format!("read, but not written: {error}"))?;
    let read = section.data().get(..usize::try_from(end.saturating_sub(inside.start)).unwrap_or(0)).unwrap_or_default();
    let is_canonical = written.len() == read.len();
    ensure(written.len() <= read.len(), || format!("{} bytes read, {} written", read.len(), written.len()))?;
    ensure(!is_canonical || written == read, || "other bytes written than read".to_owned())
}

/// Compares one field; `rows` counts what was read of each row.
fn compare(place: &FieldPlace, root: &Value, file: &[u8], rows: &mut BTreeMap<String, usize>) -> Outcome {
    if !matches!(place.part, Part::Value | Part::Text) || is_length(&place.path) {
        return Ok(());
    }
    let bounds = usize::try_from(place.range.start).ok().zip(usize::try_from(place.range.end).ok());
    let bytes = bounds.and_then(|(start, end)| file.get(start..end)).ok_or_else(|| format!("{place:?} outside"))?;
    let value = find(&place.path, root, rows).ok_or_else(|| format!("the parser has no {}", place.path))?;
    let fits = match value {
        Value::Bool(value) => number(place, bytes) == u64::from(*value),
        Value::Number(value) => Some(number(place, bytes)) == value.as_u64(),
        Value::String(value) => value.as_bytes() == bytes,
        _ => false,
    };
    ensure(fits, || format!("{} is {value} to the parser, but {bytes:02x?} in the file", place.path))
}

/// Whether it is the length of another field, which no value has as a field of its own.
fn is_length(path: &str) -> bool {
    let Some((layout, field)) = path.split_once('.') else { return false };
    let layouts = SPEC.types.iter().filter(|ty| ty.name == layout && matches!(ty.kind, TypeKind::Layout { .. }));
    layouts.flat_map(|ty| ty.fields()).any(|other| other.length == field)
}

fn number(place: &FieldPlace, bytes: &[u8]) -> u64 {
    let bits = if place.varint { 7 } else { 8 };
    bytes.iter().rev().fold(0_u64, |number, byte| number.wrapping_shl(bits) | (u64::from(*byte) & ((1 << bits) - 1)))
}

/// The parser's value with this path. A name can carry the release that gave it another type; a row has its values in order.
fn find<'v>(path: &str, root: &'v Value, rows: &mut BTreeMap<String, usize>) -> Option<&'v Value> {
    let mut value = root;
    for step in path.split('.') {
        let (name, index) = step.split_once('[').unwrap_or((step, ""));
        let fields = value.as_object()?;
        let renamed = |key: &str| key.strip_prefix(name).is_some_and(|rest| rest.starts_with("_since_"));
        let field = fields.get(name).or_else(|| fields.iter().find(|(key, _)| renamed(key)).map(|(_, value)| value));
        value = match (field, fields.get("values")) {
            (Some(field), _) => field,
            (None, Some(row)) => {
                let parent = path.rsplit_once('.').map_or("", |(parent, _)| parent);
                let next = rows.entry(parent.to_owned()).or_default();
                *next += 1;
                row.get(*next - 1)?
            }
            (None, None) => return None,
        };
        if let Some(index) = index.strip_suffix(']') {
            value = value.get(index.parse::<usize>().ok()?)?;
        }
    }
    Some(value)
}
