//! The verifier survives any bytes.
#![no_main]

use cwasm_properties::verify;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| verify::survives(bytes).expect("the report is unsound"));
