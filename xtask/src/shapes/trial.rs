//! Trials of adding releases: the description is cut off before a release, and gets the release back from its shapes.

use cwasm_spec::diagnostic::Source;
use cwasm_spec::load::{load, load_draft};
use cwasm_spec::model::{Field, Spec, TypeKind};
use kdl::{KdlDocument, KdlEntry, KdlNode, KdlValue};

use super::add::{Added, add};
use super::{compare, path, read};
use crate::project;

/// The description as it was before a release.
fn before(release: u16) -> Vec<Source> {
    let mut sources = project::sources().unwrap();
    let mut documents: Vec<_> = sources.iter().map(|source| KdlDocument::parse(&source.text).unwrap()).collect();
    let mut dropped = Vec::new();
    documents.iter_mut().for_each(|document| dropped.extend(cut(document, release)));
    for (source, document) in sources.iter_mut().zip(&mut documents) {
        forget(document, &dropped);
        source.text = document.to_string();
    }
    sources
}

/// Drops what begins with a release or behind it, and what ends there goes on. Of the rules, only those are kept that
/// sections and types need. Returns what sections and rules are called that were dropped.
fn cut(document: &mut KdlDocument, release: u16) -> Vec<KdlValue> {
    let is_later = |entry: &KdlEntry| {
        let name = entry.value().as_string().and_then(|name| name.parse::<u16>().ok());
        name.is_some_and(|name| name >= release)
    };
    let named = |entry: &KdlEntry, name: &str| entry.name().is_some_and(|property| property.value() == name);
    let mut dropped = Vec::new();
    for node in document.nodes_mut() {
        let is_list = node.name().value() == "editions";
        node.entries_mut().retain(|entry| !is_later(entry) || !(is_list || named(entry, "removed")));
        dropped.extend(node.children_mut().as_mut().map(|children| cut(children, release)).unwrap_or_default());
    }
    let is_needed = |word: &KdlValue| [KdlValue::from("presence"), "allowed".into()].contains(word);
    let presence = |node: &KdlNode| node.name().value() == "check" && node.get(0).is_some_and(is_needed);
    let is_other_rule = |node: &KdlNode| node.name().value() == "rule" && !node.iter_children().any(presence);
    let is_cut = |node: &KdlNode| {
        node.entries().iter().any(|entry| named(entry, "since") && is_later(entry)) || is_other_rule(node)
    };
    let called = |node: &KdlNode| ["section", "sections", "rule"].contains(&node.name().value());
    let names = document.nodes().iter().filter(|node| is_cut(node) && called(node)).flat_map(|node| node.entries());
    dropped.extend(names.filter(|entry| entry.name().is_none()).map(|entry| entry.value().clone()));
    document.nodes_mut().retain(|node| !is_cut(node));
    dropped
}

/// Drops the names of what was dropped.
fn forget(document: &mut KdlDocument, dropped: &[KdlValue]) {
    for node in document.nodes_mut() {
        node.entries_mut().retain(|entry| !dropped.contains(entry.value()));
        if let Some(children) = node.children_mut() {
            forget(children, dropped);
        }
    }
}

/// Cuts the description off and adds the release again.
fn again(release: u16) -> Added {
    let shapes = read(&path(&release.to_string())).unwrap();
    add(before(release), &release.to_string(), &shapes).unwrap_or_else(|message| panic!("{release}: {message}"))
}

/// What a description says of types of payloads, without meanings.
fn says(spec: &Spec) -> Vec<String> {
    let field =
        |field: &Field| format!("{} {:?} {:?} {:?} {:?}", field.name, field.range, field.ty, field.wire, field.by);
    let mut says = Vec::new();
    for ty in spec.types.iter() {
        let name = format!("{} {:?} {:?}", ty.name, ty.range, ty.traced);
        says.extend(ty.fields().iter().map(|item| format!("{name}: {}", field(item))));
        match &ty.kind {
            TypeKind::Newtype { ty, .. } => says.push(format!("{name}: {ty:?}")),
            TypeKind::Row { word, names } => says.push(format!("{name}: {word:?} {names:?}")),
            TypeKind::Enum { variants } => {
                for variant in variants.iter() {
                    let name = format!("{name}: {} {:?} {:?}", variant.name, variant.range, variant.ty);
                    says.extend(variant.fields.iter().map(|item| format!("{name}: {}", field(item))));
                    says.push(name);
                }
            }
            _ => {}
        }
    }
    says
}

/// The trial of a newcomer: nothing but meanings, settings and what is not traced has to be written by hand.
#[test]
fn the_newest_release_comes_back_as_it_was() {
    let added = again(50);
    let differences =
        ["tunables: + field asan_stack_switching bool behind recording", "canonical_options: - field cancellable bool"];
    assert_eq!(added.differences, differences);
    let spec = load_draft(added.sources.clone()).unwrap();
    assert_eq!(says(&spec), says(&project::spec().unwrap()));
    let mistakes = load(added.sources.clone()).unwrap_err();
    let mistakes: Vec<&str> = mistakes.diagnostics.iter().map(|mistake| &*mistake.message).collect();
    assert_eq!(mistakes, ["`asan_stack_switching` does not say what it means"]);
    // All else is as it was, to the letter.
    for (before, after) in before(50).iter().zip(&added.sources) {
        let kept = after.text.split_inclusive('\n').filter(|line| !line.contains(" since=\"50\""));
        let text: String = kept.collect();
        assert_eq!(text.replace(" removed=\"50\"", "").replace(" \"50\"", ""), before.text);
    }
}

/// What came and went in these is of every kind there is.
#[test]
fn older_releases_come_back() {
    for release in [10, 21, 36, 43, 46] {
        let added = again(release);
        assert!(!added.differences.is_empty());
        let spec = load_draft(added.sources).unwrap();
        // Adding looks at the release itself only.
        for earlier in [3, release - 1] {
            let shapes = read(&path(&earlier.to_string())).unwrap();
            assert_eq!(compare(&spec, &earlier.to_string(), &shapes).unwrap().1, [""; 0], "{release}, {earlier}");
        }
    }
}

/// Changes to the shapes of release 50 that make those of a release to come, and what they become in the description.
const IMAGINED: &[(&str, &str, &str)] = &[
    // Names of a row: the first of all, one in the middle of a list, the last of a list, one behind all.
    (
        r#"["Unreachable", "u8"]"#,
        r#"["Start", "u8"], ["Unreachable", "u8"]"#,
        "    names Start since=\"51\"\n    names Unreachable Nop ",
    ),
    (r#"["I64Extend32S", "u8"], "#, "", " I64Extend16S\n    names I64Extend32S removed=\"51\"\n    // gc\n"),
    (r#"["variable", "#, r#"["Finish", "u8"], ["variable", "#, " I64MulWideU\n    names Finish since=\"51\"\n"),
    (
        r#"["Select", "u8"]"#,
        r#"["SelectOne", "u8"]"#,
        " Call CallIndirect Drop\n    names SelectOne since=\"51\"\n    names Select removed=\"51\"\n    names LocalGet ",
    ),
    // A field of a type with arguments; a variant with fields, one of which is no word of KDL; a type with a reserved name.
    (
        r#"["max", "option u64"]]"#,
        r#"["max", "option u64"], ["step", "Step<u64>"]]"#,
        "doc=\"Largest size it may grow to; none if not declared.\"\n    field step step since=\"51\" doc=\"?\"\n",
    ),
    (
        r#""StringEncoding":"#,
        r#""Step<u64>": {"enum": [["One"], ["By", [["0th", "u64"], ["each", "Map"]]]]}, "Map": {"same": "string"},
            "StringEncoding":"#,
        "\nenum step since=\"51\" {\n    doc \"?\"\n    variant One doc=\"?\"\n    variant By doc=\"?\" {\n        \
         field \"0th\" u64 doc=\"?\"\n        field each map_since_51 doc=\"?\"\n    }\n}\n\n\
         newtype map_since_51 string traced=\"Map\" since=\"51\" doc=\"?\"\n",
    ),
    // A field that moves, and one with another counter.
    (
        r#"["module_index", "StaticModuleIndex"], ["strings", "StringPool"]"#,
        r#"["strings", "StringPool"], ["module_index", "StaticModuleIndex"]"#,
        "    field module_index static_module_index since=\"51\" doc=\"?\"\n",
    ),
    (
        r#"seq[TagIndex] Tag"#,
        r#"seq[LabelIndex] Tag"#,
        "    field tags seq tag by=label_index since=\"51\" doc=\"?\"\n",
    ),
    (r#""release""#, r#""release""#, "newtype label_index u32 since=\"51\" doc=\"?\"\n"),
    // A root with one more value, which has the codec of those before it.
    (
        "tuple 3 CompiledModuleInfo CompiledFunctionsTable ModuleTypes",
        "tuple 4 CompiledModuleInfo CompiledFunctionsTable ModuleTypes WasmChecksum",
        "    field wasm_checksum wasm_checksum wire=postcard since=\"51\" doc=\"?\"\n",
    ),
    // A type of another kind, and many fields of one type.
    (
        r#"{"enum": [["Utf8"], ["Utf16"], ["CompactUtf16"]]}"#,
        r#"{"struct": [["a", "u8"], ["b", "u8"], ["c", "u8"], ["d", "u8"], ["e", "u8"], ["f", "u8"], ["g", "u8"],
            ["h", "u8"], ["i", "u8"], ["j", "u8"], ["k", "u8"], ["l", "u8"], ["m", "u8"]]}"#,
        "row string_encoding_since_51 u8 traced=\"StringEncoding\" since=\"51\" {\n    doc \"?\"\n    \
         names a b c d e f g h i j k l m\n}\n",
    ),
    (r#""release""#, r#""release""#, "\nenum string_encoding removed=\"51\" {\n"),
    // A variant without its content, before all others a new one.
    (
        r#"[["Static", "StaticModuleIndex seq CoreDef"], "#,
        r#"[["Nothing"], ["Static"], "#,
        "    variant Nothing since=\"51\" doc=\"?\"\n    variant Static static_module_index seq core_def removed=\"51\" ",
    ),
    // A line that gets too long.
    (
        r#"["func_names", "seq FunctionName"], ["checksum", "WasmChecksum"]"#,
        r#"["func_names", "seq FunctionName"]"#,
        "    field checksum wasm_checksum since=\"43\" removed=\"51\" \\\n        doc=\"Checksum of",
    ),
];

#[test]
fn an_imagined_release_is_written_in_the_style_of_the_description() {
    let mut text = std::fs::read_to_string(path("50")).unwrap();
    for (from, to, _) in IMAGINED {
        assert!(text.contains(from), "the shapes have changed: `{from}` is not in them");
        text = text.replacen(from, to, 1);
    }
    let shapes = read::shapes(&text).unwrap();
    let added = add(project::sources().unwrap(), "51", &shapes).unwrap_or_else(|message| panic!("{message}"));
    let text: String = added.sources.iter().map(|source| &*source.text).collect();
    for (_, _, said) in IMAGINED {
        assert!(text.contains(said), "{said}: {:#?}", added.differences);
    }
    // Once more there is nothing to do.
    assert_eq!(add(added.sources, "51", &shapes).unwrap().differences, [""; 0]);
}

#[test]
fn only_the_newest_release_can_be_added() {
    let shapes = read(&path("49")).unwrap();
    let refused = |release: &str| add(project::sources().unwrap(), release, &shapes).err().unwrap_or_default();
    assert_eq!(refused("50x"), "`50x` is not a major version");
    assert_eq!(refused("2"), "later releases than 2 are described already");
    assert!(refused("48").contains("is not the newest release"));
}
