//! bincode 1 by bincode's own code, one primitive at a time. Never asked for a string or a sequence, so it never takes
//! memory for a length that it read.

use bincode::{DefaultOptions, Options};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::codec::{Codec, Decoded};
use crate::error::ErrorKind;

pub(super) struct Bincode1;

/// The options of bincode's free functions, which Wasmtime called.
fn options() -> impl Options {
    DefaultOptions::new().with_fixint_encoding().allow_trailing_bytes()
}

fn read<T: DeserializeOwned>(rest: &[u8], size: usize) -> Decoded<T> {
    let bytes = rest.get(..size).ok_or(ErrorKind::Truncated)?;
    let value = options().deserialize(bytes).map_err(|error| match *error {
        bincode::ErrorKind::InvalidBoolEncoding(_) => ErrorKind::InvalidBool,
        bincode::ErrorKind::InvalidTagEncoding(_) => ErrorKind::InvalidOption,
        _ => ErrorKind::Truncated,
    })?;
    Ok((value, size))
}

fn write<T: Serialize>(out: &mut Vec<u8>, value: &T) -> Result<(), ErrorKind> {
    options().serialize_into(out, value).map_err(|_| ErrorKind::TooLarge)
}

impl Codec for Bincode1 {
    fn read_u8(&self, rest: &[u8]) -> Decoded<u8> {
        read(rest, 1)
    }

    fn read_u32(&self, rest: &[u8]) -> Decoded<u32> {
        read(rest, 4)
    }

    fn read_u64(&self, rest: &[u8]) -> Decoded<u64> {
        read(rest, 8)
    }

    fn read_bool(&self, rest: &[u8]) -> Decoded<bool> {
        read(rest, 1)
    }

    fn read_option(&self, rest: &[u8]) -> Decoded<bool> {
        read::<Option<()>>(rest, 1).map(|(option, size)| (option.is_some(), size))
    }

    fn read_length(&self, rest: &[u8]) -> Decoded<u64> {
        read(rest, 8)
    }

    fn read_variant(&self, rest: &[u8]) -> Decoded<u32> {
        read(rest, 4)
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
