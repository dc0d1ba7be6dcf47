//! What the description says about a section, in words.

use cwasm_spec::model::{Align, Condition, Content, On, Presence, Section, Spec, Test};
use cwasm_spec::version::{Edition, Range};

use super::place::{condition_on, place};

/// When a section is there; with an edition, as far as it concerns that one.
pub(crate) fn presence(spec: &Spec, section: &Section, edition: Option<Edition>) -> String {
    match &section.presence {
        Presence::Always => "always".to_owned(),
        Presence::If(conditions) => format!("exactly if {}", all(spec, conditions, edition)),
        Presence::OnlyIf(conditions) => format!("only if {}", all(spec, conditions, edition)),
        Presence::Some(reason) => format!("if {reason}"),
    }
}

fn all(spec: &Spec, conditions: &[Condition], edition: Option<Edition>) -> String {
    let meant = conditions.iter().filter(|condition| edition.is_none_or(|edition| condition.range.contains(edition)));
    let texts: Vec<String> = meant.map(|condition| one(spec, condition, edition.is_none())).collect();
    texts.join(" and ")
}

fn one(spec: &Spec, condition: &Condition, with_range: bool) -> String {
    let text = match &condition.test {
        Test::Flag(flag) => format!("{} is set", place(spec, flag)),
        Test::Filled(index) => {
            let name = spec.sections.get(usize::from(*index)).map_or("", |section| &section.name);
            format!("{name} is not empty")
        }
        Test::System(name) | Test::Architecture(name) => format!("the target is {name}"),
        Test::NotSystem(name) | Test::NotArchitecture(name) => format!("the target is not {name}"),
    };
    match with_range && condition.range != Range::ALL {
        true => format!("{text} (releases {})", spec.range_text(condition.range)),
        false => text,
    }
}

/// The values of sh_flags by the names of their bits.
pub(crate) fn flags(spec: &Spec, section: &Section, edition: Option<Edition>) -> String {
    let choices = section.flags.iter().map(|choice| (&choice.on, joined(&flag_names(spec, choice.value))));
    by_condition(spec, choices, edition)
}

fn joined(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(" ") }
}

/// The names of the bits of sh_flags that are set; bits without a name as a number.
pub(crate) fn flag_names(spec: &Spec, value: u64) -> Vec<String> {
    let table = spec.names.iter().find(|table| table.name == "section_flag");
    let mut left = value;
    let mut names = Vec::new();
    for entry in table.map_or(&[][..], |table| &table.names) {
        if entry.value != 0 && left & entry.value == entry.value {
            left &= !entry.value;
            names.push(entry.name.to_string());
        }
    }
    if left != 0 {
        names.push(format!("{left:#x}"));
    }
    names
}

/// The values of sh_addralign.
pub(crate) fn aligns(spec: &Spec, section: &Section, edition: Option<Edition>) -> String {
    let choices = section.aligns.iter().map(|choice| {
        let values: Vec<String> = choice.values.iter().map(|align| align_text(*align)).collect();
        (&choice.on, values.join(" or "))
    });
    by_condition(spec, choices, edition)
}

fn align_text(align: Align) -> String {
    match align {
        Align::Bytes(bytes) => bytes.to_string(),
        Align::Page => "page".to_owned(),
    }
}

/// Values with the condition of each, the first that fits; in one edition without its range.
fn by_condition<'a>(spec: &Spec, choices: impl Iterator<Item = (&'a On, String)>, edition: Option<Edition>) -> String {
    let mut texts = Vec::new();
    for (on, value) in choices {
        let on = match edition {
            Some(edition) if !on.range.contains(edition) => continue,
            Some(_) => On { range: Range::ALL, ..on.clone() },
            None => on.clone(),
        };
        let condition = condition_on(spec, &on);
        let last = condition.is_empty();
        texts.push(if last { value } else { format!("{value} ({condition})") });
        if last {
            break;
        }
    }
    texts.join(", else ")
}

/// What is inside a section.
pub(crate) fn content(spec: &Spec, section: &Section) -> String {
    match &section.content {
        Content::Layout(_) | Content::ByKind { .. } => {
            let layouts = section.content.layouts().filter_map(|index| spec.types.get(usize::from(index)));
            format!("layout {}", layouts.map(|ty| &*ty.name).collect::<Vec<_>>().join(" or "))
        }
        Content::Opaque(what) => format!("{what} (opaque)"),
        Content::Undescribed(what) => format!("{what} (not described yet)"),
        Content::Strings => "strings".to_owned(),
        Content::Symbols => "symbols".to_owned(),
        Content::Relocations => "relocations".to_owned(),
    }
}
