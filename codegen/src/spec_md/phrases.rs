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
    match args.text(2) {
        added if added.is_empty() => format!("{} is a multiple of {unit}{bound}", args.text(0)),
        added => format!("the sum of {} and {added} is a multiple of {unit}{bound}", args.text(0)),
    }
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
        "padding" => "the bytes that fill a field up are zeros, and fewer than what it is filled up to a multiple of",
        _ => "every value keeps to its wire",
    }
    .to_owned()
}

/// `leads-to`: a position in a list, and what stands there.
pub(super) fn leads_to(args: &Arguments<'_>) -> String {
    let (first, goal) = (args.text(0), args.text(1));
    let from = args.check.from.map(|from| format!(", {} further on", places::subject(args.spec, from, None)));
    let through = args.check.through.map(|through| places::subject(args.spec, through, None));
    let at = match through {
        Some(through) => {
            format!("each number in {first} is a position in {through}; at the one that the number there names")
        }
        None => format!("at the position that each number in {first} names{}", from.unwrap_or_default()),
    };
    match args.rest(2, "or").as_str() {
        "" => format!("{at}, {goal} is there"),
        _ if args.place(2).is_some() => {
            format!("{at}, {goal} is of the kind that {} has beside the number", args.text(2))
        }
        variants => format!("{at}, {goal} is {variants}"),
    }
}

/// Which entry of the second list belongs to one of the first, if it is not the one at the same position.
pub(super) fn further_on(args: &Arguments<'_>) -> String {
    let from = args.check.from.map(|from| places::subject(args.spec, from, None));
    from.map_or_else(String::new, |from| format!(" in the entry that stands {from} positions further on"))
}

/// `counted`: which of the values in a list, and who says how many they are.
pub(super) fn counted(args: &Arguments<'_>) -> String {
    let (first, second) = (args.text(0), args.text(1));
    let from = args.check.from.map(|from| places::subject(args.spec, from, None));
    let most = args.place(2).map(|_| args.text(2));
    let variants = match args.rest(if most.is_some() { 3 } else { 2 }, "or") {
        variants if variants.is_empty() => "there".to_owned(),
        variants => variants,
    };
    match (most, from) {
        (Some(most), _) => format!("of the first {most} values of {first}, {second} are {variants}"),
        (None, Some(from)) => format!("of the values of {first} behind the first {from}, {second} are {variants}"),
        (None, None) => format!("{second} is the number of values of {first} that are {variants}"),
    }
}

/// `defined-before`: what a number counts stands before it.
pub(super) fn defined_before(args: &Arguments<'_>) -> String {
    let (first, second) = (args.text(0), args.text(1));
    match args.check.args.get(2) {
        None => format!("before each number in {first} stand more of {second} than it says"),
        Some(Arg::Number(1)) => {
            format!("before each number in {first} stand more of {second} than it says, the last one not counted")
        }
        Some(_) => {
            format!(
                "before each number in {first} stand more of {second} than it says, without the last {}",
                args.text(2)
            )
        }
    }
}

/// `stepped`: a value for each range of another.
pub(super) fn stepped(args: &Arguments<'_>) -> String {
    let mut steps: Vec<String> = Vec::new();
    for index in (2..args.check.args.len()).step_by(2) {
        let (value, most) = (args.text(index), args.text(index + 1));
        steps.push(match most.as_str() {
            "" => format!("else {value}"),
            most => format!("{value} up to {most}"),
        });
    }
    format!("by {}, {} is {}", args.text(1), args.text(0), steps.join(", "))
}

/// `fits-pages`: bytes that are put into a memory.
pub(super) fn fits_pages(args: &Arguments<'_>) -> String {
    let (start, bytes, pages) = (args.text(0), args.text(1), args.text(2));
    format!("the sum of {start} and the length of {bytes} is at most {} times {pages}", args.text(3))
}

/// `stands-at`: numbers that say where something is.
pub(super) fn stands_at(args: &Arguments<'_>) -> String {
    let (first, goal, origin, unit) = (args.text(0), args.text(1), args.text(2), args.text(3));
    let unit = if unit == "1" { "byte".to_owned() } else { format!("{unit} bytes") };
    let added = args.place(4).map(|_| format!("the sum of {} and ", args.text(4))).unwrap_or_default();
    format!("{first} is {added}the distance from the first {origin} to {goal} at its position, counted by the {unit}")
}

/// `bits-fit`: a row of bits for a region.
pub(super) fn bits_fit(args: &Arguments<'_>) -> String {
    let (first, bound) = (args.text(0), args.text(1));
    let (unit, width) = (args.text(2), args.text(3));
    format!(
        "the last number in {first} is not 0, and the highest bit of them all, {width} to each number, times {unit} is below {bound}"
    )
}
