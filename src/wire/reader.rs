//! Reads values off a wire. Every length is held against what is left before memory is taken for it.

use std::num::NonZeroU32;

use serde::de::DeserializeOwned;

use super::codec::Wire;
use super::machine::Machine;
use super::of::Of;
use super::value::Value;
use crate::error::{Error, ErrorKind};
use crate::release::{Range, Release};
use crate::sparse::Sparse;

/// Memory is taken for so many elements at once; for more only as they are read, as elements in memory can be much
/// larger than on the wire.
pub(super) const RESERVED: usize = 256;

/// A place in some bytes, and the wire that is spoken there.
pub(crate) struct Reader<'a> {
    wire: Wire,
    bytes: &'a [u8],
    /// Position in `bytes`.
    at: usize,
    /// Offset of `bytes` in the file.
    base: u64,
    section: &'a str,
    /// What the byte order and some fields depend on.
    machine: Machine,
    /// How many values that can contain themselves are around this place.
    nested: u16,
}

impl<'a> Reader<'a> {
    /// Begins with bytes that are in no file.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self::inside(bytes, 0, "")
    }

    /// Begins with the data of a section; `base` is their offset in the file.
    pub(crate) fn inside(bytes: &'a [u8], base: u64, section: &'a str) -> Self {
        Self { wire: Wire::Fixed, bytes, at: 0, base, section, machine: Machine::default(), nested: 0 }
    }

    /// Reads what is written for a machine.
    pub(crate) fn of_machine(mut self, machine: Machine) -> Self {
        self.machine = machine;
        self
    }

    /// Whether the target has this architecture, or one of this family.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.machine.is(name)
    }

    /// Speaks full-width integers in the byte order of the file from here on.
    pub(crate) fn speak_native(&mut self) {
        self.wire = self.machine.wire();
    }

    /// Speaks another wire from here on.
    pub(crate) fn speak(&mut self, wire: Wire) {
        self.wire = wire;
    }

    /// An error at this place.
    pub(crate) fn fail(&self, kind: ErrorKind) -> Error {
        self.fail_at(self.at, kind)
    }

    #[cold]
    fn fail_at(&self, position: usize, kind: ErrorKind) -> Error {
        let offset = u64::try_from(position).unwrap_or(u64::MAX).saturating_add(self.base);
        Error::new(kind).at(offset).inside(self.section)
    }

    /// Position from the beginning of the section.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// Goes on at another position, which may be the end.
    pub(super) fn go_to(&mut self, position: usize) -> Result<(), Error> {
        if position > self.bytes.len() {
            return Err(self.fail(ErrorKind::Truncated));
        }
        self.at = position;
        Ok(())
    }

    /// How many bytes are left.
    pub(super) fn left(&self) -> usize {
        self.rest().len()
    }

    /// The next four bytes, if there are so many.
    pub(super) fn next_four(&self) -> Option<[u8; 4]> {
        self.rest().first_chunk().copied()
    }

    /// Reads only the next bytes from here on; gives all that could be read so far.
    pub(super) fn narrow(&mut self, length: usize) -> Result<&'a [u8], Error> {
        let end = self.at.checked_add(length);
        let inner = end.and_then(|end| self.bytes.get(..end));
        let inner = inner.ok_or_else(|| self.fail(ErrorKind::LengthTooLarge))?;
        Ok(std::mem::replace(&mut self.bytes, inner))
    }

    /// Goes behind the narrow bytes, and reads all again.
    pub(super) fn widen(&mut self, outer: &'a [u8]) {
        self.at = self.bytes.len();
        self.bytes = outer;
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    #[inline]
    fn take<T: DeserializeOwned>(&mut self) -> Result<T, Error> {
        let (value, size) = self.wire.read(self.rest()).map_err(|kind| self.fail(kind))?;
        self.at = self.at.saturating_add(size);
        Ok(value)
    }

    /// An unsigned integer that may be a varint: most have one byte, and that is the value.
    #[inline]
    fn unsigned<T: DeserializeOwned + From<u8>>(&mut self) -> Result<T, Error> {
        match self.bytes.get(self.at) {
            Some(byte) if *byte < 0x80 && self.wire == Wire::Postcard => {
                self.at = self.at.saturating_add(1);
                Ok(T::from(*byte))
            }
            _ => self.take(),
        }
    }

    /// The next byte, which is one on every wire.
    #[inline]
    pub(super) fn byte(&mut self) -> Result<u8, Error> {
        let byte = self.bytes.get(self.at).copied().ok_or_else(|| self.fail(ErrorKind::Truncated))?;
        self.at = self.at.saturating_add(1);
        Ok(byte)
    }

    /// The next byte, if it is a LEB128 of its own.
    #[inline]
    pub(super) fn short(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at).copied().filter(|byte| *byte < 0x80)?;
        self.at = self.at.saturating_add(1);
        Some(byte)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, Error> {
        self.take()
    }

    pub(crate) fn u16(&mut self) -> Result<u16, Error> {
        self.take()
    }

    pub(crate) fn u32(&mut self) -> Result<u32, Error> {
        self.unsigned()
    }

    pub(crate) fn u64(&mut self) -> Result<u64, Error> {
        self.unsigned()
    }

    pub(crate) fn u128(&mut self) -> Result<u128, Error> {
        self.unsigned()
    }

    pub(crate) fn i32(&mut self) -> Result<i32, Error> {
        self.take()
    }

    pub(crate) fn i64(&mut self) -> Result<i64, Error> {
        self.take()
    }

    pub(crate) fn bool(&mut self) -> Result<bool, Error> {
        self.take()
    }

    pub(crate) fn nonzero_u32(&mut self) -> Result<NonZeroU32, Error> {
        let start = self.at;
        NonZeroU32::new(self.u32()?).ok_or_else(|| self.fail_at(start, ErrorKind::ZeroNonZero))
    }

    /// A value that is an allowed one.
    pub(crate) fn limited<T: Value>(&mut self, release: Release, allowed: impl Fn(&T) -> bool) -> Result<T, Error> {
        let start = self.at;
        let value = T::read(self, release)?;
        if allowed(&value) { Ok(value) } else { Err(self.fail_at(start, ErrorKind::NotAllowed)) }
    }

    /// A text behind its length.
    pub(crate) fn string(&mut self) -> Result<String, Error> {
        let length = self.length()?;
        self.text(length).map(str::to_owned)
    }

    /// A text whose length is known.
    pub(crate) fn text(&mut self, length: usize) -> Result<&'a str, Error> {
        let bytes = self.raw(length)?;
        std::str::from_utf8(bytes).map_err(|error| {
            let offset = self.at.saturating_sub(length).saturating_add(error.valid_up_to());
            self.fail_at(offset, ErrorKind::InvalidUtf8)
        })
    }

    pub(crate) fn bytes<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let bytes = self.raw(N)?;
        bytes.try_into().map_err(|_| self.fail(ErrorKind::Truncated))
    }

    pub(crate) fn raw(&mut self, length: usize) -> Result<&'a [u8], Error> {
        let bytes = self.rest().get(..length).ok_or_else(|| self.fail(ErrorKind::Truncated))?;
        self.at = self.at.saturating_add(length);
        Ok(bytes)
    }

    /// A length that what is left can hold: an element takes a byte at least.
    pub(super) fn length(&mut self) -> Result<usize, Error> {
        let start = self.at;
        let length: u64 = self.unsigned()?;
        let fitting = usize::try_from(length).ok().filter(|length| *length <= self.rest().len());
        fitting.ok_or_else(|| self.fail_at(start, ErrorKind::LengthTooLarge).found(length))
    }

    /// A field that only some releases have.
    pub(crate) fn when<T: Value>(&mut self, there: bool, release: Release) -> Result<Option<T>, Error> {
        if there { T::read(self, release).map(Some) } else { Ok(None) }
    }

    /// The same, read in a way of its own.
    pub(crate) fn when_by<T>(
        &mut self,
        there: bool,
        read: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        if there { read(self).map(Some) } else { Ok(None) }
    }

    /// Whether an option holds something.
    pub(crate) fn is_some(&mut self) -> Result<bool, Error> {
        let some: Option<()> = self.take()?;
        Ok(some.is_some())
    }

    pub(crate) fn option<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<Option<T>, Error> {
        if self.is_some()? { read(self).map(Some) } else { Ok(None) }
    }

    /// A number whose greatest value means none.
    pub(crate) fn packed_option(&mut self) -> Result<Option<u32>, Error> {
        Ok(Some(self.u32()?).filter(|number| *number != u32::MAX))
    }

    pub(crate) fn array<T, const N: usize>(
        &mut self,
        read: impl FnMut(&mut Self) -> Result<T, Error>,
    ) -> Result<[T; N], Error> {
        let elements = self.elements(N, read)?;
        elements.try_into().map_err(|_| self.fail(ErrorKind::Truncated))
    }

    /// A default, then options that are none for what equals it; the length counts the default.
    pub(crate) fn sparse<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> Result<T, Error>,
    ) -> Result<Sparse<T>, Error> {
        let start = self.at;
        let length = self.length()?;
        let rest = length.checked_sub(1).ok_or_else(|| self.fail_at(start, ErrorKind::NoDefault))?;
        let default = read(self).element(0)?;
        self.sparse_entries(rest, default, read)
    }

    /// The same, but the default is written as an option, which always holds something.
    pub(crate) fn sparse_options<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> Result<T, Error>,
    ) -> Result<Sparse<T>, Error> {
        let start = self.at;
        let length = self.length()?;
        let rest = length.checked_sub(1).ok_or_else(|| self.fail_at(start, ErrorKind::NoDefault))?;
        let default = self.option(&mut read).element(0)?.ok_or_else(|| self.fail_at(start, ErrorKind::NoDefault))?;
        self.sparse_entries(rest, default, read)
    }

    fn sparse_entries<T>(
        &mut self,
        rest: usize,
        default: T,
        mut read: impl FnMut(&mut Self) -> Result<T, Error>,
    ) -> Result<Sparse<T>, Error> {
        let entries = self.numbered(1, rest, |wire| wire.option(&mut read))?;
        Ok(Sparse { default, entries })
    }

    /// So many elements, without a length on the wire.
    pub(crate) fn elements<T>(
        &mut self,
        count: usize,
        read: impl FnMut(&mut Self) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        self.numbered(0, count, read)
    }

    /// So many elements, of which the first has this number.
    fn numbered<T>(
        &mut self,
        first: usize,
        count: usize,
        mut read: impl FnMut(&mut Self) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let mut elements = Vec::with_capacity(count.min(RESERVED));
        for index in (first..).take(count) {
            elements.push(read(self).element(index)?);
        }
        Ok(elements)
    }

    /// Position, among all variants that some release has, of the variant that is next, and its name. The wire counts only
    /// those that this release has.
    pub(crate) fn variant(
        &mut self,
        release: Release,
        variants: &[(&'static str, Range)],
    ) -> Result<(usize, &'static str), Error> {
        let start = self.at;
        let index: u32 = self.unsigned()?;
        let mut there = variants.iter().enumerate().filter(|(_, (_, range))| range.contains(release));
        let found = usize::try_from(index).ok().and_then(|index| there.nth(index));
        let unknown = || self.fail_at(start, ErrorKind::UnknownVariant).found(u64::from(index));
        found.map(|(position, (name, _))| (position, *name)).ok_or_else(unknown)
    }

    /// Goes into a value that can contain itself. A hostile one could otherwise use up the stack.
    pub(crate) fn nest(&mut self, deepest: u16) -> Result<(), Error> {
        if self.nested >= deepest {
            return Err(self.fail(ErrorKind::TooDeep));
        }
        self.nested = self.nested.saturating_add(1);
        Ok(())
    }

    /// Goes back out.
    pub(crate) fn unnest(&mut self) {
        self.nested = self.nested.saturating_sub(1);
    }
}
