//! What the fields of a layout are in a view: nothing that has to be decoded to know where the next one begins.

use std::collections::BTreeSet;

use cwasm_spec::model::{Blocks, Field, Spec, Times, TypeKind, Word};
use cwasm_spec::query::has_fixed_size;

use crate::library::naming;
use crate::library::types::{blocks, words};

/// A field as it stands in the section.
pub(super) enum Column<'s> {
    /// Elements of a fixed size.
    List(&'s [Word]),
    /// Elements that end where they say so: a declared type.
    Pool(u16),
    /// Bytes without a meaning of their own.
    Bytes,
    /// A table in blocks.
    Blocks(&'s Blocks),
}

/// What a field is in a view; `None` for one that no view has.
pub(super) fn of<'s>(spec: &'s Spec, field: &'s Field) -> Option<Column<'s>> {
    match &*field.ty {
        [Word::Seq, element @ ..] if field.times != Times::Own => match element {
            _ if has_fixed_size(spec, element) => Some(Column::List(element)),
            [Word::Named(index)] => Some(Column::Pool(*index)),
            _ => None,
        },
        [Word::Blob] => Some(Column::Bytes),
        [Word::Named(index)] => match spec.types.get(usize::from(*index)).map(|ty| &ty.kind) {
            Some(TypeKind::Blocks(blocks)) => Some(Column::Blocks(blocks)),
            _ => None,
        },
        _ => None,
    }
}

impl Column<'_> {
    /// Its Rust type.
    pub(super) fn ty(&self, spec: &Spec) -> String {
        match self {
            Self::List(element) => format!("List<'a, {}>", words::ty(spec, element)),
            Self::Pool(_) | Self::Bytes => "&'a [u8]".to_owned(),
            Self::Blocks(_) => "Option<Blocks<'a>>".to_owned(),
        }
    }

    /// An expression that reads it: a `Result`, over `wire` and the lengths that were read before.
    pub(super) fn read(&self, field: &Field) -> String {
        let sized = |length: &str| match length {
            "" => "wire.remaining()".to_owned(),
            length => format!("wire.so_many({})", naming::field(length)),
        };
        match (self, &field.times) {
            (Self::List(_), Times::Field { name, per }) => format!("wire.list({}, {per})", naming::field(name)),
            (Self::List(_), _) => "wire.remaining().map(List::new)".to_owned(),
            (Self::Pool(_), _) => sized(&field.bytes),
            (Self::Bytes, _) => sized(&field.length),
            (Self::Blocks(table), _) => {
                format!("wire.blocks({}, blocks::Form::{})", table.per_block, blocks::form(table))
            }
        }
    }
}

/// Adds the declared types among such values, and those inside of them.
pub(super) fn collect(spec: &Spec, words: &[Word], found: &mut BTreeSet<u16>) {
    for word in words {
        let Word::Named(index) = *word else { continue };
        let Some(ty) = spec.types.get(usize::from(index)).filter(|_| found.insert(index)) else { continue };
        match &ty.kind {
            TypeKind::Newtype { ty, .. } => collect(spec, ty, found),
            TypeKind::Struct { fields } => fields.iter().for_each(|field| collect(spec, &field.ty, found)),
            _ => {}
        }
    }
}
