//! How values cross the border between a component and its core modules.

use super::at;
use super::component::ComponentView;
use crate::generated::described::{
    CanonicalOptions, CanonicalOptionsDataModel, Export, GlobalInitializer, OptionsIndex, RuntimeCallbackIndex,
    RuntimeComponentInstanceIndex, RuntimeMemoryIndex, RuntimePostReturnIndex, RuntimeReallocIndex, StringEncoding,
};

/// Options of a lifted or lowered function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The component instance that it belongs to.
    pub instance: RuntimeComponentInstanceIndex,
    /// How strings are encoded.
    pub string_encoding: StringEncoding,
    /// The memory that values are in.
    pub memory: Option<RuntimeMemoryIndex>,
    /// What is called for more memory.
    pub realloc: Option<RuntimeReallocIndex>,
    /// What is called with events.
    pub callback: Option<RuntimeCallbackIndex>,
    /// What is called after the results were read.
    pub post_return: Option<RuntimePostReturnIndex>,
    /// Whether calls may suspend.
    pub is_async: bool,
    /// Whether values are objects of the collector rather than bytes in a memory.
    pub is_gc: bool,
}

impl From<&CanonicalOptions> for Options {
    fn from(options: &CanonicalOptions) -> Self {
        let linear = match options.data_model {
            Some(CanonicalOptionsDataModel::LinearMemory(linear)) => Some(linear),
            _ => None,
        };
        Self {
            instance: options.instance,
            string_encoding: options.string_encoding,
            memory: options.memory.flatten().or_else(|| linear?.memory),
            realloc: options.realloc.flatten().or_else(|| linear?.realloc),
            callback: options.callback.flatten(),
            post_return: options.post_return,
            is_async: options.async_.unwrap_or_default(),
            is_gc: options.data_model == Some(CanonicalOptionsDataModel::Gc),
        }
    }
}

impl<'v> ComponentView<'v> {
    /// All options that were recorded. Older releases do so where they use them, and then leave out most lowered functions.
    pub fn options(&self) -> Vec<Options> {
        let component = self.component();
        let lowered = component.initializers.iter().filter_map(|step| match step {
            GlobalInitializer::LowerImport(lowered) => Some(&lowered.options),
            _ => None,
        });
        let mut found: Vec<&CanonicalOptions> = component.options.iter().flatten().chain(lowered).collect();
        for (_, export) in component.exports.iter().flatten() {
            lifted(export, &mut found);
        }
        for export in component.export_items.iter().flatten() {
            lifted(export, &mut found);
        }
        found.into_iter().map(Options::from).collect()
    }

    pub(super) fn listed_options(&self, index: OptionsIndex) -> Option<&'v CanonicalOptions> {
        at(self.component().options.as_deref()?, index.0)
    }
}

/// Nested no deeper than the reader allowed.
fn lifted<'v>(export: &'v Export, found: &mut Vec<&'v CanonicalOptions>) {
    match export {
        Export::LiftedFunction { options, .. } => found.extend(options),
        Export::Instance(exports) | Export::InstanceSince18 { exports: Some(exports), .. } => {
            exports.iter().for_each(|(_, export)| lifted(export, found));
        }
        _ => {}
    }
}
