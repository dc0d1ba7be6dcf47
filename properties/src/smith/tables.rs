//! Raw tables of artifacts that conform. They have no entries, as there are no functions that could have any; the sections
//! that cannot be empty are left out, by the settings that ask for them.

use cwasm_spec::model::{Place, Presence, Section, Test, Times, TypeKind, Wire};
use cwasm_verify::SPEC;

use super::draft::{Draft, layout_of};

/// Whether a section holds a raw table.
pub(super) fn is_table(section: &Section, component: bool) -> bool {
    layout_of(section, component).is_some_and(is_table_type)
}

/// Whether a layout is a raw table: the numbers of its elements do not stand in front of them.
pub(super) fn is_table_type(layout: u16) -> bool {
    SPEC.types.get(usize::from(layout)).is_some_and(|ty| {
        ty.fields()
            .iter()
            .any(|field| field.times != Times::Own || field.wire == Wire::Native || is_blocks(field.ty.first()))
    })
}

fn is_blocks(word: Option<&cwasm_spec::model::Word>) -> bool {
    let Some(cwasm_spec::model::Word::Named(index)) = word else { return false };
    SPEC.types.get(usize::from(*index)).is_some_and(|ty| matches!(ty.kind, TypeKind::Blocks(_)))
}

/// Turns off the settings that ask for tables which need entries.
pub(super) fn leave_out(draft: &mut Draft) {
    let here = SPEC.sections.iter().filter(|section| section.range.contains(draft.edition));
    let needing: Vec<&Section> = here.filter(|section| needs_entries(section, draft.component)).collect();
    for section in &needing {
        let Presence::If(conditions) = &section.presence else { continue };
        for condition in conditions.iter() {
            if let Test::Flag(place @ Place::Value(_)) = &condition.test {
                draft.set(*place, 0);
            }
        }
    }
    // Some targets ask for the setting: without code there is nothing to tell of.
    super::repair::repair(draft);
    if needing.iter().any(|section| draft.wanted(&section.presence) == Some(true)) {
        draft.filled = false;
    }
}

/// Whether a table is about something even if there are no entries in it.
fn needs_entries(section: &Section, component: bool) -> bool {
    let layout = layout_of(section, component).filter(|layout| is_table_type(*layout));
    let Some(ty) = layout.and_then(|layout| SPEC.types.get(usize::from(layout))) else { return false };
    ty.fields().iter().any(|field| matches!(field.times, Times::Rest | Times::UntilZero) || field.wire == Wire::Native)
}
