//! Sentences of check words whose wording depends on what they are about.

use cwasm_spec::model::{Arg, Place};

use super::arguments::Arguments;
use super::conditions;
use super::places;

pub(super) fn equals(args: &Arguments<'_>) -> String {
    let subject = args.text(0);
    let place = args.place(0);
    match (args.check.args.get(1), place) {
        (Some(Arg::Number(0)), Some(place)) if places::is_bool(args.spec, place) => format!("{subject} is false"),
        (Some(Arg::Number(_)), Some(place)) if places::is_bool(args.spec, place) => format!("{subject} is true"),
        (Some(Arg::Number(0)), _) if args.is_bytes(0) => format!("every byte of {subject} is 0"),
        _ => format!("{subject} is {}", args.text(1)),
    }
}

pub(super) fn multiple(args: &Arguments<'_>) -> String {
    let unit = args.possessive(1);
    // A unit in the file may be 0, which asks for nothing.
    let bound = if args.place(1).is_some() { format!(", if {unit} is not 0") } else { String::new() };
    format!("{} is a multiple of {unit}{bound}", args.text(0))
}

pub(super) fn declared(args: &Arguments<'_>) -> String {
    match args.place(0) {
        Some(Place::Symbols(..)) => {
            format!("{} is what the table of kinds gives for its kind, if it gives something", args.text(0))
        }
        Some(Place::Relocations(..)) => {
            format!(
                "{} is in the table of types for the target's architecture and the section, if the table has any",
                args.text(0)
            )
        }
        _ => format!("{} is what this document gives for that section", args.text(0)),
    }
}

pub(super) fn known(args: &Arguments<'_>) -> String {
    match args.place(0) {
        Some(Place::TargetArchitecture) => {
            format!("{} is in the table of architectures, at a release that has it", args.text(0))
        }
        _ => format!("{} is one of the sections in this document, at a release that can contain it", args.text(0)),
    }
}

pub(super) fn present(args: &Arguments<'_>) -> String {
    let spec = args.spec;
    let group = |name: &str| spec.sections.iter().find(|section| section.group == name);
    let (subject, section) = match args.check.args.first() {
        Some(Arg::Group(name)) => ("each section of the group is".to_owned(), group(name)),
        Some(Arg::Section(index)) => (format!("{} is", args.text(0)), spec.sections.get(usize::from(*index))),
        _ => return String::new(),
    };
    section.map_or_else(String::new, |section| format!("{subject} present {}", conditions::presence(spec, section)))
}

pub(super) fn placed(args: &Arguments<'_>) -> String {
    let align = match args.check.args.first() {
        Some(Arg::Piece(kind)) => {
            args.spec.layout.pieces.iter().find(|piece| piece.kind == *kind).map(|piece| piece.align)
        }
        _ => return "each added section without data has the offset that the layout gives it".to_owned(),
    };
    match (align, args.text(0)) {
        (Some(0), _) => {
            "each added section with data begins at the first multiple of its `sh_addralign` behind the one before it"
                .to_owned()
        }
        (Some(1), piece) => format!("the first byte of {piece} follows the piece before it directly"),
        (align, piece) => {
            format!(
                "the first byte of {piece} stands at the first multiple of {} behind the piece before it",
                align.unwrap_or(1)
            )
        }
    }
}

/// The parts of the predicate about wires, one word each.
pub(super) fn wire(args: &Arguments<'_>) -> String {
    let word = match args.check.args.first() {
        Some(Arg::Word(word)) => &**word,
        _ => "",
    };
    match word {
        "end" => "no value needs more bytes than the section has left",
        "bool" => "the byte of every bool is 0 or 1",
        "option" => "the first byte of every option is 0 or 1",
        "variant" => "the index of every enum is below the number of its variants at the release",
        "utf8" => "the bytes of every string are UTF-8",
        "varint-width" => "no varint has more bytes, or a greater last byte, than the table of varints allows",
        "varint-shortest" => "no varint of more than one byte ends with the byte 0",
        "length" => "every length of a string and number of elements is at most the number of bytes left",
        "nonzero" => "no integer declared as non-zero is 0",
        _ => "every value keeps to its wire",
    }
    .to_owned()
}
