//! Where the project is, and its description.

use std::path::{Path, PathBuf};

use cwasm_spec::diagnostic::Source;
use cwasm_spec::model::Spec;

/// The root of the checkout.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// The description in the checkout.
pub(crate) fn spec() -> Result<Spec, String> {
    cwasm_spec::load::load(sources()?).map_err(|mistakes| mistakes.to_string())
}

/// The description in the checkout, even if it does not say everywhere what it means, or rules ask for what is gone.
pub(crate) fn draft() -> Result<Spec, String> {
    cwasm_spec::load::load_draft(sources()?).map_err(|mistakes| mistakes.to_string())
}

/// The files of the description, in reading order.
pub(crate) fn sources() -> Result<Vec<Source>, String> {
    let folder = root().join("spec/format");
    let entries = std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "kdl"));
    paths.sort();
    let mut sources = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let name = path.file_name().map(|name| format!("spec/format/{}", name.to_string_lossy())).unwrap_or_default();
        sources.push(Source { name, text });
    }
    Ok(sources)
}
