//! bincode 1 by bincode's own code, one primitive at a time.

use bincode::{DefaultOptions, Options};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::codec::Decoded;
use crate::error::ErrorKind;

/// The options of bincode's free functions, which Wasmtime called.
fn options() -> impl Options {
    DefaultOptions::new().with_fixint_encoding().allow_trailing_bytes()
}

/// Every primitive takes as many bytes here as in memory.
pub(super) fn read<T: DeserializeOwned>(rest: &[u8]) -> Decoded<T> {
    let size = size_of::<T>();
    let bytes = rest.get(..size).ok_or(ErrorKind::Truncated)?;
    let value = options().deserialize(bytes).map_err(|error| match *error {
        bincode::ErrorKind::InvalidBoolEncoding(_) => ErrorKind::InvalidBool,
        bincode::ErrorKind::InvalidTagEncoding(_) => ErrorKind::InvalidOption,
        _ => ErrorKind::Truncated,
    })?;
    Ok((value, size))
}

/// The same for integers whose bytes stand the other way round.
pub(super) fn read_reversed<T: DeserializeOwned>(rest: &[u8]) -> Decoded<T> {
    let mut bytes = rest.get(..size_of::<T>()).ok_or(ErrorKind::Truncated)?.to_vec();
    bytes.reverse();
    read(&bytes)
}

pub(super) fn write_reversed<T: Serialize>(out: &mut Vec<u8>, value: &T) -> Result<(), ErrorKind> {
    let start = out.len();
    write(out, value)?;
    out.get_mut(start..).unwrap_or_default().reverse();
    Ok(())
}

pub(super) fn write<T: Serialize>(out: &mut Vec<u8>, value: &T) -> Result<(), ErrorKind> {
    options().serialize_into(out, value).map_err(|_| ErrorKind::TooLarge)
}
