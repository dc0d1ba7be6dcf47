//! The description against the traced shapes of every release, and each kind of difference between the two.

use std::fs;
use std::sync::LazyLock;

use cwasm_spec::load::load_draft;
use cwasm_spec::model::Spec;

use super::{check, compare, path, read};
use crate::project;

static SPEC: LazyLock<Spec> = LazyLock::new(|| project::spec().unwrap());

#[test]
fn the_description_says_what_the_crates_of_every_release_say() {
    let traced = SPEC.editions.iter().filter(|edition| path(edition).exists()).count();
    // An edition that is no release has no crates.
    let releases = SPEC.editions.iter().filter(|edition| edition.parse::<u16>().is_ok()).count();
    assert_eq!(traced, releases, "refresh the shapes with the tracer");
    check(&[]).unwrap();
}

/// The differences from the shapes of a release after one change to them.
fn differences(release: &str, from: &str, to: &str) -> String {
    let text = fs::read_to_string(path(release)).unwrap();
    assert!(text.contains(from), "the shapes have changed: `{from}` is not in them");
    let shapes = read::shapes(&text.replacen(from, to, 1)).unwrap();
    compare(&SPEC, release, &shapes).unwrap().1.join("\n")
}

#[test]
fn differences_in_fields_are_found() {
    for (from, to, said) in [
        (r#"["min", "u64"]"#, r#"["least", "u64"]"#, "limits: + field least u64 first\nlimits: - field min u64"),
        (r#"["max", "option u64"]"#, r#"["max", "u64"]"#, "limits: ~ field max option u64 -> u64"),
        (r#"["is_final", "bool"], "#, "", "wasm_sub_type: - field is_final bool"),
        (
            r#"["min", "u64"], ["max", "option u64"]"#,
            r#"["max", "option u64"], ["min", "u64"]"#,
            "limits: ~ field min u64 behind max",
        ),
        (
            r#"["tags", "seq[TagIndex] Tag"]"#,
            r#"["tags", "seq[FuncIndex] Tag"]"#,
            "module: ~ field tags seq tag by=tag_index -> seq tag by=func_index",
        ),
        (
            r#"["names", "map string unit"], ["abi", "CanonicalAbiInfo"], ["info""#,
            r#"["names", "seq u32"], ["abi", "CanonicalAbiInfo"], ["info""#,
            "type_enum: ~ field names set string -> seq u32",
        ),
        (
            "sparse[ModuleInternedTypeIndex] packed-option",
            "sparse[ModuleInternedTypeIndex] option",
            "module_types: ~ field trampoline_types sparse packed-option module_interned_type_index \
             by=module_interned_type_index -> sparse option module_interned_type_index by=module_interned_type_index",
        ),
        (
            r#"["features", "u64"]"#,
            r#"["features", "u32"]"#,
            "engine_metadata: ~ field features wasm_feature_bits -> u32",
        ),
        (
            "seq pair string FlagValue",
            "seq pair string u8",
            "engine_metadata: ~ field shared_flags seq flag -> seq pair string u8",
        ),
        (
            "tuple 3 CompiledModuleInfo CompiledFunctionsTable ModuleTypes",
            "pair CompiledModuleInfo ModuleTypes",
            "module_info: - field table compiled_functions_table",
        ),
    ] {
        assert_eq!(differences("50", from, to), said);
    }
}

#[test]
fn what_a_trace_cannot_tell_is_no_difference() {
    let (set, seq) = (r#"["names", "map string unit"], ["abi""#, r#"["names", "seq string"], ["abi""#);
    assert_eq!(differences("50", set, seq), "");
    // The description has a set in either place, and some numbers only.
    let text = fs::read_to_string(path("50")).unwrap();
    assert!(text.contains(r#""StringPool": {"same": "seq string"}"#) && text.contains(r#"[["size", "u32"], "#));
    assert_eq!(
        differences("50", r#"[["size", "u32"], "#, r#"[["size", "u64"], "#),
        "variant_info: ~ field size discriminant_size -> u64\n- type discriminant_size"
    );
}

#[test]
fn differences_in_variants_are_found() {
    for (from, to, said) in [
        (r#"["InterModule"], "#, "", "inlining: - variant InterModule"),
        (r#"["InterModule"]"#, r#"["InterModule", "u8"]"#, "inlining: ~ variant InterModule -> u8"),
        (r#"["Yes"], "#, r#"["Perhaps"], ["Yes"], "#, "inlining: + variant Perhaps first"),
        (r#"["I32", "i32"]"#, r#"["I32", "u32"]"#, "global_const_value: ~ variant I32 i32 -> u32"),
        (r#"["field", "Atom"]"#, r#"["field", "string"]"#, "initializer.Import: ~ field field atom -> string"),
        (r#"["Gc"], "#, r#"["Gc", [["heap", "u8"]]], "#, "canonical_options_data_model: ~ variant Gc -> { heap }"),
    ] {
        assert_eq!(differences("50", from, to), said);
    }
}

#[test]
fn differences_in_types_are_found() {
    for (from, to, said) in [
        (
            r#""WasmChecksum": {"same": "array 32 u8"}"#,
            r#""WasmChecksum": {"same": "array 31 u8"}"#,
            "- type wasm_checksum\n+ type wasm_checksum_since_50 (WasmChecksum)",
        ),
        (
            r#""StringEncoding": {"enum": [["Utf8"], ["Utf16"], ["CompactUtf16"]]}"#,
            r#""StringEncoding": {"same": "u8"}"#,
            "- type string_encoding\n+ type string_encoding_since_50 (StringEncoding)",
        ),
        (r#""StringEncoding":"#, r#""Spelling":"#, "- type string_encoding\n+ type spelling (Spelling)"),
    ] {
        let found = differences("50", from, to);
        assert!(found.contains(said), "{found}");
    }
}

#[test]
fn differences_in_rows_are_found() {
    for (release, from, to, said) in [
        ("43", r#"["Nop", "u8"], "#, "", "operator_cost_table: - name Nop u8"),
        ("43", r#"["Nop", "u8"], "#, r#"["Noop", "u8"], "#, "operator_cost_table: + name Noop u8 behind Unreachable"),
        ("48", r#"["Nop", "u8"], "#, r#"["Nop", "u16"], "#, "operator_cost_table: ~ name Nop u8 -> u16"),
        ("48", r#"["variable", "#, r#"["Newest", "u8"], ["variable", "#, "operator_cost_table: + name Newest u8"),
        ("48", r#"["table_copy_per_element", "u8"], "#, "", "variable_operator_cost: - name table_copy_per_element u8"),
    ] {
        let found = differences(release, from, to);
        assert!(found.contains(said), "{found}");
    }
}

/// The other way round: what a change to the description is found by.
#[test]
fn a_changed_description_does_not_fit() {
    let mut sources = project::sources().unwrap();
    for (from, to) in [
        ("enum inlining since=\"45\"", "enum inlining"),
        ("struct limits since=\"26\"", "struct limits traced=\"Bounds\" since=\"26\""),
        ("field min u64", "field min u64 removed=\"40\""),
        ("traced=\"ExportItem<TableIndex>\"", "traced=\"ExportItem<Table>\""),
        ("newtype tag_index u32", "newtype tag_index u64"),
    ] {
        let source = sources.iter_mut().find(|source| source.text.contains(from)).unwrap();
        source.text = source.text.replacen(from, to, 1);
    }
    let spec = load_draft(sources).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let found = compare(&spec, "44", &read(&path("44")).unwrap()).unwrap().1;
    for said in [
        "- type inlining",
        "- type limits",
        "+ type limits_since_44 (Limits)",
        "memory: ~ field limits limits -> limits_since_44",
        "+ type export_item_table_index (ExportItem<TableIndex>)",
        "- type export_item_table",
        "- type tag_index",
        "entity_index: ~ variant Tag tag_index -> tag_index_since_44",
    ] {
        assert!(found.iter().any(|found| found == said), "{said}: {found:#?}");
    }
}
