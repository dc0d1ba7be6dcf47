//! The recorded types as JSON: one line a type, sorted by name.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::shape::{Definition, STATE, Shape, State};

/// Writes everything to standard output.
pub fn print(release: &str) {
    STATE.with_borrow(|state| {
        let mut text = format!("{{\n\"release\": \"{release}\",\n\"roots\": {{");
        for (at, root) in ["engine", "module", "component"].iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(text, "{comma}\"{root}\": \"{}\"", words(&state.roots[root], state)).expect("a string");
        }
        text.push_str("},\n\"types\": {\n");
        let mut lines = BTreeMap::new();
        for (name, definition) in &state.definitions {
            if is_word(name) {
                continue;
            }
            let line = define(definition, state);
            let name = short(name);
            assert!(lines.insert(name.clone(), line).is_none(), "two types are called {name}");
        }
        let lines: Vec<String> = lines.into_iter().map(|(name, line)| format!("\"{name}\": {line}")).collect();
        println!("{text}{}\n}}\n}}", lines.join(",\n"));
    });
}

fn define(definition: &Definition, state: &State) -> String {
    match definition {
        Definition::Same(shape) => format!("{{\"same\": \"{}\"}}", words(shape, state)),
        Definition::Struct(fields) => format!("{{\"struct\": {}}}", named(fields, state)),
        Definition::Enum(variants) => {
            let variants: Vec<String> = variants
                .iter()
                .map(|(name, content)| match content.as_deref() {
                    None | Some([]) => format!("[\"{name}\"]"),
                    Some(fields) if fields[0].0.is_empty() => {
                        let types: Vec<String> = fields.iter().map(|(_, shape)| words(shape, state)).collect();
                        format!("[\"{name}\", \"{}\"]", types.join(" "))
                    }
                    Some(fields) => format!("[\"{name}\", {}]", named(fields, state)),
                })
                .collect();
            format!("{{\"enum\": [{}]}}", variants.join(", "))
        }
    }
}

fn named(fields: &[(&'static str, Shape)], state: &State) -> String {
    let fields: Vec<String> =
        fields.iter().map(|(name, shape)| format!("[\"{name}\", \"{}\"]", words(shape, state))).collect();
    format!("[{}]", fields.join(", "))
}

/// Generic types that are said by a word of the shape's language, not by a definition.
fn is_word(name: &str) -> bool {
    let short = short(name);
    ["PrimaryMap<", "TryPrimaryMap<", "SecondaryMap<", "TrySecondaryMap<", "PackedOption<", "Range<"]
        .iter()
        .any(|word| short.starts_with(word))
}

/// A type as a chain of words, read from the left.
fn words(shape: &Shape, state: &State) -> String {
    match shape {
        Shape::Unknown => "?".to_owned(),
        Shape::Plain(word) => (*word).to_owned(),
        Shape::Option(inner) => format!("option {}", words(inner, state)),
        Shape::Seq(inner) => format!("seq {}", words(inner, state)),
        Shape::Map(key, value) => format!("map {} {}", words(key, state), words(value, state)),
        Shape::Tuple(items) => tuple(&items.iter().map(|item| words(item, state)).collect::<Vec<_>>()),
        Shape::Named(name) if is_word(name) => generic(name, state),
        Shape::Named(name) => short(name),
    }
}

fn tuple(items: &[String]) -> String {
    match items {
        [first, second] => format!("pair {first} {second}"),
        [first, rest @ ..] if rest.iter().all(|item| item == first) => format!("array {} {first}", items.len()),
        _ => format!("tuple {} {}", items.len(), items.join(" ")),
    }
}

/// `PrimaryMap<K, V>`: `seq[K] V`; `SecondaryMap<K, V>`: `sparse[K]` and what its items are on the wire.
fn generic(name: &str, state: &State) -> String {
    let short = short(name);
    let key = short.split(['<', ',']).nth(1).unwrap_or_default();
    match &state.definitions[name] {
        Definition::Struct(fields) if short.starts_with("Range<") => format!("range {}", words(&fields[0].1, state)),
        Definition::Struct(fields) => match &fields[0].1 {
            Shape::Seq(item) => format!("seq[{key}] {}", words(item, state)),
            other => panic!("{name} is {other:?}"),
        },
        Definition::Same(Shape::Seq(item)) => {
            let word = if short.contains("SecondaryMap<") { "sparse" } else { "seq" };
            format!("{word}[{key}] {}", words(item, state))
        }
        Definition::Same(item) if short.starts_with("PackedOption<") => format!("packed-option {}", words(item, state)),
        other => panic!("{name} is {other:?}"),
    }
}

/// A type's name without paths and spaces; strings are `string` whoever allocates them.
fn short(name: &str) -> String {
    let mut result = String::new();
    for part in name.split_inclusive(['<', '>', ',', '(', ')', ' ', ';', '[', ']']) {
        let (path, end) = part.split_at(part.find(['<', '>', ',', '(', ')', ' ', ';', '[', ']']).unwrap_or(part.len()));
        let last = path.rsplit("::").next().unwrap_or(path);
        result.push_str(match last {
            "String" | "TryString" => "string",
            "TryVersion" => "Version",
            other => other,
        });
        result.push_str(end.trim());
    }
    result
}
