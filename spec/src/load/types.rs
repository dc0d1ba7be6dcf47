//! Records, layouts, structs, enums, rows, bit sets, and tables of names.

use super::blocks;
use super::context::Context;
use super::entries;
use super::flags;
use super::node::Node;
use super::targets::wire_named;
use crate::model::{
    Bit, Compat, Entry, Evidence, Extent, Field, List, NameEntry, NameTable, Only, Repr, RowName, Slice, Span, Text,
    Times, TypeDef, TypeKind, Variant, Word,
};
use crate::query::takes;

pub(super) fn read(nodes: &[Node<'_>], context: &mut Context) -> Vec<TypeDef> {
    nodes.iter().map(|node| read_type(node, context)).collect()
}

/// What the children of any type can say, besides what is its own.
#[derive(Default)]
pub(super) struct Common {
    pub(super) doc: Text,
    pub(super) evidence: Vec<Evidence>,
    /// Of a layout.
    pub(super) entries: Vec<Entry>,
}

impl Common {
    /// Takes `doc` and `evidence`; false if the child is something else.
    pub(super) fn take(&mut self, child: &Node<'_>, context: &mut Context) -> bool {
        match child.name() {
            "doc" => {
                self.doc = child.word("the text", context);
                child.finish_leaf(context);
            }
            "evidence" => self.evidence.push(child.evidence(context)),
            _ => return false,
        }
        true
    }
}

fn read_type(node: &Node<'_>, context: &mut Context) -> TypeDef {
    let name = node.word("the name", context);
    let range = node.range(context);
    let traced = node.text("traced", context);
    let extent = node.text("extent", context);
    let mut common = Common { doc: node.text("doc", context), ..Common::default() };
    let source = node.text("source", context);
    if !source.is_empty() {
        common.evidence.push(Evidence { artifact: Text::default(), source });
    }
    let kind = match node.name() {
        "record" => TypeKind::Record {
            size: node.integer("size", context).unwrap_or_default(),
            fields: read_fields(node, &mut common, context),
        },
        "layout" => TypeKind::Layout { fields: read_fields(node, &mut common, context) },
        "struct" => TypeKind::Struct { fields: read_fields(node, &mut common, context) },
        "newtype" => read_newtype(node, &mut common, context),
        "blocks" => blocks::read(node, &mut common, context),
        "enum" => TypeKind::Enum { variants: read_variants(node, &mut common, context) },
        "row" => read_row(node, &mut common, context),
        "bits" => read_bits(node, &mut common, context),
        _ => flags::read(node, &mut common, context),
    };
    node.finish(context);
    let extent = read_extent(&extent, &kind, node, context);
    TypeDef {
        name,
        range,
        traced,
        doc: common.doc,
        kind,
        extent,
        entries: common.entries.into(),
        evidence: common.evidence.into(),
        chapter: u16::try_from(node.file()).unwrap_or(u16::MAX),
        span: node.span(),
    }
}

/// `extent="START LENGTH"`: two fields of the struct.
fn read_extent(words: &str, kind: &TypeKind, node: &Node<'_>, context: &mut Context) -> Option<Extent> {
    if words.is_empty() {
        return None;
    }
    let extent = (|| {
        let (start, length) = words.split_once(' ')?;
        let TypeKind::Struct { fields } = kind else { return None };
        let index = |name: &str| u16::try_from(fields.iter().position(|field| field.name == name)?).ok();
        Some(Extent { start: index(start)?, length: index(length)? })
    })();
    if extent.is_none() {
        context.error(node.span(), "an extent names two fields of its struct: start and length");
    }
    extent
}

fn read_newtype(node: &Node<'_>, common: &mut Common, context: &mut Context) -> TypeKind {
    let none = node.integer("none", context);
    let only = read_only(node, context);
    let ty = read_words(node, true, context);
    if !fits(&only, &ty) {
        context.error(node.span(), "`only` lists numbers of an unsigned type, or says that a string is a `version`");
    }
    let mut slices = Vec::new();
    for child in node.children() {
        match child.name() {
            "slice" => slices.push(read_slice(&child, context)),
            _ if common.take(&child, context) => {}
            _ => child.unknown(context),
        }
    }
    TypeKind::Newtype { ty, none, only, slices: slices.into() }
}

/// `only=`: numbers with spaces between them, or `version`.
fn read_only(node: &Node<'_>, context: &mut Context) -> Only {
    match &*node.text("only", context) {
        "" => Only::All,
        "version" => Only::Versions,
        numbers => {
            let read: Result<Vec<u64>, _> = numbers.split_whitespace().map(str::parse).collect();
            Only::Numbers(read.unwrap_or_default().into())
        }
    }
}

/// Whether such values can be of the type.
fn fits(only: &Only, ty: &[Word]) -> bool {
    match only {
        Only::All => true,
        Only::Numbers(numbers) => !numbers.is_empty() && matches!(ty, [Word::U8 | Word::U16 | Word::U32 | Word::U64]),
        Only::Versions => ty == [Word::String],
    }
}

fn read_fields(node: &Node<'_>, common: &mut Common, context: &mut Context) -> List<Field> {
    let mut fields = Vec::new();
    for child in node.children() {
        match child.name() {
            "field" => fields.push(read_field(&child, context)),
            "entry" if node.name() == "layout" => common.entries.push(entries::read(&child, context)),
            _ if common.take(&child, context) => {}
            _ => child.unknown(context),
        }
    }
    fields.into()
}

pub(super) fn read_field(node: &Node<'_>, context: &mut Context) -> Field {
    let name = node.word("the field's name", context);
    let range = node.range(context);
    let wire = node.text("wire", context);
    let mut field = Field {
        name,
        range,
        ty: read_words(node, true, context),
        doc: node.text("doc", context),
        names: node.text("names", context),
        length: node.text("len", context),
        times: read_times(node, context),
        bytes: node.text("bytes", context),
        arch: node.text("arch", context),
        not_arch: node.text("not-arch", context),
        pad: node.integer("pad", context).unwrap_or(0),
        by: read_by(node, context),
        wire: wire_named(&wire, node, context),
        slices: Default::default(),
        compat: read_compat_property(node, range, context),
        option: node.text("option", context),
        free: node.text("free", context),
        span: node.span(),
    };
    for child in node.children() {
        match child.name() {
            "slice" => field.slices.to_mut().push(read_slice(&child, context)),
            "compat" => field.compat.to_mut().push(read_compat(&child, context)),
            _ => child.unknown(context),
        }
    }
    node.finish(context);
    field
}

/// `times=`: an earlier field, perhaps with `per=`; or `rest` or `until-zero`.
fn read_times(node: &Node<'_>, context: &mut Context) -> Times {
    let times = node.text("times", context);
    let per = node.integer("per", context);
    if per == Some(0) || (per.is_some() && times.is_empty()) {
        context.error(node.span(), "`per` divides the field that `times` names");
    }
    match &*times {
        "" => Times::Own,
        "rest" => Times::Rest,
        "until-zero" => Times::UntilZero,
        _ => Times::Field { name: times, per: per.unwrap_or(1) },
    }
}

/// `by=`: the type of the indices that count the elements of a sequence.
fn read_by(node: &Node<'_>, context: &mut Context) -> Option<u16> {
    let name = node.text("by", context);
    if name.is_empty() {
        return None;
    }
    let index = context.type_named(&name);
    if index.is_none() {
        context.error(node.span(), format!("unknown type `{name}`"));
    }
    index
}

/// `compat=` on the line of a field or flag: one policy for its whole range.
pub(super) fn read_compat_property(
    node: &Node<'_>,
    range: crate::version::Range,
    context: &mut Context,
) -> List<Compat> {
    let policy = node.text("compat", context);
    if policy.is_empty() { Default::default() } else { vec![Compat { range, policy }].into() }
}

/// A `compat` node: one policy for some releases.
pub(super) fn read_compat(node: &Node<'_>, context: &mut Context) -> Compat {
    let compat = Compat { policy: node.word("the policy", context), range: node.range(context) };
    node.finish_leaf(context);
    compat
}

fn read_slice(node: &Node<'_>, context: &mut Context) -> Slice {
    let small = |number: Option<u64>| number.and_then(|number| u8::try_from(number).ok());
    let slice = Slice {
        name: node.word("the slice's name", context),
        at: small(node.integer("at", context)).unwrap_or_default(),
        bits: small(node.integer("bits", context)).unwrap_or_default(),
        range: node.range(context),
        names: node.text("names", context),
        doc: node.text("doc", context),
    };
    if slice.bits == 0 || slice.at.saturating_add(slice.bits) > 64 {
        context.error(node.span(), "a slice needs `at` and `bits` inside of 64 bits");
    }
    node.finish_leaf(context);
    slice
}

/// The words of a type: everything that is left of the arguments.
fn read_words(node: &Node<'_>, needed: bool, context: &mut Context) -> List<Word> {
    let mut words = Vec::new();
    // How many types are still owed by the words so far; without a bound for variants.
    let mut owed: usize = usize::from(needed);
    while let Some((value, span)) = node.argument() {
        let Some(text) = value.as_string() else {
            context.error(span, "a number belongs behind `bytes` or `array`");
            continue;
        };
        let word = read_word(text, span, node, context);
        if needed && owed == 0 {
            context.error(span, "the type is complete before this word");
        }
        owed = owed.saturating_add(takes(word)).saturating_sub(1);
        words.push(word);
    }
    if needed && owed > 0 {
        context.error(node.span(), "the type is not complete");
    }
    words.into()
}

fn read_word(text: &str, span: Span, node: &Node<'_>, context: &mut Context) -> Word {
    match text {
        "u8" => Word::U8,
        "u16" => Word::U16,
        "u32" => Word::U32,
        "u64" => Word::U64,
        "u128" => Word::U128,
        "i32" => Word::I32,
        "i64" => Word::I64,
        "nonzero-u32" => Word::NonZeroU32,
        "bool" => Word::Bool,
        "string" => Word::String,
        "option" => Word::Option,
        "packed-option" => Word::PackedOption,
        "range" => Word::Range,
        "seq" => Word::Seq,
        "sparse" => Word::Sparse,
        "set" => Word::Set,
        "map" => Word::Map,
        "pair" => Word::Pair,
        "bytes" => Word::Bytes(count(node, context)),
        "blob" => Word::Blob,
        "array" => Word::Array(count(node, context)),
        "bits" | "row" | "struct" | "enum" => {
            let name = node.word("the type's name", context);
            named(&name, span, context)
        }
        name => named(name, span, context),
    }
}

fn count(node: &Node<'_>, context: &mut Context) -> u16 {
    u16::try_from(node.number("the count", context)).unwrap_or(u16::MAX)
}

fn named(name: &str, span: Span, context: &mut Context) -> Word {
    match context.type_named(name) {
        Some(index) => Word::Named(index),
        None => {
            context.error(span, format!("unknown type `{name}`"));
            Word::U8
        }
    }
}

fn read_variants(node: &Node<'_>, common: &mut Common, context: &mut Context) -> List<Variant> {
    let mut variants = Vec::new();
    for child in node.children() {
        match child.name() {
            "variant" => variants.push(read_variant(&child, context)),
            _ if common.take(&child, context) => {}
            _ => child.unknown(context),
        }
    }
    variants.into()
}

pub(super) fn read_variant(node: &Node<'_>, context: &mut Context) -> Variant {
    let mut variant = Variant {
        name: node.word("the variant's name", context),
        range: node.range(context),
        ty: read_words(node, false, context),
        fields: Default::default(),
        free: node.text("free", context),
        doc: node.text("doc", context),
        span: node.span(),
    };
    for child in node.children() {
        match child.name() {
            "field" => variant.fields.to_mut().push(read_field(&child, context)),
            _ => child.unknown(context),
        }
    }
    if !variant.ty.is_empty() && !variant.fields.is_empty() {
        context.error(node.span(), "a variant holds types or fields, not both");
    }
    node.finish(context);
    variant
}

fn read_row(node: &Node<'_>, common: &mut Common, context: &mut Context) -> TypeKind {
    let word = node.word("the type", context);
    let word = read_word(&word, node.span(), node, context);
    let mut names = Vec::new();
    for child in node.children() {
        match child.name() {
            "names" => {
                let range = child.range(context);
                names.extend(child.words(context).into_iter().map(|(name, _)| RowName { name, range }));
                child.finish_leaf(context);
            }
            _ if common.take(&child, context) => {}
            _ => child.unknown(context),
        }
    }
    TypeKind::Row { word, names: names.into() }
}

fn read_bits(node: &Node<'_>, common: &mut Common, context: &mut Context) -> TypeKind {
    let mut reprs = Vec::new();
    let mut bits = Vec::new();
    for child in node.children() {
        match child.name() {
            "repr" => {
                let word = child.word("the type", context);
                let word = read_word(&word, child.span(), &child, context);
                reprs.push(Repr { range: child.range(context), word });
                child.finish_leaf(context);
            }
            "bit" => bits.push(read_bit(&child, context)),
            _ if common.take(&child, context) => {}
            _ => child.unknown(context),
        }
    }
    TypeKind::Bits { reprs: reprs.into(), bits: bits.into() }
}

pub(super) fn read_bit(node: &Node<'_>, context: &mut Context) -> Bit {
    let at = u8::try_from(node.number("the bit's number", context)).unwrap_or(u8::MAX);
    if at > 63 {
        context.error(node.span(), "a bit is between 0 and 63");
    }
    let includes = node.text("includes", context);
    let bit = Bit {
        at,
        name: node.word("the bit's name", context),
        range: node.range(context),
        includes: if includes.is_empty() { Default::default() } else { vec![includes].into() },
        doc: node.text("doc", context),
        span: node.span(),
    };
    node.finish_leaf(context);
    bit
}

/// Tables that name numbers, and closed lists of names.
pub(super) fn read_names(nodes: &[Node<'_>], context: &mut Context) -> Vec<NameTable> {
    nodes.iter().map(|node| read_name_table(node, context)).collect()
}

fn read_name_table(node: &Node<'_>, context: &mut Context) -> NameTable {
    let numbered = node.name() == "names";
    let name = node.word("the name", context);
    let mut common = Common::default();
    let mut names = Vec::new();
    for child in node.children() {
        match child.name() {
            "name" => {
                names.push(NameEntry {
                    name: child.word("the name", context),
                    value: if numbered { child.number("the number", context) } else { 0 },
                    range: child.range(context),
                });
                child.finish_leaf(context);
            }
            _ if common.take(&child, context) => {}
            _ => child.unknown(context),
        }
    }
    node.finish(context);
    NameTable {
        name,
        doc: common.doc,
        numbered,
        names: names.into(),
        evidence: common.evidence.into(),
        chapter: u16::try_from(node.file()).unwrap_or(u16::MAX),
    }
}
