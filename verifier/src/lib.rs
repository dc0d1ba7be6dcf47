//! Verifies Wasmtime's precompiled artifacts against their description.
//!
//! The verifier interprets the description over raw bytes, with its own reading of ELF and of the payloads' wires. It
//! shares no code with the parser: their disagreement is how bugs are found.

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

mod choose;
mod columns;
mod coverage;
pub mod dump;
pub mod fields;
mod generated;
mod pattern;
mod payload;
mod predicate;
mod raw;
pub mod report;
mod run;
mod sink;
mod symbols;
mod trial;
mod verifier;
mod verify;

use cwasm_spec::version::Edition;

pub use self::generated::SPEC;
pub use self::trial::try_all;
pub use self::verifier::Verifier;
pub use self::verify::verify;

/// What to verify against.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Read the file as this edition, whatever it records. `None`: as the recorded version says, and if that says
    /// nothing try all.
    pub edition: Option<Edition>,
}
