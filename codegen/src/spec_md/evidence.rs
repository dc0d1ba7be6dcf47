//! Who says so: artifacts and sources behind a statement.

use cwasm_spec::model::Evidence;

use super::text::code;

/// The evidence in one line; nothing if there is none.
pub(super) fn line(evidence: &[Evidence]) -> String {
    let text = text(evidence);
    if text.is_empty() { text } else { format!("*Evidence:* {text}.") }
}

/// The same without its title.
pub(super) fn text(evidence: &[Evidence]) -> String {
    let mut parts = Vec::new();
    for one in evidence {
        match &*one.artifact {
            "" => {}
            "all" => parts.push("every artifact".to_owned()),
            name => parts.push(format!("artifact {}", code(name))),
        }
        if !one.source.is_empty() {
            parts.push(format!("source {}", code(&one.source)));
        }
    }
    parts.join("; ")
}
