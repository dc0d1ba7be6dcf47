//! Pieces of the description and of files as words. Formatting only: whatever is said comes from the description.

mod place;
mod section;
mod step;
mod text;

pub(crate) use place::{check, condition_on};
pub(crate) use section::{aligns, content, flag_names, flags, presence};
pub(crate) use step::step;
pub(crate) use text::{clean, editions, number, path, plural, type_chain};
