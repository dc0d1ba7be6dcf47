//! What was read from any bytes can be written and read again.
#![no_main]

use cwasm_properties::roundtrip;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| roundtrip::bytes(bytes).expect("not the same again"));
