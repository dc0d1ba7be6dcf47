//! Every range of the model, for whoever changes what "when" means: derived for all of `plain_data!`, so that no range is
//! forgotten when the model grows.

use super::{List, Text};
use crate::predicate::Predicate;
use crate::version::Range;

/// Something that says, here and there inside of it, in which editions something holds.
pub(crate) trait Ranged {
    /// Changes every range inside.
    fn ranges(&mut self, change: &mut dyn FnMut(&mut Range));
}

impl Ranged for Range {
    fn ranges(&mut self, change: &mut dyn FnMut(&mut Range)) {
        change(self);
    }
}

impl<T: Ranged + Clone> Ranged for List<T> {
    fn ranges(&mut self, change: &mut dyn FnMut(&mut Range)) {
        self.to_mut().iter_mut().for_each(|item| item.ranges(change));
    }
}

impl<T: Ranged> Ranged for Option<T> {
    fn ranges(&mut self, change: &mut dyn FnMut(&mut Range)) {
        self.iter_mut().for_each(|item| item.ranges(change));
    }
}

macro_rules! timeless {
    ($($ty:ty),*) => {$(
        impl Ranged for $ty {
            fn ranges(&mut self, _: &mut dyn FnMut(&mut Range)) {}
        }
    )*};
}

timeless!(bool, u8, u16, u32, u64, Text, Predicate);

/// Goes through the fields of a struct, or those of each variant of an enum.
macro_rules! ranged {
    (struct $name:ident { $($(#[$meta:meta])* pub $field:ident : $ty:ty),* $(,)? }) => {
        impl $crate::model::Ranged for $name {
            fn ranges(&mut self, change: &mut dyn FnMut(&mut $crate::version::Range)) {
                $($crate::model::Ranged::ranges(&mut self.$field, change);)*
            }
        }
    };
    (enum $name:ident { $(
        $(#[$meta:meta])* $variant:ident $(($($tuple:tt)*))? $({$($named:tt)*})?
    ),* $(,)? }) => {
        impl $crate::model::Ranged for $name {
            #[allow(unused_variables, reason = "variants may hold nothing")]
            fn ranges(&mut self, change: &mut dyn FnMut(&mut $crate::version::Range)) {
                $(ranged! { @variant self change $variant $(($($tuple)*))? $({$($named)*})? })*
            }
        }
    };
    (@variant $this:ident $change:ident $variant:ident) => {};
    (@variant $this:ident $change:ident $variant:ident ($ty:ty)) => {
        if let Self::$variant(first) = $this {
            $crate::model::Ranged::ranges(first, $change);
        }
    };
    (@variant $this:ident $change:ident $variant:ident ($first:ty, $second:ty)) => {
        if let Self::$variant(first, second) = $this {
            $crate::model::Ranged::ranges(first, $change);
            $crate::model::Ranged::ranges(second, $change);
        }
    };
    (@variant $this:ident $change:ident $variant:ident {
        $($(#[$meta:meta])* $field:ident : $ty:ty),* $(,)?
    }) => {
        if let Self::$variant { $($field),* } = $this {
            $($crate::model::Ranged::ranges($field, $change);)*
        }
    };
}
