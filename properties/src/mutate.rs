//! Random damage to a file: bits, bytes and stretches anywhere, and the fields of its ELF structures. Never repairs anything.

use crate::cases::{Record, sections};
use crate::choices::Choices;
use cwasm_spec::model::Word;

/// At most so many edits are made to one file.
const EDITS: usize = 4;

/// The file after a few random edits.
pub fn mutate(file: &[u8], choices: &mut Choices<'_>) -> Vec<u8> {
    let mut bytes = file.to_vec();
    for _ in 0..=choices.below(EDITS) {
        match choices.below(8) {
            0 => flip(&mut bytes, choices),
            1 => set(&mut bytes, choices),
            2 => splice(&mut bytes, choices),
            3 => resize(&mut bytes, choices),
            _ => set_field(&mut bytes, choices),
        }
    }
    bytes
}

/// A text after a few random edits: words of it are lost, doubled or moved.
pub fn mutate_text(text: &str, choices: &mut Choices<'_>) -> String {
    let separators = [' ', '\n', '"', '{', '}', '=', '/', '\\', '('];
    let mut words: Vec<&str> = text.split_inclusive(separators).collect();
    for _ in 0..=choices.below(EDITS) {
        let (from, to) = (choices.below(words.len()), choices.below(words.len()));
        match choices.below(4) {
            0 if !words.is_empty() => drop(words.remove(from)),
            1 if !words.is_empty() => words.swap(from, to),
            2 => words.extend_from_within(from.min(to)..from.max(to)),
            _ => words.insert(
                to,
                choices.one(&["{", "}", "\"", "#true", "-1", "99999999999999999999", "é\u{0}"]).unwrap_or(&""),
            ),
        }
    }
    words.concat()
}

fn flip(bytes: &mut [u8], choices: &mut Choices<'_>) {
    let at = choices.below(bytes.len());
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1 << choices.below(8);
    }
}

fn set(bytes: &mut [u8], choices: &mut Choices<'_>) {
    let at = choices.below(bytes.len());
    for (byte, new) in bytes.iter_mut().skip(at).zip(choices.bytes(8)) {
        *byte = new;
    }
}

/// Puts a stretch of the file in the place of another one.
fn splice(bytes: &mut Vec<u8>, choices: &mut Choices<'_>) {
    let mut stretch = || {
        let start = choices.below(bytes.len());
        start..start + choices.below(usize::min(bytes.len() - start, 200))
    };
    let (from, to) = (stretch(), stretch());
    let copy = bytes[from].to_vec();
    bytes.splice(to, copy);
}

fn resize(bytes: &mut Vec<u8>, choices: &mut Choices<'_>) {
    if choices.once_in(2) {
        bytes.extend(choices.bytes(100));
    } else {
        bytes.truncate(choices.below(bytes.len() + 1));
    }
}

/// Gives a field of a random structure another value: any, or one that stands in the same field elsewhere.
fn set_field(bytes: &mut [u8], choices: &mut Choices<'_>) {
    let big = bytes.get(5) == Some(&2);
    let Some((record, at)) = structure(bytes, big, choices) else { return };
    let fields = record.fields();
    let Some((_, place, _)) = choices.one(&fields) else { return };
    let value = if choices.once_in(4) { bytes.len() as u64 } else { choices.number(Word::U64) };
    let Some(field) = bytes.get_mut(at + place.offset..at + place.offset + place.width) else { return };
    let little = value.to_le_bytes();
    let value: Vec<u8> = little.iter().copied().cycle().take(place.width).collect();
    field.copy_from_slice(&value);
    if big {
        field.reverse();
    }
}

/// A structure of the file, and where it stands.
fn structure(bytes: &[u8], big: bool, choices: &mut Choices<'_>) -> Option<(Record, usize)> {
    let header = |name: &str| usize::try_from(Record::Header.get(bytes, name, big)?).ok();
    let sections = sections(bytes);
    let entry = |choices: &mut Choices<'_>, begin: &str| {
        let tables: Vec<_> = sections.iter().filter(|(_, name, _)| name.starts_with(begin)).collect();
        let (_, _, range) = choices.one(&tables)?;
        let (start, end) = (usize::try_from(range.start).ok()?, usize::try_from(range.end).ok()?);
        Some(start + 24 * choices.below((end - start) / 24))
    };
    match choices.below(6) {
        0 => Some((Record::Header, 0)),
        1 => Some((Record::Symbol, entry(choices, ".symtab")?)),
        2 => Some((Record::Relocation, entry(choices, ".rela")?)),
        _ => Some((Record::Section, header("e_shoff")?.checked_add(64 * choices.below(header("e_shnum")?))?)),
    }
    .filter(|(_, at)| *at < bytes.len())
}
