//! The bytes of an input: small files and streams are read, big files mapped.

use std::fs::File;
use std::io::{self, Read};
use std::ops::Deref;
use std::path::Path;

use memmap2::Mmap;

use crate::map::map;

/// Below this length a file is read: a mapping costs more than the copy.
const MAPPED_FROM: u64 = 64 * 1024;

/// The bytes of an input.
pub(crate) enum Bytes {
    /// Read.
    Owned(Vec<u8>),
    /// Mapped.
    Mapped(Mmap),
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Owned(bytes) => bytes,
            Self::Mapped(bytes) => bytes,
        }
    }
}

/// The bytes of a file.
pub(crate) fn file(path: &Path) -> io::Result<Bytes> {
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_file() && metadata.len() >= MAPPED_FROM {
        return map(&file).map(Bytes::Mapped);
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(Bytes::Owned(bytes))
}

/// The bytes of standard input.
pub(crate) fn stdin() -> io::Result<Bytes> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(Bytes::Owned(bytes))
}
