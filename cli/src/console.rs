//! Writing to standard output and standard error. A closed pipe ends the run quietly; nothing here ever panics.

use std::fmt::{Arguments, Display};
use std::io::{self, BufWriter, ErrorKind, StdoutLock, Write};

use anstream::AutoStream;

use crate::exit::Exit;
use crate::render::style::ERROR;

/// Standard output, without colours where they are not wanted.
pub(crate) struct Output {
    stream: BufWriter<AutoStream<StdoutLock<'static>>>,
}

impl Output {
    /// Locks standard output.
    pub(crate) fn new() -> Self {
        let stream = anstream::stdout().lock();
        Self { stream: BufWriter::new(stream) }
    }

    /// Hands over everything written so far.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// Prints a whole text; says how the run ends.
pub(crate) fn print(text: &str) -> Exit {
    let mut output = Output::new();
    let written = output.write_all(text.as_bytes()).and_then(|()| output.flush());
    ended(written, Exit::Fine)
}

/// How a run ends that came to `exit` and wrote with this result. Whoever closed the pipe has read enough.
pub(crate) fn ended(written: io::Result<()>, exit: Exit) -> Exit {
    match written {
        Ok(()) => exit,
        Err(error) if error.kind() == ErrorKind::BrokenPipe => exit,
        Err(error) => fault(format_args!("cannot write: {error}")),
    }
}

/// Says an error on standard error.
pub(crate) fn error(message: impl Display) {
    note(format_args!("{ERROR}error{ERROR:#}: {message}"));
}

/// Says an error on standard error and ends with it.
pub(crate) fn fault(message: Arguments<'_>) -> Exit {
    error(message);
    Exit::Fault
}

/// Says something on standard error; if that is closed, nobody hears it.
pub(crate) fn note(message: impl Display) {
    let _ = writeln!(anstream::stderr().lock(), "{message}");
}
