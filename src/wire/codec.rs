//! What a wire is to the generated code: how integers and the marks of option, length and variant become bytes.
//! Everything else is made of these in the same way on every wire.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{bincode1, postcard};
use crate::error::ErrorKind;

/// How values become bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wire {
    /// Integers little-endian in full width; lengths stand in fields of their own.
    Fixed,
    /// The same, but big-endian.
    Big,
    /// bincode 1.
    Bincode1,
    /// postcard 1.
    Postcard,
}

/// A value, and how many bytes it took.
pub(super) type Decoded<T> = Result<(T, usize), ErrorKind>;

impl Wire {
    /// Reads an integer, a bool, or `Option<()>` for the mark of an option, from the beginning of `rest`. These alone:
    /// no memory is ever taken for a length that was read.
    #[inline]
    pub(super) fn read<T: DeserializeOwned>(self, rest: &[u8]) -> Decoded<T> {
        match self {
            // bincode's integers are the fixed ones.
            Self::Fixed | Self::Bincode1 => bincode1::read(rest),
            Self::Big => bincode1::read_reversed(rest),
            Self::Postcard => postcard::read(rest),
        }
    }

    /// Writes one of the same.
    #[inline]
    pub(super) fn write<T: Serialize>(self, out: &mut Vec<u8>, value: &T) -> Result<(), ErrorKind> {
        match self {
            Self::Fixed | Self::Bincode1 => bincode1::write(out, value),
            Self::Big => bincode1::write_reversed(out, value),
            Self::Postcard => postcard::write(out, value),
        }
    }
}
