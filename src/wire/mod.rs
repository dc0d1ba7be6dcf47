//! The only byte primitives that generated code may call. Nothing here knows a type, a section or a release by name.

mod bincode1;
mod codec;
mod of;
mod postcard;
mod reader;
#[cfg(test)]
mod tests;
mod value;
mod writer;

pub(crate) use self::codec::Wire;
pub(crate) use self::of::Of;
pub(crate) use self::reader::Reader;
pub(crate) use self::value::{Value, newtypes};
pub(crate) use self::writer::Writer;
