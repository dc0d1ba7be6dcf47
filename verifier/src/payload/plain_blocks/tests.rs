//! Blocks as they are written, and as no writer makes them.

use super::*;

/// Distances at which an encoding has another length, or another sign.
const STEPS: [i64; 15] = [0, 1, -1, 2, 63, 64, -64, -65, 127, 128, 8191, 8192, -8192, -8193, 100_000];

fn unsigned(mut number: u64, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push(u8::try_from(number & 0x7f).expect("seven bits") | 0x80);
        number >>= 7;
    }
    bytes.push(u8::try_from(number).expect("seven bits"));
}

fn signed(mut number: i64, bytes: &mut Vec<u8>) {
    while !(-64..64).contains(&number) {
        bytes.push(u8::try_from(number & 0x7f).expect("seven bits") | 0x80);
        number >>= 7;
    }
    bytes.push(u8::try_from(number & 0x7f).expect("seven bits"));
}

/// A block of a chain with each pair of steps next to each other, every fifth entry without a value.
fn chain() -> (Vec<u8>, Vec<u32>, Vec<u32>) {
    let (mut bytes, mut offsets, mut values) = (Vec::new(), Vec::new(), Vec::new());
    let (mut offset, mut value) = (7_u32, 1_000_000_i64);
    for (index, step) in STEPS.iter().flat_map(|one| STEPS.map(|two| [*one, two])).flatten().enumerate() {
        let distance = if index == 0 { 0 } else { step.unsigned_abs().max(1) };
        offset += u32::try_from(distance).expect("small");
        offsets.push(offset);
        let is_none = index % 5 == 3;
        unsigned(distance << 1 | u64::from(is_none), &mut bytes);
        if is_none {
            values.push(NO_VALUE);
            continue;
        }
        match index {
            0 => unsigned(value.unsigned_abs(), &mut bytes),
            _ => signed(step, &mut bytes),
        }
        value += if index == 0 { 0 } else { step };
        values.push(u32::try_from(value).expect("small"));
    }
    (bytes, offsets, values)
}

#[test]
fn a_chain_is_read_as_it_was_written() {
    let (bytes, offsets, values) = chain();
    let form = BlockForm::Chain { none: u64::from(u32::MAX) };
    let mut read = Gathered::default();
    assert_eq!(read.block(&bytes, form, 7, offsets.len()), Some(bytes.len()));
    assert_eq!((&read.offsets, &read.values), (&offsets, &values));
    // Nothing of it is left in the next one.
    assert_eq!(read.block(&[1, 3, 2, 5], form, 7, 3), Some(4));
    assert_eq!((read.offsets, read.values), (vec![7, 8, 9], vec![NO_VALUE, NO_VALUE, 5]));
}

#[test]
fn a_value_below_none_is_odd() {
    let form = BlockForm::Chain { none: u64::from(u32::MAX) };
    // 1, then 2 less, which is below 0, then 2 more.
    let bytes = [0, 1, 2, 0x7e, 2, 2, 0, 0, 0, 0, 0, 0];
    let mut read = Gathered::default();
    assert_eq!(read.block(&bytes, form, 0, 3), None);
    assert_eq!(read.block(&[0, 2, 2, 0x7e, 2, 2, 0, 0, 0, 0, 0, 0], form, 0, 3), Some(6));
}

#[test]
fn what_no_writer_makes_is_odd() {
    let mut read = Gathered::default();
    let mut default = |bytes: &[u8], entries| read.block(bytes, BlockForm::Default, 0, entries);
    assert_eq!(default(&[1, 0, 2, 3, 9, 2], 4), Some(6));
    // An offset twice, a value that is the default's, a default that is not the most frequent, two bytes for one.
    assert_eq!(default(&[1, 0, 0], 2), None);
    assert_eq!(default(&[1, 0, 3, 1], 2), None);
    assert_eq!(default(&[1, 1, 9, 3, 9, 2], 3), None);
    assert_eq!(default(&[1, 0x80, 0, 0, 0, 0, 0, 0, 0, 0], 1), None);
}
