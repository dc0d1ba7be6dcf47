//! `code-at`, `instruction-at` and `begins-instruction`, asked of blocks.

use cwasm_spec::model::{Arg, Check};

use super::{Ask, Block};
use crate::columns::bit;
use crate::predicate::boundaries::Boundaries;
use crate::predicate::code::{Pattern, asked, patterns};
use crate::predicate::instructions::Instructions;
use crate::predicate::numbers;
use crate::run::Run;

/// Whether at each trap of the kinds that are asked about one of the patterns stands.
pub(super) fn along<'a>(run: &Run<'a>, check: &Check) -> Option<Box<dyn Ask + 'a>> {
    let [_, Arg::Place(_), Arg::Section(section), ..] = &*check.args else { return None };
    let code = run.image.section(*section)?.data?;
    let late = numbers(check).first().copied().unwrap_or(0);
    let asked = asked(run, check);
    let patterns: Option<Vec<(u64, u64)>> = patterns(check).iter().map(Pattern::window).collect();
    let patterns = patterns?;
    let few = asked.iter().zip(0..64).filter(|(asked, _)| **asked).fold(0, |few, (_, number)| few | bit(number));
    Some(Box::new(move |block: Block<'_>| {
        block.small & few == 0
            || block.offsets.iter().zip(block.values).all(|(offset, value)| {
                let is_asked = usize::try_from(*value).ok().and_then(|value| asked.get(value)) == Some(&true);
                let stands = |back| {
                    let at = usize::try_from(u64::from(*offset).checked_sub(back)?).ok()?;
                    let found = code.get(at..)?.first_chunk().map(|bytes| u64::from_le_bytes(*bytes))?;
                    Some(patterns.iter().any(|(wanted, mask)| found & mask == *wanted))
                };
                !is_asked || (0..=late).any(|back| stands(back) == Some(true))
            })
    }))
}

/// Whether at each offset one of several instructions stands.
pub(super) fn instructions<'a>(run: &Run<'a>, check: &'a Check) -> Option<Box<dyn Ask + 'a>> {
    let instructions = Instructions::new(run, check)?;
    Some(Box::new(move |block: Block<'_>| block.offsets.iter().all(|at| instructions.stand_at(u64::from(*at)))))
}

/// Whether at each offset an instruction begins.
pub(super) fn boundaries<'a>(run: &Run<'a>, check: &'a Check) -> Option<Box<dyn Ask + 'a>> {
    let mut boundaries = Boundaries::new(run, check)?;
    Some(Box::new(move |block: Block<'_>| block.offsets.iter().all(|at| boundaries.has(u64::from(*at)))))
}
