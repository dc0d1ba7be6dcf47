//! The wires: what each is in a sentence, every type in bytes, and worked examples.

use cwasm_spec::model::{FlagKind, Spec, TypeKind, Wire};

use super::fields;
use super::page::Page;
use super::table::Table;
use super::text::{code, hex, prose};

const ENCODINGS: &str = include_str!("wires.md");

/// Numbers that show where a varint grows.
const NUMBERS: &[u64] = &[0, 1, 127, 128, 300, 16_384, 0xffff_ffff];

pub(super) fn write(page: &mut Page, spec: &Spec) {
    let mut table = Table::new(&["Wire", "Encoding"]);
    for wire in spec.wires.iter() {
        table.row([code(fields::wire(wire.wire)), prose(&wire.doc)]);
    }
    page.table(&table);
    page.block(ENCODINGS);
    page.block("Examples:");
    page.table(&numbers());
    page.block(&flag_example(spec));
}

fn numbers() -> Table {
    let mut table = Table::new(&["Number", "`bincode1` as `u32`", "`bincode1` as `u64`", "varint"]);
    for number in NUMBERS {
        let narrow = u32::try_from(*number).map_or_else(|_| String::new(), |narrow| code(&hex(&narrow.to_le_bytes())));
        table.row([number.to_string(), narrow, code(&hex(&number.to_le_bytes())), code(&hex(&varint(*number)))]);
    }
    table
}

/// A flag with a word, as it stands in a flag list, in both wires.
fn flag_example(spec: &Spec) -> String {
    let newest = spec.newest();
    let flags = spec.types.iter().filter_map(|ty| match &ty.kind {
        TypeKind::Flags { flags, .. } => Some(flags),
        _ => None,
    });
    let mut with_words = flags.flat_map(|flags| flags.iter()).filter(|flag| flag.range.contains(newest));
    let found = with_words.find(|flag| matches!(flag.kind, FlagKind::Enum) && !flag.words.is_empty());
    let Some((flag, word)) = found.and_then(|flag| flag.words.first().map(|word| (flag, word))) else {
        return String::new();
    };
    let bytes = |wire| {
        let mut bytes = string(wire, &flag.name);
        bytes.extend(variant(wire, 0));
        bytes.extend(string(wire, &word.name));
        code(&hex(&bytes))
    };
    format!(
        "The flag `{}` with the word `{}`, that is a string, the index of the first variant and a string:\n\n- `bincode1`: \
         {}\n- `postcard`: {}",
        flag.name,
        word.name,
        bytes(Wire::Bincode1),
        bytes(Wire::Postcard)
    )
}

fn string(wire: Wire, text: &str) -> Vec<u8> {
    let length = u64::try_from(text.len()).unwrap_or_default();
    let mut bytes = if matches!(wire, Wire::Postcard) { varint(length) } else { length.to_le_bytes().to_vec() };
    bytes.extend(text.as_bytes());
    bytes
}

fn variant(wire: Wire, index: u32) -> Vec<u8> {
    if matches!(wire, Wire::Postcard) { varint(u64::from(index)) } else { index.to_le_bytes().to_vec() }
}

/// Unsigned LEB128 in its shortest form.
fn varint(number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut left = number;
    loop {
        let low = u8::try_from(left & 0x7f).unwrap_or_default();
        left = left.wrapping_shr(7);
        if left == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn varints_are_shortest() {
        assert_eq!(varint(0), [0]);
        assert_eq!(varint(300), [0xac, 0x02]);
        assert_eq!(varint(u64::MAX).len(), 10);
    }
}
