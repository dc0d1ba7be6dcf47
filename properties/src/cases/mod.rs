//! Violating artifacts: a real one with an edit, written down as text. `tests/rules/README.md` is the manual.
//!
//! Nothing here uses the library `cwasm`: a case must not depend on the writer that it may one day accuse.

mod bytes;
mod canonical;
mod container;
mod edit;
mod elf;
mod layout;
mod map;
mod parse;
mod record;
mod render;
mod symbols;
mod value;
mod words;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use cwasm_spec::version::Edition;
use cwasm_verify::report::Report;
use cwasm_verify::{Options, SPEC, verify};

pub use self::edit::Edit;
pub use self::elf::Elf;
pub use self::map::{Field, map};
pub use self::record::Record;
pub use self::render::render;

/// A case as its file says.
#[derive(Clone, Debug)]
pub struct Case {
    /// The conforming artifact, relative to the root of the project.
    pub artifact: String,
    /// The release to verify under, where the recorded version is not to decide.
    pub edition: Option<Edition>,
    /// What is done to the artifact, with the line that says so.
    pub edits: Vec<(usize, Edit)>,
}

/// A mistake in a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}: {}", self.line, self.message)
    }
}

impl Case {
    /// Reads the text of a case.
    ///
    /// ```
    /// use cwasm_properties::cases::Case;
    /// let case = Case::parse("artifact tests/corpus/36/a.cwasm\nset header.e_type 2\n").unwrap();
    /// assert_eq!(case.edits.len(), 1);
    /// assert!(Case::parse("artifact a\nset header.e_typ 2\n").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, Mistake> {
        parse::parse(text)
    }

    /// How the verifier is to be asked.
    pub fn options(&self) -> Options {
        Options { edition: self.edition }
    }

    /// The violating artifact, from the conforming one.
    pub fn apply(&self, artifact: &[u8]) -> Result<Vec<u8>, Mistake> {
        let mut bytes = artifact.to_vec();
        for (line, edit) in &self.edits {
            bytes = edit.apply(&bytes).map_err(|message| Mistake { line: *line, message })?;
        }
        Ok(bytes)
    }
}

/// The root of the project.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// A case where it stands.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The file of the case.
    pub path: PathBuf,
    /// The number that its folder names.
    pub rule: u16,
    /// The slug that its folder names.
    pub slug: String,
    /// What the file says.
    pub case: Result<Case, Mistake>,
}

impl Placed {
    /// Where the expected report stands.
    pub fn expected_path(&self) -> PathBuf {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy().replace("case.txt", "expected.txt");
        self.path.with_file_name(name)
    }

    /// Makes both files and verifies them: the reports on the conforming and on the violating artifact.
    pub fn run(&self) -> Result<(Report, Report), String> {
        let case = self.case.as_ref().map_err(Mistake::to_string)?;
        let artifact = fs::read(root().join(&case.artifact)).map_err(|error| format!("{}: {error}", case.artifact))?;
        let violating = case.apply(&artifact).map_err(|mistake| mistake.to_string())?;
        if violating == artifact {
            return Err("the edits change nothing".to_owned());
        }
        Ok((verify(&artifact, &SPEC, &case.options()), verify(&violating, &SPEC, &case.options())))
    }
}

/// All folders of `tests/rules`: number, slug, and name.
pub fn folders() -> Vec<(u16, String, PathBuf)> {
    let mut folders = Vec::new();
    for path in entries(&root().join("tests/rules")).into_iter().filter(|path| path.is_dir()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (number, slug) = name.split_once('-').unwrap_or_default();
        folders.push((number.parse().unwrap_or_default(), slug.to_owned(), path));
    }
    folders
}

/// All cases, by folder and name.
pub fn all() -> Vec<Placed> {
    let mut cases = Vec::new();
    for (rule, slug, folder) in folders() {
        for path in entries(&folder) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name == "case.txt" || name.ends_with(".case.txt") {
                let text = fs::read_to_string(&path).unwrap_or_default();
                let case = Case::parse(&text);
                cases.push(Placed { path, rule, slug: slug.clone(), case });
            }
        }
    }
    cases
}

/// The sections of a file: number, name, and where their data stand.
pub fn sections(file: &[u8]) -> Vec<(usize, String, std::ops::Range<u64>)> {
    let Ok(elf) = Elf::read(file) else { return Vec::new() };
    let place = |section: &elf::Section| {
        let start = section.get("sh_offset", elf.big);
        start..start + section.data.len() as u64
    };
    let named = elf.sections.iter().enumerate();
    named.map(|(index, section)| (index, String::from_utf8_lossy(&section.name).into_owned(), place(section))).collect()
}

/// The files below folders of the project, by path.
pub fn files(folders: &[&str]) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).collect();
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        let (inside, files): (Vec<_>, Vec<_>) = entries(&folder).into_iter().partition(|path| path.is_dir());
        folders.extend(inside);
        found.extend(files);
    }
    found.sort();
    found
}

/// What stands in a folder, by name.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let read = fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = read.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    paths
}
