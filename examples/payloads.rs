//! Decodes the payloads of all artifacts below some directories and writes them again: `cargo run --release --example
//! payloads -- DIR...`. Says which do not decode to their last byte, or come out in other bytes, and fails if one does.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cwasm::types::{ComponentInfo, ModuleInfo, ModuleTypesApart};
use cwasm::{Artifact, Error};

fn main() -> ExitCode {
    let mut files = Vec::new();
    for directory in std::env::args_os().skip(1) {
        collect(Path::new(&directory), &mut files);
    }
    files.sort();
    let (mut artifacts, mut bad) = (0, 0);
    for path in &files {
        match check(path) {
            None => {}
            Some(Ok(())) => artifacts += 1,
            Some(Err(message)) => {
                bad += 1;
                println!("{}: {message}", path.display());
            }
        }
    }
    println!("{} files, {artifacts} artifacts as they should be, {bad} not", files.len());
    if bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(path) else { return files.push(path.to_owned()) };
    for entry in entries.flatten() {
        collect(&entry.path(), files);
    }
}

/// `None` for what is no artifact of a known release.
fn check(path: &Path) -> Option<Result<(), String>> {
    let bytes = std::fs::read(path).ok()?;
    let artifact = Artifact::parse(&bytes).ok()?;
    artifact.release().ok()?;
    Some(payloads(&artifact))
}

fn payloads(artifact: &Artifact<'_>) -> Result<(), String> {
    let message = |error: Error| error.to_string();
    let release = artifact.release().map_err(message)?;
    let mut written = Vec::new();
    if let Some(info) = artifact.module_info().map_err(message)? {
        written.push((ModuleInfo::SECTION, info.to_bytes(release).map_err(message)?));
    }
    if let Some(info) = artifact.component_info().map_err(message)? {
        written.push((ComponentInfo::SECTION, info.to_bytes(release).map_err(message)?));
    }
    if let Some(types) = artifact.module_types_apart().map_err(message)? {
        written.push((ModuleTypesApart::SECTION, types.to_bytes(release).map_err(message)?));
    }
    for (id, bytes) in &written {
        let data = artifact.section(*id).map_or(&[][..], |section| section.data());
        if data != bytes {
            let same = data.iter().zip(bytes).take_while(|(read, written)| read == written).count();
            return Err(format!("{id:?}: {} bytes read, {} written, the first {same} alike", data.len(), bytes.len()));
        }
    }
    if written.is_empty() { Err("no payload".to_owned()) } else { Ok(()) }
}
