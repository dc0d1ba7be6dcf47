//! Places and checks in the syntax of the description.

use std::fmt::Write as _;

use cwasm_spec::model::{Arg, Check, Field, On, PieceKind, Place, Spec, TypeKind};
use cwasm_spec::version::Range;

/// A path as the description writes it, such as `header.e_type`.
pub(crate) fn place(spec: &Spec, place: &Place) -> String {
    let fixed = match *place {
        Place::FileSize => "file.size",
        Place::NullSection => "sections.null",
        Place::LastSection => "sections.last",
        Place::SectionNames => "sections.name",
        Place::SectionNameLengths => "sections.name_length",
        Place::NullSymbol => "symbols.null",
        Place::SymbolCount => "symbols.count",
        Place::FunctionCount => "symbols.functions",
        Place::SymbolNames => "symbols.name",
        Place::TargetMachine => "target.machine",
        Place::TargetData => "target.data",
        Place::TargetFlag => "target.pulley",
        Place::TargetArchitecture => "target.architecture",
        Place::TargetPage => "target.page",
        Place::TargetWords => "target.words",
        Place::Header(field, slice) => return format!("header.{}", record_field(spec, "elf_header", field, slice)),
        Place::Sections(field, slice) => {
            return format!("sections.{}", record_field(spec, "section_header", field, slice));
        }
        Place::Section(index, field) => {
            return format!("{}.{}", section(spec, index), record_field(spec, "section_header", field, None));
        }
        Place::RelocationSections(field) => {
            return format!("relocation_sections.{}", record_field(spec, "section_header", field, None));
        }
        Place::Symbols(field, slice) => return format!("symbols.{}", record_field(spec, "symbol", field, slice)),
        Place::Relocations(field, slice) => {
            return format!("relocations.{}", record_field(spec, "relocation", field, slice));
        }
        Place::Value(index) => {
            return spec.values.get(usize::from(index)).map_or_else(String::new, |path| path.text.to_string());
        }
    };
    fixed.to_owned()
}

fn record_field(spec: &Spec, record: &str, field: u16, slice: Option<u16>) -> String {
    let fields: &[Field] = match spec.type_named(record).map(|ty| &ty.kind) {
        Some(TypeKind::Record { fields, .. }) => fields,
        _ => &[],
    };
    let Some(field) = fields.get(usize::from(field)) else { return String::new() };
    match slice.and_then(|index| field.slices.get(usize::from(index))) {
        Some(slice) => format!("{}.{}", field.name, slice.name),
        None => field.name.to_string(),
    }
}

fn section(spec: &Spec, index: u16) -> &str {
    spec.sections.get(usize::from(index)).map_or("", |section| &section.name)
}

/// A check as the description writes it: the word, what it is about, and when it is asked.
pub(crate) fn check(spec: &Spec, check: &Check) -> String {
    let mut text = check.predicate.word().to_owned();
    for arg in check.args.iter() {
        let _ = write!(text, " {}", argument(spec, arg));
    }
    if let Some(kind) = check.of.and_then(|index| spec.symbol_kinds.get(usize::from(index))) {
        let _ = write!(text, ", of {} symbols", kind.name);
    }
    if let Some(index) = check.only_in {
        let _ = write!(text, ", in {}", section(spec, index));
    }
    if !check.not_in.is_empty() {
        let names: Vec<&str> = check.not_in.iter().map(|index| section(spec, *index)).collect();
        let _ = write!(text, ", not in {}", names.join(" and "));
    }
    if check.filled {
        text.push_str(", of sections that hold data");
    }
    if let Some(condition) = &check.when {
        let _ = write!(text, ", when {} is set", place(spec, condition));
    }
    if let Some(condition) = &check.unless {
        let _ = write!(text, ", unless {} is set", place(spec, condition));
    }
    if let Some(first) = &check.from {
        let _ = write!(text, ", from {} on", place(spec, first));
    }
    let on = condition_on(spec, &check.on);
    if on.is_empty() { text } else { format!("{text} ({on})") }
}

fn argument(spec: &Spec, arg: &Arg) -> String {
    match arg {
        Arg::Place(arg) => place(spec, arg),
        Arg::Number(value) => value.to_string(),
        Arg::Bytes(bytes) if bytes.is_empty() => "-".to_owned(),
        Arg::Bytes(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        Arg::Section(index) => section(spec, *index).to_owned(),
        Arg::Group(name) => format!("{name} sections"),
        Arg::Piece(kind) => piece(spec, *kind).to_owned(),
        Arg::Names(index) => {
            spec.names.get(usize::from(*index)).map_or_else(String::new, |table| table.name.to_string())
        }
        Arg::Pattern(index) => {
            spec.patterns.get(usize::from(*index)).map_or_else(String::new, |pattern| pattern.name.to_string())
        }
        Arg::Word(word) | Arg::Type(word) => word.to_string(),
    }
}

fn piece(spec: &Spec, kind: PieceKind) -> &str {
    match kind {
        PieceKind::Header => "header",
        PieceKind::Added => "added",
        PieceKind::Section(index) => section(spec, index),
        PieceKind::Relocations => "relocations",
        PieceKind::SectionTable => "section_table",
    }
}

/// A condition over release and target in words; empty if there is none.
pub(crate) fn condition_on(spec: &Spec, on: &On) -> String {
    let mut parts = Vec::new();
    if on.range != Range::ALL {
        parts.push(format!("releases {}", spec.range_text(on.range)));
    }
    if !on.arch.is_empty() {
        parts.push(format!("on {}", on.arch));
    }
    if !on.not_arch.is_empty() {
        parts.push(format!("not on {}", on.not_arch));
    }
    if !on.system.is_empty() {
        parts.push(format!("on {}", on.system));
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use cwasm_verify::SPEC;

    use super::*;

    #[test]
    fn every_check_can_be_said() {
        for rule in SPEC.rules.iter() {
            for declared in rule.checks.iter() {
                let text = check(&SPEC, declared);
                assert!(text.starts_with(declared.predicate.word()), "{text}");
                assert!(
                    !text.contains("  ") && !text.contains(". ") && !text.ends_with(' '),
                    "{}: {text}",
                    rule.number
                );
            }
        }
    }
}
