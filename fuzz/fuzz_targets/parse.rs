//! The parser survives any bytes.
#![no_main]

use cwasm_properties::parse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| parse::survives(bytes).expect("the parser contradicts itself"));
