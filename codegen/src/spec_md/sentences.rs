//! One sentence for each check of a rule. The match over the predicates is complete, so no word can lack one.

use cwasm_spec::model::{Check, Rule, Spec};
use cwasm_spec::predicate::Predicate;

use super::arguments::Arguments;
use super::conditions;
use super::phrases;
use super::table_sentences;
use super::text::capital;

/// The sentence, with the conditions under which it is meant.
pub(super) fn sentence(spec: &Spec, rule: &Rule, check: &Check) -> String {
    let body = body(&Arguments { spec, check });
    match conditions::prefix(spec, rule, check).as_str() {
        "" => format!("{}.", capital(&body)),
        prefix => format!("{}: {body}.", capital(prefix)),
    }
}

/// The sentence without conditions, first letter and full stop.
pub(super) fn plain(spec: &Spec, check: &Check) -> String {
    body(&Arguments { spec, check })
}

fn body(args: &Arguments<'_>) -> String {
    let (first, second) = (args.text(0), args.text(1));
    match args.check.predicate {
        Predicate::Equals => phrases::equals(args),
        Predicate::OneOf if args.check.args.len() == 2 => format!("{first} is {second}"),
        Predicate::OneOf => format!("{first} is one of {}", args.rest(1, "and")),
        Predicate::NoneOf => format!("{first} is not {}", args.rest(1, "or")),
        Predicate::AtLeast => format!("{first} is at least {second}"),
        Predicate::AtMost => format!("{first} is at most {second}{}", phrases::further_on(args)),
        Predicate::Below => format!("{first} is below {second}"),
        Predicate::Multiple => phrases::multiple(args),
        Predicate::PowerOfTwo => format!("{first} is a power of two"),
        Predicate::Together => format!("{first} is 0 exactly if {second} is 0"),
        Predicate::Same => format!("{first} is set exactly if {second} is set{}", phrases::further_on(args)),
        Predicate::Requires => format!("if {first} is set, so is {second}"),
        Predicate::Excludes => format!("{first} and {second} are not both set"),
        Predicate::Declared => phrases::declared(args),
        Predicate::WholeEntries => {
            format!(
                "{} of a section with a declared `sh_entsize` other than 0 is a multiple of that size",
                args.field(0)
            )
        }
        Predicate::Known => phrases::known(args),
        Predicate::Listed => format!("{first} is in the list {second}, at a release that has it"),
        Predicate::Unique => format!("{first} differs from that of any other{}", args.within_section()),
        Predicate::Ascending => format!("{first} is above that of the one before it in its section"),
        _ => body_of_file(args),
    }
}

/// Words about the pieces of the file and its sections.
fn body_of_file(args: &Arguments<'_>) -> String {
    let (first, second) = (args.text(0), args.text(1));
    match args.check.predicate {
        Predicate::Ordered => {
            "the section headers stand in the order of the release, relocation sections aside".to_owned()
        }
        Predicate::BehindTarget => {
            "the index of every relocation section is one above that of the section it applies to".to_owned()
        }
        Predicate::Present => phrases::present(args),
        Predicate::Placed => phrases::placed(args),
        Predicate::Inside => {
            format!("no byte of {} lies outside of {second}; the sum of offset and size does not overflow", args.any(0))
        }
        Predicate::Before => format!("no byte of {} lies behind the first byte of {second}", args.any(0)),
        Predicate::Disjoint => {
            "no two of these share a byte: the data of the sections, the ELF header, the section header table"
                .to_owned()
        }
        Predicate::PaddingZero => {
            "every byte that belongs to no section, nor to the ELF header or the section header table, is 0".to_owned()
        }
        Predicate::FileEnd => format!("the last byte of {first} is the last byte of the file"),
        Predicate::Adjacent => {
            format!("if both are there, `sh_offset` of {second} is `sh_offset` plus `sh_size` of {first}")
        }
        Predicate::EndsWith => format!("if it is there, the last bytes of {first} are {second}"),
        _ => body_of_tables(args),
    }
}

/// Words about names, symbols and relocations.
fn body_of_tables(args: &Arguments<'_>) -> String {
    let first = args.text(0);
    match args.check.predicate {
        Predicate::NameInside => format!("the offset of {first} is below the size of its string table"),
        Predicate::NameTerminated => format!("a zero byte follows {first} inside its string table"),
        Predicate::Utf8 => format!("{first} is UTF-8"),
        Predicate::BytesBetween => {
            format!("every byte of {first} is from {} to {}", args.hexadecimal(1), args.hexadecimal(2))
        }
        Predicate::Canonical => {
            format!("the data of {first} are the [canonical string table](#canonical-strings) of the names in it")
        }
        Predicate::OfKind => {
            format!("{first} is the one of a kind that the release has")
        }
        Predicate::KindsOrdered => {
            "no symbol of a later kind in the table of kinds precedes one of an earlier kind".to_owned()
        }
        Predicate::Consecutive => format!(
            "the first {} is 0, and {first} is not below the sum of {first_field} and {second_field} of the one before it",
            args.field(0),
            first_field = args.field(0),
            second_field = args.field(1)
        ),
        Predicate::EndInside => {
            format!("the sum of {first} and its {} is not above the size of {}", args.field(1), args.text(2))
        }
        Predicate::GapsSmall => format!(
            "{first} is a multiple of the least power of two that is larger than the gap between the one before it and itself"
        ),
        Predicate::GapsZero => {
            format!(
                "if there is any {kind}, every byte of {} that lies in none is 0",
                args.text(2),
                kind = args.symbol_kind()
            )
        }
        Predicate::PlaceInside => {
            format!(
                "the sum of {first} and the number of bytes of its type is not above the size of the section that it applies to"
            )
        }
        Predicate::RefersTo => {
            format!("{first} is the index of a symbol of a kind that the relocation section names under *symbols*")
        }
        _ => body_of_values(args),
    }
}

/// Words about decoded values that stand in lists.
fn body_of_values(args: &Arguments<'_>) -> String {
    let (first, second) = (args.text(0), args.text(1));
    match args.check.predicate {
        Predicate::CountsUp if second.is_empty() => {
            format!("the numbers in {first} are 0, 1, 2 and so on, in this order")
        }
        Predicate::CountsUp => format!("the numbers in {first} are {second}, twice that, three times that and so on"),
        Predicate::EachOnce => format!("{first} holds every number below {second} once, in any order, and no other"),
        Predicate::PointsBack => format!("each number in {first} is below its own position"),
        Predicate::Counted => phrases::counted(args),
        Predicate::SumsTo => format!("{first} is the sum of {}", args.rest(1, "and")),
        Predicate::StartsIn => {
            format!("the first number in {first} is 0, none is below the one before it, and none is above {second}")
        }
        Predicate::Apart => format!("each place in {first} begins not before the one before it ends"),
        Predicate::Tiles => {
            let places = format!("the first place in {first} begins at 0, each other one where the one before it ends");
            if second.is_empty() { places } else { format!("{places}, and the last ends at {second}") }
        }
        Predicate::StandsAt => phrases::stands_at(args),
        Predicate::EndsAt => format!("the last number in {first} is {second}, which is 0 if there is none"),
        Predicate::BitsFit => phrases::bits_fit(args),
        Predicate::AtSymbol => {
            format!(
                "each place in {first} is that of a symbol of kind {}: `st_value` and `st_size`",
                args.symbol_kind()
            )
        }
        Predicate::BelowSome => format!("{first} is below some number in {second}"),
        Predicate::FitsPages => phrases::fits_pages(args),
        Predicate::Within => format!("each place in {first} lies inside the data of {second}"),
        Predicate::TextWithin => format!("the bytes of {second} at each place in {first} are UTF-8"),
        Predicate::LeadsTo => phrases::leads_to(args),
        Predicate::DefinedBefore => phrases::defined_before(args),
        Predicate::AsListed => format!("{first} is what {} has at the position that {second} names", args.text(2)),
        Predicate::SpelledAs => {
            format!(
                "{first} are the texts of {second} in the structure whose position {} names, in order",
                args.text(2)
            )
        }
        Predicate::Among => format!("each of {first} is a text of {second}"),
        Predicate::Stepped => phrases::stepped(args),
        _ => body_of_payloads(args),
    }
}

/// Words about decoded values.
fn body_of_payloads(args: &Arguments<'_>) -> String {
    let first = args.text(0);
    match args.check.predicate {
        Predicate::OnWire => phrases::wire(args),
        Predicate::Exhausted => format!("the section's data end where the last field of {first} ends"),
        Predicate::VersionForm => {
            format!(
                "if {first} is not empty and consists of digits and dots alone, it names the release, in the form of the release"
            )
        }
        Predicate::FlagsKnown => format!("every name in {first} is one of the list that the release has"),
        Predicate::FlagsValued => {
            format!(
                "every value in {first} is of the kind of its flag; the word of an enum is one that the release has"
            )
        }
        Predicate::FlagsOrdered => format!("the flags of {first} stand in the list's order at the release, none twice"),
        Predicate::FlagsComplete => format!("every flag of {first} that the release has is there"),
        Predicate::FlagsFixed => format!("every flag of {first} that has a fixed value at the release has this value"),
        Predicate::Allowed => format!("every value of {first} is one of its values"),
        Predicate::BitsKnown => format!("every bit of {first} that is 1 has a name at the release"),
        Predicate::BitsIncluded => format!("with every bit of {first} that is 1, the bits that it includes are 1"),
        _ => {
            let meaning = || args.check.predicate.meaning().trim_end_matches('.').to_owned();
            table_sentences::body(args).unwrap_or_else(meaning)
        }
    }
}
