//! The described inside of sections, as the walk names it.

use std::ops::Range;

use cwasm_spec::model::{BlockValue, Blocks};
use cwasm_spec::predicate::Predicate;

use super::Kind;
use super::rules::Rules;
use super::teller::{Said, Teller};
use super::value::{self, Names};
use crate::fields::Part;
use crate::payload::{BlockItem, Node, Path, Shape, Shown, Visited, Visitor, Why, visit_wanted};
use crate::run::{Run, number};

/// Tells the fields of a section that has a declared layout.
pub(super) fn tell(run: &mut Run<'_>, rules: &Rules<'_>, teller: &mut Teller<'_>, index: usize) {
    let Some(start) = run.image.sections.get(index).map(|section| section.offset) else { return };
    let (bytes, names) = (run.bytes(), Names { spec: run.spec, edition: run.edition });
    visit_wanted(run, index, &mut Fields { start, bytes, names, rules, teller });
}

/// Tells fields as they are read.
struct Fields<'f, 't> {
    /// Where the payload begins in the file.
    start: u64,
    bytes: &'f [u8],
    names: Names<'f>,
    rules: &'f Rules<'f>,
    teller: &'f mut Teller<'t>,
}

impl Fields<'_, '_> {
    fn in_file(&self, range: &Range<usize>) -> Range<u64> {
        let place = |offset: usize| self.start.saturating_add(u64::try_from(offset).unwrap_or(0));
        place(range.start)..place(range.end)
    }
}

impl Visitor for Fields<'_, '_> {
    fn field(&mut self, path: &Path<'_>, visited: Visited<'_>) {
        let range = self.in_file(&visited.range);
        let (names, rules, bytes) = (self.names, self.rules, self.bytes);
        self.teller.field(range.clone(), || {
            let length = range.end.saturating_sub(range.start);
            let bytes = crate::raw::slice(bytes, range.start, length).unwrap_or_default();
            Said {
                kind: kind(&visited),
                path: path.text(),
                value: words(names, &visited, bytes),
                number: number_of(visited.shown),
                rules: about(rules, &visited, names),
            }
        });
    }

    fn stopped(&mut self, path: &Path<'_>, at: usize, why: Option<Why<'_>>) {
        let range = self.in_file(&(at..at)).start..self.teller.end();
        let rules = self.rules;
        self.teller.field(range, || match why {
            Some(Why { word, found, expected }) => {
                let value = format!("does not decode: {found} instead of {expected}");
                Said::words(Kind::Undecoded, &path.text(), &value, rules.typed(&[Predicate::OnWire], word))
            }
            None => {
                let rules = rules.typed(&[Predicate::Exhausted], &path.text());
                Said::words(Kind::Nothing, &path.text(), "bytes behind the last field", rules)
            }
        });
    }

    fn is_over(&self) -> bool {
        self.teller.is_over()
    }
}

fn kind(visited: &Visited<'_>) -> Kind {
    match (visited.part, visited.shown) {
        (_, Shown::Padding) => Kind::Padding,
        (Part::Value, _) => Kind::Value,
        (Part::Text, _) => Kind::Text,
        (Part::Length, _) => Kind::Length,
        (Part::Opaque, _) => Kind::Opaque,
        (Part::Option | Part::Variant, _) => Kind::Tag,
    }
}

fn number_of(shown: Shown<'_>) -> Option<u64> {
    match shown {
        Shown::Number(value) | Shown::Length(value) | Shown::Variant(value, _) | Shown::Block(_, value) => Some(value),
        Shown::Bool(value) | Shown::Some(value) => Some(u64::from(value)),
        Shown::Entry(item) => Some(item.offset),
        Shown::Signed(value) => u64::try_from(value).ok(),
        Shown::Wide(value) => u64::try_from(value).ok(),
        Shown::Text(_) | Shown::Bytes | Shown::Opaque | Shown::Padding => None,
    }
}

fn words(names: Names<'_>, visited: &Visited<'_>, bytes: &[u8]) -> String {
    let node = visited.node;
    match (visited.shown, &node.shape) {
        (Shown::Number(value), Shape::Number(shape)) if shape.none == Some(value) => format!("none ({value:#x})"),
        (Shown::Number(value), Shape::Bits(set, _)) => names.bits(*set, value),
        (Shown::Number(value), _) => names.number(value, node.names, node.slices),
        (Shown::Signed(value), _) => value.to_string(),
        (Shown::Wide(value), _) => value.to_string(),
        (Shown::Bool(value), _) => value.to_string(),
        (Shown::Text(text), _) => value::text(text),
        (Shown::Length(length), Shape::Text) => format!("{} bytes", number(length)),
        (Shown::Length(length), _) => format!("{} elements", number(length)),
        (Shown::Some(some), _) => if some { "some" } else { "none" }.to_owned(),
        (Shown::Variant(index, ""), _) => format!("no variant of the release ({index})"),
        (Shown::Variant(index, name), _) => format!("{name} ({index})"),
        (Shown::Bytes, _) => value::bytes(bytes),
        (Shown::Opaque, _) if node.free.is_empty() => format!("{} bytes", bytes.len()),
        (Shown::Opaque, _) => format!("{} bytes: {}", bytes.len(), node.free),
        (Shown::Padding, _) => value::bytes(bytes),
        (Shown::Block("default", value), Shape::Blocks(blocks, ..)) => names.number(value, &blocks.value.names, &[]),
        (Shown::Block(_, value), _) => number(value),
        (Shown::Entry(item), Shape::Blocks(blocks, ..)) => entry(names, blocks, &item),
        (Shown::Entry(item), _) => number(item.offset),
    }
}

/// An entry of a table in blocks: its offset and its value, wherever that stands.
fn entry(names: Names<'_>, blocks: &Blocks, item: &BlockItem) -> String {
    let BlockValue { name, names: table, .. } = &blocks.value;
    let value = item.value.map_or_else(|| "none".to_owned(), |value| names.number(value, table, &[]));
    format!("offset {:#x}, {name} {value}", item.offset)
}

/// The rules that ask for what was read, or for what it is a part of.
fn about(rules: &Rules<'_>, visited: &Visited<'_>, names: Names<'_>) -> Vec<u16> {
    let mut found = Vec::new();
    let node = visited.node;
    let mut here = |node: &Node<'_>| node.captures.here.iter().for_each(|kept| rules.add(&mut found, kept.slot));
    here(node);
    visited.around.into_iter().for_each(&mut here);
    match (visited.shown, &node.shape) {
        (Shown::Some(_), Shape::Option(inner)) => visited.nodes.get(*inner).into_iter().for_each(&mut here),
        (Shown::Variant(..), Shape::Enum(variants)) => {
            variants.iter().flat_map(|variant| &variant.here).for_each(|slot| rules.add(&mut found, *slot));
        }
        (Shown::Number(_), Shape::Bits(set, kept)) => {
            kept.iter().for_each(|(slot, _)| rules.add(&mut found, *slot));
            let name = names.spec.types.get(usize::from(*set)).map_or("", |ty| &ty.name);
            found.extend(rules.typed(&[Predicate::BitsKnown, Predicate::BitsIncluded], name));
        }
        (Shown::Padding, _) => found.extend(rules.typed(&[Predicate::OnWire], "padding")),
        (shown, Shape::Blocks(_, offsets, values)) => {
            let (words, slots) = block_words(shown);
            words.iter().for_each(|word| found.extend(rules.typed(&[Predicate::InBlocks], word)));
            offsets.iter().filter(|_| slots.0).for_each(|slot| rules.add(&mut found, *slot));
            values.iter().filter(|_| slots.1).for_each(|slot| rules.add(&mut found, *slot));
        }
        _ => {}
    }
    if let Some((name, kept)) = visited.list {
        const ABOUT: [Predicate; 5] = [
            Predicate::FlagsKnown,
            Predicate::FlagsValued,
            Predicate::FlagsOrdered,
            Predicate::FlagsComplete,
            Predicate::FlagsFixed,
        ];
        kept.iter().filter(|(_, flag)| *flag == visited.flag).for_each(|(slot, _)| rules.add(&mut found, *slot));
        found.extend(rules.typed(&ABOUT, name));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The words of the rules about tables in blocks that a part of one is asked by, and whether offsets and values are.
fn block_words(shown: Shown<'_>) -> (&'static [&'static str], (bool, bool)) {
    match shown {
        Shown::Block("entries" | "blocks", _) => (&["count"], (false, false)),
        Shown::Block("first", _) => (&[], (true, false)),
        Shown::Block("place", _) => (&["placed"], (false, false)),
        Shown::Block(..) => (&["default"], (false, true)),
        _ => (&["restart", "shortest", "needless", "distance"], (true, true)),
    }
}
