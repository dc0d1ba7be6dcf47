//! Primitives that are made of the codecs' own.

use super::{Reader, Wire, Writer, is_version, one_of};
use crate::error::{Error, ErrorKind};
use crate::release::Release;
use crate::sparse::Sparse;

/// Any release: what is tested here is the same in all.
const RELEASE: Release = *Release::ALL.first().unwrap();

fn kind<T>(result: Result<T, Error>) -> Option<ErrorKind> {
    result.err().map(|error| error.kind())
}

#[test]
fn lists_with_a_default() {
    let read = |bytes: &[u8]| {
        let mut wire = Reader::new(bytes);
        wire.speak(Wire::Postcard);
        wire.sparse(Reader::u8)
    };
    assert_eq!(read(&[3, 7, 0, 1, 9]), Ok(Sparse { default: 7, entries: vec![None, Some(9)] }));
    assert_eq!(kind(read(&[0])), Some(ErrorKind::NoDefault));
    let error = read(&[3, 7, 0, 2, 9]).err();
    assert_eq!(error.map(|error| error.path().to_owned()).as_deref(), Some("[2]"));
}

#[test]
fn values_that_a_type_has_not() {
    let allowed = one_of([1, 2, 4]);
    let read = |bytes: &[u8]| Reader::new(bytes).limited(RELEASE, &allowed);
    assert_eq!(read(&[4, 0, 0, 0]), Ok(4_u32));
    let error = read(&[3, 0, 0, 0]).map_err(|error| (error.kind(), error.offset()));
    assert_eq!(error, Err((ErrorKind::NotAllowed, Some(0))));
    let mut wire = Writer::new();
    assert_eq!(kind(wire.limited(&3_u32, RELEASE, &allowed)), Some(ErrorKind::NotAllowed));
    assert_eq!(kind(wire.limited(&2_u32, RELEASE, &allowed)), None);
    assert_eq!(wire.finish(), [2, 0, 0, 0]);
    assert!(is_version(&"1.2.3-rc.1+7".to_owned()) && !is_version(&"1.2".to_owned()));
}

#[test]
fn integers_of_both_wires() {
    let read = |wire, bytes: &'static [u8]| {
        let mut reader = Reader::new(bytes);
        reader.speak(wire);
        reader
    };
    assert_eq!(read(Wire::Postcard, &[3]).i32(), Ok(-2));
    assert_eq!(read(Wire::Bincode1, &[0xfe, 0xff, 0xff, 0xff]).i32(), Ok(-2));
    assert_eq!(read(Wire::Postcard, &[0xff, 0xff, 0xff, 0xff, 0x0f]).u32(), Ok(u32::MAX));
    assert_eq!(kind(read(Wire::Postcard, &[0xff, 0xff, 0xff, 0xff, 0x1f]).u32()), Some(ErrorKind::VarintTooLong));
    let packed = read(Wire::Bincode1, &[0xff, 0xff, 0xff, 0xff]).packed_option();
    assert_eq!(packed, Ok(None));
    let widest = [0xff; 16];
    assert_eq!(Reader::new(&widest).u128(), Ok(u128::MAX));
}
