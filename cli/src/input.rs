//! From the paths of a command line to the files that are meant, in an order that is the same on every machine.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::read::{self, Bytes};
use crate::words;

/// A file that is meant.
#[derive(Debug)]
pub(crate) struct Input {
    /// Where it is.
    pub(crate) source: Source,
    /// The directory that it was found in: index in [`Inputs::directories`]. `None` if it was named itself.
    pub(crate) directory: Option<usize>,
}

/// Where a file is.
#[derive(Debug)]
pub(crate) enum Source {
    /// Standard input.
    Stdin,
    /// In the file system.
    File(PathBuf),
}

/// Everything that a command line means.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    /// The files.
    pub(crate) files: Vec<Input>,
    /// The directories that were named.
    pub(crate) directories: Vec<PathBuf>,
    /// What could not be looked at: path and reason.
    pub(crate) unreadable: Vec<(String, String)>,
}

impl Inputs {
    /// Looks at every path and walks the directories among them.
    pub(crate) fn find(paths: &[PathBuf]) -> Self {
        let mut inputs = Self::default();
        for path in paths {
            inputs.add(path);
        }
        inputs
    }

    fn add(&mut self, path: &Path) {
        if path.as_os_str() == "-" {
            return self.files.push(Input::named(path));
        }
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => self.walk(path),
            Ok(_) => self.files.push(Input::named(path)),
            Err(error) => self.unreadable.push((words::path(path), error.to_string())),
        }
    }

    fn walk(&mut self, directory: &Path) {
        let index = self.directories.len();
        self.directories.push(directory.to_owned());
        for entry in WalkDir::new(directory).sort_by_file_name() {
            match entry {
                Ok(entry) if is_file(&entry) => {
                    let source = Source::File(entry.into_path());
                    self.files.push(Input { source, directory: Some(index) });
                }
                Ok(_) => {}
                Err(error) => {
                    let path = error.path().unwrap_or(directory);
                    let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                    self.unreadable.push((words::path(path), reason));
                }
            }
        }
    }
}

/// Regular files and links to them; links to directories are not followed, so that a walk ends.
fn is_file(entry: &DirEntry) -> bool {
    let kind = entry.file_type();
    kind.is_file() || (kind.is_symlink() && fs::metadata(entry.path()).is_ok_and(|metadata| metadata.is_file()))
}

impl Input {
    /// A file that was named itself, or standard input.
    pub(crate) fn named(path: &Path) -> Self {
        let source = if path.as_os_str() == "-" { Source::Stdin } else { Source::File(path.to_owned()) };
        Self { source, directory: None }
    }

    /// How messages call it.
    pub(crate) fn name(&self) -> String {
        match &self.source {
            Source::Stdin => "<stdin>".to_owned(),
            Source::File(path) => words::path(path),
        }
    }

    /// Its bytes.
    pub(crate) fn read(&self) -> io::Result<Bytes> {
        match &self.source {
            Source::Stdin => read::stdin(),
            Source::File(path) => read::file(path),
        }
    }
}
