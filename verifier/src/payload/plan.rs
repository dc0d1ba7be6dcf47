//! Which fields, flags and bits of a layout are asked for: found once for a release, so that walking never searches.

use cwasm_spec::model::{Field, Spec, Text, TypeKind, Word};
use cwasm_spec::version::Edition;

/// Where a value that is asked for comes up while walking.
pub(crate) struct Wanted {
    /// The type it is a field of.
    pub(crate) ty: u16,
    /// Index of the field.
    pub(crate) field: u16,
    /// The flag of a list, or the bit of a set, behind the field.
    pub(crate) inner: Option<Text>,
    /// Index of the value.
    pub(crate) slot: u16,
}

/// The values that are asked for, in the release.
pub(crate) struct Plan {
    wanted: Vec<Wanted>,
}

impl Plan {
    pub(crate) fn new(spec: &Spec, edition: Edition, layout: u16) -> Self {
        let mut wanted = Vec::new();
        for (slot, path) in spec.values.iter().enumerate().filter(|(_, path)| path.layout == layout) {
            let Ok(slot) = u16::try_from(slot) else { continue };
            wanted.extend(find(spec, edition, layout, &path.steps, slot));
        }
        Self { wanted }
    }

    /// The values that a field leads to.
    pub(crate) fn of(&self, ty: u16, field: u16) -> impl Iterator<Item = &Wanted> {
        self.wanted.iter().filter(move |wanted| wanted.ty == ty && wanted.field == field)
    }
}

fn find(spec: &Spec, edition: Edition, ty: u16, steps: &[Text], slot: u16) -> Option<Wanted> {
    let (step, rest) = steps.split_first()?;
    let declared = spec.types.get(usize::from(ty))?;
    let fits = |field: &Field| field.name == *step && field.range.contains(edition);
    let index = declared.fields().iter().position(fits)?;
    let field = declared.fields().get(index)?;
    let here = |inner| Some(Wanted { ty, field: u16::try_from(index).ok()?, inner, slot });
    match (rest, field.ty.first()) {
        ([], _) => here(None),
        ([flag], _) if !field.names.is_empty() => here(Some(flag.clone())),
        (_, Some(Word::Named(next))) => {
            let inner = spec.types.get(usize::from(*next))?;
            match (&inner.kind, rest) {
                (TypeKind::Bits { .. }, [bit]) => here(Some(bit.clone())),
                _ => find(spec, edition, *next, rest, slot),
            }
        }
        _ => None,
    }
}
