//! How things of the description are called in Rust. Every name is made here, so that a reference always fits.

/// Words that Rust keeps for itself and that may also be names of fields.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// `engine_metadata` as `EngineMetadata`. Digits that would run together stay apart: `x86_64` is `X86_64`.
pub(super) fn pascal(name: &str) -> String {
    let mut out = String::new();
    for part in name.split(['_', '-', '.']).filter(|part| !part.is_empty()) {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if digit(out.chars().last()) && digit(part.chars().next()) {
            out.push('_');
        }
        let mut letters = part.chars();
        out.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        out.push_str(letters.as_str());
    }
    out
}

/// A field or local variable.
pub(super) fn field(name: &str) -> String {
    if KEYWORDS.contains(&name) { format!("r#{name}") } else { name.to_owned() }
}

/// The constant of an edition: `R36`, `R3_DEV`.
pub(super) fn edition(name: &str) -> String {
    format!("R{}", name.to_ascii_uppercase().replace(['-', '.'], "_"))
}

/// The variant of a section: its name without `.wasmtime`.
pub(super) fn section(name: &str) -> String {
    pascal(name.strip_prefix(".wasmtime").unwrap_or(name))
}

/// The module of a file of the description: `spec/format/17b-operator-costs.kdl` as `operator_costs`.
pub(super) fn module(path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = file.split('.').next().unwrap_or(file);
    stem.split_once('-').map_or(stem, |(_, name)| name).replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_and_variants() {
        assert_eq!(pascal("engine_metadata"), "EngineMetadata");
        assert_eq!(pascal("x86_64"), "X86_64");
        assert_eq!(pascal("pulley32be"), "Pulley32be");
        assert_eq!(section(".wasmtime.wasm_bytecode"), "WasmBytecode");
        assert_eq!(section(".rela.debug_info"), "RelaDebugInfo");
    }

    #[test]
    fn fields_editions_and_modules() {
        assert_eq!(field("type"), "r#type");
        assert_eq!(field("target"), "target");
        assert_eq!(edition("3-dev"), "R3_DEV");
        assert_eq!(module("spec/format/17b-operator-costs.kdl"), "operator_costs");
    }
}
