//! What is made from the description by `cargo xtask gen`. This door is written by hand; everything beside it is
//! generated, and nothing but this crate's own wire is called from there.

// The generator's formatter, not the installed one, decides how these look.
#[rustfmt::skip]
mod addrmap;
#[rustfmt::skip]
mod bti;
#[rustfmt::skip]
mod canonical_abi;
#[rustfmt::skip]
mod canonical_options;
#[rustfmt::skip]
mod component;
#[rustfmt::skip]
mod component_exports;
#[rustfmt::skip]
mod component_initializers;
#[rustfmt::skip]
mod component_types;
#[rustfmt::skip]
mod engine;
#[rustfmt::skip]
mod engine_metadata;
#[rustfmt::skip]
mod exceptions;
#[rustfmt::skip]
mod features;
#[rustfmt::skip]
mod frames;
#[rustfmt::skip]
mod function_table;
#[rustfmt::skip]
mod functions;
#[rustfmt::skip]
mod globals;
#[rustfmt::skip]
pub(crate) mod header;
#[rustfmt::skip]
mod info;
#[rustfmt::skip]
pub(crate) mod layout;
#[rustfmt::skip]
pub(crate) mod lookup;
#[rustfmt::skip]
mod memories;
#[rustfmt::skip]
mod module;
#[rustfmt::skip]
mod operator_costs;
#[rustfmt::skip]
pub(crate) mod raw_tables;
#[rustfmt::skip]
pub(crate) mod release;
#[rustfmt::skip]
pub(crate) mod sections;
#[rustfmt::skip]
mod stackmap;
#[rustfmt::skip]
mod tables;
#[rustfmt::skip]
pub(crate) mod target;
#[rustfmt::skip]
mod traps;
#[rustfmt::skip]
mod tunables;
#[rustfmt::skip]
mod types;
#[rustfmt::skip]
mod unwind;
#[rustfmt::skip]
mod wasm_bytecode;

/// What sections hold, decoded: one Rust type for each type of the description, for all releases.
///
/// A field that some release lacks is an `Option`; its documentation says which releases have it. Where a name stood
/// for another type in older releases, the newer field is called after the release that brought it, as
/// [`Tunables::inlining_since_45`](described::Tunables::inlining_since_45).
pub mod described {
    pub use super::addrmap::*;
    pub use super::bti::*;
    pub use super::canonical_abi::*;
    pub use super::canonical_options::*;
    pub use super::component::*;
    pub use super::component_exports::*;
    pub use super::component_initializers::*;
    pub use super::component_types::*;
    pub use super::engine::*;
    pub use super::engine_metadata::*;
    pub use super::exceptions::*;
    pub use super::features::*;
    pub use super::frames::*;
    pub use super::function_table::*;
    pub use super::functions::*;
    pub use super::globals::*;
    pub use super::info::*;
    pub use super::memories::*;
    pub use super::module::*;
    pub use super::operator_costs::*;
    pub use super::stackmap::*;
    pub use super::tables::*;
    pub use super::traps::*;
    pub use super::tunables::*;
    pub use super::types::*;
    pub use super::unwind::*;
    pub use super::wasm_bytecode::*;
}
