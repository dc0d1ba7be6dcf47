//! Properties that must hold for every file, and the cases that break one rule each. Called by `cargo test` and by fuzzing.
//!
//! A property takes any bytes and says how it is broken. Bytes that are no file serve as [`choices::Choices`], out of which
//! the description makes values and whole artifacts: so proptest and the fuzzer drive the same generators.

pub mod agree;
pub mod cases;
pub mod choices;
pub mod dump;
pub mod flips;
pub mod load_spec;
pub mod memory;
pub mod mutate;
pub mod parse;
pub mod roundtrip;
pub mod smith;
pub mod tables;
pub mod tree;
pub mod values;
pub mod verify;

/// Nothing, or how a property is broken.
pub type Outcome = Result<(), String>;

/// Broken unless `holds`.
pub(crate) fn ensure(holds: bool, broken: impl FnOnce() -> String) -> Outcome {
    if holds { Ok(()) } else { Err(broken()) }
}
