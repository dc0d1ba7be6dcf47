//! One list made into another: which lines stay, which go, and where new ones come in.

/// A line of a list that has the lines of both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Line {
    /// In both: its place in the old list, and in the new one.
    Kept(usize, usize),
    /// In the old list only.
    Gone(usize),
    /// In the old list, and not to be compared.
    Idle(usize),
    /// In the new list only.
    New(usize),
}

/// Merges two lists of which `same` tells what is in both. A new line stands directly behind the new list's line before it,
/// or behind an old one of the same name.
pub(crate) fn merge<T>(
    old: &[T],
    new: &[T],
    is_active: impl Fn(&T) -> bool,
    same: impl Fn(&T, &T) -> bool,
    same_name: impl Fn(&T, &T) -> bool,
) -> Vec<Line> {
    let active: Vec<usize> = (0..old.len()).filter(|index| is_active(&old[*index])).collect();
    let common = common(active.len(), new.len(), |at, index| same(&old[active[at]], &new[index]));
    let kept = common.into_iter().map(|(at, index)| (active[at], index));
    let mut lines = Vec::new();
    let (mut old_done, mut new_done) = (0, 0);
    for (old_at, new_at) in kept.chain([(old.len(), new.len())]) {
        // What is between two lines that stay.
        let rest = old_done..old_at;
        let mut gap: Vec<Line> =
            rest.map(|index| if is_active(&old[index]) { Line::Gone(index) } else { Line::Idle(index) }).collect();
        let mut place = 0;
        for (index, item) in new.iter().enumerate().take(new_at).skip(new_done) {
            let namesake = gap[place..].iter().rposition(|line| match line {
                Line::Gone(at) | Line::Idle(at) => same_name(&old[*at], item),
                _ => false,
            });
            place += namesake.map_or(0, |at| at + 1);
            gap.insert(place, Line::New(index));
            place += 1;
        }
        lines.extend(gap);
        lines.extend((old_at < old.len()).then_some(Line::Kept(old_at, new_at)));
        (old_done, new_done) = (old_at + 1, new_at + 1);
    }
    lines
}

/// A longest common subsequence: pairs of places, ascending.
fn common(old: usize, new: usize, same: impl Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
    let before = (0..old.min(new)).take_while(|at| same(*at, *at)).count();
    let rest = old.min(new) - before;
    let behind = (1..=rest).take_while(|back| same(old - back, new - back)).count();
    let (rows, columns) = (old - before - behind, new - before - behind);
    // How much is common behind each pair of places.
    let mut length = vec![vec![0_usize; columns + 1]; rows + 1];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            length[row][column] = if same(before + row, before + column) {
                length[row + 1][column + 1] + 1
            } else {
                length[row + 1][column].max(length[row][column + 1])
            };
        }
    }
    let mut pairs: Vec<(usize, usize)> = (0..before).map(|at| (at, at)).collect();
    let (mut row, mut column) = (0, 0);
    while row < rows && column < columns {
        if same(before + row, before + column) {
            pairs.push((before + row, before + column));
            (row, column) = (row + 1, column + 1);
        } else if length[row + 1][column] >= length[row][column + 1] {
            row += 1;
        } else {
            column += 1;
        }
    }
    pairs.extend((1..=behind).rev().map(|back| (old - back, new - back)));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Merges words; a word's name is its first letter, and a word in capitals is idle.
    fn merged(old: &str, new: &str) -> String {
        let old: Vec<&str> = old.split(' ').filter(|word| !word.is_empty()).collect();
        let new: Vec<&str> = new.split(' ').filter(|word| !word.is_empty()).collect();
        let is_active = |word: &&str| word.chars().all(char::is_lowercase);
        let name = |word: &str| word[..1].to_lowercase();
        let lines = merge(&old, &new, is_active, |old, new| old == new, |old, new| name(old) == name(new));
        let text = |line: &Line| match *line {
            Line::Kept(at, _) => old[at].to_owned(),
            Line::Gone(at) => format!("-{}", old[at]),
            Line::Idle(at) => format!("({})", old[at]),
            Line::New(at) => format!("+{}", new[at]),
        };
        lines.iter().map(text).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn equal_lists_stay_as_they_are() {
        assert_eq!(merged("a b c", "a b c"), "a b c");
        assert_eq!(merged("", ""), "");
    }

    #[test]
    fn new_lines_stand_behind_the_one_before_them() {
        assert_eq!(merged("a b", "x a y z b"), "+x a +y +z b");
        assert_eq!(merged("a b", "a b x"), "a b +x");
        assert_eq!(merged("", "x"), "+x");
    }

    #[test]
    fn a_changed_line_goes_and_comes_back_behind_itself() {
        assert_eq!(merged("a bb c", "a bx c"), "a -bb +bx c");
        assert_eq!(merged("a B bb c", "a bx c"), "a (B) -bb +bx c");
    }

    #[test]
    fn a_moved_line_goes_and_comes_back_elsewhere() {
        assert_eq!(merged("a b c", "b c a"), "-a b c +a");
        assert_eq!(merged("a b c", "c a b"), "+c a b -c");
    }

    #[test]
    fn idle_lines_are_not_compared() {
        assert_eq!(merged("A a B b", "a b"), "(A) a (B) b");
        assert_eq!(merged("A", "a"), "(A) +a");
    }
}
