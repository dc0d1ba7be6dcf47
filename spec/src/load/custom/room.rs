//! Room for one more edition in the list over which all ranges run.

use crate::model::{Ranged as _, Spec};
use crate::version::{Edition, Range};

/// The description with an edition directly before `like` which has all that `like` has.
pub(super) fn make_room(base: &Spec, name: &str, like: Edition) -> Spec {
    let mut spec = base.clone();
    spec.ranges(&mut |range| *range = moved(*range, like));
    let behind = |index: &mut u16| *index = index.saturating_add(u16::from(*index >= like.0));
    for told in spec.told_apart.to_mut() {
        behind(&mut told.edition);
        behind(&mut told.records);
    }
    for custom in spec.custom.to_mut() {
        behind(&mut custom.edition);
        behind(&mut custom.like);
    }
    spec.editions.to_mut().insert(usize::from(like.0), name.to_owned().into());
    spec
}

/// What a range is in the longer list: the new edition is in it if `like` is.
fn moved(range: Range, like: Edition) -> Range {
    let move_end = |end: Edition| if end > like && end != Edition::NEVER { end.next() } else { end };
    Range { since: move_end(range.since), removed: move_end(range.removed) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_new_edition_is_where_its_like_is_and_all_others_stay() {
        let count = 6;
        for (since, removed) in (0..count).flat_map(|since| (since + 1..=count + 1).map(move |end| (since, end))) {
            let removed = if removed > count { Edition::NEVER } else { Edition(removed) };
            let range = Range { since: Edition(since), removed };
            for like in (0..count).map(Edition) {
                let moved = moved(range, like);
                assert_eq!(moved.contains(like), range.contains(like), "{range:?} {like:?}");
                for edition in (0..count).map(Edition) {
                    let place = if edition < like { edition } else { edition.next() };
                    assert_eq!(moved.contains(place), range.contains(edition), "{range:?} {like:?} {edition:?}");
                }
            }
        }
        assert_eq!(moved(Range::NONE, Edition(3)), Range::NONE);
    }
}
