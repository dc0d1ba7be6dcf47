//! Edits of values in payloads, found by their path. The verifier says where they stand, nothing more.

use cwasm_spec::model::{Spec, TypeKind};
use cwasm_spec::version::Edition;
use cwasm_verify::fields::{FieldPlace, Part, fields};
use cwasm_verify::{Options, SPEC, verify};

use super::bytes::hex;
use super::elf::{Elf, index};

pub(super) fn set_value(file: &[u8], path: &str, value: u64) -> Result<Vec<u8>, String> {
    let fields = fields(file, &SPEC, &Options::default());
    if let Some(field) = fields.iter().find(|field| field.path == path && field.part != Part::Text) {
        return put(file, field.range.start, field.range.end, &encoded(field, value)?);
    }
    if let Some(field) = flag_value(file, &fields, path).filter(|field| field.part != Part::Text) {
        return put(file, field.range.start, field.range.end, &encoded(field, value)?);
    }
    let (set, bit) = path.rsplit_once('.').ok_or_else(|| unknown(path))?;
    let field =
        fields.iter().find(|field| field.path == set && field.part == Part::Value).ok_or_else(|| unknown(path))?;
    let at = bit_number(file, bit).ok_or_else(|| unknown(path))?;
    let number = decoded(file, field) & !(1 << at) | value << at;
    put(file, field.range.start, field.range.end, &encoded(field, number)?)
}

pub(super) fn set_text(file: &[u8], path: &str, text: &[u8]) -> Result<Vec<u8>, String> {
    let fields = fields(file, &SPEC, &Options::default());
    let by_path = fields.iter().find(|field| field.path == path && field.part == Part::Text);
    let field = by_path.or_else(|| flag_value(file, &fields, path)).ok_or_else(|| unknown(path))?;
    // The length of a text stands right before it.
    let before = |length: &&FieldPlace| length.range.end == field.range.start && length.range.start < length.range.end;
    let length = fields.iter().find(before).ok_or("the text has no length")?;
    let new = [encoded(length, text.len() as u64)?, text.to_vec()].concat();
    put(file, length.range.start, field.range.end, &new)
}

/// From the first byte of a value on, whatever the bytes mean.
pub(super) fn set_bytes(file: &[u8], path: &str, old: &[u8], new: &[u8]) -> Result<Vec<u8>, String> {
    let fields = fields(file, &SPEC, &Options::default());
    let field = fields.iter().find(|field| field.path == path).ok_or_else(|| unknown(path))?;
    let end = field.range.start.saturating_add(old.len() as u64);
    let found = file.get(index(field.range.start)..index(end)).unwrap_or_default();
    if found != old {
        return Err(format!("there stands {}, not {}", hex(found), hex(old)));
    }
    put(file, field.range.start, end, new)
}

fn unknown(path: &str) -> String {
    format!("the artifact has no value `{path}`")
}

/// The value of the flag that the last step of a path names.
fn flag_value<'a>(file: &[u8], fields: &'a [FieldPlace], path: &str) -> Option<&'a FieldPlace> {
    let (list, flag) = path.rsplit_once('.')?;
    let is_name = |field: &&FieldPlace| {
        let text = file.get(index(field.range.start)..index(field.range.end));
        field.part == Part::Text && field.path.starts_with(list) && text == Some(flag.as_bytes())
    };
    let name = fields.iter().find(is_name)?;
    let element = name.path.strip_suffix(".name")?;
    let inside = |field: &&FieldPlace| field.path.starts_with(element) && field.range.start >= name.range.end;
    fields.iter().find(|field| inside(field) && matches!(field.part, Part::Value | Part::Text))
}

/// The number of a named bit, in the release that the file records.
fn bit_number(file: &[u8], bit: &str) -> Option<u8> {
    let spec: &Spec = &SPEC;
    let edition: Edition = verify(file, spec, &Options::default()).edition()?;
    let sets = spec.types.iter().filter_map(|ty| match &ty.kind {
        TypeKind::Bits { bits, .. } => Some(bits),
        _ => None,
    });
    sets.flat_map(|bits| bits.iter())
        .find(|known| known.name == bit && known.range.contains(edition))
        .map(|known| known.at)
}

fn decoded(file: &[u8], field: &FieldPlace) -> u64 {
    let bytes = file.get(index(field.range.start)..index(field.range.end)).unwrap_or_default();
    let bits = if field.varint { 7 } else { 8 };
    bytes
        .iter()
        .rev()
        .fold(0, |number, byte| number << bits | u64::from(if field.varint { byte & 0x7f } else { *byte }))
}

/// A number as the payload's wire writes it.
fn encoded(field: &FieldPlace, value: u64) -> Result<Vec<u8>, String> {
    if !field.varint {
        let width = index(field.range.end - field.range.start);
        let bytes = value.to_le_bytes();
        let fits = bytes.iter().skip(width).all(|byte| *byte == 0);
        return bytes.get(..width).filter(|_| fits).map(<[u8]>::to_vec).ok_or_else(|| format!("{value} does not fit"));
    }
    let mut bytes = Vec::new();
    let mut rest = value;
    while rest >= 0x80 {
        bytes.push((rest & 0x7f) as u8 | 0x80);
        rest >>= 7;
    }
    bytes.push(rest as u8);
    Ok(bytes)
}

/// Puts bytes into the section that they lie in; what stands behind follows.
fn put(file: &[u8], start: u64, end: u64, new: &[u8]) -> Result<Vec<u8>, String> {
    let mut elf = Elf::read(file)?;
    let big = elf.big;
    for section in &mut elf.sections {
        let offset = section.get("sh_offset", big);
        if offset <= start && end <= offset + section.data.len() as u64 {
            section.data.splice(index(start - offset)..index(end - offset), new.iter().copied());
            return Ok(elf.write());
        }
    }
    Err("the value lies in no section".to_owned())
}
