//! postcard 1 by postcard's own code, one primitive at a time. Never asked for a string or a sequence, so it never
//! takes memory for a length that it read.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::codec::{Codec, Decoded};
use crate::error::ErrorKind;

pub(super) struct Postcard;

fn read<T: DeserializeOwned>(rest: &[u8]) -> Decoded<T> {
    let (value, unused) = postcard::take_from_bytes(rest).map_err(|error| match error {
        postcard::Error::DeserializeBadVarint => ErrorKind::VarintTooLong,
        postcard::Error::DeserializeBadBool => ErrorKind::InvalidBool,
        postcard::Error::DeserializeBadOption => ErrorKind::InvalidOption,
        _ => ErrorKind::Truncated,
    })?;
    Ok((value, rest.len().saturating_sub(unused.len())))
}

fn write<T: Serialize>(out: &mut Vec<u8>, value: &T) -> Result<(), ErrorKind> {
    *out = postcard::to_extend(value, std::mem::take(out)).map_err(|_| ErrorKind::TooLarge)?;
    Ok(())
}

impl Codec for Postcard {
    fn read_u8(&self, rest: &[u8]) -> Decoded<u8> {
        read(rest)
    }

    fn read_u32(&self, rest: &[u8]) -> Decoded<u32> {
        read(rest)
    }

    fn read_u64(&self, rest: &[u8]) -> Decoded<u64> {
        read(rest)
    }

    fn read_bool(&self, rest: &[u8]) -> Decoded<bool> {
        read(rest)
    }

    fn read_option(&self, rest: &[u8]) -> Decoded<bool> {
        read::<Option<()>>(rest).map(|(option, size)| (option.is_some(), size))
    }

    fn read_length(&self, rest: &[u8]) -> Decoded<u64> {
        read(rest)
    }

    fn read_variant(&self, rest: &[u8]) -> Decoded<u32> {
        read(rest)
    }

    fn write_u8(&self, out: &mut Vec<u8>, value: u8) -> Result<(), ErrorKind> {
        write(out, &value)
    }

    fn write_u32(&self, out: &mut Vec<u8>, value: u32) -> Result<(), ErrorKind> {
        write(out, &value)
    }

    fn write_u64(&self, out: &mut Vec<u8>, value: u64) -> Result<(), ErrorKind> {
        write(out, &value)
    }

    fn write_bool(&self, out: &mut Vec<u8>, value: bool) -> Result<(), ErrorKind> {
        write(out, &value)
    }

    fn write_option(&self, out: &mut Vec<u8>, some: bool) -> Result<(), ErrorKind> {
        write(out, &some.then_some(()))
    }

    fn write_length(&self, out: &mut Vec<u8>, value: u64) -> Result<(), ErrorKind> {
        write(out, &value)
    }

    fn write_variant(&self, out: &mut Vec<u8>, index: u32) -> Result<(), ErrorKind> {
        write(out, &index)
    }
}
