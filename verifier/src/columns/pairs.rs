//! Numbers of two values at the same positions, as fast as memory has them.

use std::ops::Range;

use super::View;

/// Of lists side by side.
pub(super) fn all_seen(
    one: &View<'_>,
    positions: Range<usize>,
    two: &View<'_>,
    of_two: Range<usize>,
    mut holds: impl FnMut(u64, u64) -> bool,
) -> bool {
    let mut pairs = one.numbers(positions).zip(two.numbers(of_two));
    pairs.all(|(one, two)| match (one, two) {
        (Some(one), Some(two)) => holds(one, two),
        _ => true,
    })
}
