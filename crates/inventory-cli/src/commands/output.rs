//! Where a command leaves its result.

use std::{
    fs::File,
    io::{self, BufWriter, ErrorKind, Write},
    path::Path,
};

use crate::Error;

/// Bytes handed to the system at once.
const BUFFER: usize = 64 << 10;

/// Writes to `path`, or to standard output; a reader that went away is no error.
pub(super) fn write_output(path: Option<&Path>, text: &str) -> Result<(), Error> {
    write_with(path, |out| out.write_all(text.as_bytes()))
}

/// Hands `write` the file at `path`, or standard output.
pub(super) fn write_with(
    path: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Error> {
    let failed = |source: io::Error| Error::Write {
        path: path.unwrap_or(Path::new("standard output")).to_owned(),
        source,
    };
    let written = match path {
        Some(path) => through_buffer(File::create(path).map_err(failed)?, write),
        None => through_buffer(io::stdout().lock(), write),
    };
    match written {
        Err(error) if path.is_some() || error.kind() != ErrorKind::BrokenPipe => Err(failed(error)),
        _ => Ok(()),
    }
}

fn through_buffer(
    out: impl Write,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(BUFFER, out);
    write(&mut out)?;
    out.flush()
}
