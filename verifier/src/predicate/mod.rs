//! The check words: one file a family of them, and the table that leads from word to code.
//!
//! Words about payloads (`wire`, `flags-*`, `bits-*`, `exhausted`) are checked while walking, see `payload`.

mod alike;
mod along;
mod boundaries;
mod by_type;
mod calls;
mod code;
mod counts;
mod declared;
mod display;
mod equal;
mod extents;
mod groups;
mod instructions;
mod leads;
mod lists;
mod mapped;
mod named;
mod names;
mod order;
mod packed;
mod paired;
mod pairs;
mod patterned;
mod placement;
mod places;
mod positions;
mod presence;
mod ranges;
mod relocations;
mod rows;
mod sizes;
mod spelling;
mod strings;
mod symbols;
mod tables;
mod texts;
mod values;

use cwasm_spec::model::{Arg, Check, Place, Rule};
use cwasm_spec::predicate::Predicate;

pub(crate) use self::along::Along;
use crate::report::Kind;
use crate::run::Run;

/// Checks a rule, if it speaks about this release and target.
pub(crate) fn check_rule(run: &mut Run<'_>, rule: &Rule) {
    for (index, check) in rule.checks.iter().enumerate() {
        if applies(run, check) && !run.settled.contains(&(rule.number, index)) {
            check_one(run, rule, check);
        }
    }
}

fn applies(run: &Run<'_>, check: &Check) -> bool {
    let on = &check.on;
    let asks_target = !(on.arch.is_empty() && on.not_arch.is_empty() && on.system.is_empty());
    if asks_target && run.target.architecture.is_none() {
        return false;
    }
    if !check.kind.is_empty() && run.kind().map(Kind::name) != Some(&*check.kind) {
        return false;
    }
    check.is_asked(|place| run.is_set(place)) && on.fits(run.edition, &run.target)
}

fn check_one(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    match check.predicate {
        Predicate::Unique if is_decoded(check) => counts::unique(run, rule, check),
        Predicate::Ascending if is_decoded(check) => counts::ascending(run, rule, check),
        Predicate::Listed if is_decoded(check) => values::listed(run, rule, check),
        Predicate::Equals => equal::equals(run, rule, check),
        Predicate::OneOf => values::one_of(run, rule, check, true),
        Predicate::NoneOf => values::one_of(run, rule, check, false),
        Predicate::AtLeast => values::at_least(run, rule, check),
        Predicate::AtMost => values::at_most(run, rule, check),
        Predicate::CountsUp => counts::counts_up(run, rule, check),
        Predicate::EachOnce => counts::each_once(run, rule, check),
        Predicate::PointsBack => counts::points_back(run, rule, check),
        Predicate::Counted => counts::counted(run, rule, check),
        Predicate::SumsTo => counts::sums_to(run, rule, check),
        Predicate::StartsIn => counts::starts_in(run, rule, check),
        Predicate::StandsAt => positions::stands_at(run, rule, check),
        Predicate::EndsAt => positions::ends_at(run, rule, check),
        Predicate::BitsFit => positions::bits_fit(run, rule, check),
        Predicate::AtSymbol => extents::at_symbol(run, rule, check),
        Predicate::BelowSome => counts::below_some(run, rule, check),
        Predicate::FitsPages => extents::fits_pages(run, rule, check),
        Predicate::Apart => extents::apart(run, rule, check),
        Predicate::Tiles => extents::tiles(run, rule, check),
        Predicate::Within => extents::within(run, rule, check, extents::Inside::Bytes),
        Predicate::TextWithin => extents::within(run, rule, check, extents::Inside::Text),
        Predicate::LeadsTo => leads::leads_to(run, rule, check),
        Predicate::DefinedBefore => lists::defined_before(run, rule, check),
        Predicate::AsListed => lists::as_listed(run, rule, check),
        Predicate::SpelledAs => spelling::spelled_as(run, rule, check),
        Predicate::Among => spelling::among(run, rule, check),
        Predicate::Stepped => values::stepped(run, rule, check),
        Predicate::InPlace => places::in_place(run, rule, check, places::Side::Inside),
        Predicate::ReturnsInto => places::in_place(run, rule, check, places::Side::Behind),
        Predicate::SamePlace => places::same_place(run, rule, check),
        Predicate::BeginsOf => places::told_of_each(run, rule, check, places::Aspect::Begin),
        Predicate::EndsOf => places::told_of_each(run, rule, check, places::Aspect::End),
        Predicate::LengthsOf => places::told_of_each(run, rule, check, places::Aspect::Length),
        Predicate::TouchesPlace => places::in_place(run, rule, check, places::Side::Either),
        Predicate::SizedAs => tables::sized_as(run, rule, check),
        Predicate::BelowOwner => tables::below_owner(run, rule, check),
        Predicate::GroupsMatch => groups::groups_match(run, rule, check),
        Predicate::AscendingInGroups => groups::ascending_in_groups(run, rule, check),
        Predicate::GapsFilled => groups::gaps_filled(run, rule, check),
        Predicate::Keyed => groups::keyed(run, rule, check),
        Predicate::Mapped => mapped::mapped(run, rule, check),
        Predicate::CodeAt => code::code_at(run, rule, check),
        Predicate::InstructionAt => code::instruction_at(run, rule, check),
        Predicate::BeginsInstruction => boundaries::begins_instruction(run, rule, check),
        Predicate::CodeBefore => code::code_before(run, rule, check),
        Predicate::Patterned => patterned::patterned(run, rule, check),
        Predicate::Named => named::named(run, rule, check),
        Predicate::Holds => relocations::holds(run, rule, check),
        Predicate::MakesFrame => sizes::makes_frame(run, rule, check),
        Predicate::Calls => calls::calls(run, rule, check),
        Predicate::Packed => packed::packed(run, rule, check),
        Predicate::PairedAt => paired::paired_at(run, rule, check),
        Predicate::BelowNamed => tables::below_named(run, rule, check),
        Predicate::PairsAscending => tables::pairs_ascending(run, rule, check),
        Predicate::Alike => alike::alike(run, rule, check),
        Predicate::AlikeInPlace => alike::alike_in_place(run, rule, check),
        Predicate::AlikeByType => by_type::alike_by_type(run, rule, check),
        Predicate::BitsClear => values::bits_clear(run, rule, check),
        Predicate::RowOfBits => positions::row_of_bits(run, rule, check),
        Predicate::NotNone => alike::not_none(run, rule, check),
        Predicate::SetButLast => tables::set_but_last(run, rule, check),
        Predicate::ValuesOf => lists::values_of(run, rule, check),
        Predicate::VariantWhere => leads::variant_where(run, rule, check),
        Predicate::Below => values::below(run, rule, check),
        Predicate::Multiple => values::multiple(run, rule, check),
        Predicate::PowerOfTwo => values::power_of_two(run, rule, check),
        Predicate::Together => pairs::pair(run, rule, check, pairs::Pair::Together),
        Predicate::Same => pairs::pair(run, rule, check, pairs::Pair::Same),
        Predicate::Requires => pairs::pair(run, rule, check, pairs::Pair::Requires),
        Predicate::Excludes => pairs::pair(run, rule, check, pairs::Pair::Excludes),
        Predicate::Declared => declared::declared(run, rule, check),
        Predicate::WholeEntries => declared::whole_entries(run, rule),
        Predicate::Known => names::known(run, rule, check),
        Predicate::Listed => texts::listed(run, rule, check),
        Predicate::Unique => names::unique(run, rule, check),
        Predicate::Ascending => relocations::ascending(run, rule, check),
        Predicate::Ordered => order::ordered(run, rule),
        Predicate::BehindTarget => order::behind_target(run, rule),
        Predicate::Present => presence::presence(run, rule, check),
        Predicate::Placed => placement::placed(run, rule, check),
        Predicate::Inside => ranges::inside(run, rule, check),
        Predicate::Before => ranges::before(run, rule),
        Predicate::Disjoint => ranges::disjoint(run, rule),
        Predicate::PaddingZero => ranges::padding_zero(run, rule),
        Predicate::FileEnd => ranges::file_end(run, rule),
        Predicate::Adjacent => ranges::adjacent(run, rule, check),
        Predicate::EndsWith => ranges::ends_with(run, rule, check),
        Predicate::NameInside | Predicate::NameTerminated | Predicate::Utf8 | Predicate::BytesBetween => {
            texts::each_name(run, rule, check);
        }
        Predicate::Canonical => strings::canonical(run, rule, check),
        Predicate::OfKind => symbols::of_kind(run, rule),
        Predicate::KindsOrdered => symbols::kinds_ordered(run, rule),
        Predicate::Consecutive => symbols::consecutive(run, rule, check),
        Predicate::EndInside => symbols::end_inside(run, rule, check),
        Predicate::GapsSmall => symbols::gaps(run, rule, check, symbols::Gaps::Small),
        Predicate::GapsZero => symbols::gaps(run, rule, check, symbols::Gaps::Zero),
        Predicate::PlaceInside => relocations::place_inside(run, rule, check),
        Predicate::RefersTo => relocations::refers_to(run, rule, check),
        Predicate::VersionForm => names::version_form(run, rule),
        Predicate::OnWire
        | Predicate::InBlocks
        | Predicate::Exhausted
        | Predicate::FlagsKnown
        | Predicate::FlagsValued
        | Predicate::FlagsOrdered
        | Predicate::FlagsComplete
        | Predicate::FlagsFixed
        | Predicate::Allowed
        | Predicate::BitsKnown
        | Predicate::BitsIncluded => {}
    }
}

/// Whether a check is about decoded values.
fn is_decoded(check: &Check) -> bool {
    matches!(subject(check), Some(Place::Value(_)))
}

/// The place that a check is about: its first argument.
fn subject(check: &Check) -> Option<Place> {
    check.args.iter().find_map(|arg| match arg {
        Arg::Place(place) => Some(*place),
        _ => None,
    })
}

/// The numbers that a check names.
fn numbers(check: &Check) -> Vec<u64> {
    let number = |arg: &Arg| match arg {
        Arg::Number(number) => Some(*number),
        _ => None,
    };
    check.args.iter().filter_map(number).collect()
}

/// The sections that a check names, alone or by group.
fn named_sections(run: &Run<'_>, check: &Check) -> Vec<u16> {
    let mut sections = Vec::new();
    for arg in check.args.iter() {
        match arg {
            Arg::Section(section) => sections.push(*section),
            Arg::Group(group) => {
                let members = run.spec.sections.iter().enumerate().filter(|(_, section)| section.group == *group);
                sections.extend(members.filter_map(|(index, _)| u16::try_from(index).ok()));
            }
            _ => {}
        }
    }
    sections
}
