//! Which described type a traced one is, and what a traced type would be called that none describes.

use std::collections::{BTreeMap, BTreeSet};

use cwasm_spec::model::{Spec, TypeDef, TypeKind};
use cwasm_spec::version::Edition;

use super::read::{Shape, Shapes};
use super::words::is_same;

/// Words that the description reads as something else.
const RESERVED: &[&str] = &[
    "array", "bits", "bool", "bytes", "enum", "map", "option", "pair", "range", "row", "seq", "set", "sparse",
    "string", "struct",
];

/// The names of the traced types of a release in the description.
pub(crate) struct Names<'a> {
    pub(crate) spec: &'a Spec,
    pub(crate) edition: Edition,
    /// Traced names, and the described types that they mean.
    described: BTreeMap<&'a str, u16>,
    /// These types.
    traced: BTreeSet<u16>,
    /// Traced names that mean no described type, and names for them.
    invented: BTreeMap<&'a str, String>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(spec: &'a Spec, edition: Edition, shapes: &'a Shapes) -> Self {
        let (described, traced, invented) = Default::default();
        let mut names = Self { spec, edition, described, traced, invented };
        names.claim(shapes, |ty, traced| ty.traced == traced);
        names.claim(shapes, |ty, traced| ty.traced.is_empty() && *ty.name == *base(traced));
        loop {
            names.invented = names.invent(shapes);
            // A newtype has no lines that could begin and end: with another inside it is another type.
            let Some(changed) = names.changed_newtype(shapes) else { return names };
            if let Some(index) = names.described.remove(changed) {
                names.traced.remove(&index);
            }
        }
    }

    /// Matches types that are still without one.
    fn claim(&mut self, shapes: &'a Shapes, is: impl Fn(&TypeDef, &str) -> bool) {
        for (traced, shape) in &shapes.types {
            let fits = |index: u16, ty: &TypeDef| {
                is(ty, traced)
                    && ty.range.contains(self.edition)
                    && is_same_kind(&ty.kind, shape)
                    && !self.is_traced(index)
            };
            let found = (0..).zip(self.spec.types.iter()).find(|(index, ty)| fits(*index, ty));
            if let Some((index, _)) = found.filter(|_| !self.described.contains_key(traced.as_str())) {
                self.described.insert(traced, index);
                self.traced.insert(index);
            }
        }
    }

    fn changed_newtype(&self, shapes: &Shapes) -> Option<&'a str> {
        let is_changed = |traced: &str, index: u16| {
            let Some(TypeKind::Newtype { ty, .. }) = self.described_kind(index) else { return false };
            let Some(Shape::Same(same)) = shapes.types.get(traced) else { return false };
            !is_same(&self.described(ty).traced, &self.traced(same))
        };
        self.described.iter().find(|(traced, index)| is_changed(traced, **index)).map(|(traced, _)| *traced)
    }

    fn described_kind(&self, index: u16) -> Option<&'a TypeKind> {
        self.spec.types.get(usize::from(index)).map(|ty| &ty.kind)
    }

    fn invent(&self, shapes: &'a Shapes) -> BTreeMap<&'a str, String> {
        let described = self.spec.types.iter().map(|ty| ty.name.to_string());
        let mut taken: BTreeSet<String> = described.chain(RESERVED.iter().map(ToString::to_string)).collect();
        let mut invented = BTreeMap::new();
        let types = shapes.types.keys().map(String::as_str).filter(|traced| !self.described.contains_key(traced));
        let counters = shapes.counters().into_iter();
        let counters = counters.filter(|by| !shapes.types.contains_key(*by) && self.counter(by).is_none());
        for traced in types.chain(counters.collect::<BTreeSet<_>>()) {
            let since = format!("{}_since_{}", base(traced), self.spec.edition_name(self.edition));
            let free = [base(traced), whole(traced), since].into_iter().find(|name| !taken.contains(name));
            let name = free.unwrap_or_else(|| format!("{}_again", whole(traced)));
            taken.insert(name.clone());
            invented.insert(traced, name);
        }
        invented
    }

    /// The described type that a traced one is.
    pub(crate) fn index(&self, traced: &str) -> Option<u16> {
        self.described.get(traced).copied()
    }

    /// Whether a described type is one of the traced ones.
    pub(crate) fn is_traced(&self, index: u16) -> bool {
        self.traced.contains(&index)
    }

    /// What the description calls a traced type, or would call it.
    pub(crate) fn of(&self, traced: &str) -> String {
        let index = self.index(traced).map(usize::from);
        match index.and_then(|index| self.spec.types.get(index)) {
            Some(ty) => ty.name.to_string(),
            None => self.invented.get(traced).cloned().unwrap_or_else(|| base(traced)),
        }
    }

    /// The described type of the indices that are traced under this name. It may be out of its range: that is when values of
    /// the type occur, and here it only counts.
    fn counter(&self, traced: &str) -> Option<&'a TypeDef> {
        let mut types = self.spec.types.iter();
        let exact = types.clone().find(|ty| ty.traced == traced);
        exact.or_else(|| types.find(|ty| ty.traced.is_empty() && *ty.name == *base(traced)))
    }

    /// The name of the type of the indices that are traced under this name.
    pub(crate) fn by(&self, traced: &str) -> String {
        self.counter(traced).map_or_else(|| self.of(traced), |ty| ty.name.to_string())
    }

    /// The traced names that no described type has, with their names in the description.
    pub(crate) fn invented(&self) -> &BTreeMap<&'a str, String> {
        &self.invented
    }
}

fn is_same_kind(described: &TypeKind, traced: &Shape) -> bool {
    matches!(
        (described, traced),
        (TypeKind::Struct { .. } | TypeKind::Row { .. }, Shape::Struct(_))
            | (TypeKind::Enum { .. }, Shape::Enum(_))
            | (TypeKind::Newtype { .. }, Shape::Same(_))
    )
}

/// `OperatorCost<T>` is described as `operator_cost`.
pub(crate) fn base(traced: &str) -> String {
    snake(traced.split('<').next().unwrap_or(traced))
}

/// With its arguments, where the name alone is taken: `core_export_table_index` for `CoreExport<TableIndex>`.
fn whole(traced: &str) -> String {
    let words = traced.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(snake).collect::<Vec<_>>().join("_")
}

fn snake(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}
