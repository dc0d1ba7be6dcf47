//! Patterns of bytes: a table of their steps.

use cwasm_spec::model::{Follows, Masked, Pattern, Spec, Step, StepKind};

use super::evidence;
use super::page::Page;
use super::table::Table;
use super::text::{capital, code, hex, link, prose, slug};

pub(super) fn link_to(pattern: &Pattern) -> String {
    link(&code(&pattern.name), &anchor(pattern))
}

fn anchor(pattern: &Pattern) -> String {
    format!("pattern-{}", slug(&pattern.name))
}

pub(super) fn write(page: &mut Page, spec: &Spec, pattern: &Pattern) {
    page.heading(3, &anchor(pattern), &format!("Pattern `{}`", pattern.name));
    page.block(&prose(&pattern.doc));
    let mut table = Table::new(&["Bytes", "Meaning", "Behind code", "Releases"]);
    for step in pattern.steps.iter() {
        let is = what(spec, &step.kind);
        let is = if step.or { format!("or {is}") } else { capital(&is) };
        let order = if step.rising { "; each time a later line of these" } else { "" };
        table.row([format!("{is}{order}"), prose(&step.doc), behind(step), spec.range_text(step.range)]);
    }
    page.table(&table.without_constant("Releases", "all"));
    page.block(&evidence::line(&pattern.evidence));
}

fn what(spec: &Spec, kind: &StepKind) -> String {
    let named = |index: u16| spec.patterns.get(usize::from(index)).map_or_else(String::new, link_to);
    match kind {
        StepKind::Bytes(bytes) => code(&hex(bytes)),
        StepKind::Byte(least, most) => format!("a byte from 0x{least:x} to 0x{most:x}"),
        StepKind::Bits(bits, mask) => format!("a byte with the bits {}", code(&shown_bits(*bits, *mask))),
        StepKind::Ahead(bits, mask) => format!("if the next byte has the bits {}", code(&shown_bits(*bits, *mask))),
        StepKind::Move { after, width, least, most, less } => {
            let after = if after.is_empty() { String::new() } else { format!("{}, then ", code(&hex(after))) };
            let size = if *width == 1 { "a byte".to_owned() } else { format!("a number of {width} bytes") };
            let less = if *less == 0 { String::new() } else { format!(", less 0x{less:x}") };
            format!("{after}{size} from 0x{least:x} to 0x{most:x}: so many units{less}")
        }
        StepKind::Number { least, most, unit, up, down } => number(*least, *most, *unit, *up, *down),
        StepKind::Text(text) => code(text),
        StepKind::Decimal(follows) => decimal(*follows).to_owned(),
        StepKind::Any { low, high, most } => {
            format!("bytes from 0x{low:x} to 0x{high:x} to the end, {most} at most")
        }
        StepKind::Called { low, high, other, most } => format!(
            "the name that the function of the module with these numbers has in the WebAssembly file; if it has other \
             characters than those from 0x{low:x} to 0x{high:x}, each run of them and of {other} is one {other}; only the \
             first {most} count",
            other = code(&char::from(*other).to_string())
        ),
        StepKind::One(index) => format!("as {}", named(*index)),
        StepKind::Maybe(index) => format!("as {}, or nothing", named(*index)),
        StepKind::Many(index) => format!("as {}, any number of times", named(*index)),
        StepKind::Rest(byte, most) => format!("{} to the end, {most} times at most", code(&hex(&[*byte]))),
    }
}

/// The bits of a byte, the highest first, with `.` for those that do not count.
fn shown_bits(bits: u8, mask: u8) -> String {
    let bit = |place: u8| match (mask >> place & 1, bits >> place & 1) {
        (0, _) => '.',
        (_, 0) => '0',
        _ => '1',
    };
    (0..8).rev().map(bit).collect()
}

fn number(least: u64, most: u64, unit: u64, up: u64, down: u64) -> String {
    let mut text = "an unsigned LEB128".to_owned();
    let mut add = |said: String| text.push_str(&format!(", {said}"));
    if least > 0 {
        add(format!("{least} or more"));
    }
    if most < u64::MAX {
        add(format!("{most} or less"));
    }
    if unit > 1 {
        add(format!("the first time a multiple of {unit}"));
    }
    for (by, where_) in [(up, "above"), (down, "below")] {
        match by {
            0 => {}
            1 => add(format!("1 {where_} the one before")),
            by => add(format!("up to {by} {where_} the one before")),
        }
    }
    text
}

fn decimal(follows: Follows) -> &'static str {
    match follows {
        Follows::Any => "a decimal number",
        Follows::Rising => {
            "a decimal number, above that of the last such name, if the numbers in front of it are the same"
        }
        Follows::Next => {
            "a decimal number, one above that of the last such name, if the numbers in front of it are the same"
        }
    }
}

fn behind(step: &Step) -> String {
    step.behind.iter().map(masked).collect::<Vec<_>>().join(" or ")
}

/// The digits, with `?` for those that do not count.
fn masked(pattern: &Masked) -> String {
    let pairs = pattern.bytes.iter().zip(pattern.mask.iter());
    let shown = |digit: u8, counts: u8| if counts == 0 { "?".to_owned() } else { format!("{digit:x}") };
    code(&pairs.map(|(byte, mask)| shown(byte >> 4, mask >> 4) + &shown(byte & 15, mask & 15)).collect::<String>())
}
