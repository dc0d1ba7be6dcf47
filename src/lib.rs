//! Reads and writes Wasmtime's precompiled artifacts (`.cwasm`) of every release since 3.
//!
//! [`Artifact::parse`] reads a file, [`Artifact::to_parts`] takes it apart, [`Parts::to_bytes`] makes the file of some
//! parts: of an artifact that Wasmtime wrote, the same bytes. Whether a file is as its release writes it, says
//! the verifier, not this crate; and neither says whether its code is safe to run.

#![forbid(unsafe_code)]
// Input is hostile: nothing here may panic on it.
#![warn(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod artifact;
mod detect;
mod elf;
mod error;
mod generated;
mod kind;
mod parts;
mod release;
mod section;
mod target;
mod wire;

pub use self::artifact::{Artifact, RelocationTable};
pub use self::detect::{Detected, detect};
pub use self::elf::{Relocation, Symbol};
pub use self::error::{Error, ErrorKind};
pub use self::generated::types;
pub use self::kind::Kind;
pub use self::parts::{Body, Home, Parts, SectionPart, SymbolPart};
pub use self::release::Release;
pub use self::section::{Align, Section, SectionId};
pub use self::target::{Architecture, System, Target};
