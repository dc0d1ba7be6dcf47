//! `add-release`: what a release changed in the payloads, written into the description as the beginnings and ends of ranges.

use std::path::{Path, PathBuf};

use cwasm_spec::diagnostic::Source;
use cwasm_spec::load::load_draft;
use cwasm_spec::model::Spec;

use super::compare::compare;
use super::edits::Editor;
use super::files::Files;
use super::names::Names;
use super::read::Shapes;
use super::{path, read};
use crate::{command, project};

/// What no trace can say.
const NOT_TRACED: &str = "Not in a trace, so still to be looked at: sections and their order, symbols and relocations, the \
    wire of the payloads, bits of features, Cranelift's flags, names of numbers, compat of tunables, rules.";

/// The description with one more release.
pub(crate) struct Added {
    pub(crate) sources: Vec<Source>,
    pub(crate) differences: Vec<String>,
}

/// Adds a release to the description in the checkout; its shapes are traced unless they are there.
pub(crate) fn run(release: &str, traced: Option<&Path>) -> Result<(), String> {
    let sources = project::sources()?;
    let shapes = read(&shapes(release, traced)?)?;
    let added = add(sources.clone(), release, &shapes)?;
    added.differences.iter().for_each(|difference| println!("{difference}"));
    for (old, new) in sources.iter().zip(&added.sources).filter(|(old, new)| old.text != new.text) {
        let path = project::root().join(&old.name);
        std::fs::write(&path, &new.text).map_err(|error| format!("{}: {error}", path.display()))?;
        println!("changed {}", old.name);
    }
    println!("{} differences. {NOT_TRACED}", added.differences.len());
    println!("`cargo xtask gen` says where a meaning is missing, and which rules ask for what is gone.");
    Ok(())
}

/// The file with the shapes of a release, which may have to be made.
fn shapes(release: &str, traced: Option<&Path>) -> Result<PathBuf, String> {
    let path = traced.map_or_else(|| path(release), Path::to_owned);
    if traced.is_none() && !path.exists() {
        command::run(&project::root().join("tracer"), &[], &["cargo", "run", "--quiet", "--", release])?;
    }
    Ok(path)
}

/// The description with the differences of a release written into it.
pub(crate) fn add(sources: Vec<Source>, release: &str, shapes: &Shapes) -> Result<Added, String> {
    let sources = with_edition(sources, release)?;
    let spec = draft(&sources)?;
    let names = names(&spec, release, shapes)?;
    let comparison = compare(&names, shapes)?;
    let differences = comparison.differences(&names);
    if differences.is_empty() {
        return Ok(Added { sources, differences });
    }
    if names.edition != spec.newest() {
        return Err(format!("{release} is not the newest release, so what it changed must be described by hand"));
    }
    let files = Files::new(sources);
    let edits = Editor { names: &names, shapes, files: &files, release }.edits(&comparison)?;
    let sources = files.edited(edits);
    let spec = draft(&sources)?;
    let names = self::names(&spec, release, shapes)?;
    let left = compare(&names, shapes)?.differences(&names);
    if left.is_empty() {
        Ok(Added { sources, differences })
    } else {
        Err(format!("cannot write:\n{}", left.join("\n")))
    }
}

fn names<'a>(spec: &'a Spec, release: &str, shapes: &'a Shapes) -> Result<Names<'a>, String> {
    let edition = spec.edition(release).ok_or(format!("{release} is not described"))?;
    Ok(Names::new(spec, edition, shapes))
}

fn draft(sources: &[Source]) -> Result<Spec, String> {
    load_draft(sources.to_vec()).map_err(|mistakes| mistakes.to_string())
}

/// The files with the release at the end of the list of editions.
fn with_edition(sources: Vec<Source>, release: &str) -> Result<Vec<Source>, String> {
    let major = |name: &str| name.parse::<u16>().ok();
    let number = major(release).ok_or(format!("`{release}` is not a major version"))?;
    let files = Files::new(sources);
    let editions = files.nodes().find(|place| place.node.name().value() == "editions");
    let editions = editions.ok_or("there is no list of editions")?;
    let known: Vec<_> = editions.node.entries().iter().filter_map(|entry| entry.value().as_string()).collect();
    let mut edits = Vec::new();
    if !known.contains(&release) {
        if known.iter().filter_map(|known| major(known)).any(|known| known > number) {
            return Err(format!("later releases than {release} are described already"));
        }
        let last = editions.node.entries().last().ok_or("the list of editions is empty")?;
        edits.push(files.insert(editions, last, format!(" \"{release}\"")));
    }
    Ok(files.edited(edits))
}
