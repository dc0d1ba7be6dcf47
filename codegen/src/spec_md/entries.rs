//! What the tables of a layout are tables of, and how an entry is looked up.

use cwasm_spec::model::{Entry, Part, PartPlace, Search, Spec, TypeDef};

use super::page::Page;
use super::text::{code, prose};
use super::{evidence, when};

pub(super) fn write(page: &mut Page, spec: &Spec, ty: &TypeDef) {
    for (position, entry) in ty.entries.iter().enumerate() {
        let first = ty.entries.iter().position(|first| first.name == entry.name) == Some(position);
        let during = when::during_within(spec, entry.range, ty.range);
        let during = during.map_or_else(String::new, |during| format!(", {during}"));
        let about = if first { format!(" {}", prose(&entry.doc)) } else { String::new() };
        page.block(&format!("Entry {}{during}:{about} {} {}", code(&entry.name), made_of(entry), found(entry)));
        page.block(&evidence::line(&entry.evidence));
    }
}

/// What an entry is made of.
fn made_of(entry: &Entry) -> String {
    if !entry.blocks.is_empty() {
        return format!("All of them are in {}.", code(&entry.blocks));
    }
    let key = (!entry.key.is_empty()).then(|| format!("its key in {}", code(&entry.key)));
    let parts = key.into_iter().chain(entry.parts.iter().map(part));
    format!("It has {}.", parts.collect::<Vec<_>>().join("; "))
}

fn part(part: &Part) -> String {
    let fields = part.fields.iter().map(|field| code(field)).collect::<Vec<_>>();
    let fields = match fields.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => fields.concat(),
    };
    match &part.place {
        PartPlace::Same => format!("at the same position {fields}"),
        PartPlace::Until { end } => {
            format!("those of {fields} from {0} of the entry before, of the first from 0, up to its {0}", code(end))
        }
        PartPlace::Pointer { pointer, unit, more } => {
            let on = match &**more {
                "" => String::new(),
                more => format!(", and those that follow while {} is 1", code(more)),
            };
            let unit = if *unit == 1 { String::new() } else { format!(" times {unit}") };
            format!(
                "of {fields} the one that begins {}{unit} bytes behind the beginning of the first{on}",
                code(pointer)
            )
        }
        PartPlace::Range { range } => {
            format!("of {fields} the one at the bytes {}, counted from the first", code(range))
        }
    }
}

/// Which entries a look-up finds.
fn found(entry: &Entry) -> &'static str {
    match entry.search {
        Search::Exact => "A look-up finds the entry with just this key, by binary search.",
        Search::AtOrBefore => {
            "A look-up finds the last entry whose key is not above the one looked for, by binary search."
        }
        Search::All => "A look-up finds all entries with just this key, by binary search.",
        Search::Number => "It is found by its number, from 0 on.",
    }
}
