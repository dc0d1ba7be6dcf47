//! What raw tables are made of beside values one behind the other: sequences whose number of elements stands elsewhere,
//! regions of a known size, and zeros that fill something up.

use super::of::Of;
use super::reader::{RESERVED, Reader};
use super::value::Value;
use super::writer::Writer;
use crate::error::{Error, ErrorKind};
use crate::release::Release;

impl<'a> Reader<'a> {
    /// A sequence of so many elements, of which an earlier number counts `per` for each.
    pub(crate) fn counted<T: Value>(
        &mut self,
        number: impl Into<u64>,
        per: u64,
        release: Release,
    ) -> Result<Vec<T>, Error> {
        let number: u64 = number.into();
        let count = usize::try_from(number.checked_div(per).unwrap_or(0)).unwrap_or(usize::MAX);
        // An element takes a byte at least.
        if count > self.left() {
            return Err(self.fail(ErrorKind::LengthTooLarge).found(number));
        }
        self.elements(count, |wire| T::read(wire, release))
    }

    /// A sequence that takes all that is left.
    pub(crate) fn up_to_end<T: Value>(&mut self, release: Release) -> Result<Vec<T>, Error> {
        self.while_left(release, |_| true)
    }

    /// A sequence that ends where four zero bytes stand instead of an element.
    pub(crate) fn until_zero<T: Value>(&mut self, release: Release) -> Result<Vec<T>, Error> {
        self.while_left(release, |wire| wire.next_four().is_some_and(|next| next != [0; 4]))
    }

    fn while_left<T: Value>(&mut self, release: Release, goes_on: impl Fn(&Self) -> bool) -> Result<Vec<T>, Error> {
        let mut elements = Vec::with_capacity(RESERVED.min(self.left()));
        while self.left() > 0 && goes_on(self) {
            let before = self.left();
            elements.push(T::read(self, release).element(elements.len())?);
            if self.left() == before {
                return Err(self.fail(ErrorKind::Truncated));
            }
        }
        Ok(elements)
    }

    /// So many bytes.
    pub(crate) fn blob(&mut self, length: u32) -> Result<Vec<u8>, Error> {
        self.so_many(length).map(<[u8]>::to_vec)
    }

    /// The bytes that are left.
    pub(crate) fn blob_to_end(&mut self) -> Result<Vec<u8>, Error> {
        self.remaining().map(<[u8]>::to_vec)
    }

    /// The bytes that are left, as they stand there.
    pub(crate) fn remaining(&mut self) -> Result<&'a [u8], Error> {
        let length = self.left();
        self.raw(length)
    }

    /// So many bytes, as they stand there.
    pub(crate) fn so_many(&mut self, length: u32) -> Result<&'a [u8], Error> {
        self.raw(usize::try_from(length).unwrap_or(usize::MAX))
    }

    /// A value inside of so many bytes. What is left of them fills them up.
    pub(crate) fn within<T>(
        &mut self,
        length: u32,
        read: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let outer = self.narrow(length)?;
        let value = read(self)?;
        self.widen(outer);
        Ok(value)
    }

    /// A value, and what fills it up to a multiple of so many bytes of the section.
    pub(crate) fn padded<T>(
        &mut self,
        multiple: usize,
        read: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let value = read(self)?;
        let past = self.position().checked_rem(multiple).unwrap_or(0);
        if past != 0 {
            self.raw(multiple.saturating_sub(past))?;
        }
        Ok(value)
    }
}

/// Where a size stands that is known only once what it is about was written.
#[must_use]
pub(crate) struct Later(usize);

impl Writer {
    /// The number of elements of a sequence as it stands in an earlier field: `per` for each.
    pub(crate) fn count<T, N: TryFrom<usize>>(&self, elements: Option<&[T]>, per: usize) -> Result<N, Error> {
        let count = elements.unwrap_or_default().len().checked_mul(per);
        self.fit(count.ok_or_else(|| Error::new(ErrorKind::TooLarge))?)
    }

    /// The elements of a sequence that an earlier number counts, `per` for each.
    pub(crate) fn counted<T: Value, N: TryFrom<usize> + PartialEq>(
        &mut self,
        elements: &[T],
        number: N,
        per: usize,
        release: Release,
    ) -> Result<(), Error> {
        if self.count::<T, N>(Some(elements), per)? != number {
            return Err(Error::new(ErrorKind::UnequalLengths));
        }
        self.elements(elements, |wire, element| element.write(wire, release))
    }

    /// Elements of which nothing says how many they are.
    pub(crate) fn uncounted<T: Value>(&mut self, elements: &[T], release: Release) -> Result<(), Error> {
        self.elements(elements, |wire, element| element.write(wire, release))
    }

    /// A place for a size that is still to be known.
    pub(crate) fn later(&mut self) -> Result<Later, Error> {
        let at = self.position();
        self.u32(0)?;
        Ok(Later(at))
    }

    /// A value inside of so many bytes as its size says, filled up to a multiple.
    pub(crate) fn within(
        &mut self,
        size: Later,
        multiple: usize,
        write: impl FnOnce(&mut Self) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let start = self.position();
        write(self)?;
        let length = self.position().saturating_sub(start);
        self.zeros(length, multiple);
        let length: u32 = self.fit(self.position().saturating_sub(start))?;
        self.put_at(size.0, length)
    }

    /// A value, and zeros up to a multiple of so many bytes of the section.
    pub(crate) fn padded(
        &mut self,
        multiple: usize,
        write: impl FnOnce(&mut Self) -> Result<(), Error>,
    ) -> Result<(), Error> {
        write(self)?;
        self.zeros(self.position(), multiple);
        Ok(())
    }

    fn zeros(&mut self, length: usize, multiple: usize) {
        let past = length.checked_rem(multiple).unwrap_or(0);
        if past != 0 {
            self.fill(multiple.saturating_sub(past));
        }
    }
}
