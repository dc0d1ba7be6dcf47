//! Values that take the same number of bytes wherever they stand.

/// A value that takes the same number of bytes wherever it stands: little-endian integers, and what is made of them.
pub trait Fixed: Sized {
    /// That number.
    const SIZE: usize;

    /// Takes the value off the beginning of some bytes; `None` if they are too few.
    fn take(bytes: &mut &[u8]) -> Option<Self>;
}

macro_rules! integers {
    ($($ty:ty),*) => {$(
        impl Fixed for $ty {
            const SIZE: usize = size_of::<$ty>();

            #[inline]
            fn take(bytes: &mut &[u8]) -> Option<Self> {
                let (value, rest) = bytes.split_first_chunk()?;
                *bytes = rest;
                Some(<$ty>::from_le_bytes(*value))
            }
        }
    )*};
}
integers!(u8, u16, u32, u64);

impl<T: Fixed> Fixed for [T; 2] {
    const SIZE: usize = T::SIZE.saturating_mul(2);

    #[inline]
    fn take(bytes: &mut &[u8]) -> Option<Self> {
        Some([T::take(bytes)?, T::take(bytes)?])
    }
}

/// Start and end.
impl<T: Fixed> Fixed for std::ops::Range<T> {
    const SIZE: usize = T::SIZE.saturating_mul(2);

    #[inline]
    fn take(bytes: &mut &[u8]) -> Option<Self> {
        Some(T::take(bytes)?..T::take(bytes)?)
    }
}

/// Generated types that are made of such values: tuple structs around one, and structs.
macro_rules! fixed {
    ($($name:ident ($ty:ty)),* $(,)?) => {$(
        impl $crate::lookup::Fixed for $name {
            const SIZE: usize = <$ty as $crate::lookup::Fixed>::SIZE;

            #[inline]
            fn take(bytes: &mut &[u8]) -> Option<Self> {
                <$ty as $crate::lookup::Fixed>::take(bytes).map(Self)
            }
        }
    )*};
    ($name:ident { $($field:ident: $ty:ty),* $(,)? }) => {
        impl $crate::lookup::Fixed for $name {
            const SIZE: usize = 0_usize$(.saturating_add(<$ty as $crate::lookup::Fixed>::SIZE))*;

            #[inline]
            fn take(bytes: &mut &[u8]) -> Option<Self> {
                $(let $field = <$ty as $crate::lookup::Fixed>::take(bytes)?;)*
                Some(Self { $($field),* })
            }
        }
    };
}
pub(crate) use fixed;
