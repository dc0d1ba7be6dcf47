//! The described types against the traced ones: names, order and types of fields and variants in one release.

use cwasm_spec::model::{Field, Spec, TypeDef, TypeKind, Word};
use cwasm_spec::version::Edition;

use super::read::{Shape, Shapes, Traced};

/// What a comparison found.
#[derive(Default)]
pub(crate) struct Comparison {
    /// Traced types that are described under their name.
    pub(crate) compared: usize,
    /// One line each.
    pub(crate) differences: Vec<String>,
}

struct Comparer<'a> {
    spec: &'a Spec,
    edition: Edition,
    shapes: &'a Shapes,
}

/// A described field or item: its name, and the words of its type.
type Described<'a> = (&'a str, Vec<Word>);

pub(crate) fn compare(spec: &Spec, edition: Edition, shapes: &Shapes) -> Comparison {
    let comparer = Comparer { spec, edition, shapes };
    let mut found = Comparison::default();
    for (name, shape) in &shapes.types {
        let Some(described) = spec.type_named(&snake(name)) else { continue };
        found.compared += 1;
        comparer.definition(described, shape, &mut found.differences);
    }
    found
}

/// `OperatorCost<T>` is described as `operator_cost`.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.split('<').next().unwrap_or(name).chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

impl Comparer<'_> {
    fn definition(&self, described: &TypeDef, shape: &Shape, differences: &mut Vec<String>) {
        let name = &*described.name;
        match (&described.kind, shape) {
            (TypeKind::Struct { fields }, Shape::Struct(traced)) => {
                self.fields(name, &self.flattened(fields, traced), traced, differences);
            }
            (TypeKind::Row { word, names }, Shape::Struct(traced)) => {
                let names = names.iter().filter(|entry| entry.range.contains(self.edition));
                let fields: Vec<_> = names.map(|entry| (&*entry.name, vec![*word])).collect();
                self.fields(name, &fields, traced, differences);
            }
            (TypeKind::Enum { .. }, Shape::Enum(traced)) => {
                let variants: Vec<_> = described.variants(self.edition).collect();
                let names: Vec<&str> = variants.iter().map(|variant| &*variant.name).collect();
                let traced_names: Vec<&str> = traced.iter().map(|(name, _)| name.as_str()).collect();
                lists(name, &names, &traced_names, differences);
                for variant in variants {
                    let Some((_, content)) = traced.iter().find(|(name, _)| *name == *variant.name) else { continue };
                    let content: Vec<Traced> = content.iter().map(|(_, ty)| ty.clone()).collect();
                    if !self.content(&variant.ty, &content) {
                        let says = self.text(&variant.ty);
                        differences.push(format!("{name}.{}: described as `{says}`, traced {content:?}", variant.name));
                    }
                }
            }
            _ => differences.push(format!("{name}: described and traced are different kinds of types")),
        }
    }

    /// The fields that the release has. A row under a name that was not traced stands for its own fields.
    fn flattened<'a>(&'a self, fields: &'a [Field], traced: &[(String, Traced)]) -> Vec<Described<'a>> {
        let mut flat = Vec::new();
        for field in fields.iter().filter(|field| field.range.contains(self.edition)) {
            let kind = match &*field.ty {
                [Word::Named(index)] => self.spec.types.get(usize::from(*index)).map(|ty| &ty.kind),
                _ => None,
            };
            match kind {
                Some(TypeKind::Row { word, names }) if !traced.iter().any(|(name, _)| *name == *field.name) => {
                    let names = names.iter().filter(|entry| entry.range.contains(self.edition));
                    flat.extend(names.map(|entry| (&*entry.name, vec![*word])));
                }
                _ => flat.push((&*field.name, field.ty.to_vec())),
            }
        }
        flat
    }

    fn fields(
        &self,
        owner: &str,
        described: &[Described<'_>],
        traced: &[(String, Traced)],
        differences: &mut Vec<String>,
    ) {
        let names: Vec<&str> = described.iter().map(|(name, _)| *name).collect();
        let traced_names: Vec<&str> = traced.iter().map(|(name, _)| name.as_str()).collect();
        lists(owner, &names, &traced_names, differences);
        for (name, words) in described {
            let Some((_, ty)) = traced.iter().find(|(traced, _)| traced == name) else { continue };
            if self.take(&mut words.iter().copied(), ty).is_none() {
                differences.push(format!("{owner}.{name}: described as `{}`, traced {ty:?}", self.text(words)));
            }
        }
    }

    /// Whether the words are the types one behind the other, or one struct that holds them.
    fn content(&self, words: &[Word], traced: &[Traced]) -> bool {
        let mut rest = words.iter().copied();
        if traced.iter().all(|ty| self.take(&mut rest, ty).is_some()) && rest.next().is_none() {
            return true;
        }
        matches!(words, [word] if self.take(&mut [*word].into_iter(), &Traced::Tuple(traced.to_vec())).is_some())
    }

    /// Takes the words of one type if they mean the traced one.
    fn take(&self, words: &mut dyn Iterator<Item = Word>, traced: &Traced) -> Option<()> {
        let word = words.next()?;
        match (word, traced) {
            (Word::Named(index), _) => return self.take_named(self.spec.types.get(usize::from(index))?, traced),
            (Word::Option, Traced::Option(inner)) => return self.take(words, inner),
            (Word::Seq, Traced::Seq(inner)) => return self.take(words, inner),
            // On the wire a map is a sequence of pairs, and a set one of its members.
            (Word::Seq, Traced::Map(key, value)) if **value == Traced::Plain("unit".into()) => {
                return self.take(words, key);
            }
            (Word::Seq, Traced::Map(key, value)) => {
                return self.take(words, &Traced::Tuple(vec![(**key).clone(), (**value).clone()]));
            }
            (Word::Map, Traced::Map(key, value)) => {
                self.take(words, key)?;
                return self.take(words, value);
            }
            (Word::Pair, Traced::Tuple(items)) if items.len() == 2 => {
                return items.iter().try_for_each(|item| self.take(words, item));
            }
            (Word::Array(count), Traced::Array(traced, inner)) if count == *traced => return self.take(words, inner),
            (Word::Bytes(count), Traced::Array(traced, inner)) => {
                return (count == *traced && **inner == Traced::Plain("u8".into())).then_some(());
            }
            (_, Traced::Named(name)) => {
                let Shape::Same(ty) = self.shapes.types.get(name)? else { return None };
                return self.take(&mut std::iter::once(word).chain(words), ty);
            }
            (_, Traced::Plain(name)) if plain(word) == name => return Some(()),
            _ => {}
        }
        None
    }

    fn take_named(&self, described: &TypeDef, traced: &Traced) -> Option<()> {
        match (&described.kind, traced) {
            // The definitions of equal names are compared where all definitions are.
            (_, Traced::Named(name)) if snake(name) == *described.name => Some(()),
            (_, Traced::Named(name)) => match self.shapes.types.get(name)? {
                Shape::Same(ty) => self.take_named(described, ty),
                _ => None,
            },
            (TypeKind::Struct { fields }, Traced::Tuple(items)) => {
                let fields: Vec<_> = fields.iter().filter(|field| field.range.contains(self.edition)).collect();
                let same = |(field, item): (&&Field, &Traced)| self.take(&mut field.ty.iter().copied(), item).is_some();
                (fields.len() == items.len() && fields.iter().zip(items).all(same)).then_some(())
            }
            (TypeKind::Bits { reprs, .. }, Traced::Plain(name)) => {
                let repr = reprs.iter().find(|repr| repr.range.contains(self.edition))?;
                (plain(repr.word) == name).then_some(())
            }
            _ => None,
        }
    }

    fn text(&self, words: &[Word]) -> String {
        let words = words.iter().map(|word| match word {
            Word::Named(index) => self.spec.types.get(usize::from(*index)).map_or("?", |ty| &*ty.name).to_owned(),
            word => format!("{word:?}").to_lowercase(),
        });
        words.collect::<Vec<_>>().join(" ")
    }
}

/// The traced name of a built-in type.
fn plain(word: Word) -> &'static str {
    match word {
        Word::U8 => "u8",
        Word::U16 => "u16",
        Word::U32 => "u32",
        Word::U64 => "u64",
        Word::NonZeroU32 => "nonzero-u32",
        Word::Bool => "bool",
        Word::String => "string",
        _ => "",
    }
}

/// Compares names in their order, and says what is missing before it says what is misplaced.
fn lists(owner: &str, described: &[&str], traced: &[&str], differences: &mut Vec<String>) {
    let missing = |from: &[&str], name: &str| !from.contains(&name);
    let before = differences.len();
    for (at, name) in traced.iter().enumerate().filter(|(_, name)| missing(described, name)) {
        let behind =
            at.checked_sub(1).and_then(|at| traced.get(at)).map_or("first".into(), |name| format!("behind {name}"));
        differences.push(format!("{owner}: {name} ({behind}) is traced, not described"));
    }
    for name in described.iter().filter(|name| missing(traced, name)) {
        differences.push(format!("{owner}: {name} is described, not traced"));
    }
    if differences.len() == before && described != traced {
        let at = described.iter().zip(traced).position(|(described, traced)| described != traced);
        let pair = at.and_then(|at| Some((described.get(at)?, traced.get(at)?)));
        let (described, traced) = pair.unwrap_or((&"nothing", &"more"));
        differences.push(format!("{owner}: order: described {described} where {traced} is traced"));
    }
}
