//! What was read from any bytes can be written and read again; and what the description makes of them, conforms.
#![no_main]

use cwasm_properties::choices::Choices;
use cwasm_properties::{roundtrip, smith};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    roundtrip::bytes(bytes).expect("not the same file again");
    roundtrip::engine(&mut Choices::new(bytes), false).expect("not the same metadata again");
    let choices = &mut Choices::new(bytes);
    let edition = smith::edition(choices);
    roundtrip::any_payload(choices, edition, false).expect("not the same payload again");
    roundtrip::artifact(&mut Choices::new(bytes)).expect("not the same artifact again");
});
