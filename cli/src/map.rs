//! Maps a file into memory: the only unsafe code of the command.

use std::fs::File;
use std::io;

use memmap2::Mmap;

/// Maps a whole file for reading.
#[expect(unsafe_code, reason = "a mapping is only sound while nobody changes the file, which no program can promise")]
pub(super) fn map(file: &File) -> io::Result<Mmap> {
    // SAFETY: The bytes are only read, never given out as anything but `&[u8]`, and neither verifier nor parser reads a
    // byte twice to rely on both being equal for memory safety: both are free of unsafe code. Whoever writes to the
    // file meanwhile gets a wrong report, and whoever cuts it ends this process; so do all tools that map their input.
    unsafe { Mmap::map(file) }
}
