//! What is decided so far about an artifact in the making, and the answers that rules and conditions ask of it.

use std::collections::BTreeMap;

use cwasm_spec::model::{Condition, Content, Place, Presence, Section, Test, TypeKind, Word};
use cwasm_spec::query::Target;
use cwasm_spec::version::Edition;
use cwasm_verify::SPEC;

use super::any::Maker;
use super::value::{Payload, Value};
use crate::choices::Choices;

/// An artifact in the making.
pub struct Draft {
    /// The release.
    pub edition: Edition,
    /// The target triple.
    pub triple: String,
    /// The target.
    pub target: Target<'static>,
    /// Whether it is a component.
    pub component: bool,
    /// The inside of the sections that have a described one, by the index of their layout.
    pub payloads: BTreeMap<u16, Payload>,
    /// Whether there is code.
    pub filled: bool,
}

impl Draft {
    /// Calls `change` with each value of each payload, the outer ones first.
    pub(super) fn each_value(&mut self, change: &mut dyn FnMut(&mut Value, &Draft)) {
        let mut payloads = std::mem::take(&mut self.payloads);
        for (.., value) in payloads.values_mut().flat_map(|payload| payload.fields.iter_mut()) {
            visit(value, &mut |value| change(value, self));
        }
        self.payloads = payloads;
    }

    /// The value at a path, or the bit or flag that the path ends with.
    fn slot(&mut self, place: Place) -> Option<Slot<'_>> {
        let Place::Value(index) = place else { return None };
        let path = SPEC.values.get(usize::from(index))?;
        let (first, rest) = path.steps.split_first()?;
        let edition = self.edition;
        let mut value = self.first(path.root, first)?;
        for step in rest {
            value = match value {
                Value::Bits(_, set, ty) => {
                    let TypeKind::Bits { bits, .. } = &ty.kind else { return None };
                    let bit = bits.iter().find(|bit| bit.name == *step && bit.range.contains(edition))?;
                    return Some(Slot::Bit(set, bit.at));
                }
                Value::Seq(flags) => return flags.iter_mut().find_map(|flag| named_flag(flag, step)).map(Slot::Value),
                Value::Fields(_, fields) => member(fields, step)?,
                _ => return None,
            };
        }
        Some(Slot::Value(value))
    }

    /// The field with which a path begins: of a layout, or of the first value of a struct.
    fn first(&mut self, root: u16, step: &str) -> Option<&mut Value> {
        if self.payloads.contains_key(&root) {
            return self.payloads.get_mut(&root)?.field(step);
        }
        let name = &*SPEC.types.get(usize::from(root))?.name;
        let mut values = self.payloads.values_mut().flat_map(|payload| payload.fields.iter_mut());
        member(values.find_map(|(.., value)| find(value, name))?, step)
    }

    /// The value as a number: an option, text or flag is 0 if it is not set, a list the number of its elements.
    pub(super) fn number(&mut self, place: Place) -> Option<u64> {
        Some(match self.slot(place)? {
            Slot::Bit(set, at) => *set >> at & 1,
            Slot::Value(Value::Number(_, number) | Value::Bits(_, number, _) | Value::Variant(number, ..)) => *number,
            Slot::Value(Value::Option(some, _)) => u64::from(*some),
            Slot::Value(Value::Text(text) | Value::Bare(text)) => text.len() as u64,
            Slot::Value(Value::Seq(elements)) => elements.len() as u64,
            Slot::Value(_) => return None,
        })
    }

    /// Gives the value a number.
    pub(super) fn set(&mut self, place: Place, new: u64) {
        match self.slot(place) {
            Some(Slot::Bit(set, at)) => *set = *set & !(1 << at) | u64::from(new != 0) << at,
            Some(Slot::Value(Value::Number(Word::Bool, number))) => *number = u64::from(new != 0),
            Some(Slot::Value(Value::Number(_, number))) => *number = new,
            Some(Slot::Value(Value::Option(some, _))) => *some = new != 0,
            _ => {}
        }
    }

    /// Gives a list of a struct so many elements, new ones of the simplest kind.
    pub(super) fn resize(&mut self, place: Place, count: u64) {
        let Place::Value(index) = place else { return };
        let path = SPEC.values.get(usize::from(index));
        let root = path.and_then(|path| SPEC.types.get(usize::from(path.root)));
        let Some(([step], root)) = path.map(|path| &*path.steps).zip(root) else { return };
        let mut here = root.fields().iter().filter(|field| field.name == *step && field.range.contains(self.edition));
        let Some([Word::Seq, inner @ ..]) = here.next().map(|field| &*field.ty) else { return };
        let element = Maker::new(self.edition, self.target, 0, &mut Choices::new(&[])).simplest(inner);
        if let Some(Slot::Value(Value::Seq(elements))) = self.slot(place) {
            elements.resize(usize::try_from(count).unwrap_or(0), element);
        }
    }

    /// Gives the value a text.
    pub(super) fn set_text(&mut self, place: Place, new: String) {
        if let Some(Slot::Value(Value::Text(text) | Value::Bare(text))) = self.slot(place) {
            *text = new;
        }
    }

    pub(super) fn is_set(&mut self, place: Place) -> Option<bool> {
        self.number(place).map(|number| number != 0)
    }

    /// Whether a section has to be there, must not be, or may be either.
    pub(super) fn wanted(&mut self, presence: &'static Presence) -> Option<bool> {
        match presence {
            Presence::Always => Some(true),
            Presence::Some(_) => None,
            Presence::If(conditions) => Some(self.all_hold(conditions)),
            Presence::OnlyIf(conditions) => {
                if self.all_hold(conditions) {
                    None
                } else {
                    Some(false)
                }
            }
        }
    }

    fn all_hold(&mut self, conditions: &[Condition]) -> bool {
        let asked = conditions.iter().filter(|condition| condition.range.contains(self.edition));
        asked.map(|condition| condition.test.clone()).collect::<Vec<_>>().iter().all(|test| match test {
            Test::Flag(place) => self.is_set(*place) == Some(true),
            Test::Filled(section) => self.filled || !is_code(*section),
            Test::System(name) => self.target.is_system(name),
            Test::NotSystem(name) => !self.target.is_system(name),
            Test::Architecture(name) => self.target.is_architecture(name),
            Test::NotArchitecture(name) => !self.target.is_architecture(name),
        })
    }
}

/// Whether functions lie in this section.
pub(super) fn is_code(section: u16) -> bool {
    let home = |kind: &cwasm_spec::model::SymbolKind| kind.home == cwasm_spec::model::SymbolHome::Section(section);
    SPEC.symbol_kinds.iter().any(home)
}

/// The layout inside a section of a module or component.
pub(super) fn layout_of(section: &Section, component: bool) -> Option<u16> {
    match section.content {
        Content::Layout(layout) => Some(layout),
        Content::ByKind { component: layout, .. } if component => Some(layout),
        Content::ByKind { module: layout, .. } => Some(layout),
        _ => None,
    }
}

enum Slot<'v> {
    Value(&'v mut Value),
    Bit(&'v mut u64, u8),
}

/// What the flag holds, if it has this name.
fn named_flag<'v>(flag: &'v mut Value, wanted: &str) -> Option<&'v mut Value> {
    let Value::Fields(_, fields) = flag else { return None };
    match &mut **fields {
        [(_, Value::Text(name)), (_, Value::Variant(.., values))] if name == wanted => values.first_mut(),
        _ => None,
    }
}

type Fields = Vec<(&'static str, Value)>;

fn member<'v>(fields: &'v mut Fields, step: &str) -> Option<&'v mut Value> {
    fields.iter_mut().find(|(name, _)| *name == step).map(|(_, value)| value)
}

/// The fields of the first value of a struct, however deep.
fn find<'v>(value: &'v mut Value, name: &str) -> Option<&'v mut Fields> {
    match value {
        Value::Fields(ty, fields) => {
            let is_it = *ty == name;
            if is_it { Some(fields) } else { fields.iter_mut().find_map(|(_, value)| find(value, name)) }
        }
        Value::Option(true, inner) => find(inner, name),
        Value::Seq(values) | Value::Tuple(values) | Value::Variant(.., values) => {
            values.iter_mut().find_map(|value| find(value, name))
        }
        _ => None,
    }
}

fn visit(value: &mut Value, change: &mut dyn FnMut(&mut Value)) {
    change(value);
    match value {
        Value::Option(_, inner) => visit(inner, change),
        Value::Seq(values) | Value::Tuple(values) | Value::Variant(.., values) => {
            values.iter_mut().for_each(|value| visit(value, change));
        }
        Value::Fields(_, fields) => fields.iter_mut().for_each(|(_, value)| visit(value, change)),
        _ => {}
    }
}
