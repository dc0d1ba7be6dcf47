//! What can stand on a wire. How values are put together from others is the same on every wire and in every release.

use std::num::NonZeroU32;
use std::ops::Range;

use super::of::Of;
use super::reader::{RESERVED, Reader};
use super::writer::Writer;
use crate::error::Error;
use crate::release::Release;
use crate::sparse::Sparse;

/// A value that can be read and written.
pub(crate) trait Value: Sized {
    fn read(wire: &mut Reader<'_>, release: Release) -> Result<Self, Error>;
    fn write(&self, wire: &mut Writer, release: Release) -> Result<(), Error>;
}

macro_rules! primitives {
    ($($method:ident $ty:ty),*) => {$(
        impl Value for $ty {
            #[inline]
            fn read(wire: &mut Reader<'_>, _: Release) -> Result<Self, Error> {
                wire.$method()
            }

            #[inline]
            fn write(&self, wire: &mut Writer, _: Release) -> Result<(), Error> {
                wire.$method(*self)
            }
        }
    )*};
}
primitives!(u8 u8, u16 u16, u32 u32, u64 u64, u128 u128, i32 i32, i64 i64, bool bool, nonzero_u32 NonZeroU32);

/// Tuple structs around one value that are that value on the wire.
macro_rules! newtypes {
    ($($name:ident),* $(,)?) => {$(
        impl $crate::wire::Value for $name {
            #[inline]
            fn read(wire: &mut $crate::wire::Reader<'_>, release: $crate::Release) -> Result<Self, $crate::Error> {
                $crate::wire::Value::read(wire, release).map(Self)
            }

            #[inline]
            fn write(&self, wire: &mut $crate::wire::Writer, release: $crate::Release) -> Result<(), $crate::Error> {
                $crate::wire::Value::write(&self.0, wire, release)
            }
        }
    )*};
}
pub(crate) use newtypes;

/// The same for one of which only some values exist.
macro_rules! limited {
    ($name:ident, $allowed:expr) => {
        impl $crate::wire::Value for $name {
            fn read(wire: &mut $crate::wire::Reader<'_>, release: $crate::Release) -> Result<Self, $crate::Error> {
                wire.limited(release, $allowed).map(Self)
            }

            fn write(&self, wire: &mut $crate::wire::Writer, release: $crate::Release) -> Result<(), $crate::Error> {
                wire.limited(&self.0, release, $allowed)
            }
        }
    };
}
pub(crate) use limited;

/// Whether a value is one of these.
pub(crate) fn one_of<T: PartialEq, const N: usize>(allowed: [T; N]) -> impl Fn(&T) -> bool {
    move |value| allowed.contains(value)
}

/// Whether a text is a semantic version, to the crate that Wasmtime reads them with.
#[expect(clippy::ptr_arg, reason = "what is read is a `String`")]
pub(crate) fn is_version(text: &String) -> bool {
    semver::Version::parse(text).is_ok()
}

impl Value for String {
    fn read(wire: &mut Reader<'_>, _: Release) -> Result<Self, Error> {
        wire.string()
    }

    fn write(&self, wire: &mut Writer, _: Release) -> Result<(), Error> {
        wire.string(self)
    }
}

impl<const N: usize> Value for [u8; N] {
    fn read(wire: &mut Reader<'_>, _: Release) -> Result<Self, Error> {
        wire.bytes()
    }

    fn write(&self, wire: &mut Writer, _: Release) -> Result<(), Error> {
        wire.bytes(self)
    }
}

// These two are in nearly every type. They do without closures, as each would be compiled for each type.

impl<T: Value> Value for Option<T> {
    fn read(wire: &mut Reader<'_>, release: Release) -> Result<Self, Error> {
        if wire.is_some()? { T::read(wire, release).map(Some) } else { Ok(None) }
    }

    fn write(&self, wire: &mut Writer, release: Release) -> Result<(), Error> {
        wire.is_some(self.is_some())?;
        match self {
            Some(value) => value.write(wire, release),
            None => Ok(()),
        }
    }
}

/// Sequences, sets and, as sequences of pairs, maps.
impl<T: Value> Value for Vec<T> {
    fn read(wire: &mut Reader<'_>, release: Release) -> Result<Self, Error> {
        let length = wire.length()?;
        let mut elements = Self::with_capacity(length.min(RESERVED));
        for index in 0..length {
            elements.push(T::read(wire, release).element(index)?);
        }
        Ok(elements)
    }

    fn write(&self, wire: &mut Writer, release: Release) -> Result<(), Error> {
        wire.length(self.len())?;
        for (index, element) in self.iter().enumerate() {
            element.write(wire, release).element(index)?;
        }
        Ok(())
    }
}

impl<T: Value> Value for Sparse<T> {
    fn read(wire: &mut Reader<'_>, release: Release) -> Result<Self, Error> {
        wire.sparse(|wire| T::read(wire, release))
    }

    fn write(&self, wire: &mut Writer, release: Release) -> Result<(), Error> {
        wire.sparse(self, |wire, value| value.write(wire, release))
    }
}

impl<A: Value, B: Value> Value for (A, B) {
    fn read(wire: &mut Reader<'_>, release: Release) -> Result<Self, Error> {
        Ok((A::read(wire, release)?, B::read(wire, release)?))
    }

    fn write(&self, wire: &mut Writer, release: Release) -> Result<(), Error> {
        self.0.write(wire, release)?;
        self.1.write(wire, release)
    }
}

impl<T: Value> Value for Range<T> {
    fn read(wire: &mut Reader<'_>, release: Release) -> Result<Self, Error> {
        Ok(T::read(wire, release)?..T::read(wire, release)?)
    }

    fn write(&self, wire: &mut Writer, release: Release) -> Result<(), Error> {
        self.start.write(wire, release)?;
        self.end.write(wire, release)
    }
}
