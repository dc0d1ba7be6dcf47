//! Where reading or writing failed: each value around the place adds its own step on the way out, so that success costs
//! nothing.

use crate::error::Error;

/// Says in which part of a value something failed.
pub(crate) trait Of: Sized {
    /// In a field or variant.
    fn of(self, name: &'static str) -> Self;

    /// In an element.
    fn element(self, index: usize) -> Self;
}

impl<T> Of for Result<T, Error> {
    #[inline]
    fn of(self, name: &'static str) -> Self {
        match self {
            Ok(value) => Ok(value),
            Err(error) => Err(in_field(error, name)),
        }
    }

    #[inline]
    fn element(self, index: usize) -> Self {
        match self {
            Ok(value) => Ok(value),
            Err(error) => Err(in_element(error, index)),
        }
    }
}

#[cold]
fn in_field(error: Error, name: &'static str) -> Error {
    error.of(name)
}

#[cold]
fn in_element(error: Error, index: usize) -> Error {
    error.of(format!("[{index}]"))
}
