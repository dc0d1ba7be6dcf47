//! Where the parts of an entry are, and how far they get when a table is built.

use crate::error::{Error, ErrorKind};
use crate::release::Release;
use crate::wire::{Value, Writer};

/// So many units in bytes.
pub(crate) fn start(pointer: u32, unit: usize) -> Option<usize> {
    usize::try_from(pointer).ok()?.checked_mul(unit)
}

/// The bytes in a range.
pub(crate) fn inside(bytes: &[u8], range: std::ops::Range<u32>) -> Option<&[u8]> {
    bytes.get(usize::try_from(range.start).ok()?..usize::try_from(range.end).ok()?)
}

/// How many bytes a value takes.
pub(crate) fn size(value: &impl Value, release: Release) -> Result<usize, Error> {
    let mut wire = Writer::new();
    value.write(&mut wire, release)?;
    Ok(wire.finish().len())
}

/// So many bytes, counted in units.
pub(crate) fn units(bytes: usize, unit: usize) -> Result<u32, Error> {
    if bytes.checked_rem(unit) != Some(0) {
        return Err(Error::new(ErrorKind::PartialEntry));
    }
    number(bytes.checked_div(unit).unwrap_or(0))
}

/// A number as tables have it.
pub(crate) fn number(number: usize) -> Result<u32, Error> {
    u32::try_from(number).map_err(|_| Error::new(ErrorKind::TooLarge))
}

/// Remembers a key and says whether it may follow the one before: ascending, or, if keys repeat, not going back.
pub(crate) fn follow<K: Ord + Copy>(last: &mut Option<K>, key: K, repeat: bool) -> Result<(), Error> {
    let follows = last.is_none_or(|last| last < key || repeat && last == key);
    *last = Some(key);
    if follows { Ok(()) } else { Err(Error::new(ErrorKind::Unsorted)) }
}
