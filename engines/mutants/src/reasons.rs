//! What nothing in a file could know, by the field that was changed.

/// Part of a field's path, and why no rule can say that its value is wrong. Numbers in brackets are left out, and `$` is the
/// end of the path.
const REASONS: [(&str, &str); 9] = [
    ("traps.offset[]", "it points into another instruction of the same function"),
    ("traps.table[]", "it points into another instruction of the same function"),
    (".functions[].signature", "the type of a function stands nowhere else"),
    (".tables[].ref_type", "the type of an imported table stands nowhere else"),
    ("stackmap.map[].bits", "which words of a frame hold references only the code knows"),
    ("stackmap.pc[]", "it is another place in the same function"),
    (".stack_maps[].code_offset", "it is another place in the same function"),
    (".passive_elements[]$", "how many elements the startup function writes only its code knows"),
    ("exceptions.context[]", "it is another slot of the same frame"),
];

/// Why a change of this field may go unnoticed, if it may. `how` is what the engine died of.
pub fn reason(path: &str, how: &str) -> Option<&'static str> {
    let path = without_numbers(path) + "$";
    // An instruction that does nothing but trap can be told from others. One that may trap, as a load, cannot.
    if path.starts_with("traps") && how.contains("SIGILL") {
        return None;
    }
    REASONS.iter().find(|(part, _)| path.contains(part)).map(|(_, reason)| *reason)
}

fn without_numbers(path: &str) -> String {
    let mut inside = false;
    let keep = |letter: &char| {
        inside = if inside { *letter != ']' } else { *letter == '[' };
        !inside || *letter == '['
    };
    path.chars().filter(keep).collect()
}
