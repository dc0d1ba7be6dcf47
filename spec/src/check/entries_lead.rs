//! What an entry is made of is there in all its releases, and of a type that can be searched, pointed to or cut.

use super::Findings;
use crate::model::{Entry, Field, Part, PartPlace, Spec, Times, TypeDef, TypeKind, Word};
use crate::query::has_fixed_size;
use crate::version::Range;

pub(super) fn check(spec: &Spec, findings: &mut Findings<'_>) {
    for ty in spec.types.iter() {
        for (position, entry) in ty.entries.iter().enumerate() {
            let first = ty.entries.iter().find(|first| first.name == entry.name);
            let before = ty.entries.iter().take(position).filter(|before| before.name == entry.name);
            for before in before {
                if before.range.overlaps(entry.range) {
                    findings.add(entry.span, format!("`{}` is declared twice for some release", entry.name));
                }
            }
            if first.is_some_and(|first| first.search != entry.search) {
                findings.add(entry.span, format!("`{}` is searched in another way than before", entry.name));
            }
            Entries { spec, ty, entry, findings }.check();
        }
    }
}

/// An entry that is looked at.
struct Entries<'a, 'f> {
    spec: &'a Spec,
    ty: &'a TypeDef,
    entry: &'a Entry,
    findings: &'a mut Findings<'f>,
}

impl Entries<'_, '_> {
    fn check(&mut self) {
        self.field(&self.entry.key, "a sequence of `u32`", is_numbers);
        self.field(&self.entry.blocks, "a table in blocks", is_blocks);
        self.entry.parts.iter().for_each(|part| self.part(part));
    }

    fn part(&mut self, part: &Part) {
        for name in part.fields.iter() {
            self.field(
                name,
                "bytes, or a sequence of numbers, or of structs of these that are the same in all releases",
                is_taken,
            );
        }
        match &part.place {
            PartPlace::Same => {}
            PartPlace::Until { end } => self.field(end, "a sequence of `u32`", is_numbers),
            PartPlace::Pointer { pointer, .. } => self.field(pointer, "a sequence of `u32`", is_numbers),
            PartPlace::Range { range } => {
                self.field(range, "a sequence of ranges", |_, field| {
                    matches!(*field.ty, [Word::Seq, Word::Range, Word::U32])
                });
            }
        }
    }

    /// Looks for a field that an entry names.
    fn field(&mut self, name: &str, what: &str, fits: impl Fn(&Spec, &Field) -> bool) {
        if name.is_empty() {
            return;
        }
        let range = self.entry.range.intersection(self.ty.range).unwrap_or(Range::ALL);
        let named = self.ty.fields().iter().filter(|field| field.name == name);
        let found = named.into_iter().find(|field| field.range.covers(range));
        if found.is_none() {
            self.findings.add(self.entry.span, format!("`{name}` is no field in all releases of the entry"));
        }
        if found.is_some_and(|field| !fits(self.spec, field)) {
            self.findings.add(self.entry.span, format!("`{name}` must be {what}"));
        }
    }
}

/// Whether a field is a sequence of plain or declared numbers of four bytes.
fn is_numbers(spec: &Spec, field: &Field) -> bool {
    let newtype = |index: u16| {
        let ty = spec.types.get(usize::from(index));
        ty.is_some_and(|ty| matches!(&ty.kind, TypeKind::Newtype { ty, .. } if **ty == [Word::U32]))
    };
    field.times != Times::Own
        && match *field.ty {
            [Word::Seq, Word::U32] => true,
            [Word::Seq, Word::Named(index)] => newtype(index),
            _ => false,
        }
}

/// Whether a field, or elements of it, can be taken as they stand there.
fn is_taken(spec: &Spec, field: &Field) -> bool {
    match &*field.ty {
        [Word::Blob] => true,
        [Word::Seq, element @ ..] if field.times != Times::Own => {
            has_fixed_size(spec, element) || is_counted(spec, element)
        }
        _ => false,
    }
}

/// Whether a struct is made of such values, and of sequences of them that it counts.
fn is_counted(spec: &Spec, words: &[Word]) -> bool {
    let [Word::Named(index)] = *words else { return false };
    let Some(ty) = spec.types.get(usize::from(index)) else { return false };
    let taken = |field: &Field| match (&field.times, &*field.ty) {
        (Times::Own, words) => has_fixed_size(spec, words),
        (Times::Field { per: 1, .. }, [Word::Seq, element @ ..]) => has_fixed_size(spec, element),
        _ => false,
    };
    matches!(ty.kind, TypeKind::Struct { .. })
        && ty.fields().iter().all(|field| field.range.covers(ty.range) && taken(field))
}

fn is_blocks(spec: &Spec, field: &Field) -> bool {
    let [Word::Named(index)] = *field.ty else { return false };
    spec.types.get(usize::from(index)).is_some_and(|ty| matches!(ty.kind, TypeKind::Blocks(_)))
}
