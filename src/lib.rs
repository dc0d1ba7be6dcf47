//! Reads and writes Wasmtime's precompiled artifacts (`.cwasm`) of every release since 3.
//!
//! [`Artifact::parse`] reads a file. What is inside is decoded when it is asked for:
//!
//! - [`Artifact::engine`], [`Artifact::module_info`], [`Artifact::component_info`] give everything that the release records,
//!   in the [`types`] of the description: a field that not every release has is an `Option`.
//! - [`Artifact::view`] gives the same for those who do not care about releases: functions, imports, memories, data,
//!   instances, as [`view`]s.
//! - [`lookup`] finds the trap, the position, the stack map or the handlers of an address without decoding a table.
//! - [`Artifact::to_parts`] takes the file apart, [`Parts::to_bytes`] makes the file of some parts: of an artifact that
//!   Wasmtime wrote, the same bytes.
//!
//! Whether a file is as its release writes it, says the verifier, not this crate; and neither says whether its code is safe
//! to run.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let bytes = std::fs::read("tests/corpus/50/50.0.1-component-basic-default.cwasm")?;
//! let artifact = cwasm::Artifact::parse(&bytes)?;
//! for module in artifact.view()?.modules() {
//!     for function in module.functions() {
//!         println!("{:?} {:?} {:?}", function.index, function.name, function.code);
//!     }
//! }
//! # Ok(())
//! # }
//! ```

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
pub mod lookup;
mod parts;
mod release;
mod section;
mod sparse;
mod target;
pub mod view;
mod wire;

pub use self::artifact::{Artifact, RelocationTable};
pub use self::detect::{Detected, detect};
pub use self::elf::{Relocation, Symbol};
pub use self::error::{Error, ErrorKind};
pub use self::generated::described as types;
pub use self::generated::raw_tables::Table;
pub use self::kind::Kind;
pub use self::parts::{Body, Home, Parts, SectionPart, SymbolPart};
pub use self::release::Release;
pub use self::section::{Align, Section, SectionId};
pub use self::sparse::Sparse;
pub use self::target::{Architecture, System, Target};
