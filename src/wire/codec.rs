//! What a wire is to the generated code: how integers and the marks of option, length and variant become bytes.
//! Everything else is made of these in the same way on every wire.

use crate::error::ErrorKind;

/// How values become bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wire {
    /// Integers little-endian in full width; lengths stand in fields of their own.
    Fixed,
    /// bincode 1.
    Bincode1,
    /// postcard 1.
    Postcard,
}

impl Wire {
    pub(super) fn codec(self) -> &'static dyn Codec {
        match self {
            // bincode's integers are the fixed ones.
            Self::Fixed | Self::Bincode1 => &super::bincode1::Bincode1,
            Self::Postcard => &super::postcard::Postcard,
        }
    }
}

/// A value, and how many bytes it took.
pub(super) type Decoded<T> = Result<(T, usize), ErrorKind>;

/// One wire. Decoding looks at the beginning of `rest` only, and takes no memory.
pub(super) trait Codec {
    fn read_u8(&self, rest: &[u8]) -> Decoded<u8>;
    fn read_u32(&self, rest: &[u8]) -> Decoded<u32>;
    fn read_u64(&self, rest: &[u8]) -> Decoded<u64>;
    fn read_bool(&self, rest: &[u8]) -> Decoded<bool>;
    /// Whether an option holds something.
    fn read_option(&self, rest: &[u8]) -> Decoded<bool>;
    /// A number of bytes or elements.
    fn read_length(&self, rest: &[u8]) -> Decoded<u64>;
    /// Index of a variant.
    fn read_variant(&self, rest: &[u8]) -> Decoded<u32>;

    fn write_u8(&self, out: &mut Vec<u8>, value: u8) -> Result<(), ErrorKind>;
    fn write_u32(&self, out: &mut Vec<u8>, value: u32) -> Result<(), ErrorKind>;
    fn write_u64(&self, out: &mut Vec<u8>, value: u64) -> Result<(), ErrorKind>;
    fn write_bool(&self, out: &mut Vec<u8>, value: bool) -> Result<(), ErrorKind>;
    fn write_option(&self, out: &mut Vec<u8>, some: bool) -> Result<(), ErrorKind>;
    fn write_length(&self, out: &mut Vec<u8>, value: u64) -> Result<(), ErrorKind>;
    fn write_variant(&self, out: &mut Vec<u8>, index: u32) -> Result<(), ErrorKind>;
}
