//! Lists the fields of an artifact's payloads, for people who write cases: `cargo run -p cwasm-properties --example fields FILE`.

use std::process::ExitCode;

use cwasm_properties::cases::sections;
use cwasm_verify::fields::fields;
use cwasm_verify::{Options, SPEC};

fn main() -> ExitCode {
    for path in std::env::args().skip(1) {
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                eprintln!("{path}: {error}");
                return ExitCode::FAILURE;
            }
        };
        for (index, name, range) in sections(&bytes) {
            println!("{index:3} {:#8x}..{:#8x} {name}", range.start, range.end);
        }
        for field in fields(&bytes, &SPEC, &Options::default()) {
            let start = usize::try_from(field.range.start).unwrap_or(usize::MAX);
            let end = usize::try_from(field.range.end).unwrap_or(usize::MAX);
            let shown = bytes.get(start..end).unwrap_or_default();
            let hex: Vec<String> = shown.iter().map(|byte| format!("{byte:02x}")).collect();
            let text = if shown.len() > 2 && shown.iter().all(u8::is_ascii_graphic) {
                String::from_utf8_lossy(shown)
            } else {
                "".into()
            };
            let free = if field.free.is_empty() { "" } else { " free" };
            println!("{:#8x} {:?}{free} {} = {} {text}", field.range.start, field.part, field.path, hex.join(" "));
        }
    }
    ExitCode::SUCCESS
}
