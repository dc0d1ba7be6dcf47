//! Flips every bit that is described, and all of each byte at once, in modules and components of some releases, and
//! writes into spec/FLIPS.md what the verifier noticed: `cargo run --release -p cwasm-properties --example flips`. Files that
//! are named are flipped instead, and nothing is written.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write};
use std::process::ExitCode;
use std::thread;

use cwasm_properties::cases::root;
use cwasm_properties::flips::{Count, MASKS, Table, add, complains, flip_all, idle, sum, unwatched};
use cwasm_properties::memory::{Memory, peak};

/// Where the result is kept.
const KEPT: &str = "spec/FLIPS.md";

/// Most memory that the command may have needed, in KiB.
const MEMORY: u64 = 64 * 1024;

/// Release and file of modules.
const MODULES: &[(&str, &str)] = &[
    ("3", "3.0.0-segments-default"),
    ("20", "20-segments"),
    ("21", "21.0.0-traps-default"),
    ("36", "36-gc3"),
    ("46", "46-gd-small-s390x-unknown-linux-gnu"),
    ("47", "47.0.1-traps-default"),
    ("48", "48-exc2"),
    ("50", "50-gc2-noopt"),
];

/// Release and file of components.
const COMPONENTS: &[(&str, &str)] = &[
    ("3", "3.0.1-comp_v3-x86_64-unknown-linux-gnu-default"),
    ("20", "20.0.2-comp-x86_64-pc-windows-msvc-default"),
    ("21", "21.0.2-component-basic-default"),
    ("36", "36.0.0-component-basic-default"),
    ("46", "46-gd-component-basic"),
    ("47", "47.0.1-component-basic-debug"),
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
    let named: Vec<String> = std::env::args().skip(1).collect();
    if !named.is_empty() {
        return match named.iter().try_for_each(|path| alone(path)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(message) => {
                eprintln!("{message}");
                ExitCode::FAILURE
            }
        };
    }
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
    tried(kind, release, format!("tests/corpus/{release}/{name}.cwasm"))
}

fn tried(kind: &'static str, release: &'static str, path: String) -> Result<Tried, String> {
    let bytes = std::fs::read(root().join(&path)).map_err(|error| format!("{path}: {error}"))?;
    if complains(&bytes) {
        return Err(format!("{path}: it does not conform as it is"));
    }
    let table = flip_all(&bytes, |_| true);
    let size = sum(table.values()).flips / MASKS.len();
    eprintln!("{path}");
    Ok(Tried { release, path, kind, bytes: size, table })
}

/// Prints what came out for a file that was named.
fn alone(path: &str) -> Result<(), String> {
    let Tried { table, .. } = tried("", "", path.to_owned())?;
    let mut text = String::new();
    by_section(&mut text, &table).map_err(|error| error.to_string())?;
    println!("{path}\n{text}");
    for ((region, name, free), count) in table.iter().filter(|(_, count)| count.silent > 0) {
        println!("{region} {name}: {} of {} ({free})", count.silent, count.flips);
    }
    let unwatched = unwatched(&table);
    if unwatched.is_empty() {
        Ok(())
    } else {
        Err(format!("unnoticed, and not declared free:\n{}", unwatched.join("\n")))
    }
}

/// Writes the result, prints it, and says whether it is as it should be.
fn finish(tried: &[Tried]) -> Result<(), String> {
    let mut table = Table::new();
    tried.iter().for_each(|tried| add(&mut table, &tried.table));
    let peak = peak(Memory::Used);
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

fn text(tried: &[Tried], table: &Table, peak: Option<u64>) -> Result<String, fmt::Error> {
    let mut out = String::new();
    let all = sum(table.values());
    writeln!(out, "# Flipped bits\n")?;
    writeln!(out, "What the verifier notices when bits of an artifact are wrong. Made by\n")?;
    writeln!(out, "    cargo run --release -p cwasm-properties --example flips\n")?;
    writeln!(
        out,
        "In the artifacts below every bit outside of opaque regions and padding was flipped, one at a time, and all"
    )?;
    writeln!(out, "eight bits of every byte at once: nine damaged files for each byte. A flip counts as noticed")?;
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
    by_section(&mut out, table)?;
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
    writeln!(out, "| Section | Field | Part | Releases | Flips | Unnoticed | Why any value is as good as another |")?;
    writeln!(out, "|---|---|---|---|--:|--:|---|")?;
    for (key @ (region, name, free), count) in table.iter().filter(|(_, count)| count.silent > 0) {
        let free = if free.is_empty() { "NOT DECLARED FREE" } else { free };
        let (flips, silent) = (count.flips, count.silent);
        writeln!(out, "| `{region}` | {} | {} | {flips} | {silent} | {free} |", field(name), releases(tried, key))?;
    }
    writeln!(out, "\n## Fields in which every flip was noticed\n")?;
    writeln!(out, "| Section | Field | Part | Releases | Flips |")?;
    writeln!(out, "|---|---|---|---|--:|")?;
    for (key @ (region, name, _), count) in table.iter().filter(|(_, count)| count.silent == 0) {
        writeln!(out, "| `{region}` | {} | {} | {} |", field(name), releases(tried, key), count.flips)?;
    }
    Ok(out)
}

/// How much of each section nobody watches.
fn by_section(out: &mut String, table: &Table) -> fmt::Result {
    writeln!(out, "\n## By section\n")?;
    writeln!(out, "| Section | Flips | In fields declared free, % | Unnoticed | Unnoticed, % |")?;
    writeln!(out, "|---|--:|--:|--:|--:|")?;
    let regions: BTreeSet<&String> = table.keys().map(|(region, ..)| region).collect();
    for region in regions {
        let rows = table.iter().filter(|((of, ..), _)| of == region);
        let all = sum(rows.clone().map(|(_, count)| count));
        let free = sum(rows.filter(|((.., free), _)| !free.is_empty()).map(|(_, count)| count));
        let share = percent(Count { flips: all.flips, silent: free.flips });
        writeln!(out, "| `{region}` | {} | {share} | {} | {} |", all.flips, all.silent, percent(all))?;
    }
    Ok(())
}

/// Two cells: path and part.
fn field(name: &str) -> String {
    let (path, part) = name.rsplit_once(' ').unwrap_or((name, ""));
    format!("`{path}` | {}", part.to_lowercase())
}

/// Releases whose artifacts have the field.
fn releases(tried: &[Tried], key: &(String, String, String)) -> String {
    let has = |release: &str| tried.iter().any(|tried| tried.release == release && tried.table.contains_key(key));
    let mut having: Vec<&str> = MODULES.iter().map(|(release, _)| *release).filter(|release| has(release)).collect();
    having.dedup();
    having.join(", ")
}

/// How many of them went unnoticed.
fn percent(count: Count) -> String {
    let tenths = (count.silent * 1000 + count.flips / 2).checked_div(count.flips).unwrap_or_default();
    format!("{}.{}", tenths / 10, tenths % 10)
}
