//! Looking up in the raw tables as the runtime does: by binary search in the bytes of the section. Nothing is decoded but
//! what is found, and nothing allocated.
//!
//! Each section with entries has a view, which [`Artifact`](crate::Artifact) gives: [`traps_view`](crate::Artifact::traps_view)
//! and its like. What was read from a section whole, as by [`Artifact::traps`](crate::Artifact::traps), is for those who
//! want all of it; a view is for those who ask for a few addresses, or go through the entries once. A view does not depend on
//! the release: how entries are laid out in this one, it knows.
//!
//! Addresses are offsets in `.text`. What to ask for, where a backtrace has a return address, the entry says.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use cwasm::{Artifact, Release, types::TrapCode};
//! let bytes = std::fs::read("tests/corpus/50/50.0.1-traps-default.cwasm")?;
//! let artifact = Artifact::parse(&bytes)?;
//! let traps = artifact.traps_view()?.unwrap();
//! let first = traps.traps().next().unwrap();
//! assert_eq!(traps.trap_at(first.offset), Some(first));
//! assert_eq!(first.trap_code(Release::R50), Some(TrapCode::IntegerOverflow));
//! // The operator that traps there is at this place of the WebAssembly file.
//! let mapping = artifact.addrmap_view()?.unwrap().mapping_at(first.offset).unwrap();
//! assert!(!mapping.position.is_none());
//! # Ok(())
//! # }
//! ```
//!
//! In a table whose keys do not ascend a look-up may find any entry that it comes along, or none.
//!
//! Damage is met where a look-up comes along: then there is no entry, as for the runtime. Who wants to know what is wrong
//! decodes the table, or asks the verifier.
//!
//! The other way round, tables are made of entries, for any release: `build` of the decoded types.
//!
//! ```
//! # fn main() -> Result<(), cwasm::Error> {
//! use cwasm::lookup::Trap;
//! use cwasm::{Release, types::Traps};
//! let entries = [Trap { offset: 16, code: 0 }, Trap { offset: 40, code: 9 }];
//! let old = Traps::build(Release::R46, entries)?.to_bytes(Release::R46)?;
//! let new = Traps::build(Release::R47, entries)?.to_bytes(Release::R47)?;
//! assert_eq!((old.len(), new.len()), (14, 20));
//! # Ok(())
//! # }
//! ```

mod blocks;
mod fixed;
mod list;
pub(crate) mod parts;

pub(crate) use self::blocks::Blocks;
pub use self::fixed::Fixed;
pub(crate) use self::fixed::fixed;
pub use self::list::List;
pub use crate::generated::lookup::*;
