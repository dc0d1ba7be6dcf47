//! postcard 1 by postcard's own code, one primitive at a time.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::codec::Decoded;
use crate::error::ErrorKind;

pub(super) fn read<T: DeserializeOwned>(rest: &[u8]) -> Decoded<T> {
    let (value, unused) = postcard::take_from_bytes(rest).map_err(|error| match error {
        postcard::Error::DeserializeBadVarint => ErrorKind::VarintTooLong,
        postcard::Error::DeserializeBadBool => ErrorKind::InvalidBool,
        postcard::Error::DeserializeBadOption => ErrorKind::InvalidOption,
        _ => ErrorKind::Truncated,
    })?;
    Ok((value, rest.len().saturating_sub(unused.len())))
}

pub(super) fn write<T: Serialize>(out: &mut Vec<u8>, value: &T) -> Result<(), ErrorKind> {
    *out = postcard::to_extend(value, std::mem::take(out)).map_err(|_| ErrorKind::TooLarge)?;
    Ok(())
}
