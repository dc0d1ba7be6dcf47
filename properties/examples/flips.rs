//! Flips every bit of `.wasmtime.info`, and all of each byte at once, in one module and one component of some releases, and
//! writes into spec/FLIPS.md what the verifier noticed: `cargo run --release -p cwasm-properties --example flips`.

use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::process::ExitCode;
use std::thread;

use cwasm_properties::cases::{root, sections};
use cwasm_properties::flips::{Count, Table, add, complains, flip_all, idle, sum, unwatched};

/// The section that is damaged.
const SECTION: &str = ".wasmtime.info";

/// Where the result is kept.
const KEPT: &str = "spec/FLIPS.md";

/// Most memory that the command may have needed, in KiB.
const MEMORY: u64 = 64 * 1024;

/// Release and file, one module each.
const MODULES: &[(&str, &str)] = &[
    ("3", "3.0.0-segments-default"),
    ("20", "20-segments"),
    ("21", "21.0.0-traps-default"),
    ("36", "36.0.0-segments-nocow"),
    ("48", "48.0.0-segments-default"),
    ("50", "50.0.1-segments-nocow"),
];

/// Release and file, one component each.
const COMPONENTS: &[(&str, &str)] = &[
    ("3", "3.0.1-comp_v3-x86_64-unknown-linux-gnu-default"),
    ("20", "20.0.2-comp-x86_64-unknown-linux-gnu-default"),
    //     ("21", "21.0.2-crate-component-basic-default"),
    ("36", "36.0.0-component-basic-default"),
    ("48", "48.0.0-component-basic-default"),
    ("50", "50.0.1-component-basic-default"),
];

/// What came out for one artifact.
struct Tried {
    release: &'static str,
    path: String,
    kind: &'static str,
    bytes: usize,
    table: Table,
}

fn main() -> ExitCode {
    // Two at a time.
    let tried = thread::scope(|scope| {
        let components = scope.spawn(|| all("component", COMPONENTS));
        let mut tried = all("module", MODULES)?;
        tried.extend(components.join().map_err(|_| "the verifier panicked")??);
        Ok(tried)
    });
    match tried.and_then(|tried| finish(&tried)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn all(kind: &'static str, list: &[(&'static str, &str)]) -> Result<Vec<Tried>, String> {
    list.iter().map(|(release, name)| one(kind, release, name)).collect()
}

fn one(kind: &'static str, release: &'static str, name: &str) -> Result<Tried, String> {
    let path = format!("tests/corpus/{release}/{name}.cwasm");
    let bytes = std::fs::read(root().join(&path)).map_err(|error| format!("{path}: {error}"))?;
    if complains(&bytes) {
        return Err(format!("{path}: it does not conform as it is"));
    }
    let (_, _, range) = sections(&bytes).into_iter().find(|(_, name, _)| name == SECTION).ok_or("no information")?;
    let table = flip_all(&bytes, |field| field.region == SECTION);
    let size = usize::try_from(range.end - range.start).unwrap_or(usize::MAX);
    if sum(table.values()).flips != size * 9 {
        return Err(format!("{path}: {SECTION} has bytes in no field"));
    }
    eprintln!("{path}");
    Ok(Tried { release, path, kind, bytes: size, table })
}

/// Writes the result, prints it, and says whether it is as it should be.
fn finish(tried: &[Tried]) -> Result<(), String> {
    let mut table = Table::new();
    tried.iter().for_each(|tried| add(&mut table, &tried.table));
    let peak = peak();
    let text = text(tried, &table, peak).map_err(|error| error.to_string())?;
    std::fs::write(root().join(KEPT), &text).map_err(|error| format!("{KEPT}: {error}"))?;
    print!("{text}");
    let unwatched = unwatched(&table);
    if !unwatched.is_empty() {
        return Err(format!("unnoticed, and not declared free:\n{}", unwatched.join("\n")));
    }
    if peak.is_some_and(|peak| peak > MEMORY) {
        return Err(format!("it took more than {MEMORY} KiB"));
    }
    let idle = idle(&table);
    if idle.is_empty() { Ok(()) } else { Err(format!("reasons that no unnoticed flip shows: {idle:?}")) }
}

/// The most memory this process had so far, in KiB, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

fn text(tried: &[Tried], table: &Table, peak: Option<u64>) -> Result<String, fmt::Error> {
    let mut out = String::new();
    let all = sum(table.values());
    writeln!(out, "# Flipped bits\n")?;
    writeln!(out, "What the verifier notices when bits of `{SECTION}` are wrong. Made by\n")?;
    writeln!(out, "    cargo run --release -p cwasm-properties --example flips\n")?;
    writeln!(
        out,
        "In one module and one component of each release below, every bit of the section was flipped, one at a"
    )?;
    writeln!(
        out,
        "time, and all eight bits of every byte at once: nine damaged files for each byte. A flip counts as noticed"
    )?;
    writeln!(
        out,
        "if the verdict is not \"conforming\" or any rule is broken. Unnoticed flips may only lie in fields that the"
    )?;
    writeln!(out, "description declares free (`free=` in `spec/format/`); the command fails if one lies elsewhere.\n")?;
    writeln!(out, "Of {} flips {} went unnoticed ({}).", all.flips, all.silent, percent(all))?;
    write!(out, "No flip made the verifier panic or hang")?;
    match peak {
        Some(peak) => writeln!(out, "; the command never had more than {} MiB of memory.\n", peak.div_ceil(1024))?,
        None => writeln!(out, ".\n")?,
    }
    writeln!(out, "## By artifact\n")?;
    writeln!(out, "| Release | Kind | Artifact | Bytes | Flips | Noticed | Unnoticed | Unnoticed, % |")?;
    writeln!(out, "|---|---|---|--:|--:|--:|--:|--:|")?;
    for Tried { release, path, kind, bytes, table } in tried {
        let all = sum(table.values());
        let (flips, silent) = (all.flips, all.silent);
        let noticed = flips - silent;
        writeln!(
            out,
            "| {release} | {kind} | `{path}` | {bytes} | {flips} | {noticed} | {silent} | {} |",
            percent(all)
        )?;
    }
    writeln!(out, "\n## By reason\n")?;
    writeln!(out, "| Why any value is as good as another | Fields | Flips | Unnoticed | Unnoticed, % |")?;
    writeln!(out, "|---|--:|--:|--:|--:|")?;
    let mut reasons: BTreeMap<&str, (usize, Count)> = BTreeMap::new();
    for ((.., free), count) in table {
        let (fields, total) = reasons.entry(free).or_default();
        *fields += 1;
        *total = sum([&*total, count]);
    }
    for (reason, (fields, count)) in reasons {
        let reason = if reason.is_empty() { "(not declared free)" } else { reason };
        writeln!(out, "| {reason} | {fields} | {} | {} | {} |", count.flips, count.silent, percent(count))?;
    }
    writeln!(out, "\n## Fields with unnoticed flips\n")?;
    writeln!(
        out,
        "Numbers of elements are left out. The part after the path is the value itself, the characters of a text,"
    )?;
    writeln!(
        out,
        "the length in front of a text or a list, whether an option holds something, or the index of a variant.\n"
    )?;
    writeln!(out, "| Field | Part | Releases | Flips | Unnoticed | Why any value is as good as another |")?;
    writeln!(out, "|---|---|---|--:|--:|---|")?;
    for (key @ (_, name, free), count) in table.iter().filter(|(_, count)| count.silent > 0) {
        let free = if free.is_empty() { "NOT DECLARED FREE" } else { free };
        let (flips, silent) = (count.flips, count.silent);
        writeln!(out, "| {} | {} | {flips} | {silent} | {free} |", field(name), releases(tried, key))?;
    }
    writeln!(out, "\n## Fields in which every flip was noticed\n")?;
    writeln!(out, "| Field | Part | Releases | Flips |")?;
    writeln!(out, "|---|---|---|--:|")?;
    for (key @ (_, name, _), count) in table.iter().filter(|(_, count)| count.silent == 0) {
        writeln!(out, "| {} | {} | {} |", field(name), releases(tried, key), count.flips)?;
    }
    Ok(out)
}

/// Two cells: path and part.
fn field(name: &str) -> String {
    let (path, part) = name.rsplit_once(' ').unwrap_or((name, ""));
    format!("`{path}` | {}", part.to_lowercase())
}

/// Releases whose artifacts have the field.
fn releases(tried: &[Tried], key: &(String, String, String)) -> String {
    let has = |release: &str| tried.iter().any(|tried| tried.release == release && tried.table.contains_key(key));
    let having: Vec<&str> = MODULES.iter().map(|(release, _)| *release).filter(|release| has(release)).collect();
    having.join(", ")
}

/// How many of them went unnoticed.
fn percent(count: Count) -> String {
    let tenths = (count.silent * 1000 + count.flips / 2).checked_div(count.flips).unwrap_or_default();
    format!("{}.{}", tenths / 10, tenths % 10)
}
