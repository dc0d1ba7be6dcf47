//! Types in words, and where they are explained.

use cwasm_spec::model::{Field, Spec, Times, TypeDef, TypeKind, Word};

use super::text::{code, link, slug};

/// A chain of words: `sequence of flag`. Several types, as in a variant, have commas between them.
pub(super) fn types(spec: &Spec, words: &[Word]) -> String {
    let mut left = words.iter();
    let mut found = Vec::new();
    while let Some(text) = one(spec, &mut left) {
        found.push(text);
    }
    found.join(", ")
}

fn one<'a>(spec: &Spec, left: &mut impl Iterator<Item = &'a Word>) -> Option<String> {
    Some(match left.next()? {
        Word::U8 => "`u8`".to_owned(),
        Word::U16 => "`u16`".to_owned(),
        Word::U32 => "`u32`".to_owned(),
        Word::U64 => "`u64`".to_owned(),
        Word::U128 => "`u128`".to_owned(),
        Word::I32 => "`i32`".to_owned(),
        Word::I64 => "`i64`".to_owned(),
        Word::NonZeroU32 => "non-zero `u32`".to_owned(),
        Word::Bool => "`bool`".to_owned(),
        Word::String => "string".to_owned(),
        Word::Blob => "bytes".to_owned(),
        Word::Bytes(count) => format!("{count} bytes"),
        Word::Option => format!("option of {}", one(spec, left)?),
        Word::PackedOption => format!("packed option of {}", one(spec, left)?),
        Word::Range => format!("range of {}", one(spec, left)?),
        Word::Seq => format!("sequence of {}", one(spec, left)?),
        Word::Sparse => format!("sparse list of {}", one(spec, left)?),
        Word::Set => format!("set of {}", one(spec, left)?),
        Word::Map => format!("map from {} to {}", one(spec, left)?, one(spec, left)?),
        Word::Pair => format!("pair of {} and {}", one(spec, left)?, one(spec, left)?),
        Word::Array(count) => format!("array of {count} {}", one(spec, left)?),
        Word::Named(index) => spec.types.get(usize::from(*index)).map_or_else(String::new, type_link),
    })
}

/// A type's name as a link.
pub(super) fn type_link(ty: &TypeDef) -> String {
    link(&code(&ty.name), &anchor(ty))
}

/// Where a type is explained. Flag lists of several architectures share a name.
pub(super) fn anchor(ty: &TypeDef) -> String {
    match &ty.kind {
        TypeKind::Flags { arch, .. } if !arch.is_empty() => format!("type-{}-{arch}", slug(&ty.name)),
        _ => format!("type-{}", slug(&ty.name)),
    }
}

/// What kind of type it is, as in its heading.
pub(super) fn kind(ty: &TypeDef) -> &'static str {
    match ty.kind {
        TypeKind::Record { .. } => "record",
        TypeKind::Layout { .. } => "layout",
        TypeKind::Struct { .. } => "struct",
        TypeKind::Newtype { .. } => "newtype",
        TypeKind::Enum { .. } => "enum",
        TypeKind::Row { .. } => "row",
        TypeKind::Blocks(_) => "table in blocks",
        TypeKind::Bits { .. } => "bit set",
        TypeKind::Flags { .. } => "flag list",
    }
}

/// How many bytes a field of a layout takes, for a picture.
pub(super) fn extent(spec: &Spec, field: &Field) -> String {
    if !field.length.is_empty() {
        return format!("{} bytes", field.length);
    }
    let each = |ty| one_extent(spec, ty).trim_start_matches("one ").to_owned();
    let elements = field.ty.get(1..).filter(|_| field.ty.first() == Some(&Word::Seq));
    match (&field.times, elements) {
        (_, None) => one_extent(spec, &field.ty),
        (Times::Field { name, per: 1 }, Some(ty)) => format!("{name} x {}", each(ty)),
        (Times::Field { name, per }, Some(ty)) => format!("{name} / {per} x {}", each(ty)),
        (Times::Own, Some(_)) => "by its content".to_owned(),
        (Times::Rest | Times::UntilZero, Some(ty)) => format!("n x {}", each(ty)),
    }
}

/// How many bytes one value takes.
fn one_extent(spec: &Spec, ty: &[Word]) -> String {
    match (ty, super::diagram::size(ty)) {
        (_, 1) => "1 byte".to_owned(),
        (_, size) if size > 1 => format!("{size} bytes"),
        ([Word::Range, Word::U32], _) => "8 bytes".to_owned(),
        ([Word::Named(index)], _) => match spec.types.get(usize::from(*index)) {
            Some(TypeDef { kind: TypeKind::Newtype { ty, .. }, .. }) => one_extent(spec, ty),
            Some(ty) => format!("one {}", ty.name),
            None => String::new(),
        },
        _ => "by its content".to_owned(),
    }
}
