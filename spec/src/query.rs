//! Questions that every tool asks of a description: what fits a release and a target.

use crate::model::{
    Architecture, Arg, Check, Content, CustomEdition, Field, On, Place, Rule, Section, Spec, System, TypeDef, TypeKind,
    Variant, Word,
};
use crate::version::{Edition, Range};

mod chains;
mod moved;
mod names;
mod variants;

pub use self::chains::{each_type, named};
pub use self::moved::moved;
pub use self::variants::indices;

/// A target as far as the description distinguishes targets. A triple that it does not know fits only lines for any.
#[derive(Clone, Copy, Debug, Default)]
pub struct Target<'a> {
    /// The architecture that the first word of the triple means.
    pub architecture: Option<&'a Architecture>,
    /// The operating system that the third word of the triple means.
    pub system: Option<&'a System>,
}

impl<'a> Target<'a> {
    /// Reads a triple by the architectures and systems of a description.
    ///
    /// ```no_run
    /// # fn test(spec: &cwasm_spec::model::Spec) {
    /// use cwasm_spec::query::Target;
    /// let target = Target::parse(spec, "pulley64-unknown-unknown-elf");
    /// assert!(target.is_architecture("pulley"));
    /// # }
    /// ```
    pub fn parse(spec: &'a Spec, triple: &str) -> Self {
        let mut words = triple.split('-');
        let first = words.next().unwrap_or_default();
        let third = words.nth(1).unwrap_or_default();
        let architecture = spec.architectures.iter().find(|arch| arch.triples.iter().any(|name| name == first));
        let system = spec.systems.iter().find(|system| system.triples.iter().any(|name| third.starts_with(&**name)));
        Self { architecture, system }
    }

    /// Whether it is this architecture, or of this family.
    pub fn is_architecture(&self, name: &str) -> bool {
        self.architecture.is_some_and(|arch| arch.name == name || arch.family == name)
    }

    /// Whether it is this operating system.
    pub fn is_system(&self, name: &str) -> bool {
        self.system.is_some_and(|system| system.name == name)
    }

    /// The page size, in bytes; the last line of the description fits all.
    pub fn page(&self, spec: &Spec, edition: Edition) -> u64 {
        spec.pages.iter().find(|page| page.on.fits(edition, self)).map_or(1, |page| page.size)
    }
}

impl On {
    /// Whether release and target are meant.
    pub fn fits(&self, edition: Edition, target: &Target<'_>) -> bool {
        self.range.contains(edition)
            && (self.arch.is_empty() || target.is_architecture(&self.arch))
            && (self.not_arch.is_empty() || !target.is_architecture(&self.not_arch))
            && (self.system.is_empty() || target.is_system(&self.system))
    }
}

impl Spec {
    /// The edition with this name.
    pub fn edition(&self, name: &str) -> Option<Edition> {
        let index = self.editions.iter().position(|edition| edition == name)?;
        u16::try_from(index).ok().map(Edition)
    }

    /// The name of an edition.
    pub fn edition_name(&self, edition: Edition) -> &str {
        self.editions.get(usize::from(edition.0)).map_or("", |name| &**name)
    }

    /// The newest edition.
    pub fn newest(&self) -> Edition {
        Edition(u16::try_from(self.editions.len().saturating_sub(1)).unwrap_or(u16::MAX))
    }

    /// What was said about an edition that is not built in.
    pub fn custom(&self, edition: Edition) -> Option<&CustomEdition> {
        self.custom.iter().find(|custom| custom.edition == edition.0)
    }

    /// The edition whose version string an edition records.
    pub fn recorded_as(&self, edition: Edition) -> Edition {
        let edition = self.custom(edition).map_or(edition, |custom| Edition(custom.like));
        let apart = self.told_apart.iter().find(|apart| apart.edition == edition.0);
        apart.map_or(edition, |apart| Edition(apart.records))
    }

    /// Whether an artifact of an edition can have a section: index in [`Spec::sections`].
    pub fn has_section(&self, section: u16, edition: Edition) -> bool {
        let declared = self.sections.get(usize::from(section));
        let differs = self.custom(edition).is_some_and(|custom| custom.sections.contains(&section));
        declared.is_some_and(|section| section.range.contains(edition) != differs)
    }

    /// The rules that an edition keeps to, by number.
    pub fn rules_of(&self, edition: Edition) -> impl Iterator<Item = &Rule> {
        let broken = self.custom(edition).map(|custom| &*custom.rules).unwrap_or_default();
        self.rules.iter().filter(move |rule| rule.range.contains(edition) && !broken.contains(&rule.number))
    }

    /// A range in words: `3 to 36`, `37 and later`, `all`.
    pub fn range_text(&self, range: Range) -> String {
        let last = Edition(range.removed.0.saturating_sub(1));
        match (range.since == Edition::FIRST, range.removed == Edition::NEVER) {
            (true, true) => "all".to_owned(),
            (_, true) => format!("{} and later", self.edition_name(range.since)),
            _ if last == range.since => self.edition_name(range.since).to_owned(),
            _ => format!("{} to {}", self.edition_name(range.since), self.edition_name(last)),
        }
    }

    /// The rule with this number.
    pub fn rule(&self, number: u16) -> Option<&Rule> {
        self.rules.binary_search_by_key(&number, |rule| rule.number).ok().and_then(|index| self.rules.get(index))
    }

    /// The section with this exact name.
    pub fn section(&self, name: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.name == name)
    }

    /// The type with this name.
    pub fn type_named(&self, name: &str) -> Option<&TypeDef> {
        self.types.iter().find(|ty| ty.name == name)
    }
}

impl Check {
    /// The places that it is about, and on which it depends.
    pub fn places(&self) -> impl Iterator<Item = Place> {
        let argument = |arg: &Arg| if let Arg::Place(place) = arg { Some(*place) } else { None };
        self.args.iter().filter_map(argument).chain(self.when).chain(self.unless).chain(self.from).chain(self.through)
    }

    /// Whether it is asked, by what is known to be set: what `when` names is, and what `unless` names is not.
    pub fn is_asked(&self, mut is_set: impl FnMut(Place) -> Option<bool>) -> bool {
        self.when.is_none_or(|place| is_set(place) == Some(true))
            && self.unless.is_none_or(|place| is_set(place) != Some(true))
    }
}

impl Content {
    /// The layouts that it can be: one, one for each kind of artifact, or none.
    pub fn layouts(&self) -> impl Iterator<Item = u16> + use<> {
        let (first, second) = match *self {
            Self::Layout(layout) => (Some(layout), None),
            Self::ByKind { module, component } => (Some(module), Some(component)),
            _ => (None, None),
        };
        first.into_iter().chain(second)
    }
}

impl TypeDef {
    /// The types that this one is made of, each with the releases in which it is.
    pub fn parts(&self) -> Vec<(&[Word], Range)> {
        let mut parts: Vec<(&[Word], Range)> = self.fields().iter().map(|field| (&*field.ty, field.range)).collect();
        match &self.kind {
            TypeKind::Newtype { ty, .. } => parts.push((ty, Range::ALL)),
            TypeKind::Row { word, .. } => parts.push((std::slice::from_ref(word), Range::ALL)),
            TypeKind::Enum { variants } => {
                for variant in variants.iter() {
                    parts.push((&variant.ty, variant.range));
                    let inside = |field: &Field| field.range.intersection(variant.range);
                    parts.extend(variant.fields.iter().filter_map(|field| Some((&*field.ty, inside(field)?))));
                }
            }
            _ => {}
        }
        parts
    }

    /// The fields of a record, layout or struct.
    pub fn fields(&self) -> &[Field] {
        match &self.kind {
            TypeKind::Record { fields, .. } | TypeKind::Layout { fields } | TypeKind::Struct { fields } => fields,
            _ => &[],
        }
    }

    /// The variants of an enum that a release has, in the order of their indices.
    pub fn variants(&self, edition: Edition) -> impl Iterator<Item = &Variant> {
        let variants = match &self.kind {
            TypeKind::Enum { variants } => &**variants,
            _ => &[],
        };
        variants.iter().filter(move |variant| variant.range.contains(edition))
    }
}

/// How many types follow a word.
pub fn takes(word: Word) -> usize {
    match word {
        Word::Option | Word::PackedOption | Word::Range | Word::Seq | Word::Sparse | Word::Set | Word::Array(_) => 1,
        Word::Map | Word::Pair => 2,
        _ => 0,
    }
}

/// Whether all values of a type take the same number of bytes, in all releases.
pub fn has_fixed_size(spec: &Spec, words: &[Word]) -> bool {
    match words {
        [Word::U8 | Word::U16 | Word::U32 | Word::U64] => true,
        [Word::Range, rest @ ..] => has_fixed_size(spec, rest),
        [Word::Named(index)] => spec.types.get(usize::from(*index)).is_some_and(|ty| match &ty.kind {
            TypeKind::Newtype { ty, .. } => has_fixed_size(spec, ty),
            TypeKind::Struct { fields } => {
                fields.iter().all(|field| field.range.covers(ty.range) && has_fixed_size(spec, &field.ty))
            }
            _ => false,
        }),
        _ => false,
    }
}

/// The words behind the first type that they say.
///
/// ```
/// use cwasm_spec::model::Word;
/// use cwasm_spec::query::behind;
/// let words = [Word::Seq, Word::Pair, Word::U8, Word::String, Word::Bool];
/// assert_eq!(behind(&words), [Word::Bool]);
/// ```
pub fn behind(words: &[Word]) -> &[Word] {
    // Types owed by the words so far.
    let mut owed: usize = 1;
    let mut rest = words;
    while let (Some((word, behind)), 1..) = (rest.split_first(), owed) {
        owed = owed.saturating_add(takes(*word)).saturating_sub(1);
        rest = behind;
    }
    rest
}
