//! Names of types as Wasmtime spells them.

use crate::model::TypeDef;

impl TypeDef {
    /// Its name in Wasmtime's source: `WasmValType` for `wasm_val_type`.
    pub fn rust_name(&self) -> String {
        if self.traced.is_empty() { self.name.split('_').map(capital).collect() } else { self.traced.to_string() }
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
