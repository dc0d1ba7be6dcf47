//! The container: ELF structures in and out. What they must hold for a release is generated, not said here.

mod container;
mod entries;
mod header;
mod names;
mod strings;

pub(crate) use self::container::Container;
pub use self::entries::{Relocation, Symbol};
pub(crate) use self::entries::{relocation_bytes, relocations, symbol_bytes, symbols};
pub(crate) use self::header::{HEADER_SIZE, endian, header_bytes, read_header};
pub(crate) use self::strings::StringTable;
