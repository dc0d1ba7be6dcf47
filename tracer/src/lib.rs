//! Small programs that are built against the crates of one release: the lines of their templates, and how they are run.

#![forbid(unsafe_code)]

use std::path::Path;
use std::process::Command;

/// The first release whose crates ask for features of a nightly compiler.
const NIGHTLY_SINCE: u16 = 49;

/// Drops the lines of a template that end in `// @` and something that does not hold: a range of releases, `since..removed`,
/// where both may be missing; a word of `words`, which says whether it holds; `no` and such a word; or both.
///
/// # Panics
///
/// If something else stands there.
///
/// ```
/// use cwasm_tracer::for_release;
/// let template = "old // @..30\nnew // @30..\nfast // @fast 31..\nslow // @no fast\n";
/// assert_eq!(for_release(template, 30, &[("fast", true)]), "new\n");
/// assert_eq!(for_release(template, 31, &[("fast", true)]), "new\nfast\n");
/// assert_eq!(for_release(template, 29, &[("fast", false)]), "old\nslow\n");
/// ```
pub fn for_release(template: &str, release: u16, words: &[(&str, bool)]) -> String {
    let mut text = String::new();
    for line in template.lines() {
        let (code, kept) = match line.split_once(" // @") {
            Some((code, when)) => (code, holds(when, release, words)),
            None => (line, true),
        };
        if kept {
            text.push_str(code);
            text.push('\n');
        }
    }
    text
}

fn holds(when: &str, release: u16, words: &[(&str, bool)]) -> bool {
    let mut negated = false;
    when.split_whitespace().all(|part| {
        if part == "no" {
            negated = true;
            return true;
        }
        if let Some((since, removed)) = part.split_once("..") {
            let number = |text: &str, missing| {
                if text.is_empty() { missing } else { text.parse().expect("a range has numbers") }
            };
            return number(since, 0) <= release && release < number(removed, u16::MAX);
        }
        let known = words.iter().find(|(word, _)| *word == part);
        let (_, holds) = known.unwrap_or_else(|| panic!("`{part}` is no range, and no word of this template"));
        *holds != std::mem::take(&mut negated)
    })
}

/// The command that builds the program of a release, which stands in a folder, and runs it. What programs share is built
/// in `target` once.
pub fn run(release: u16, folder: &Path, target: &Path) -> Command {
    let mut cargo = Command::new("cargo");
    // The cargo of who calls must not choose the compiler of the program.
    cargo.env_remove("RUSTUP_TOOLCHAIN").env("CARGO_TARGET_DIR", target).env("CARGO_INCREMENTAL", "0");
    if release >= NIGHTLY_SINCE {
        cargo.arg("+nightly");
    }
    cargo.args(["run", "--quiet", "--manifest-path"]).arg(folder.join("Cargo.toml"));
    cargo
}
