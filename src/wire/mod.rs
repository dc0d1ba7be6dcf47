//! The only byte primitives that generated code may call. Nothing here knows a type, a section or a release by name.

mod bincode1;
pub(crate) mod blocks;
mod codec;
mod leb;
mod machine;
mod of;
mod postcard;
mod reader;
mod tables;
#[cfg(test)]
mod tests;
mod value;
mod writer;

pub(crate) use self::codec::Wire;
pub(crate) use self::machine::Machine;
pub(crate) use self::of::Of;
pub(crate) use self::reader::Reader;
pub(crate) use self::value::{Value, is_version, limited, newtypes, one_of};
pub(crate) use self::writer::Writer;
