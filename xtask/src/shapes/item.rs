//! What lists of the description consist of (fields, variants, names of a row), said alike by description and trace.

use cwasm_spec::model::{Field, RowName, Variant, Wire, Word};
use cwasm_spec::version::Range;

use super::names::Names;
use super::read::{Content, Named, Shape, Traced};
use super::words::is_same;

/// A field, a variant, or a name of a row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Item {
    pub(crate) name: String,
    /// Its types.
    pub(crate) words: String,
    /// Its types as they can be traced, if that is something else.
    pub(crate) traced: Option<String>,
    /// The name of the type that counts its elements, or empty.
    pub(crate) by: String,
    /// What a variant holds by name.
    pub(crate) fields: Vec<Item>,
    /// Whether the release has it.
    pub(crate) active: bool,
    /// Described types whose insides stand in `traced`.
    pub(crate) inlined: Vec<u16>,
}

impl Item {
    /// Whether a described item is this traced one. Fields of a variant are a list of their own.
    pub(crate) fn is(&self, traced: &Self) -> bool {
        let is_type = match &self.traced {
            None => is_same(&self.words, &traced.words),
            // A map that is described as a sequence of some struct is the same on the wire.
            Some(words) => is_same(words, &traced.words) || *words == traced.words.replace("map ", "seq pair "),
        };
        self.name == traced.name && self.by == traced.by && is_type && self.has_fields() == traced.has_fields()
    }

    fn has_fields(&self) -> bool {
        self.fields.iter().any(|field| field.active)
    }

    /// As in a line of the description, without range and meaning.
    pub(crate) fn text(&self) -> String {
        let by = if self.by.is_empty() { String::new() } else { format!("by={}", self.by) };
        let parts = [&self.name, &self.words, &by].into_iter().filter(|part| !part.is_empty());
        parts.map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// The text, and names of fields.
    pub(crate) fn summary(&self) -> String {
        let fields: Vec<&str> = self.fields.iter().filter(|field| field.active).map(|field| &*field.name).collect();
        let fields = if fields.is_empty() { String::new() } else { format!("{{ {} }}", fields.join(", ")) };
        let parts: Vec<String> = [self.text(), fields].into_iter().filter(|part| !part.is_empty()).collect();
        if parts.is_empty() { "nothing".to_owned() } else { parts.join(" ") }
    }
}

/// The items of the description. All lines are there, also those that the release does not have.
impl Names<'_> {
    fn item(&self, name: &str, range: Range, words: &[Word]) -> Item {
        let said = self.described(words);
        let active = range.contains(self.edition);
        let traced = Some(said.traced).filter(|_| !said.inlined.is_empty());
        Item { name: name.to_owned(), words: said.words, traced, inlined: said.inlined, active, ..Item::default() }
    }

    pub(crate) fn fields(&self, fields: &[Field]) -> Vec<Item> {
        let counter = |field: &Field| field.by.and_then(|index| self.spec.types.get(usize::from(index)));
        let item = |field: &Field| Item {
            by: counter(field).map_or_else(String::new, |ty| ty.name.to_string()),
            ..self.item(&field.name, field.range, &field.ty)
        };
        fields.iter().map(item).collect()
    }

    /// The fields of a layout; only those that serde wrote are to be compared.
    pub(crate) fn encoded(&self, fields: &[Field]) -> Vec<Item> {
        let encoded = fields.iter().map(|field| field.wire != Wire::Fixed);
        let items = self.fields(fields).into_iter().zip(encoded);
        items.map(|(item, encoded)| Item { active: item.active && encoded, ..item }).collect()
    }

    pub(crate) fn variants(&self, variants: &[Variant]) -> Vec<Item> {
        let item = |variant: &Variant| Item {
            fields: self.fields(&variant.fields),
            ..self.item(&variant.name, variant.range, &variant.ty)
        };
        variants.iter().map(item).collect()
    }

    pub(crate) fn row(&self, word: Word, names: &[RowName]) -> Vec<Item> {
        names.iter().map(|name| self.item(&name.name, name.range, &[word])).collect()
    }
}

/// The items of a trace.
impl Names<'_> {
    /// What a traced type consists of.
    pub(crate) fn items(&self, shape: &Shape) -> Vec<Item> {
        match shape {
            Shape::Struct(fields) => self.traced_fields(fields),
            Shape::Enum(variants) => self.traced_variants(variants),
            Shape::Same(same) => vec![self.traced_field("", same)],
        }
    }

    pub(crate) fn traced_field(&self, name: &str, traced: &Traced) -> Item {
        let by = match traced {
            Traced::Seq(Some(by), _) | Traced::Sparse(Some(by), _) => self.by(by),
            _ => String::new(),
        };
        Item { name: name.to_owned(), words: self.traced(traced), by, active: true, ..Item::default() }
    }

    fn traced_fields(&self, fields: &[Named]) -> Vec<Item> {
        fields.iter().map(|(name, traced)| self.traced_field(name, traced)).collect()
    }

    /// A field that stands for the names of a row.
    pub(crate) fn traced_row(&self, name: &str, row: &str) -> Item {
        Item { name: name.to_owned(), words: row.to_owned(), active: true, ..Item::default() }
    }

    fn traced_variants(&self, variants: &[(String, Content)]) -> Vec<Item> {
        let item = |(name, content): &(String, Content)| {
            let (words, fields) = match content {
                Content::Types(types) => (self.all(types), Vec::new()),
                Content::Fields(fields) => (String::new(), self.traced_fields(fields)),
            };
            Item { name: name.clone(), words, fields, active: true, ..Item::default() }
        };
        variants.iter().map(item).collect()
    }
}
