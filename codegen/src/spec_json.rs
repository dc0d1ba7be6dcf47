//! The description as JSON, for tools in other languages.

use cwasm_spec::model::Spec;
use serde_json::Value;

use crate::COMMAND;

/// The model as it is, with a note on where it comes from.
pub(crate) fn render(spec: &Spec) -> String {
    let mut root = serde_json::Map::new();
    root.insert("generated_by".to_owned(), COMMAND.into());
    root.insert("source".to_owned(), "spec/format/*.kdl".into());
    // The model holds only what JSON can hold: no maps with other keys, no floats.
    let mut model = serde_json::to_value(spec).unwrap_or_default();
    drop_spans(&mut model);
    root.insert("spec".to_owned(), model);
    let mut text = serde_json::to_string_pretty(&Value::Object(root)).unwrap_or_default();
    text.push('\n');
    text
}

/// Places in files that the reader of the JSON does not have.
fn drop_spans(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("span");
            fields.values_mut().for_each(drop_spans);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_spans),
        _ => {}
    }
}
