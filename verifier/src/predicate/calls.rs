//! `calls`: bytes that are an instruction which calls a place. Only the distance is read, as the description says where it is.

use cwasm_spec::model::{Arg, Check, Rule};

use super::counts::by_structure;
use super::numbers;
use super::places::Places;
use super::values::LISTED;
use crate::raw::slice;
use crate::run::{Run, hex, number};

/// An instruction as a number: which bits are always the same, and the others, which say how far away the place is.
struct Form {
    fixed: u64,
    mask: u64,
    length: u64,
    /// Where the distance is counted from, in bytes behind the first one.
    from: u64,
    /// What each run of bits is worth, the lowest first.
    units: Vec<u64>,
    big: bool,
}

impl Form {
    fn new(check: &Check) -> Option<Self> {
        let big = check.args.iter().any(|arg| matches!(arg, Arg::Word(_)));
        let mut bytes =
            check.args.iter().filter_map(|arg| if let Arg::Bytes(bytes) = arg { Some(&**bytes) } else { None });
        let (fixed, mask) = (bytes.next()?, bytes.next()?);
        let given = numbers(check);
        let (from, units) = given.split_first()?;
        let length = u64::try_from(fixed.len()).ok()?;
        let (fixed, mask) = (as_number(fixed, big), as_number(mask, big));
        Some(Self { fixed, mask, length, from: *from, units: units.to_vec(), big })
    }

    /// The place that these bytes call if they stand at an address; `None` if they are another instruction.
    fn goal(&self, code: &[u8], at: u64) -> Option<u64> {
        let number = as_number(code, self.big);
        if u64::try_from(code.len()) != Ok(self.length) || number & self.mask != self.fixed {
            return None;
        }
        let width = u32::try_from(self.length.saturating_mul(8)).unwrap_or(64);
        let mut goal = at.wrapping_add(self.from);
        let mut low = 0_u32;
        for unit in &self.units {
            low = low.saturating_add(self.mask.checked_shr(low)?.trailing_ones());
            let run = self.mask.checked_shr(low)?.trailing_zeros().min(width.saturating_sub(low));
            goal = goal.wrapping_add(signed(number.checked_shr(low)?, run).wrapping_mul(*unit));
            low = low.saturating_add(run);
        }
        Some(goal)
    }
}

/// Up to eight bytes as a number.
fn as_number(bytes: &[u8], big: bool) -> u64 {
    let add = |number: u64, byte: &u8| number.wrapping_shl(8) | u64::from(*byte);
    if big { bytes.iter().fold(0, add) } else { bytes.iter().rev().fold(0, add) }
}

/// The lowest bits of a number, with their sign.
fn signed(number: u64, bits: u32) -> u64 {
    let above = 64_u32.saturating_sub(bits);
    let moved = number.checked_shl(above).unwrap_or(0).cast_signed();
    moved.checked_shr(above).unwrap_or(0).cast_unsigned()
}

/// `calls ENDS ADDRESSES POOL PLACES BYTES MASK [big-endian] FROM UNIT...`.
pub(super) fn calls(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [_, Arg::Place(addresses), Arg::Place(pool), Arg::Place(places), ..] = &*check.args else { return };
    let (Some(form), Some(places)) = (Form::new(check), Places::new(run, check, *places)) else { return };
    by_structure(run, rule, check, |run, structure, wrong| {
        let (Some(addresses), Some(pool)) = (run.column(*addresses), run.column(*pool)) else { return };
        let Some(start) = pool.first().map(|pool| pool.at) else { return };
        let mut begin = 0;
        let mut goal = None;
        for (item, (_, address)) in structure.items().zip(addresses.iter(structure.index)) {
            let code =
                item.value.checked_sub(begin).and_then(|length| slice(run.bytes(), start.checked_add(begin)?, length));
            begin = item.value;
            // Ends that do not ascend have a rule of their own.
            let (Some(code), Some(address)) = (code, address.number()) else { return };
            let called = form.goal(code, address);
            let expected = match (called, goal) {
                (None, _) => Some(format!("a call in front of it, not {}", hex(code))),
                (Some(called), None) if !places.is_begin(called) => {
                    Some(format!("a call of a function in front of it, not of {}", number(called)))
                }
                (Some(called), Some(goal)) if called != goal => Some(format!(
                    "a call of {} in front of it, as the first one, not of {}",
                    number(goal),
                    number(called)
                )),
                _ => None,
            };
            goal = goal.or(called);
            if let Some(expected) = expected
                && wrong.len() < LISTED
            {
                wrong.push((item, expected));
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::{Form, signed};

    #[test]
    fn distances_with_a_sign() {
        assert_eq!(signed(0x3ff_ffff, 26), u64::MAX);
        assert_eq!(signed(0x1ff_ffff, 26), 0x1ff_ffff);
        assert_eq!(signed(5, 0), 0);
    }

    #[test]
    fn distance_in_two_runs() {
        // `auipc ra, 1` and `jalr ra, -4(ra)`.
        let mask = 0x000f_ffff_0000_0fff;
        let form = Form { fixed: 0x0000_80e7_0000_0097, mask, length: 8, from: 0, units: vec![4096, 1], big: false };
        let code = [0x97, 0x10, 0, 0, 0xe7, 0x80, 0xc0, 0xff];
        assert_eq!(form.goal(&code, 16), Some(16 + 4096 - 4));
        assert_eq!(form.goal(&code[..4], 16), None);
    }
}
