//! `add-release --check`: does the description say what the published crates of a release say? The crates' side is the
//! traced shapes in spec/shapes/, which come from neither the description nor anything made from it.

mod compare;
mod read;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use crate::project;

/// Compares the described payload types with the traced shapes of these releases, or of all that are described.
pub(crate) fn check(releases: &[String]) -> Result<(), String> {
    let spec = project::spec()?;
    let releases: Vec<&str> = match releases {
        [] => spec.editions.iter().map(|edition| &**edition).filter(|edition| path(edition).exists()).collect(),
        some => some.iter().map(String::as_str).collect(),
    };
    let mut differences = Vec::new();
    for release in releases {
        let edition = spec.edition(release).ok_or(format!("{release} is not described"))?;
        let path = path(release);
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let shapes = read::shapes(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        let comparison = compare::compare(&spec, edition, &shapes);
        println!("{release}: {} of {} traced types are described", comparison.compared, shapes.types.len());
        differences.extend(comparison.differences.into_iter().map(|difference| format!("{release}: {difference}")));
    }
    if differences.is_empty() { Ok(()) } else { Err(differences.join("\n")) }
}

/// The traced shapes of a release.
fn path(release: &str) -> PathBuf {
    project::root().join(format!("spec/shapes/{release}.json"))
}
