//! Running other programs: they print for themselves, and a failure is named.

use std::path::Path;
use std::process::Command;

/// Runs a command in a folder; `environment` is added to the caller's.
pub(crate) fn run(folder: &Path, environment: &[(&str, &str)], words: &[&str]) -> Result<(), String> {
    let (program, arguments) = words.split_first().ok_or("no command")?;
    eprintln!("$ {}", words.join(" "));
    let status = Command::new(program)
        .args(arguments)
        .envs(environment.iter().copied())
        .current_dir(folder)
        .status()
        .map_err(|error| format!("{program}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed: {status}", words.join(" "))) }
}
