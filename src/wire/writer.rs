//! Writes values onto a wire. It refuses what the wire or the release cannot hold, and never drops it silently.

use std::cmp::Ordering;
use std::num::NonZeroU32;

use super::codec::{Codec, Wire};
use super::path::Path;
use crate::error::{Error, ErrorKind};
use crate::release::{Range, Release};

/// Bytes in the making, and the wire that is spoken.
pub(crate) struct Writer {
    codec: &'static dyn Codec,
    bytes: Vec<u8>,
    path: Path,
}

impl Writer {
    /// Begins without any byte.
    pub(crate) fn new() -> Self {
        Self { codec: Wire::Fixed.codec(), bytes: Vec::new(), path: Path::default() }
    }

    /// What was written.
    pub(crate) fn finish(self) -> Vec<u8> {
        self.bytes
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

    /// Names the field that is written next.
    pub(crate) fn field(&mut self, name: &'static str) {
        self.path.field(name);
    }

    /// An error at this place.
    pub(crate) fn fail(&self, kind: ErrorKind) -> Error {
        Error::new(kind).of(self.path.text())
    }

    /// The value of a field that only some releases have: there exactly if this release has it.
    pub(crate) fn held<'v, T>(&self, value: &'v Option<T>, wanted: bool) -> Result<Option<&'v T>, Error> {
        match (value, wanted) {
            (Some(_), false) => Err(self.fail(ErrorKind::NotInRelease)),
            (None, true) => Err(self.fail(ErrorKind::MissingInRelease)),
            (value, _) => Ok(value.as_ref()),
        }
    }

    /// A field that only some releases have.
    pub(crate) fn when<T>(
        &mut self,
        wanted: bool,
        value: &Option<T>,
        write: impl FnOnce(&mut Self, &T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.held(value, wanted)?.map_or(Ok(()), |value| write(self, value))
    }

    fn put(&mut self, write: impl FnOnce(&dyn Codec, &mut Vec<u8>) -> Result<(), ErrorKind>) -> Result<(), Error> {
        write(self.codec, &mut self.bytes).map_err(|kind| self.fail(kind))
    }

    pub(crate) fn u8(&mut self, value: u8) -> Result<(), Error> {
        self.put(|codec, out| codec.write_u8(out, value))
    }

    pub(crate) fn u32(&mut self, value: u32) -> Result<(), Error> {
        self.put(|codec, out| codec.write_u32(out, value))
    }

    pub(crate) fn u64(&mut self, value: u64) -> Result<(), Error> {
        self.put(|codec, out| codec.write_u64(out, value))
    }

    pub(crate) fn bool(&mut self, value: bool) -> Result<(), Error> {
        self.put(|codec, out| codec.write_bool(out, value))
    }

    pub(crate) fn nonzero_u32(&mut self, value: NonZeroU32) -> Result<(), Error> {
        self.u32(value.get())
    }

    /// A text behind its length.
    pub(crate) fn string(&mut self, value: &str) -> Result<(), Error> {
        self.length(value.len())?;
        self.text(value)
    }

    /// A text whose length stands elsewhere.
    pub(crate) fn text(&mut self, value: &str) -> Result<(), Error> {
        self.bytes.extend_from_slice(value.as_bytes());
        Ok(())
    }

    /// The length of a text that has it in a field of its own, as the integer of that field.
    pub(crate) fn text_length<T: TryFrom<usize>>(&self, value: &str) -> Result<T, Error> {
        self.fit(value.len())
    }

    /// A number as a narrower integer.
    pub(crate) fn fit<F, T: TryFrom<F>>(&self, value: F) -> Result<T, Error> {
        T::try_from(value).map_err(|_| self.fail(ErrorKind::TooLarge))
    }

    fn length(&mut self, length: usize) -> Result<(), Error> {
        let length = self.fit(length)?;
        self.put(|codec, out| codec.write_length(out, length))
    }

    pub(crate) fn option<T>(
        &mut self,
        value: Option<&T>,
        write: impl FnOnce(&mut Self, &T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.put(|codec, out| codec.write_option(out, value.is_some()))?;
        value.map_or(Ok(()), |value| write(self, value))
    }

    pub(crate) fn seq<T>(
        &mut self,
        values: &[T],
        write: impl FnMut(&mut Self, &T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.length(values.len())?;
        self.elements(values, write)
    }

    /// Elements without a length on the wire.
    pub(crate) fn elements<T>(
        &mut self,
        values: &[T],
        mut write: impl FnMut(&mut Self, &T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.enter()?;
        for (index, value) in values.iter().enumerate() {
            self.path.element(index);
            write(self, value)?;
        }
        self.leave();
        Ok(())
    }

    /// Checks that a row has a number for each of its names.
    pub(crate) fn row_length(&self, length: usize, names: usize) -> Result<(), Error> {
        match length.cmp(&names) {
            Ordering::Less => Err(self.fail(ErrorKind::MissingInRelease)),
            Ordering::Equal => Ok(()),
            Ordering::Greater => Err(self.fail(ErrorKind::NotInRelease)),
        }
    }

    /// Index of a variant among those that this release has, from its position among all of them.
    pub(crate) fn variant(&mut self, release: Release, variants: &[Range], position: usize) -> Result<(), Error> {
        let (before, variant) = variants.split_at_checked(position).unwrap_or_default();
        if !variant.first().is_some_and(|range| range.contains(release)) {
            return Err(self.fail(ErrorKind::NotInRelease));
        }
        let index = self.fit(before.iter().filter(|range| range.contains(release)).count())?;
        self.put(|codec, out| codec.write_variant(out, index))
    }
}
