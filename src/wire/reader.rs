//! Reads values off a wire. Every length is held against what is left before memory is taken for it.

use std::num::NonZeroU32;

use super::codec::{Codec, Decoded, Wire};
use super::path::Path;
use crate::error::{Error, ErrorKind};
use crate::release::{Range, Release};

/// Memory is taken for so many elements at once; for more only as they are read, as elements in memory can be much
/// larger than on the wire.
const RESERVED: usize = 256;

/// A place in some bytes, and the wire that is spoken there.
pub(crate) struct Reader<'a> {
    codec: &'static dyn Codec,
    bytes: &'a [u8],
    /// Position in `bytes`.
    at: usize,
    /// Offset of `bytes` in the file.
    base: u64,
    section: &'a str,
    path: Path,
}

impl<'a> Reader<'a> {
    /// Begins with bytes that are in no file.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self::inside(bytes, 0, "")
    }

    /// Begins with the data of a section; `base` is their offset in the file.
    pub(crate) fn inside(bytes: &'a [u8], base: u64, section: &'a str) -> Self {
        Self { codec: Wire::Fixed.codec(), bytes, at: 0, base, section, path: Path::default() }
    }

    /// Speaks another wire from here on.
    pub(crate) fn speak(&mut self, wire: Wire) {
        self.codec = wire.codec();
    }

    /// Goes into a value; [`Self::field`] says into which part of it.
    pub(crate) fn enter(&mut self) -> Result<(), Error> {
        self.path.enter().map_err(|kind| self.fail(kind))
    }

    /// Goes back out.
    pub(crate) fn leave(&mut self) {
        self.path.leave();
    }

    /// Names the field that is read next.
    pub(crate) fn field(&mut self, name: &'static str) {
        self.path.field(name);
    }

    /// An error at this place.
    pub(crate) fn fail(&self, kind: ErrorKind) -> Error {
        self.fail_at(self.at, kind)
    }

    fn fail_at(&self, position: usize, kind: ErrorKind) -> Error {
        let offset = u64::try_from(position).unwrap_or(u64::MAX).saturating_add(self.base);
        Error::new(kind).at(offset).inside(self.section).of(self.path.text())
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn take<T>(&mut self, read: fn(&dyn Codec, &[u8]) -> Decoded<T>) -> Result<T, Error> {
        let (value, size) = read(self.codec, self.rest()).map_err(|kind| self.fail(kind))?;
        self.at = self.at.saturating_add(size);
        Ok(value)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, Error> {
        self.take(|codec, rest| codec.read_u8(rest))
    }

    pub(crate) fn u32(&mut self) -> Result<u32, Error> {
        self.take(|codec, rest| codec.read_u32(rest))
    }

    pub(crate) fn u64(&mut self) -> Result<u64, Error> {
        self.take(|codec, rest| codec.read_u64(rest))
    }

    pub(crate) fn bool(&mut self) -> Result<bool, Error> {
        self.take(|codec, rest| codec.read_bool(rest))
    }

    pub(crate) fn nonzero_u32(&mut self) -> Result<NonZeroU32, Error> {
        let start = self.at;
        NonZeroU32::new(self.u32()?).ok_or_else(|| self.fail_at(start, ErrorKind::ZeroNonZero))
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

    fn raw(&mut self, length: usize) -> Result<&'a [u8], Error> {
        let bytes = self.rest().get(..length).ok_or_else(|| self.fail(ErrorKind::Truncated))?;
        self.at = self.at.saturating_add(length);
        Ok(bytes)
    }

    /// A length that what is left can hold: an element takes a byte at least.
    fn length(&mut self) -> Result<usize, Error> {
        let start = self.at;
        let length = self.take(|codec, rest| codec.read_length(rest))?;
        let fitting = usize::try_from(length).ok().filter(|length| *length <= self.rest().len());
        fitting.ok_or_else(|| self.fail_at(start, ErrorKind::LengthTooLarge).found(length))
    }

    /// A field that only some releases have.
    pub(crate) fn when<T>(
        &mut self,
        there: bool,
        read: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        there.then(|| read(self)).transpose()
    }

    pub(crate) fn option<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<Option<T>, Error> {
        let some = self.take(|codec, rest| codec.read_option(rest))?;
        some.then(|| read(self)).transpose()
    }

    pub(crate) fn seq<T>(&mut self, read: impl FnMut(&mut Self) -> Result<T, Error>) -> Result<Vec<T>, Error> {
        let length = self.length()?;
        self.elements(length, read)
    }

    /// So many elements, without a length on the wire.
    pub(crate) fn elements<T>(
        &mut self,
        count: usize,
        mut read: impl FnMut(&mut Self) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let mut elements = Vec::with_capacity(count.min(RESERVED));
        self.enter()?;
        for index in 0..count {
            self.path.element(index);
            elements.push(read(self)?);
        }
        self.leave();
        Ok(elements)
    }

    /// Position, among all variants that some release has, of the variant that is next. The wire counts only those that
    /// this release has.
    pub(crate) fn variant(&mut self, release: Release, variants: &[Range]) -> Result<usize, Error> {
        let start = self.at;
        let index = self.take(|codec, rest| codec.read_variant(rest))?;
        let mut there = variants.iter().enumerate().filter(|(_, range)| range.contains(release));
        let found = usize::try_from(index).ok().and_then(|index| there.nth(index));
        let unknown = || self.fail_at(start, ErrorKind::UnknownVariant).found(u64::from(index));
        found.map(|(position, _)| position).ok_or_else(unknown)
    }
}
