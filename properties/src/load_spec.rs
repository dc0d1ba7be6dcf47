//! Property: no text makes the loader of the description panic, also not as an edition of its own; and a text that it refuses
//! has mistakes that can be shown.

use std::sync::LazyLock;

use cwasm_spec::diagnostic::{Mistakes, Source};
use cwasm_spec::load::{load, load_edition};
use cwasm_spec::model::Spec;
use cwasm_verify::SPEC;

use crate::{Outcome, ensure};

/// The releases, so that ranges in another text mean something; no more, as parsing takes long.
static EDITIONS: LazyLock<String> = LazyLock::new(|| {
    let names = SPEC.editions.iter().map(|name| format!(" \"{name}\""));
    format!("chapter Editions block=\"00\" doc=Releases.\neditions{}\n", names.collect::<String>())
});

/// Loads a text behind the list of releases, and as the file of an edition.
pub fn survives(bytes: &[u8]) -> Outcome {
    let text = String::from_utf8_lossy(bytes);
    let source = |name: &str, text: &str| Source { name: name.to_owned(), text: text.to_owned() };
    explained(load_edition(source("text.kdl", &text), &SPEC), 1)?;
    loads(vec![source("00.kdl", &EDITIONS), source("text.kdl", &text)])
}

/// Loads these files; what is refused says why, in the files given.
pub fn loads(sources: Vec<Source>) -> Outcome {
    let files = sources.len();
    explained(load(sources), files)
}

fn explained(loaded: Result<Spec, Mistakes>, files: usize) -> Outcome {
    let Err(mistakes) = loaded else { return Ok(()) };
    ensure(!mistakes.diagnostics.is_empty(), || "refused without a mistake".to_owned())?;
    for mistake in &mistakes.diagnostics {
        ensure(!mistake.message.is_empty(), || "a mistake without a message".to_owned())?;
        ensure(usize::from(mistake.span.file) < files, || format!("a mistake in no file: {mistake:?}"))?;
    }
    let shown = mistakes.to_string();
    ensure(shown.lines().count() > mistakes.diagnostics.len(), || "mistakes that are not shown".to_owned())
}
