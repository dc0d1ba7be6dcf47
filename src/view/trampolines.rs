//! Functions that a component has compiled for itself: lowered imports, built-ins, transcoders.

use super::code::{Code, ComponentCode, Purpose};
use super::component::ComponentView;
use super::number;
use super::signature::Signature;
use crate::generated::described::{GlobalInitializer, TrampolineIndex};

/// A function that belongs to the component rather than to a core module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trampoline {
    /// Which one.
    pub part: ComponentCode,
    /// The number of its type in the list that all core modules share.
    pub ty: u32,
    /// Its type.
    pub signature: Option<Signature>,
}

impl<'v> ComponentView<'v> {
    /// All of them. Older releases tell apart what they are for.
    pub fn trampolines(&self) -> impl Iterator<Item = Trampoline> + use<'v> {
        let (view, component) = (self.view, self.component());
        let steps = component.initializers.iter().filter_map(|step| match step {
            GlobalInitializer::LowerImport(lowered) => {
                Some((ComponentCode::Lowered(lowered.index), lowered.canonical_abi.0))
            }
            GlobalInitializer::AlwaysTrap(trap) => Some((ComponentCode::AlwaysTrap(trap.index), trap.canonical_abi.0)),
            GlobalInitializer::Transcoder(transcoder) => {
                Some((ComponentCode::Transcoder(transcoder.index), transcoder.signature.0))
            }
            _ => None,
        });
        let old = component.trampolines.iter().flatten().map(|ty| ty.0);
        let listed = old.chain(component.trampolines_since_18.iter().flatten().map(|ty| ty.0)).enumerate();
        let listed = listed.map(|(position, ty)| (ComponentCode::Trampoline(TrampolineIndex(number(position))), ty));
        steps.chain(listed).map(|(part, ty)| Trampoline { part, ty, signature: view.signature(ty) })
    }

    /// The code of a part of the component: one piece for each way in which it can be called.
    pub fn code_of(&self, part: ComponentCode) -> impl Iterator<Item = &'v Code> + use<'v> {
        let is_its =
            move |code: &&Code| matches!(code.purpose, Purpose::Component { part: other, .. } if other == part);
        self.view.code().iter().filter(is_its)
    }
}
