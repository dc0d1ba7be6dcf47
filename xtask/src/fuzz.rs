//! `fuzz`: every target in turn, with seeds from the corpus and a dictionary from the description.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cwasm_spec::model::{Spec, TypeKind};

use crate::{command, project};

/// Larger artifacts, in bytes, make a target slow without teaching the fuzzer more.
const LARGEST: u64 = 20_000;
/// The same for nodes of the description.
const LARGEST_NODE: usize = 2_000;

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
        // 0 would mean for ever.
        let time = format!("-max_total_time={}", minutes.max(1).saturating_mul(60));
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

/// Puts seeds where the fuzzer looks for them: the small files of the corpus, or the nodes of the description.
fn seed(target: &str, corpus: &Path) -> Result<(), String> {
    fs::create_dir_all(corpus).map_err(|error| format!("{}: {error}", corpus.display()))?;
    let root = project::root();
    let texts = target == "load_spec";
    let sources = if texts { vec![root.join("spec/format")] } else { subfolders(&root.join("tests/corpus")) };
    for path in sources.iter().flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten()) {
        let small = path.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.len() < LARGEST);
        let bytes = if small { fs::read(path.path()).unwrap_or_default() } else { continue };
        let seeds = if texts { nodes(&String::from_utf8_lossy(&bytes)) } else { vec![bytes] };
        for (index, seed) in seeds.iter().enumerate() {
            let name = corpus.join(format!("{}.{index}", path.file_name().display()));
            fs::write(&name, seed).map_err(|error| format!("{}: {error}", name.display()))?;
        }
    }
    Ok(())
}

/// The outermost nodes of a file of the description, each with the comment before it. Parsing takes long, so large ones are
/// no good seeds.
fn nodes(text: &str) -> Vec<Vec<u8>> {
    let mut nodes = vec![Vec::new()];
    let mut in_comment = false;
    for line in text.lines() {
        let begins = !in_comment && line.starts_with(|first: char| !first.is_whitespace() && first != '}');
        if begins {
            nodes.push(Vec::new());
        }
        in_comment = line.starts_with("//");
        if let Some(node) = nodes.last_mut() {
            node.extend_from_slice(line.as_bytes());
            node.push(b'\n');
        }
    }
    nodes.retain(|node| (1..LARGEST_NODE).contains(&node.len()));
    nodes
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
