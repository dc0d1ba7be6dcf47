//! The built-in description. This door is written by hand; everything beside it is generated.

mod spec;

pub use spec::SPEC;
