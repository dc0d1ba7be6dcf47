//! What a declared type consists of in one edition, in one form for all shapes of types.

use cwasm_spec::model::{
    Bit, Compat, Field, Flag, FlagKind, FlagOrder, NameTable, Repr, RowName, Slice, Spec, Text, TypeDef, TypeKind,
    Variant, Wire, Word,
};
use cwasm_spec::version::Edition;

use crate::words;

/// A label and what it says; equal labels are compared between editions.
pub(super) type Fact = (&'static str, String);

/// A part of something, with all that can change about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Member {
    /// Its name.
    pub(super) name: String,
    /// What is said of it. Empty ones are left out.
    pub(super) facts: Vec<Fact>,
    /// Meaning.
    pub(super) doc: String,
}

impl Member {
    /// Leaves out what says nothing.
    pub(super) fn new(name: &str, facts: impl IntoIterator<Item = Fact>, doc: &str) -> Self {
        let facts = facts.into_iter().filter(|(_, fact)| !fact.is_empty()).collect();
        Self { name: name.to_owned(), facts, doc: doc.to_owned() }
    }

    /// The facts in a row.
    pub(super) fn facts_text(&self) -> String {
        let texts: Vec<String> = self.facts.iter().map(|(label, fact)| join(label, fact)).collect();
        texts.join(", ")
    }
}

fn join(label: &str, fact: &str) -> String {
    if label == TYPE { fact.to_owned() } else { format!("{label} {fact}") }
}

/// The label of the one fact that needs none.
const TYPE: &str = "type";

/// The word for the shape of a type.
pub(super) const fn shape(kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Record { .. } => "record",
        TypeKind::Layout { .. } => "layout",
        TypeKind::Struct { .. } => "struct",
        TypeKind::Enum { .. } => "enum",
        TypeKind::Row { .. } => "row",
        TypeKind::Bits { .. } => "bits",
        TypeKind::Flags { .. } => "flags",
    }
}

/// What is said of a type as a whole.
pub(super) fn type_facts(spec: &Spec, ty: &TypeDef, edition: Edition) -> Vec<Fact> {
    match &ty.kind {
        TypeKind::Record { size, .. } => vec![("size", size.to_string())],
        TypeKind::Row { word, .. } => vec![("each", words::type_chain(spec, &[*word]))],
        TypeKind::Bits { reprs, .. } => vec![("in", repr(spec, reprs, edition))],
        TypeKind::Flags { arch, orders, .. } => vec![("for", arch.to_string()), ("sorted", sorting(orders, edition))],
        TypeKind::Layout { .. } | TypeKind::Struct { .. } | TypeKind::Enum { .. } => Vec::new(),
    }
}

fn repr(spec: &Spec, reprs: &[Repr], edition: Edition) -> String {
    let repr = reprs.iter().find(|repr| repr.range.contains(edition));
    repr.map_or_else(String::new, |repr| words::type_chain(spec, &[repr.word]))
}

fn sorting(orders: &[FlagOrder], edition: Edition) -> String {
    let order = orders.iter().find(|order| order.range.contains(edition));
    order.map_or("", |order| if order.by_name { "by name" } else { "as listed" }).to_owned()
}

/// The parts of a type in one edition, in order.
pub(super) fn members(spec: &Spec, ty: &TypeDef, edition: Edition) -> Vec<Member> {
    let in_layout = matches!(ty.kind, TypeKind::Layout { .. });
    match &ty.kind {
        TypeKind::Record { fields, .. } | TypeKind::Layout { fields } | TypeKind::Struct { fields } => {
            let fields = fields.iter().filter(|field| field.range.contains(edition));
            fields.map(|item| field(spec, item, edition, in_layout)).collect()
        }
        TypeKind::Enum { .. } => {
            ty.variants(edition).enumerate().map(|(index, item)| variant(spec, index, item)).collect()
        }
        TypeKind::Row { names, .. } => row(names, edition),
        TypeKind::Bits { bits, .. } => bits.iter().filter(|bit| bit.range.contains(edition)).map(bit).collect(),
        TypeKind::Flags { flags, .. } => {
            flags.iter().filter(|flag| flag.range.contains(edition)).map(|item| flag(item, edition)).collect()
        }
    }
}

fn field(spec: &Spec, field: &Field, edition: Edition, in_layout: bool) -> Member {
    let is_named = matches!(field.ty.last(), Some(Word::Named(_)));
    let wire = if in_layout && is_named { wire_name(field.wire) } else { "" };
    let facts = [
        (TYPE, words::type_chain(spec, &field.ty)),
        ("wire", wire.to_owned()),
        ("names", field.names.to_string()),
        ("length in", field.length.to_string()),
        ("slices", slices(&field.slices)),
        ("compat", compat(&field.compat, edition)),
        ("set by", field.option.to_string()),
    ];
    Member::new(&field.name, facts, &field.doc)
}

const fn wire_name(wire: Wire) -> &'static str {
    match wire {
        Wire::Fixed => "fixed",
        Wire::Bincode1 => "bincode1",
        Wire::Postcard => "postcard",
    }
}

fn slices(slices: &[Slice]) -> String {
    let one = |slice: &Slice| match slice.bits {
        1 => format!("{} at bit {}", slice.name, slice.at),
        bits => format!("{} at bit {} ({bits} bits)", slice.name, slice.at),
    };
    let texts: Vec<String> = slices.iter().map(one).collect();
    texts.join("; ")
}

fn compat(compat: &[Compat], edition: Edition) -> String {
    compat
        .iter()
        .find(|compat| compat.range.contains(edition))
        .map_or_else(String::new, |compat| compat.policy.to_string())
}

fn variant(spec: &Spec, index: usize, variant: &Variant) -> Member {
    let facts = [("index", index.to_string()), ("holds", words::type_chain(spec, &variant.ty))];
    Member::new(&variant.name, facts, &variant.doc)
}

fn row(names: &[RowName], edition: Edition) -> Vec<Member> {
    names.iter().filter(|name| name.range.contains(edition)).map(|name| Member::new(&name.name, [], "")).collect()
}

fn bit(bit: &Bit) -> Member {
    Member::new(&bit.name, [("bit", bit.at.to_string()), ("includes", bit.includes.join(" "))], &bit.doc)
}

fn flag(flag: &Flag, edition: Edition) -> Member {
    let kind = match flag.kind {
        FlagKind::Enum => "enum",
        FlagKind::Num => "num",
        FlagKind::Bool => "bool",
    };
    let known = flag.words.iter().filter(|word| word.range.contains(edition));
    let known: Vec<Text> = known.map(|word| word.name.clone()).collect();
    let must = flag.must.iter().find(|must| must.range.contains(edition));
    let facts = [
        (TYPE, kind.to_owned()),
        ("of", known.join(" ")),
        ("always", must.map_or_else(String::new, |must| must.value.to_string())),
        ("compat", compat(&flag.compat, edition)),
    ];
    Member::new(&flag.name, facts, &flag.doc)
}

/// The names of a table in one edition.
pub(super) fn table_members(table: &NameTable, edition: Edition) -> Vec<Member> {
    let names = table.names.iter().filter(|name| name.range.contains(edition));
    let value = |value: u64| if table.numbered { value.to_string() } else { String::new() };
    names.map(|name| Member::new(&name.name, [("value", value(name.value))], "")).collect()
}

/// The types that a type speaks of in one edition: those inside it, and the flag lists of its fields.
pub(super) fn mentioned<'a>(spec: &'a Spec, ty: &'a TypeDef, edition: Edition) -> Vec<&'a TypeDef> {
    let mut found = Vec::new();
    for field in ty.fields().iter().filter(|field| field.range.contains(edition)) {
        found.extend(named(spec, &field.ty));
        found.extend(spec.types.iter().filter(|ty| !field.names.is_empty() && ty.name == field.names));
    }
    for variant in ty.variants(edition) {
        found.extend(named(spec, &variant.ty));
    }
    if let TypeKind::Row { word, .. } = &ty.kind {
        found.extend(named(spec, &[*word]));
    }
    found
}

fn named<'a>(spec: &'a Spec, words: &[Word]) -> Vec<&'a TypeDef> {
    let index = |word: &Word| match word {
        Word::Named(index) => spec.types.get(usize::from(*index)),
        _ => None,
    };
    words.iter().filter_map(index).collect()
}

/// A type and all types inside it in one edition, in the order in which they are first mentioned.
pub(super) fn reachable<'a>(spec: &'a Spec, roots: Vec<&'a TypeDef>, edition: Edition) -> Vec<&'a TypeDef> {
    let mut found: Vec<&TypeDef> = Vec::new();
    let mut left = roots;
    left.reverse();
    while let Some(ty) = left.pop() {
        if found.iter().any(|known| std::ptr::eq(*known, ty)) {
            continue;
        }
        found.push(ty);
        left.extend(mentioned(spec, ty, edition).into_iter().rev());
    }
    found
}
