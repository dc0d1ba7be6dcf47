//! Learns the shape of serde types from their `Deserialize`: a deserializer that answers every question with a small
//! value and writes down what was asked. Enums are decoded again and again until each variant was seen.
//!
//! Only serde's data model is asked, so what is recorded is what stands on the wire, in its order.

mod access;
mod deserializer;
mod print;
mod shape;

use serde::de::Deserialize;

pub use print::print;

use deserializer::Recorder;
use shape::{STATE, Shape};

/// Decodings in a row that must bring nothing new before a root counts as explored.
const QUIET: u32 = 200;
/// Decodings after which a root that still has unseen variants is given up.
const LIMIT: u32 = 20_000;

/// Records everything that can be reached from one type.
pub fn trace<T: Deserialize<'static>>(root: &'static str) {
    let mut quiet = 0;
    for _ in 0..LIMIT {
        let before = STATE.with_borrow(|state| state.changes);
        let mut shape = Shape::Unknown;
        let result = T::deserialize(Recorder { shape: &mut shape });
        STATE.with_borrow_mut(|state| {
            assert!(state.stack.is_empty(), "the stack of {root} is not empty");
            match result {
                Ok(_) => state.root(root, shape),
                Err(error) => {
                    state.failures.insert(error.to_string());
                }
            }
            quiet = if state.changes == before { quiet + 1 } else { 0 };
        });
        if quiet >= QUIET && STATE.with_borrow(|state| state.is_complete()) {
            return;
        }
    }
    STATE.with_borrow(|state| state.explain(root));
}
