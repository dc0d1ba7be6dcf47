//! A length is a number that was read before, in every release that has the field; a record has its declared size.

use super::Findings;
use crate::model::{Field, Spec, Times, TypeKind, Word};

pub(super) fn check(spec: &Spec, findings: &mut Findings<'_>) {
    for ty in spec.types.iter() {
        match &ty.kind {
            TypeKind::Layout { fields } | TypeKind::Struct { fields } => lengths_known(fields, findings),
            TypeKind::Record { size, fields } => {
                let sum: Option<u64> = fields.iter().map(fixed_size).sum();
                if sum != Some(*size) {
                    findings.add(ty.span, format!("the fields of `{}` do not have {size} bytes together", ty.name));
                }
            }
            _ => {}
        }
        names_known(spec, &ty.kind, findings);
    }
}

fn lengths_known(fields: &[Field], findings: &mut Findings<'_>) {
    for (index, field) in fields.iter().enumerate() {
        let times = if let Times::Field { name, .. } = &field.times { &**name } else { "" };
        for wanted in [&*field.length, times, &*field.bytes].into_iter().filter(|name| !name.is_empty()) {
            let before = fields.iter().take(index).filter(|earlier| earlier.name == wanted);
            if !before.into_iter().any(|earlier| earlier.range.covers(field.range)) {
                findings.add(field.span, format!("`{wanted}` is used before it is known"));
            }
        }
        if field.times != Times::Own && field.ty.first() != Some(&Word::Seq) {
            findings.add(field.span, "`times` counts the elements of a `seq`");
        }
    }
}

/// The size of a field of a record.
fn fixed_size(field: &Field) -> Option<u64> {
    match *field.ty {
        [Word::U8] => Some(1),
        [Word::U16] => Some(2),
        [Word::U32] => Some(4),
        [Word::U64] => Some(8),
        [Word::Bytes(count)] => Some(u64::from(count)),
        _ => None,
    }
}

fn names_known(spec: &Spec, kind: &TypeKind, findings: &mut Findings<'_>) {
    let (TypeKind::Layout { fields } | TypeKind::Struct { fields } | TypeKind::Record { fields, .. }) = kind else {
        return;
    };
    for field in fields.iter().filter(|field| !field.names.is_empty()) {
        let is_table = spec.names.iter().any(|table| table.name == field.names);
        let is_flags = spec.types.iter().any(|ty| ty.name == field.names && matches!(ty.kind, TypeKind::Flags { .. }));
        if !is_table && !is_flags {
            findings.add(field.span, format!("unknown table of names `{}`", field.names));
        }
    }
}
