//! What a declared type consists of in one edition, in one form for all shapes of types.

use cwasm_spec::model::{
    Bit, BlockForm, Blocks, Compat, Extent, Field, Flag, FlagKind, FlagOrder, NameTable, Only, Repr, RowName, Slice,
    Spec, Text, Times, TypeDef, TypeKind, Variant, Wire, Word,
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

    /// The facts in a row, without the index.
    pub(super) fn facts_text(&self) -> String {
        let texts: Vec<String> =
            self.facts.iter().filter(|(label, _)| *label != INDEX).map(|(label, fact)| join(label, fact)).collect();
        texts.join(", ")
    }

    /// The index of a variant, empty for anything else.
    pub(super) fn index(&self) -> &str {
        self.facts.iter().find(|(label, _)| *label == INDEX).map_or("", |(_, fact)| fact)
    }
}

fn join(label: &str, fact: &str) -> String {
    if matches!(label, TYPE | HOLDS) { fact.to_owned() } else { format!("{label} {fact}") }
}

/// The label of a type, which is shown without it.
const TYPE: &str = "type";

/// The label of what a variant holds, which is shown without it too.
const HOLDS: &str = "holds";

/// The label of a variant's index, which moves whenever a variant before it comes or goes.
pub(super) const INDEX: &str = "index";

/// The word for the shape of a type.
pub(super) const fn shape(kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Record { .. } => "record",
        TypeKind::Layout { .. } => "layout",
        TypeKind::Struct { .. } => "struct",
        TypeKind::Newtype { .. } => "newtype",
        TypeKind::Enum { .. } => "enum",
        TypeKind::Row { .. } => "row",
        TypeKind::Bits { .. } => "bits",
        TypeKind::Flags { .. } => "flags",
        TypeKind::Blocks(_) => "blocks",
    }
}

/// What is said of a type as a whole.
pub(super) fn type_facts(spec: &Spec, ty: &TypeDef, edition: Edition) -> Vec<Fact> {
    let mut facts = match &ty.kind {
        TypeKind::Record { size, .. } => vec![("size", size.to_string())],
        TypeKind::Newtype { ty, none, only, .. } => {
            let none = none.map(|none| ("none is", format!("{none:#x}")));
            std::iter::once((TYPE, words::type_chain(spec, ty))).chain(only_text(only)).chain(none).collect()
        }
        TypeKind::Row { word, .. } => vec![("each", words::type_chain(spec, &[*word]))],
        TypeKind::Bits { reprs, .. } => vec![("in", repr(spec, reprs, edition))],
        TypeKind::Flags { arch, orders, .. } => vec![("for", arch.to_string()), ("sorted", sorting(orders, edition))],
        TypeKind::Blocks(table) => vec![("entries of a block", table.per_block.to_string())],
        TypeKind::Layout { .. } | TypeKind::Struct { .. } | TypeKind::Enum { .. } => Vec::new(),
    };
    facts.extend(ty.extent.as_ref().map(|extent| ("extent", extent_text(ty, extent))));
    if !ty.traced.is_empty() {
        facts.push(("in Wasmtime", ty.traced.to_string()));
    }
    facts
}

/// Which values of its type on the wire a newtype has.
fn only_text(only: &Only) -> Option<Fact> {
    match only {
        Only::All => None,
        Only::Numbers(numbers) => Some(("only", numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(", "))),
        Only::Versions => Some(("only", "semantic versions".to_owned())),
    }
}

fn extent_text(ty: &TypeDef, extent: &Extent) -> String {
    let name = |index: u16| ty.fields().get(usize::from(index)).map_or("", |field| &*field.name);
    format!("{} bytes from {}", name(extent.length), name(extent.start))
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
        TypeKind::Newtype { slices, .. } => slices_in(slices, edition).map(slice).collect(),
        TypeKind::Enum { .. } => {
            let variants = ty.variants(edition).enumerate();
            variants.flat_map(|(index, item)| variant(spec, index, item, edition)).collect()
        }
        TypeKind::Row { names, .. } => row(names, edition),
        TypeKind::Bits { bits, .. } => bits.iter().filter(|bit| bit.range.contains(edition)).map(bit).collect(),
        TypeKind::Flags { flags, .. } => {
            flags.iter().filter(|flag| flag.range.contains(edition)).map(|item| flag(item, edition)).collect()
        }
        TypeKind::Blocks(table) => blocks(table),
    }
}

/// What an entry of a table in blocks has.
fn blocks(table: &Blocks) -> Vec<Member> {
    let value = &table.value;
    let written = match value.form {
        BlockForm::Default => "the block's default, or a byte".to_owned(),
        BlockForm::Chain { none } => format!("difference to the last one; {none:#x} is none"),
    };
    vec![
        Member::new("flag", [], &table.flag),
        Member::new("offset", [("written as", "distance to the entry before".to_owned())], &table.offset),
        Member::new(&value.name, [("written as", written), ("names", value.names.to_string())], &value.doc),
    ]
}

fn field(spec: &Spec, field: &Field, edition: Edition, in_layout: bool) -> Member {
    let is_named = matches!(field.ty.last(), Some(Word::Named(_)));
    let wire = if in_layout && is_named { wire_name(field.wire) } else { "" };
    let facts = [
        (TYPE, words::type_chain(spec, &field.ty)),
        ("wire", wire.to_owned()),
        ("names", field.names.to_string()),
        ("by", field.by.and_then(|by| spec.types.get(usize::from(by))).map_or("", |by| &by.name).to_owned()),
        ("length in", field.length.to_string()),
        ("times", times(&field.times)),
        ("bytes in", field.bytes.to_string()),
        ("padded to", if field.pad == 0 { String::new() } else { field.pad.to_string() }),
        ("only on", field.arch.to_string()),
        ("not on", field.not_arch.to_string()),
        ("slices", slices(&field.slices, edition)),
        ("compat", compat(&field.compat, edition)),
        ("set by", field.option.to_string()),
    ];
    Member::new(&field.name, facts, &field.doc)
}

/// How many elements a sequence without a length has.
fn times(times: &Times) -> String {
    match times {
        Times::Own => String::new(),
        Times::Field { name, per: 1 } => name.to_string(),
        Times::Field { name, per } => format!("{name} / {per}"),
        Times::Rest => "to the end".to_owned(),
        Times::UntilZero => "until four zero bytes".to_owned(),
    }
}

const fn wire_name(wire: Wire) -> &'static str {
    match wire {
        Wire::Fixed => "fixed",
        Wire::Bincode1 => "bincode1",
        Wire::Postcard => "postcard",
        Wire::Native => "native",
    }
}

fn slices_in(slices: &[Slice], edition: Edition) -> impl Iterator<Item = &Slice> {
    slices.iter().filter(move |slice| slice.range.contains(edition))
}

fn slices(slices: &[Slice], edition: Edition) -> String {
    let texts: Vec<String> =
        slices_in(slices, edition).map(|slice| format!("{} at {}", slice.name, slice_bits(slice))).collect();
    texts.join("; ")
}

fn slice_bits(slice: &Slice) -> String {
    match slice.bits {
        1 => format!("bit {}", slice.at),
        bits => format!("bit {} ({bits} bits)", slice.at),
    }
}

fn slice(slice: &Slice) -> Member {
    Member::new(&slice.name, [("at", slice_bits(slice)), ("names", slice.names.to_string())], &slice.doc)
}

fn compat(compat: &[Compat], edition: Edition) -> String {
    compat
        .iter()
        .find(|compat| compat.range.contains(edition))
        .map_or_else(String::new, |compat| compat.policy.to_string())
}

/// A variant, and what it holds by name.
fn variant(spec: &Spec, index: usize, variant: &Variant, edition: Edition) -> Vec<Member> {
    let facts = [(INDEX, index.to_string()), (HOLDS, words::type_chain(spec, &variant.ty))];
    let mut members = vec![Member::new(&variant.name, facts, &variant.doc)];
    let fields = variant.fields.iter().filter(|field| field.range.contains(edition));
    members.extend(fields.map(|item| {
        let member = field(spec, item, edition, false);
        Member { name: inside(&variant.name, &item.name), ..member }
    }));
    members
}

/// The name of a field inside a variant.
fn inside(variant: &str, field: &str) -> String {
    format!("{variant}.{field}")
}

/// The variant that a member stands inside of.
pub(super) fn variant_around(member: &str) -> Option<&str> {
    member.split_once('.').map(|(variant, _)| variant)
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
