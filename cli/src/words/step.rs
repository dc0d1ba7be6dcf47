//! Steps of patterns as words.

use cwasm_spec::model::{Spec, Step, StepKind};

/// What stands at a step.
pub(crate) fn step(spec: &Spec, step: &Step) -> String {
    let named = |index: u16| spec.patterns.get(usize::from(index)).map_or("?", |pattern| &pattern.name);
    let what = match &step.kind {
        StepKind::Bytes(bytes) => digits(bytes),
        StepKind::Byte(least, most) => format!("a byte from 0x{least:02x} to 0x{most:02x}"),
        StepKind::Bits(bits, mask) => format!("a byte with the bits 0x{bits:02x} of 0x{mask:02x}"),
        StepKind::Ahead(bits, mask) => format!("if the next byte has the bits 0x{bits:02x} of 0x{mask:02x}"),
        StepKind::Move { after, width, least, most, less } => {
            format!("{} so many units, 0x{least:x} to 0x{most:x} less 0x{less:x}, in {width} bytes", digits(after))
        }
        StepKind::Number { least, most, .. } => format!("an unsigned LEB128 from {least} to {most}"),
        StepKind::Text(text) => format!("`{text}`"),
        StepKind::Decimal(_) => "a decimal number".to_owned(),
        StepKind::Any { low, high, most } => format!("up to {most} bytes from 0x{low:02x} to 0x{high:02x}"),
        StepKind::Called { most, .. } => format!("the first {most} characters of the name of the function"),
        StepKind::One(index) => named(*index).to_owned(),
        StepKind::Maybe(index) => format!("maybe {}", named(*index)),
        StepKind::Many(index) => format!("any number of {}", named(*index)),
        StepKind::Rest(byte, most) => format!("up to {most} bytes 0x{byte:02x} to the end"),
    };
    if step.or { format!("or {}", what.trim_start()) } else { what.trim_start().to_owned() }
}

fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
