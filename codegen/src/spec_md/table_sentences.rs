//! Sentences of check words about tables, groups in lists and the places of functions.

use cwasm_spec::model::{Arg, Place};
use cwasm_spec::predicate::Predicate;

use super::arguments::Arguments;

/// The sentence, if the word is one of these.
pub(super) fn body(args: &Arguments<'_>) -> Option<String> {
    let (first, second, third) = (args.text(0), args.text(1), args.text(2));
    Some(match args.check.predicate {
        Predicate::InBlocks => in_blocks(args),
        Predicate::InPlace => format!("each number of {first} is that of a byte in {}", places(args)),
        Predicate::ReturnsInto => {
            format!("each number of {first}, less 1, is that of a byte in {}", places(args))
        }
        Predicate::TouchesPlace => {
            format!("each number of {first}, or the one below it, is that of a byte in {}", places(args))
        }
        Predicate::SamePlace => format!(
            "the number of {second} to which a number of {first} belongs, less 1, and this number are those of bytes in one \
             place of {}; {third} says up to which number of {first} each of {second} goes",
            args.text(3)
        ),
        Predicate::BeginsOf => format!("{}, and there is one for each", told(args, "where", "begins")),
        Predicate::EndsOf => told(args, "where", "ends"),
        Predicate::LengthsOf => told(args, "the number of bytes of", ""),
        Predicate::SizedAs => {
            format!("each place in {first} has as many bytes as the element of {second} at its position")
        }
        Predicate::BelowOwner => format!(
            "each number of {first} is below the number of {second} whose group it is in; {third} says where groups end"
        ),
        _ => return code(args).or_else(|| groups(args)),
    })
}

/// Words about code, and about what is the same all over a function.
fn code(args: &Arguments<'_>) -> Option<String> {
    let (first, second, third) = (args.text(0), args.text(1), args.text(2));
    Some(match args.check.predicate {
        Predicate::Mapped => mapped(args),
        Predicate::CodeAt if matches!(args.check.args.get(1), Some(Arg::Section(_))) => {
            format!("the bytes of {second} at each number of {first} are {}", patterns(args, 2))
        }
        Predicate::CodeAt => {
            let late = match args.check.args.last() {
                Some(Arg::Number(late)) => format!(", or up to {late} in front of it,"),
                _ => String::new(),
            };
            format!(
                "where {second} is one of the list {}, the bytes of {third} at the number of {first} at the same position{late} \
                 are {}",
                args.text(3),
                patterns(args, 4)
            )
        }
        Predicate::InstructionAt => instruction_at(args),
        Predicate::BeginsInstruction => format!(
            "if the bytes of {second} are read from where each place of {} begins as {third} has it, one behind the other, each \
             number of {first} in the place is where one begins; where bytes do not fit, nothing is said about the rest of \
             the place",
            args.text(3)
        ),
        Predicate::CodeBefore => code_before(args),
        Predicate::Calls => calls(args),
        Predicate::MakesFrame => makes_frame(args),
        Predicate::Packed => packed(args),
        Predicate::PairedAt => format!(
            "each number of {first} is the last one of the group of {} that belongs to the number of {third} which is the one of {second} \
             at the same position plus {}; {} divided by {} says where groups begin",
            args.text(4),
            args.text(6),
            args.text(3),
            args.text(5)
        ),
        Predicate::BelowNamed => {
            format!(
                "each number of {first} is below the one of {second} at the position that {third} at the same position says"
            )
        }
        Predicate::PairsAscending => {
            format!(
                "each number of {first} is above the one before it, or the same with a greater number in {second} beside it"
            )
        }
        Predicate::Alike => format!("all numbers in {first} are the same"),
        Predicate::Named => format!(
            "{first} is as {second} has it, the numbers of functions being those of {third} and their names the bytes of {} at {}",
            args.text(4),
            args.text(3)
        ),
        Predicate::Holds => format!("as many bytes as the relocation fills hold {second} already, at {first}"),
        Predicate::Patterned => patterned(args),
        Predicate::AlikeInPlace => format!(
            "the numbers of {first} are the same for all numbers of {second}, at the same positions, that are, less 1, those of \
             bytes in the same place of {third}"
        ),
        Predicate::AlikeByType => alike_by_type(args),
        Predicate::BitsClear => format!("no bit of {} is 1 in {first}", args.hexadecimal(1)),
        Predicate::RowOfBits => format!(
            "{first} has as many numbers of {third} bits each as it takes for {second} bits, and no bit from that one on is 1"
        ),
        Predicate::SetButLast => format!(
            "{first} is 0 for the last one of each group and 1 for all others; {second} divided by {third} says where groups begin"
        ),
        Predicate::ValuesOf => {
            format!("the numbers of {first} are all different ones of {second}, each once and in ascending order")
        }
        Predicate::VariantWhere => format!(
            "where {first} is not 0, {second} at the same position{} is {}",
            super::phrases::further_on(args),
            args.rest(2, "or")
        ),
        Predicate::NotNone => format!("{first} is not the number that stands for none"),
        _ => return None,
    })
}

/// `alike-by-type`: which place belongs to which type.
fn alike_by_type(args: &Arguments<'_>) -> String {
    let (first, second) = (args.text(0), args.text(1));
    let which = match args.place(2) {
        Some(_) => format!(
            "the places of {second} in the group of kind {} in {} that {} says is that of the module; {} says where groups of \
             places begin, {} where groups of {} do, which say to which number each place belongs",
            args.text(5),
            args.text(6),
            args.text(7),
            args.text(2),
            args.text(4),
            args.text(3)
        ),
        None => format!("the places of {second} at the positions of the numbers"),
    };
    let skipped = args.check.from.map(|from| super::places::subject(args.spec, from, None));
    let skipped = skipped.map_or_else(String::new, |from| format!(", the first {from} numbers left out"));
    format!("for numbers of {first} that are the same, places have the same length: {which}{skipped}")
}

/// `instruction-at`: what may stand in front of which instructions.
fn instruction_at(args: &Arguments<'_>) -> String {
    let front = match (args.text(2), args.text(3)) {
        (prefixes, last) if prefixes.len() > 2 => {
            format!(", or behind all of up to three of the bytes {prefixes} and one of {last} there,")
        }
        _ => String::new(),
    };
    format!("the bytes of {} at each number of {}{front} are {}", args.text(1), args.text(0), patterns(args, 4))
}

/// `code-before`: which bytes, and from where numbers count.
fn code_before(args: &Arguments<'_>) -> String {
    let patterns = patterns(args, 2);
    let base = match args.check.args.last() {
        Some(Arg::Place(_)) => format!(", counted from {} on,", args.text(args.check.args.len().saturating_sub(1))),
        _ => String::new(),
    };
    format!("the bytes of {} in front of {}{base} are {patterns}", args.text(1), args.text(0))
}

/// `patterned`: the pattern, and which code its places are in.
fn patterned(args: &Arguments<'_>) -> String {
    format!(
        "{} is as {} has it, where places are counted in units of {} bytes from that place of {} on which {} leads to from its \
         own place in the section plus {}, and none is further on than {} says",
        args.text(0),
        args.text(6),
        args.text(3),
        args.text(4),
        args.text(1),
        args.text(5),
        args.text(2)
    )
}

/// Bytes, of which only the bits count that their mask has, if there is one.
fn patterns(args: &Arguments<'_>, from: usize) -> String {
    let bytes: Vec<String> = (from..args.check.args.len())
        .filter(|index| matches!(args.check.args.get(*index), Some(Arg::Bytes(_))))
        .map(|index| args.text(index))
        .collect();
    let [_, _, ..] = bytes.as_slice() else { return bytes.concat() };
    let pairs: Vec<String> = bytes
        .chunks(2)
        .map(|pair| match pair {
            [bytes, mask] => format!("{bytes} in the bits {mask}"),
            rest => rest.concat(),
        })
        .collect();
    pairs.join(", or ")
}

/// The numbers that a check names.
fn numbers(args: &Arguments<'_>) -> Vec<String> {
    let number = |arg: &Arg| if let Arg::Number(number) = arg { Some(number.to_string()) } else { None };
    args.check.args.iter().filter_map(number).collect()
}

/// `calls`: where an instruction has the distance that it calls over.
fn calls(args: &Arguments<'_>) -> String {
    let numbers = numbers(args);
    let (from, units) = numbers.split_first().map_or(("0", &[][..]), |(from, units)| (from.as_str(), units));
    let big = args.check.args.iter().any(|arg| matches!(arg, Arg::Word(_)));
    format!(
        "the bytes of {} from one number of {} to the next, as a number with the {} byte first, are {}, and call the place that \
         is as far from the number of {} at the same position plus {from} as the other bits say, each run of them a signed \
         number, the lowest first, times {}; the place is the same for all, and one of {} begins there",
        args.text(2),
        args.text(0),
        if big { "highest" } else { "lowest" },
        patterns(args, 4),
        args.text(1),
        units.join(" and "),
        args.text(3)
    )
}

/// `makes-frame`: which instructions, and where they are looked for.
fn makes_frame(args: &Arguments<'_>) -> String {
    let forms: Vec<String> = (5..args.check.args.len())
        .step_by(2)
        .map(|index| format!("{} and the number in {} bytes", args.text(index), args.text(index.saturating_add(1))))
        .collect();
    format!(
        "for each number of {} that is not 0, in the first {} bytes of the place of {} that holds the number of {} at the same \
         position, less 1, the bytes of {} are somewhere {}, lowest byte first",
        args.text(0),
        args.text(4),
        args.text(3),
        args.text(1),
        args.text(2),
        forms.join(", or ")
    )
}

/// `packed`: what stands behind what, and how large it is.
fn packed(args: &Arguments<'_>) -> String {
    let numbers = numbers(args);
    let (start, sizes) = numbers.split_first().map_or(("0", &[][..]), |(start, sizes)| (start.as_str(), sizes));
    let (first, types) = (args.text(0), args.text(1));
    let sizes = sizes.join(", ");
    match args.place(2) {
        Some(_) => format!(
            "each number of {first} is where the one ends whose position {} says; where it says none, it is where the last of \
             {} ends, or {start} if there is none; a number ends as many bytes further on as its type in {types} or {} has: the \
             types 0, 1, 2 and so on have {sizes}",
            args.text(2),
            args.text(3),
            args.text(4)
        ),
        None => format!(
            "the first number of {first} is {start}, and each other one where the one before it ends, as many bytes further on as \
             its type in {types} has: the types 0, 1, 2 and so on have {sizes}"
        ),
    }
}

/// `mapped`: what of the address map agrees with what of the functions.
fn mapped(args: &Arguments<'_>) -> String {
    let mode = if let Some(Arg::Word(mode)) = args.check.args.first() { &**mode } else { "" };
    let (offsets, positions, places, starts) = (args.text(1), args.text(2), args.text(3), args.text(4));
    let groups = match (args.text(5), args.text(6)) {
        (first, _) if first.is_empty() => String::new(),
        (first, second) => {
            format!(", where the groups of {first} and {second} with the same number are about the same functions")
        }
    };
    match mode {
        "inside" => format!(
            "each number of {offsets} is that of a byte in a place of {places} that has a number in {starts}{groups}"
        ),
        "begins" => format!(
            "each place of {places} that is not empty and has a number in {starts} begins at a number of {offsets}{groups}"
        ),
        _ => format!(
            "each number of {positions} whose number of {offsets} is that of a byte in a place of {places} is not below the \
             number of {starts} for this place, and below the next one of the same structure or group{groups}"
        ),
    }
}

/// Words about lists in groups.
fn groups(args: &Arguments<'_>) -> Option<String> {
    let (first, second, third) = (args.text(0), args.text(1), args.text(2));
    Some(match args.check.predicate {
        Predicate::GroupsMatch => format!(
            "the groups that {first} makes of {second} are as long as those that {third} makes of {}, where {} is one of the \
             list {}; the others are empty",
            args.text(3),
            args.text(4),
            args.text(5)
        ),
        Predicate::AscendingInGroups => {
            format!("each number of {first} is above the one before it in its group; {second} says where groups begin")
        }
        Predicate::GapsFilled => format!(
            "an empty place in {first} begins where the one before it ends, is in a group whose {third} is in the list {}, and \
             is not its last; {second} says where groups begin",
            args.text(3)
        ),
        Predicate::Keyed => keyed(args),
        _ => return None,
    })
}

/// The places of functions that a check names.
fn places(args: &Arguments<'_>) -> String {
    match args.place(1) {
        Some(Place::Symbols(..)) => format!("{}: `st_value` and `st_size`", args.symbol_kind()),
        _ => args.text(1),
    }
}

fn told(args: &Arguments<'_>, what: &str, does: &str) -> String {
    let counted = match args.check.args.get(2) {
        Some(_) => format!(", each counted from its own place in the section plus {}", args.text(2)),
        None => String::new(),
    };
    let end = if does.is_empty() { String::new() } else { format!(" {does}") };
    format!(
        "the numbers of {}, in order{counted}, are {what} each place of {}{end}, by address, empty ones left out",
        args.text(0),
        places(args)
    )
}

/// `keyed`: for whom something is there.
fn keyed(args: &Arguments<'_>) -> String {
    let (kind, kinds, owners, starts, list) = (args.text(0), args.text(1), args.text(2), args.text(3), args.text(4));
    let expected = args.text(6);
    let from = args.check.from.map(|from| super::places::subject(args.spec, from, None));
    let from = from.map_or_else(String::new, |from| format!(", counted from {from} on"));
    let mode = if let Some(Arg::Word(mode)) = args.check.args.get(5) { &**mode } else { "" };
    let keys = match mode {
        "each" => format!("the numbers below {expected}{from}"),
        "present" => format!("the positions{from} at which {expected} is there"),
        "values" => format!("the values of {expected}"),
        _ => "any".to_owned(),
    };
    let whose = match args.rest(7, "and") {
        rest if rest.is_empty() => format!("the structure whose position {owners} is"),
        rest => format!("{owners} {rest}"),
    };
    format!(
        "where {kinds} is `{kind}`, the keys of the group that {starts} makes of {list} are {keys}, for {whose}; a group that is \
         missing has none"
    )
}

/// The parts of the word about tables in blocks.
fn in_blocks(args: &Arguments<'_>) -> String {
    let word = if let Some(Arg::Word(word)) = args.check.args.first() { &**word } else { "" };
    match word {
        "count" => "the number of blocks is the number of entries divided by the entries of a block, rounded up",
        "placed" => "each block begins where the one before it ends, the first at 0",
        "restart" => "the distance of the first entry of a block is 0",
        "shortest" => "no LEB128 of more than one byte ends with bits that its number does not need",
        "default" => {
            "the default of a block is the value that most of its entries have, of several the one that was the first to be that often"
        }
        "needless" => "no entry writes the default of its block, or the number that stands for none",
        _ => "the distance of an entry that is not the first of its block is not 0",
    }
    .to_owned()
}
