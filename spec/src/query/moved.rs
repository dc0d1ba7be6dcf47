//! Which of the things that two lists share have moved from one to the other.

/// Those of `new` that also stand in `old`, but in another order than the others: all but a longest list of names that
/// keep their order. No name may stand in a list twice.
pub fn moved<'n, T: PartialEq>(old: &[T], new: &'n [T]) -> Vec<&'n T> {
    let places: Vec<(usize, &T)> =
        new.iter().filter_map(|item| Some((old.iter().position(|known| known == item)?, item))).collect();
    let kept = longest_ascending(&places.iter().map(|(place, _)| *place).collect::<Vec<_>>());
    places.into_iter().filter(|(place, _)| !kept.contains(place)).map(|(_, item)| item).collect()
}

/// A longest ascending run of numbers, neighbours or not.
fn longest_ascending(numbers: &[usize]) -> Vec<usize> {
    // For each number the length of the longest run that ends with it, and the index of the number in front of it.
    let mut runs: Vec<(usize, Option<usize>)> = Vec::with_capacity(numbers.len());
    for (index, number) in numbers.iter().enumerate() {
        let fronts = numbers.iter().zip(&runs).take(index).enumerate().filter(|(_, (front, _))| *front < number);
        // Of equally long runs the first, so that the answer does not depend on the order of search.
        let front = fronts.max_by_key(|(front, (_, (length, _)))| (*length, usize::MAX.saturating_sub(*front)));
        let front = front.map(|(front, (_, (length, _)))| (front, *length));
        runs.push((front.map_or(1, |(_, length)| length.saturating_add(1)), front.map(|(front, _)| front)));
    }
    let last = runs.iter().enumerate().max_by_key(|(_, (length, _))| *length).map(|(index, _)| index);
    let run = std::iter::successors(last, |index| runs.get(*index).and_then(|(_, front)| *front));
    run.filter_map(|index| numbers.get(index).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_one_that_moved_has_moved() {
        assert_eq!(moved(&["a", "b", "c", "d", "e"], &["a", "c", "d", "b", "e"]), [&"b"]);
        assert_eq!(moved(&["a", "b"], &["b", "x", "a"]).len(), 1);
    }

    #[test]
    fn what_comes_or_goes_moves_nothing() {
        assert!(moved(&["a", "b", "c"], &["x", "a", "c", "y"]).is_empty());
        assert!(moved::<&str>(&[], &[]).is_empty());
    }
}
