//! Makes decoded values keep the rules about them: for each check word over values, what to change when it does not hold.

use cwasm_spec::model::{Arg, Check, Flag, Place, TypeKind};
use cwasm_spec::predicate::Predicate;
use cwasm_verify::SPEC;

use super::Draft;
use super::flags::set_word;
use super::value::Value;

/// Rules pull at each other, so one round is not enough; more than these were never needed.
const ROUNDS: usize = 40;

/// Changes the payloads of a draft until no rule about their values is broken.
pub(super) fn repair(draft: &mut Draft) {
    for round in 0..ROUNDS {
        let before = draft.payloads.clone();
        reset_flags(draft);
        let edition = draft.edition;
        let rules = SPEC.rules.iter().filter(|rule| rule.range.contains(edition));
        for check in rules.flat_map(|rule| rule.checks.iter()) {
            if check.is_asked(|place| draft.is_set(place)) && check.on.fits(draft.edition, &draft.target) {
                mend(draft, check, round % 2 == 0);
            }
        }
        if draft.payloads == before {
            return;
        }
    }
}

/// Mends one check. `forward`: where either of two values can give way, it is the second.
fn mend(draft: &mut Draft, check: &Check, forward: bool) {
    if check.predicate == Predicate::BitsIncluded {
        return draft.each_value(&mut include);
    }
    let Some(Arg::Place(first @ Place::Value(_))) = check.args.first() else { return };
    let Some(value) = draft.number(*first) else { return };
    if check.predicate == Predicate::SumsTo {
        let sum = check.args.iter().skip(1).filter_map(|arg| number(draft, arg)).sum();
        return draft.resize(*first, sum);
    }
    let second = match check.args.get(1) {
        Some(Arg::Place(place)) => Some(*place),
        _ => None,
    };
    let Some(wanted) = check.args.get(1).and_then(|arg| number(draft, arg)) else { return };
    let (is, other) = (value != 0, wanted != 0);
    let give = |draft: &mut Draft, first_to: u64, second_to: u64| match second {
        Some(second) if forward => draft.set(second, second_to),
        _ => draft.set(*first, first_to),
    };
    match check.predicate {
        Predicate::Equals => draft.set(*first, wanted),
        Predicate::OneOf if !check.args.contains(&Arg::Number(value)) => draft.set(*first, wanted),
        Predicate::AtLeast if value < wanted => give(draft, wanted, value),
        Predicate::Multiple => draft.set(*first, value - value.checked_rem(wanted).unwrap_or(0)),
        Predicate::Same if is != other => give(draft, u64::from(other), u64::from(is)),
        Predicate::Requires if is && !other => give(draft, 0, 1),
        Predicate::Excludes if is && other => give(draft, 0, 0),
        _ => {}
    }
}

fn number(draft: &mut Draft, arg: &Arg) -> Option<u64> {
    match arg {
        Arg::Number(number) => Some(*number),
        Arg::Place(place) => draft.number(*place),
        _ => None,
    }
}

/// Sets the bits that set bits include.
fn include(value: &mut Value, draft: &Draft) {
    let Value::Bits(_, set, ty) = value else { return };
    let TypeKind::Bits { bits, .. } = &ty.kind else { return };
    let here: Vec<_> = bits.iter().filter(|bit| bit.range.contains(draft.edition)).collect();
    for bit in &here {
        let is_set = *set >> bit.at & 1 != 0;
        for included in here.iter().filter(|other| is_set && bit.includes.contains(&other.name)) {
            *set |= 1 << included.at;
        }
    }
}

/// Gives flags back the value that they must have.
fn reset_flags(draft: &mut Draft) {
    let lists = SPEC.types.iter().filter_map(|ty| match &ty.kind {
        TypeKind::Flags { arch, flags, .. } if arch.is_empty() || draft.target.is_architecture(arch) => Some(flags),
        _ => None,
    });
    let flags: Vec<&Flag> =
        lists.flat_map(|flags| flags.iter()).filter(|flag| flag.range.contains(draft.edition)).collect();
    draft.each_value(&mut |value, draft| {
        let Value::Fields(_, fields) = value else { return };
        let [(_, Value::Text(name)), (_, value)] = &mut **fields else { return };
        let flag = flags.iter().find(|flag| flag.name == *name);
        let must = flag.and_then(|flag| flag.must.iter().find(|must| must.range.contains(draft.edition)));
        if let Some(must) = must {
            set_word(value, &must.value);
        }
    });
}
