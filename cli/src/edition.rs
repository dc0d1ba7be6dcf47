//! Editions besides the built-in ones, from files that say what differs from a release.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use cwasm_spec::diagnostic::Source;
use cwasm_spec::load::load_edition;
use cwasm_spec::model::Spec;
use cwasm_verify::SPEC;

use crate::console;
use crate::exit::Exit;
use crate::words;

/// The description with the editions of these files, each of which may be like one before it; built in, if there are none.
pub(crate) fn described(files: &[PathBuf]) -> Result<Cow<'static, Spec>, Exit> {
    files.iter().try_fold(Cow::Borrowed(&SPEC), |spec, file| add(&spec, file).map(Cow::Owned))
}

fn add(spec: &Spec, file: &Path) -> Result<Spec, Exit> {
    let name = words::path(file);
    let text = fs::read_to_string(file).map_err(|error| console::fault(format_args!("{name}: {error}")))?;
    load_edition(Source { name, text }, spec).map_err(|mistakes| {
        console::note(mistakes);
        Exit::Fault
    })
}
