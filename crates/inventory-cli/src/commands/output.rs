//! Where a command leaves its result.

use std::{
    fs::File,
    io::{self, BufWriter, ErrorKind, Write},
    path::Path,
};

use crate::Error;

/// A file or standard output.
pub(super) type Output = BufWriter<Box<dyn Write>>;

/// Bytes handed to the system at once.
const BUFFER: usize = 64 << 10;

/// Writes to `path`, or to standard output; a reader that went away is no error.
pub(super) fn write_output(path: Option<&Path>, text: &str) -> Result<(), Error> {
    write_with(path, |out| out.write_all(text.as_bytes()))
}

/// Hands `write` the file at `path`, or standard output.
pub(super) fn write_with(
    path: Option<&Path>,
    write: impl FnOnce(&mut Output) -> io::Result<()>,
) -> Result<(), Error> {
    let failed = |source: io::Error| Error::Write {
        path: path.unwrap_or(Path::new("standard output")).to_owned(),
        source,
    };
    let out: Box<dyn Write> = match path {
        Some(path) => Box::new(File::create(path).map_err(failed)?),
        None => Box::new(io::stdout().lock()),
    };
    let mut out = Output::with_capacity(BUFFER, out);
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if path.is_some() || error.kind() != ErrorKind::BrokenPipe => Err(failed(error)),
        _ => Ok(()),
    }
}
