//! "Did you mean": the known words nearest to one that is not known.

use std::fmt::Write as _;

use cwasm_spec::model::Spec;
use cwasm_spec::version::Edition;

use crate::console;
use crate::exit::Exit;

/// Less alike than this, and a suggestion is only confusing.
const ALIKE: f64 = 0.7;

/// The three known words that are most like the given one, the nearest first.
pub(crate) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut scored: Vec<(f64, &str)> = known.map(|name| (likeness(word, name), name)).collect();
    scored.retain(|(score, _)| *score >= ALIKE);
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.dedup_by_key(|(_, name)| *name);
    scored.into_iter().take(3).map(|(_, name)| name).collect()
}

/// A part of a name means it, more so the less the name has besides; else letters decide.
fn likeness(word: &str, name: &str) -> f64 {
    if word.len() > 2 && name.contains(word) {
        let besides = name.len().saturating_sub(word.len());
        return 1.0 + 1.0 / (1.0 + f64::from(u32::try_from(besides).unwrap_or(u32::MAX)));
    }
    strsim::jaro_winkler(word, name)
}

/// The sentence about them, or nothing.
pub(crate) fn sentence(names: &[&str]) -> String {
    let mut text = String::new();
    for (index, name) in names.iter().enumerate() {
        let _ = write!(text, "{}`{name}`", if index == 0 { "; did you mean " } else { " or " });
    }
    if !text.is_empty() {
        text.push('?');
    }
    text
}

/// The edition with this name; else says on standard error which there are.
pub(crate) fn edition(spec: &Spec, name: &str) -> Result<Edition, Exit> {
    spec.edition(name).ok_or_else(|| {
        let known = spec.editions.join(", ");
        console::fault(format_args!("no release `{name}` is described; there are: {known}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_and_a_part_of_a_name_are_found() {
        let known = ["sections-placed", "text-table-placed", "table-placed", "file-end"];
        assert_eq!(nearest("sectoins-placed", known.into_iter()).first(), Some(&"sections-placed"));
        assert_eq!(nearest("table", known.into_iter()).first(), Some(&"table-placed"));
        assert_eq!(nearest("qqq", known.into_iter()), Vec::<&str>::new());
        assert_eq!(sentence(&["a", "b"]), "; did you mean `a` or `b`?");
    }
}
