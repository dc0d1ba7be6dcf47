//! `fuzz`: every target in turn, with seeds from the corpus and a dictionary from the description.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cwasm_spec::model::{Spec, TypeKind};

use crate::{command, project};

pub(crate) fn run(minutes: u64, only: Option<&str>) -> Result<(), String> {
    let folder = project::root().join("fuzz");
    let mut targets: Vec<String> = names(&folder.join("fuzz_targets"))?;
    targets.retain(|name| only.is_none_or(|only| name == only));
    if targets.is_empty() {
        return Err("there is no such target".to_owned());
    }
    let dictionary = folder.join("target/cwasm.dict");
    fs::create_dir_all(folder.join("target")).map_err(|error| error.to_string())?;
    fs::write(&dictionary, words(&project::spec()?)).map_err(|error| error.to_string())?;
    for target in &targets {
        let corpus = folder.join("corpus").join(target);
        seed(target, &corpus)?;
        let time = format!("-max_total_time={}", minutes.saturating_mul(60));
        let dict = format!("-dict={}", dictionary.display());
        let arguments =
            ["cargo", "+nightly", "fuzz", "run", target, "--", &time, &dict, "-rss_limit_mb=2048", "-timeout=10"];
        command::run(&project::root(), &[], &arguments)?;
    }
    Ok(())
}

fn names(folder: &Path) -> Result<Vec<String>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let paths = entries.flatten().map(|entry| entry.path());
    let mut names: Vec<String> = paths.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    names.sort();
    Ok(names)
}

/// Copies the small files of the corpus, or those of the description, to where the fuzzer looks for seeds.
fn seed(target: &str, corpus: &Path) -> Result<(), String> {
    fs::create_dir_all(corpus).map_err(|error| format!("{}: {error}", corpus.display()))?;
    let root = project::root();
    let sources = if target == "load_spec" { vec![root.join("spec/format")] } else { subfolders(&root.join("tests/corpus")) };
    for path in sources.iter().flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten()) {
        let small = path.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.len() < 20_000);
        if small {
            let name = corpus.join(path.file_name());
            fs::copy(path.path(), &name).map_err(|error| format!("{}: {error}", name.display()))?;
        }
    }
    Ok(())
}

fn subfolders(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}

/// Names that the format compares with: sections, flags, recorded versions, triples.
fn words(spec: &Spec) -> String {
    let mut words: BTreeSet<String> = spec.sections.iter().map(|section| section.name.to_string()).collect();
    words.extend(spec.editions.iter().map(ToString::to_string));
    words.extend(spec.architectures.iter().flat_map(|arch| arch.triples.iter().map(ToString::to_string)));
    for ty in spec.types.iter() {
        if let TypeKind::Flags { flags, .. } = &ty.kind {
            words.extend(flags.iter().map(|flag| flag.name.to_string()));
            words.extend(flags.iter().flat_map(|flag| flag.words.iter().map(|word| word.name.to_string())));
        }
    }
    words.iter().map(|word| format!("\"{word}\"\n")).collect()
}
