//! The loader of the description survives any text.
#![no_main]

use cwasm_properties::load_spec;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| load_spec::survives(bytes).expect("a mistake is not shown"));
