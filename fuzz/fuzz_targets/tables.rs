//! Looking up in the raw tables survives any bytes; and what is built of their entries, or of any, reads the same.
#![no_main]

use cwasm_properties::choices::Choices;
use cwasm_properties::tables;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    tables::survives(bytes).expect("a table contradicts itself");
    tables::built(&mut Choices::new(bytes)).expect("not the same entries again");
});
