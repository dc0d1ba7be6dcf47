//! The description of Wasmtime's precompiled artifacts as plain data.
//!
//! [`model`] is what every tool reads: the generator, the verifier and the command. With the feature `load`, the
//! `load` module makes it out of the files in `spec/format/` and reports every mistake in them at once.
//! This crate knows no ELF bytes and nothing that is generated.

#![forbid(unsafe_code)]
// Input is hostile: nothing here may panic on it.
#![warn(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]
#![cfg_attr(
    test,
    allow(
        clippy::arithmetic_side_effects,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unwrap_used,
        reason = "a test may panic"
    )
)]

#[cfg(feature = "load")]
mod check;
#[cfg(feature = "load")]
pub mod diagnostic;
#[cfg(feature = "load")]
pub mod load;
pub mod model;
pub mod predicate;
pub mod query;
pub mod version;
