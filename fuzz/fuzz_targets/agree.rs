//! Parser and verifier agree about any bytes.
#![no_main]

use cwasm_properties::agree;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| agree::agree(bytes).expect("parser and verifier disagree"));
