//! The arguments of a check as parts of a sentence.

use cwasm_spec::model::{Arg, Check, Field, PieceKind, Place, Spec, Word};
use cwasm_spec::predicate::Predicate;

use super::patterns;
use super::places;
use super::text::{code, enumerate, hex, link};
use super::words;

/// A check whose sentence is being made.
pub(super) struct Arguments<'a> {
    pub(super) spec: &'a Spec,
    pub(super) check: &'a Check,
}

impl Arguments<'_> {
    /// The argument in words; nothing if there is none.
    pub(super) fn text(&self, index: usize) -> String {
        match self.check.args.get(index) {
            Some(Arg::Place(place)) => places::subject(self.spec, *place, Some(self.check)),
            Some(Arg::Number(number)) => number.to_string(),
            Some(Arg::Bytes(bytes)) => code(&hex(bytes)),
            Some(Arg::Section(section)) => places::section_name(self.spec, *section),
            Some(Arg::Group(group)) => code(group),
            Some(Arg::Piece(piece)) => self::piece(self.spec, *piece),
            Some(Arg::Names(index)) => {
                let table = self.spec.names.get(usize::from(*index));
                table.map_or_else(String::new, |table| link(&code(&table.name), &format!("names-{}", table.name)))
            }
            Some(Arg::Pattern(index)) => {
                let pattern = self.spec.patterns.get(usize::from(*index));
                pattern.map_or_else(String::new, patterns::link_to)
            }
            Some(Arg::Word(word)) if self.names_variants() => code(word),
            Some(Arg::Word(word)) => self::word(word),
            Some(Arg::Type(name)) => self.named_type(name),
            None => String::new(),
        }
    }

    /// Whether words are variants of an enum.
    fn names_variants(&self) -> bool {
        matches!(
            self.check.predicate,
            Predicate::OneOf | Predicate::NoneOf | Predicate::LeadsTo | Predicate::VariantWhere
        )
    }

    /// A type by its name; flag lists of several architectures share one.
    fn named_type(&self, name: &str) -> String {
        let link = self.spec.type_named(name).map_or_else(String::new, words::type_link);
        let several = self.spec.types.iter().filter(|ty| ty.name == name).count() > 1;
        if several { format!("{link} for the target's architecture") } else { link }
    }

    /// The argument with `any` in place of `every`, behind a negation.
    pub(super) fn any(&self, index: usize) -> String {
        self.text(index).replace("every", "any")
    }

    /// The arguments from this one on: `1 and 2`.
    pub(super) fn rest(&self, from: usize, last: &str) -> String {
        let texts: Vec<String> = (from..self.check.args.len()).map(|index| self.text(index)).collect();
        enumerate(&texts, last)
    }

    pub(super) fn place(&self, index: usize) -> Option<Place> {
        match self.check.args.get(index) {
            Some(Arg::Place(place)) => Some(*place),
            _ => None,
        }
    }

    /// A number in hexadecimal.
    pub(super) fn hexadecimal(&self, index: usize) -> String {
        match self.check.args.get(index) {
            Some(Arg::Number(number)) => format!("0x{number:02x}"),
            _ => self.text(index),
        }
    }

    /// A place without `of every ...`: the field alone, in code.
    pub(super) fn field(&self, index: usize) -> String {
        let text = self.text(index);
        text.split(" of ").next().unwrap_or_default().to_owned()
    }

    /// A field of the same header: `its sh_addralign`; anything else as it is.
    pub(super) fn possessive(&self, index: usize) -> String {
        match self.place(index) {
            Some(Place::Sections(..) | Place::Section(..)) => format!("its {}", self.field(index)),
            _ => self.text(index),
        }
    }

    /// Relocations are counted section by section.
    pub(super) fn within_section(&self) -> &'static str {
        if matches!(self.place(0), Some(Place::Relocations(..))) { " in its section" } else { "" }
    }

    /// The symbols that the check is about: `every function symbol`.
    pub(super) fn symbol(&self) -> String {
        places::symbols(self.spec, Some(self.check))
    }

    /// One of them: `function symbol`.
    pub(super) fn symbol_kind(&self) -> String {
        self.symbol().trim_start_matches("every ").to_owned()
    }

    /// Whether the place is a field of several bytes that is no number.
    pub(super) fn is_bytes(&self, index: usize) -> bool {
        let Some(Place::Header(field, None)) = self.place(index) else { return false };
        let header: &[Field] = self.spec.type_named("elf_header").map_or(&[], |ty| ty.fields());
        header.get(usize::from(field)).is_some_and(|field| matches!(field.ty.first(), Some(Word::Bytes(_))))
    }
}

/// A piece of the file.
pub(super) fn piece(spec: &Spec, kind: PieceKind) -> String {
    match kind {
        PieceKind::Header => "the ELF header".to_owned(),
        PieceKind::Added => "the data of the added sections".to_owned(),
        PieceKind::Section(section) => format!("the data of {}", places::section_name(spec, section)),
        PieceKind::Relocations => "the data of each relocation section".to_owned(),
        PieceKind::SectionTable => "the section header table".to_owned(),
    }
}

/// A word of the predicate's own.
fn word(word: &str) -> String {
    match word {
        "file" => "the file".to_owned(),
        "section_table" => "the section header table".to_owned(),
        "sections" => "the data of every section".to_owned(),
        other => other.to_owned(),
    }
}
