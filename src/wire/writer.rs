//! Writes values onto a wire. It refuses what the wire or the release cannot hold, and never drops it silently.

use std::cmp::Ordering;
use std::num::NonZeroU32;

use serde::Serialize;

use super::codec::Wire;
use super::machine::Machine;
use super::of::Of;
use super::value::Value;
use crate::error::{Error, ErrorKind};
use crate::release::{Range, Release};
use crate::sparse::Sparse;

/// Bytes in the making, and the wire that is spoken.
pub(crate) struct Writer {
    wire: Wire,
    bytes: Vec<u8>,
    /// What the byte order and some fields depend on.
    machine: Machine,
    /// How many values that can contain themselves are around this place.
    nested: u16,
}

impl Writer {
    /// Begins without any byte.
    pub(crate) fn new() -> Self {
        Self { wire: Wire::Fixed, bytes: Vec::new(), machine: Machine::default(), nested: 0 }
    }

    /// Writes for a machine.
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

    /// How many bytes were written.
    pub(super) fn position(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn push(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// So many zeros.
    pub(super) fn fill(&mut self, count: usize) {
        self.bytes.resize(self.bytes.len().saturating_add(count), 0);
    }

    /// Puts a number where there was a place for it.
    pub(super) fn put_at(&mut self, position: usize, number: u32) -> Result<(), Error> {
        let mut bytes = Vec::new();
        self.wire.write(&mut bytes, &number).map_err(Error::new)?;
        for (place, byte) in self.bytes.iter_mut().skip(position).zip(bytes) {
            *place = byte;
        }
        Ok(())
    }

    /// What was written.
    pub(crate) fn finish(self) -> Vec<u8> {
        self.bytes
    }

    /// Speaks another wire from here on.
    pub(crate) fn speak(&mut self, wire: Wire) {
        self.wire = wire;
    }

    /// The value of a field that only some releases have: there exactly if this release has it.
    pub(crate) fn held<'v, T>(&self, value: &'v Option<T>, wanted: bool) -> Result<Option<&'v T>, Error> {
        match (value, wanted) {
            (Some(_), false) => Err(Error::new(ErrorKind::NotInRelease)),
            (None, true) => Err(Error::new(ErrorKind::MissingInRelease)),
            (value, _) => Ok(value.as_ref()),
        }
    }

    /// A field that only some releases have.
    pub(crate) fn when<T: Value>(&mut self, wanted: bool, value: &Option<T>, release: Release) -> Result<(), Error> {
        match self.held(value, wanted)? {
            Some(value) => value.write(self, release),
            None => Ok(()),
        }
    }

    /// The same, written in a way of its own.
    pub(crate) fn when_by<T>(
        &mut self,
        wanted: bool,
        value: &Option<T>,
        write: impl FnOnce(&mut Self, &T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        match self.held(value, wanted)? {
            Some(value) => write(self, value),
            None => Ok(()),
        }
    }

    fn put<T: Serialize>(&mut self, value: &T) -> Result<(), Error> {
        self.wire.write(&mut self.bytes, value).map_err(Error::new)
    }

    pub(crate) fn u8(&mut self, value: u8) -> Result<(), Error> {
        self.put(&value)
    }

    pub(crate) fn u16(&mut self, value: u16) -> Result<(), Error> {
        self.put(&value)
    }

    pub(crate) fn u32(&mut self, value: u32) -> Result<(), Error> {
        self.put(&value)
    }

    pub(crate) fn u64(&mut self, value: u64) -> Result<(), Error> {
        self.put(&value)
    }

    pub(crate) fn u128(&mut self, value: u128) -> Result<(), Error> {
        self.put(&value)
    }

    pub(crate) fn i32(&mut self, value: i32) -> Result<(), Error> {
        self.put(&value)
    }

    pub(crate) fn i64(&mut self, value: i64) -> Result<(), Error> {
        self.put(&value)
    }

    pub(crate) fn bool(&mut self, value: bool) -> Result<(), Error> {
        self.put(&value)
    }

    pub(crate) fn nonzero_u32(&mut self, value: NonZeroU32) -> Result<(), Error> {
        self.u32(value.get())
    }

    /// A value that has to be an allowed one.
    pub(crate) fn limited<T: Value>(
        &mut self,
        value: &T,
        release: Release,
        allowed: impl Fn(&T) -> bool,
    ) -> Result<(), Error> {
        if allowed(value) { value.write(self, release) } else { Err(Error::new(ErrorKind::NotAllowed)) }
    }

    /// A text behind its length.
    pub(crate) fn string(&mut self, value: &str) -> Result<(), Error> {
        self.length(value.len())?;
        self.text(value)
    }

    /// A text whose length stands elsewhere.
    pub(crate) fn text(&mut self, value: &str) -> Result<(), Error> {
        self.bytes(value.as_bytes())
    }

    pub(crate) fn bytes(&mut self, value: &[u8]) -> Result<(), Error> {
        self.bytes.extend_from_slice(value);
        Ok(())
    }

    /// The length of a text that has it in a field of its own, as the integer of that field.
    pub(crate) fn text_length<T: TryFrom<usize>>(&self, value: &str) -> Result<T, Error> {
        self.fit(value.len())
    }

    /// A number as a narrower integer.
    pub(crate) fn fit<F, T: TryFrom<F>>(&self, value: F) -> Result<T, Error> {
        T::try_from(value).map_err(|_| Error::new(ErrorKind::TooLarge))
    }

    pub(super) fn length(&mut self, length: usize) -> Result<(), Error> {
        let length: u64 = self.fit(length)?;
        self.put(&length)
    }

    /// Whether an option holds something.
    pub(crate) fn is_some(&mut self, some: bool) -> Result<(), Error> {
        self.put(&some.then_some(()))
    }

    pub(crate) fn option<T>(
        &mut self,
        value: &Option<T>,
        write: impl FnOnce(&mut Self, &T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.is_some(value.is_some())?;
        match value {
            Some(value) => write(self, value),
            None => Ok(()),
        }
    }

    /// A number whose greatest value means none, and so can be no number.
    pub(crate) fn packed_option(&mut self, value: Option<u32>) -> Result<(), Error> {
        if value == Some(u32::MAX) {
            return Err(Error::new(ErrorKind::TooLarge));
        }
        self.u32(value.unwrap_or(u32::MAX))
    }

    /// A default, then options that are none for what equals it; the length counts the default.
    pub(crate) fn sparse<T>(
        &mut self,
        value: &Sparse<T>,
        mut write: impl FnMut(&mut Self, &T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.length(value.entries.len().saturating_add(1))?;
        write(self, &value.default).element(0)?;
        self.sparse_entries(value, write)
    }

    /// The same, but the default is written as an option, which always holds something.
    pub(crate) fn sparse_options<T>(
        &mut self,
        value: &Sparse<T>,
        mut write: impl FnMut(&mut Self, &T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.length(value.entries.len().saturating_add(1))?;
        self.is_some(true)?;
        write(self, &value.default).element(0)?;
        self.sparse_entries(value, write)
    }

    fn sparse_entries<T>(
        &mut self,
        value: &Sparse<T>,
        mut write: impl FnMut(&mut Self, &T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        for (index, entry) in value.entries.iter().enumerate() {
            self.option(entry, &mut write).element(index.saturating_add(1))?;
        }
        Ok(())
    }

    pub(crate) fn array<T>(
        &mut self,
        values: &[T],
        write: impl FnMut(&mut Self, &T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.elements(values, write)
    }

    /// Elements without a length on the wire.
    pub(crate) fn elements<T>(
        &mut self,
        values: &[T],
        mut write: impl FnMut(&mut Self, &T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        for (index, value) in values.iter().enumerate() {
            write(self, value).element(index)?;
        }
        Ok(())
    }

    /// Checks that a row has a number for each of its names.
    pub(crate) fn row_length(&self, length: usize, names: usize) -> Result<(), Error> {
        match length.cmp(&names) {
            Ordering::Less => Err(Error::new(ErrorKind::MissingInRelease)),
            Ordering::Equal => Ok(()),
            Ordering::Greater => Err(Error::new(ErrorKind::NotInRelease)),
        }
    }

    /// Index of a variant among those that this release has, from its positions among all of them: it may have moved.
    pub(crate) fn variant(
        &mut self,
        release: Release,
        variants: &[(&str, Range)],
        positions: &[usize],
    ) -> Result<(), Error> {
        let is_there = |position: &usize| variants.get(*position).is_some_and(|(_, range)| range.contains(release));
        let position = positions.iter().copied().find(is_there);
        let position = position.ok_or_else(|| Error::new(ErrorKind::NotInRelease))?;
        let index: u32 = self.fit((0..position).filter(is_there).count())?;
        self.put(&index)
    }

    /// Goes into a value that can contain itself, no deeper than a reader follows.
    pub(crate) fn nest(&mut self, deepest: u16) -> Result<(), Error> {
        if self.nested >= deepest {
            return Err(Error::new(ErrorKind::TooDeep));
        }
        self.nested = self.nested.saturating_add(1);
        Ok(())
    }

    /// Goes back out.
    pub(crate) fn unnest(&mut self) {
        self.nested = self.nested.saturating_sub(1);
    }
}
