//! Does the description say what the published crates of a release say? The crates' side is the traced shapes in
//! spec/shapes/, which come from neither the description nor anything made from it.

mod add;
mod compare;
mod edits;
mod files;
mod item;
mod lines;
mod list;
mod merge;
mod names;
mod read;
mod rows;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod trial;
mod words;

use std::path::{Path, PathBuf};

use cwasm_spec::model::Spec;

pub(crate) use self::add::run as add;
use self::names::Names;
use self::read::Shapes;
use crate::project;

/// Compares the described payload types with the traced shapes of these releases, or of all that are described.
pub(crate) fn check(releases: &[String]) -> Result<(), String> {
    let spec = project::draft()?;
    let releases: Vec<&str> = match releases {
        [] => spec.editions.iter().map(|edition| &**edition).filter(|edition| path(edition).exists()).collect(),
        some => some.iter().map(String::as_str).collect(),
    };
    let mut differences = Vec::new();
    for release in releases {
        let shapes = read(&path(release))?;
        let (compared, found) = compare(&spec, release, &shapes)?;
        println!("{release}: {compared} of {} traced types are described", shapes.types.len());
        differences.extend(found.into_iter().map(|difference| format!("{release}: {difference}")));
    }
    if differences.is_empty() {
        return Ok(());
    }
    differences
        .push("+ is traced and not described, - is described and not traced, ~ is different or elsewhere".into());
    Err(differences.join("\n"))
}

/// How many traced types are described, and what is different.
fn compare(spec: &Spec, release: &str, shapes: &Shapes) -> Result<(usize, Vec<String>), String> {
    let edition = spec.edition(release).ok_or(format!("{release} is not described"))?;
    let names = Names::new(spec, edition, shapes);
    let comparison = compare::compare(&names, shapes)?;
    Ok((comparison.compared, comparison.differences(&names)))
}

fn read(path: &Path) -> Result<Shapes, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    read::shapes(&text).map_err(|error| format!("{}: {error}", path.display()))
}

/// The traced shapes of a release.
fn path(release: &str) -> PathBuf {
    project::root().join(format!("spec/shapes/{release}.json"))
}
