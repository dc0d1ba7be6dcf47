//! One pass over a file under one release: what is known, and where findings go.

use std::cell::OnceCell;
use std::ops::Range;

use cwasm_spec::model::{Arg, Condition, Content, Place, Presence, Rule, Spec, SymbolKind, Test};
use cwasm_spec::query::Target;
use cwasm_spec::version::Edition;

use crate::columns::Column;
use crate::raw::Order;
use crate::raw::elf::{Image, Records, Section};
use crate::report::Kind;
use crate::sink::{Finding, Sink};
use crate::symbols::SymbolPlace;

/// A decoded value that comes up once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// A number, bool or option: its value and its place in the file.
    Number { value: u64, at: u64 },
    /// A text: its place in the file.
    Text { at: u64, length: u64 },
}

/// All that the checks of one release need.
pub(crate) struct Run<'a> {
    pub(crate) spec: &'a Spec,
    pub(crate) records: &'a Records<'a>,
    pub(crate) image: &'a Image<'a>,
    /// The release whose ranges count.
    pub(crate) edition: Edition,
    /// Whether only rules that need no release are checked.
    pub(crate) container_only: bool,
    pub(crate) target: Target<'a>,
    /// The target triple, as recorded.
    pub(crate) triple: Option<&'a str>,
    /// By the index of the path in the description.
    pub(crate) columns: Vec<Column<'a>>,
    /// Which kind a symbol is of, by its st_info.
    pub(crate) kinds: Kinds,
    /// Where symbols lie, once somebody asked.
    pub(crate) symbol_places: OnceCell<Vec<SymbolPlace>>,
    pub(crate) sink: Sink,
    /// Module or component, once somebody asked.
    pub(crate) kind: OnceCell<Option<Kind>>,
    /// Checks that were found to hold while a table was read: number of the rule, and which of its checks.
    pub(crate) settled: Vec<(u16, usize)>,
    /// Sections whose payload could not be decoded to its end, by index in the file.
    pub(crate) unreached: Vec<usize>,
}

impl<'a> Run<'a> {
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.image.bytes
    }

    /// The byte order of the container; little where the header does not say.
    pub(crate) fn order(&self) -> Order {
        self.image.order.unwrap_or(Order::Little)
    }

    pub(crate) fn report(&mut self, rule: &Rule, finding: impl FnOnce() -> Finding) {
        self.sink.add(rule, finding);
    }

    /// Whether this section can be in an artifact of the release.
    pub(crate) fn in_release(&self, section: u16) -> bool {
        self.spec.has_section(section, self.edition)
    }

    /// The section that holds symbols, if they can be read.
    pub(crate) fn symbol_table(&self) -> Option<&Section<'a>> {
        let is_table = |section: &cwasm_spec::model::Section| matches!(section.content, Content::Symbols);
        let table = self.image.section(u16::try_from(self.spec.sections.iter().position(is_table)?).ok()?)?;
        table.data.is_some().then_some(table)
    }

    /// The names of symbols, empty if there is no such section; `None` if they cannot be read.
    pub(crate) fn symbol_names(&self) -> Option<&'a [u8]> {
        let table = self.spec.sections.iter().find(|section| matches!(section.content, Content::Symbols))?;
        let cwasm_spec::model::Link::Section(names) = table.link else { return None };
        self.image.section(names).map_or(Some(&[]), |names| names.data)
    }

    /// The place in the file of each symbol but the null one, with its index.
    pub(crate) fn symbols(&self) -> impl Iterator<Item = (u64, u64)> + use<'a> {
        let (start, count) = self.symbol_table().map_or((0, 0), |table| (table.offset, self.entries(table)));
        let size = self.records.symbol.size;
        (1..count).map(move |index| (index, start.saturating_add(index.saturating_mul(size))))
    }

    /// How many whole symbols or relocations a section holds; both have the same size.
    pub(crate) fn entries(&self, section: &Section<'_>) -> u64 {
        let length = section.data.map_or(0, |data| u64::try_from(data.len()).unwrap_or(0));
        length.checked_div(self.records.symbol.size).unwrap_or(0)
    }

    /// The kind of the symbol that stands at `at`.
    pub(crate) fn symbol_kind(&self, at: u64) -> Option<u16> {
        let info = crate::raw::uint(self.bytes(), at.checked_add(self.kinds.offset)?, 1, Order::Little)?;
        self.kinds.of(u8::try_from(info).ok()?)
    }

    /// Forgets decoded values.
    pub(crate) fn forget(&mut self, places: [Place; 2]) {
        for place in places {
            if let Place::Value(index) = place
                && let Some(column) = self.columns.get_mut(usize::from(index))
            {
                *column = Column::default();
            }
        }
    }

    /// All places where a decoded value came up.
    pub(crate) fn column(&self, place: Place) -> Option<&Column<'a>> {
        let Place::Value(index) = place else { return None };
        self.columns.get(usize::from(index))
    }

    /// A decoded value that comes up once; `None` if it is missing, or was not decoded.
    pub(crate) fn value(&self, place: Place) -> Option<Value> {
        let column = self.column(place)?;
        let entry = column.first()?;
        let value = entry.number()?;
        let text = Value::Text { at: entry.at, length: value };
        Some(if column.is_text { text } else { Value::Number { value, at: entry.at } })
    }

    /// Whether a decoded bool, option or number is set; `None` if it is not known.
    pub(crate) fn is_set(&self, place: Place) -> Option<bool> {
        let column = self.column(place)?;
        let number = column.first()?.number();
        Some(number.is_some_and(|value| column.is_optional || value != 0))
    }

    /// Whether a section has to be there (`Some(true)`), must not be (`Some(false)`), or may be either.
    pub(crate) fn wanted(&self, presence: &Presence) -> Option<bool> {
        match presence {
            Presence::Always => Some(true),
            Presence::Some(_) => None,
            Presence::If(conditions) => self.all_hold(conditions),
            Presence::OnlyIf(conditions) => self.all_hold(conditions).filter(|hold| !hold),
        }
    }

    /// `None` if it cannot be known.
    fn all_hold(&self, conditions: &[Condition]) -> Option<bool> {
        let asked = conditions.iter().filter(|condition| condition.range.contains(self.edition));
        let mut unknown = false;
        for condition in asked {
            match self.holds(&condition.test) {
                Some(false) => return Some(false),
                Some(true) => {}
                None => unknown = true,
            }
        }
        (!unknown).then_some(true)
    }

    fn holds(&self, test: &Test) -> Option<bool> {
        let known = self.target.architecture.is_some();
        match test {
            Test::Flag(place) => self.is_set(*place),
            Test::Filled(section) => Some(self.image.section(*section).is_some_and(|section| section.size > 0)),
            Test::System(name) => known.then(|| self.target.is_system(name)),
            Test::NotSystem(name) => known.then(|| !self.target.is_system(name)),
            Test::Architecture(name) => known.then(|| self.target.is_architecture(name)),
            Test::NotArchitecture(name) => known.then(|| !self.target.is_architecture(name)),
        }
    }

    /// Module or component, as the header says.
    pub(crate) fn kind(&self) -> Option<Kind> {
        *self.kind.get_or_init(|| self.kind_said())
    }

    fn kind_said(&self) -> Option<Kind> {
        let identity = &self.spec.identity;
        let Place::Header(field, slice) = identity.kind else { return None };
        let value = self.records.header.read_slice(self.bytes(), 0, field, slice, self.image.order?)?;
        if value == identity.component {
            Some(Kind::Component)
        } else {
            (value == identity.module || (value == 0 && self.only_modules())).then_some(Kind::Module)
        }
    }

    /// Whether no rule of the release asks for a mark of the kind: it knows only modules, and has no mark for them.
    fn only_modules(&self) -> bool {
        let asks = |rule: &Rule| {
            rule.checks.iter().any(|check| check.args.first() == Some(&Arg::Place(self.spec.identity.kind)))
        };
        !self.container_only && !self.spec.rules_of(self.edition).any(asks)
    }
}

/// The kinds of symbols of a release, looked up by one byte: there may be very many symbols.
pub(crate) struct Kinds {
    /// Where st_info stands in a symbol.
    pub(crate) offset: u64,
    by_info: Vec<Option<u16>>,
}

impl Kinds {
    /// `edition` is the release, `None` for kinds of any.
    pub(crate) fn new(spec: &Spec, records: &Records<'_>, edition: Option<Edition>) -> Self {
        let info = records.symbol.index("st_info");
        let mut by_info = vec![None; 256];
        // The first kind that fits counts.
        let kinds = (0_u16..).zip(spec.symbol_kinds.iter()).collect::<Vec<_>>();
        let fits = |kind: &SymbolKind| edition.is_none_or(|edition| kind.range.contains(edition));
        for (index, kind) in kinds.into_iter().rev().filter(|(_, kind)| fits(kind)) {
            for fixed in kind.fixed.iter().filter(|fixed| Some(fixed.field) == info) {
                if let Some(slot) = usize::try_from(fixed.value).ok().and_then(|value| by_info.get_mut(value)) {
                    *slot = Some(index);
                }
            }
        }
        let place = info.and_then(|field| records.symbol.place(field));
        Self { offset: place.map_or(0, |(offset, _)| offset), by_info }
    }

    pub(crate) fn of(&self, info: u8) -> Option<u16> {
        self.by_info.get(usize::from(info)).copied().flatten()
    }
}

/// A finding about a range of the file that belongs to a section.
pub(crate) fn finding(range: Range<u64>, section: String, path: String, found: String, expected: String) -> Finding {
    Finding { range, section, path, payload: None, found, expected }
}

/// A finding about a range of a payload, whose path a later walk finds; `index` is that of the section.
pub(crate) fn payload_finding(
    range: Range<u64>,
    index: usize,
    section: String,
    found: String,
    expected: String,
) -> Finding {
    Finding { range, section, path: String::new(), payload: Some(index), found, expected }
}

/// A number as people read it: decimal, and hexadecimal where that differs.
pub(crate) fn number(value: u64) -> String {
    if value < 10 { value.to_string() } else { format!("{value} (0x{value:x})") }
}

/// The beginning of a text as people read it.
pub(crate) fn quoted(text: &[u8]) -> String {
    format!("`{}`", String::from_utf8_lossy(text).chars().take(64).collect::<String>())
}

/// Bytes as people read them: a few in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let shown: Vec<String> = bytes.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let dots = if bytes.len() > 16 { " ..." } else { "" };
    format!("{}{dots}", shown.join(" "))
}
