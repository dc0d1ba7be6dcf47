//! Fields whose number of elements, length or size stands elsewhere: how they are read and written.

use cwasm_spec::model::{Field, Spec, Times, Word};

use super::fields::{is_count, is_length};
use super::words::{self, Access};
use crate::library::naming;

/// Whether more has to be known to read a field than its type.
pub(super) fn is_sized(line: &Field) -> bool {
    !line.length.is_empty()
        || !line.bytes.is_empty()
        || line.pad != 0
        || line.times != Times::Own
        || line.ty.first() == Some(&Word::Blob)
}

/// An expression that reads a field: a `Result`, over `wire`, `release` and the lengths that were read before.
pub(super) fn read(spec: &Spec, line: &Field) -> String {
    let inner = match (&line.times, line.ty.first()) {
        (Times::Field { name, per }, _) => format!("wire.counted({}, {per}, release)", naming::field(name)),
        (Times::Rest, _) => "wire.up_to_end(release)".to_owned(),
        (Times::UntilZero, _) => "wire.until_zero(release)".to_owned(),
        (Times::Own, Some(Word::Blob)) if line.length.is_empty() => "wire.blob_to_end()".to_owned(),
        (Times::Own, Some(Word::Blob)) => format!("wire.blob({})", naming::field(&line.length)),
        (Times::Own, Some(Word::String)) if !line.length.is_empty() => {
            format!("wire.text(usize::from({})).map(str::to_owned)", naming::field(&line.length))
        }
        _ => words::read(spec, &line.ty),
    };
    match (line.bytes.is_empty(), line.pad) {
        (false, _) => format!("wire.within({}, |wire| {inner})", naming::field(&line.bytes)),
        (true, 0) => inner,
        (true, pad) => format!("wire.padded({pad}, |wire| {inner})"),
    }
}

/// An expression that writes a field: a `Result`, over `wire`, `release` and what its lengths left.
pub(super) fn write(line: &Field, value: &Access) -> String {
    let at = value.reference();
    let inner = match (&line.times, line.ty.first()) {
        (Times::Field { name, per }, _) => format!("wire.counted({at}, {}, {per}, release)", naming::field(name)),
        (Times::Rest | Times::UntilZero, _) => format!("wire.uncounted({at}, release)"),
        (Times::Own, Some(Word::Blob)) => format!("wire.bytes({at})"),
        (Times::Own, Some(Word::String)) if !line.length.is_empty() => format!("wire.text({at})"),
        _ => words::write(&line.ty, value),
    };
    let pad = line.pad.max(1);
    match (line.bytes.is_empty(), line.pad) {
        (false, _) => format!("wire.within({}, {pad}, |wire| {inner})", naming::field(&line.bytes)),
        (true, 0) => inner,
        (true, pad) => format!("wire.padded({pad}, |wire| {inner})"),
    }
}

/// A statement that reads a length; 0 where there is none.
pub(super) fn read_length(spec: &Spec, line: &Field, test: Option<&str>) -> String {
    let name = naming::field(&line.name);
    let value = format!("wire.{}().of({:?})?", words::ty(spec, &line.ty), line.name);
    match test {
        Some(test) => format!("let {name} = if {test} {{ {value} }} else {{ 0 }};\n"),
        None => format!("let {name} = {value};\n"),
    }
}

/// A statement that writes a length. What it counts is written later; `value` makes the expression of a field, `optional`
/// says whether it is an option.
pub(super) fn write_length(
    spec: &Spec,
    lines: &[Field],
    line: &Field,
    test: Option<&str>,
    around: &str,
    value: impl Fn(&Field) -> (Access, bool),
) -> Option<String> {
    let owner = lines.iter().find(|other| is_length(std::slice::from_ref(other), line))?;
    let of = format!(".of({:?}){around}?", owner.name);
    let (place, optional) = value(owner);
    let at = place.reference();
    let name = naming::field(&line.name);
    let integer = words::ty(spec, &line.ty);
    let put = |number: &str| match test {
        Some(test) => format!("if {test} {{ wire.{integer}({number}){of}; }}\n"),
        None => format!("wire.{integer}({number}){of};\n"),
    };
    Some(if let Some(Times::Field { per, .. }) = is_count(owner, line).then_some(&owner.times) {
        let elements = if optional {
            format!("{}.as_deref()", place.text())
        } else {
            format!("Some({}.as_slice())", place.text())
        };
        format!("let {name}: {integer} = wire.count({elements}, {per}){of};\n{}", put(&name))
    } else if owner.bytes == line.name {
        format!("let {name} = wire.later(){of};\n")
    } else if owner.ty.first() == Some(&Word::Blob) {
        let length = if optional {
            format!("wire.fit({}.as_ref().map_or(0, Vec::len)){of}", place.text())
        } else {
            format!("wire.fit({}.len()){of}", place.text())
        };
        put(&length)
    } else {
        format!("wire.{integer}(wire.text_length({at}){of}){of};\n")
    })
}
