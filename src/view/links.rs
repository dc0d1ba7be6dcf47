//! What a module takes from others and gives to them.

use super::module::ModuleView;
use crate::generated::described::{Atom, EntityIndex, Initializer};

/// Something that a module imports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Import<'v> {
    /// The module that it is imported from.
    pub module: &'v str,
    /// Its name there.
    pub name: &'v str,
    /// What it is, and its index in this module.
    pub entity: EntityIndex,
}

/// Something that a module exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Export<'v> {
    /// Its name.
    pub name: &'v str,
    /// What it is, and its index in this module.
    pub entity: EntityIndex,
}

impl<'v> ModuleView<'v> {
    /// The imports, in the order of the WebAssembly file.
    pub fn imports(&self) -> impl Iterator<Item = Import<'v>> + use<'v> {
        let view = *self;
        self.module().initializers.iter().map(move |initializer| {
            let Initializer::Import { name, name_since_43, field, field_since_43, index } = initializer;
            Import { module: view.text(name, *name_since_43), name: view.text(field, *field_since_43), entity: *index }
        })
    }

    /// The exports, in the order of the WebAssembly file.
    pub fn exports(&self) -> impl Iterator<Item = Export<'v>> + use<'v> {
        let (view, module) = (*self, self.module());
        let old = module.exports.iter().flatten().map(|(name, entity)| Export { name, entity: *entity });
        let new = module.exports_since_43.iter().flatten();
        old.chain(new.map(move |(name, entity)| Export { name: view.text(&None, Some(*name)), entity: *entity }))
    }

    /// A name, which newer releases keep in a pool; empty if the pool does not have it.
    fn text(&self, plain: &'v Option<String>, pooled: Option<Atom>) -> &'v str {
        let plain = plain.as_deref();
        plain.or_else(|| self.string(pooled?)).unwrap_or_default()
    }
}
