//! What is made from the description by `cargo xtask gen`. This door is written by hand; everything beside it is
//! generated, and nothing but this crate's own wire is called from there.

// The generator's formatter, not the installed one, decides how these look.
#[rustfmt::skip]
mod bti;
#[rustfmt::skip]
mod engine;
#[rustfmt::skip]
mod engine_metadata;
#[rustfmt::skip]
mod features;
#[rustfmt::skip]
pub(crate) mod header;
#[rustfmt::skip]
pub(crate) mod layout;
#[rustfmt::skip]
mod operator_costs;
#[rustfmt::skip]
pub(crate) mod release;
#[rustfmt::skip]
pub(crate) mod sections;
#[rustfmt::skip]
pub(crate) mod target;
#[rustfmt::skip]
mod tunables;

/// What sections hold, decoded: one Rust type for each type of the description, for all releases.
///
/// A field that some release lacks is an `Option`; its documentation says which releases have it. Where a name stood
/// for another type in older releases, the newer field is called after the release that brought it, as
/// [`Tunables::inlining_since_45`](types::Tunables::inlining_since_45).
pub mod types {
    pub use super::bti::*;
    pub use super::engine::*;
    pub use super::engine_metadata::*;
    pub use super::features::*;
    pub use super::operator_costs::*;
    pub use super::tunables::*;
}
