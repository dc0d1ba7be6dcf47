//! `makes-frame`: sizes of frames next to the instruction that makes room for the frame.

use cwasm_spec::model::{Arg, Check, Rule};

use super::counts::by_structure;
use super::places::Places;
use super::rows::same_structure;
use super::values::LISTED;
use crate::raw::slice;
use crate::run::{Run, number};

/// An instruction that ends with a number, lowest byte first.
struct Form<'c> {
    bytes: &'c [u8],
    width: usize,
}

impl<'c> Form<'c> {
    fn new(pair: &'c [Arg]) -> Option<Self> {
        let [Arg::Bytes(bytes), Arg::Number(width)] = pair else { return None };
        Some(Self { bytes, width: usize::try_from(*width).ok()? })
    }

    /// Whether the instruction with this number begins here.
    fn begins(&self, code: &[u8], value: u64) -> bool {
        // At most places another instruction begins, or none.
        if code.first() != self.bytes.first() {
            return false;
        }
        let Some(rest) = code.strip_prefix(self.bytes) else { return false };
        let value = value.to_le_bytes();
        let (wanted, above) = value.split_at(self.width.min(value.len()));
        rest.starts_with(wanted) && above.iter().all(|byte| *byte == 0)
    }
}

/// `makes-frame SIZES RETURNS SECTION PLACES WITHIN BYTES WIDTH [BYTES WIDTH ...]`.
pub(super) fn makes_frame(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let [_, Arg::Place(returns), Arg::Section(section), Arg::Place(places), Arg::Number(within), forms @ ..] =
        &*check.args
    else {
        return;
    };
    let Some(code) = run.image.section(*section).and_then(|section| section.data) else { return };
    let Some(places) = Places::new(run, check, *places) else { return };
    let forms: Vec<Form<'_>> = forms.chunks_exact(2).filter_map(Form::new).collect();
    let made = |start: u64, end: u64, size: u64| {
        let length = end.saturating_sub(start).min(*within);
        let code = slice(code, start, length).unwrap_or_default();
        let mut begins = (0..code.len()).filter_map(|at| code.get(at..));
        begins.any(|code| forms.iter().any(|form| form.begins(code, size)))
    };
    by_structure(run, rule, check, |run, structure, wrong| {
        let Some(returns) = run.column(*returns) else { return };
        let Some(same) = same_structure(structure.column, structure.index, returns) else { return };
        let mut last = None;
        for ((position, entry), (_, back)) in structure.column.iter(structure.index).zip(returns.iter(same)) {
            let Some(item) = structure.item(position, entry).filter(|item| item.value != 0) else { continue };
            // Who calls is in front of where the call returns to.
            let around = back.number().and_then(|back| places.find(back.checked_sub(1)?));
            let Some((place, (start, end))) = around else { continue };
            let asked = Some((place, item.value));
            if last != asked && !made(start, end, item.value) && wrong.len() < LISTED {
                wrong.push((item, format!("the size of the frame that the function at {} makes", number(start))));
            } else {
                last = asked;
            }
        }
    });
}
