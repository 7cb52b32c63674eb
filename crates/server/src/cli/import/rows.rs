//! Reading rows, in a thread of their own, into batches that fit a request.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use clap::ValueEnum;
use selfmodel_api_types::{BATCH_ITEMS, BODY_BYTES};
use serde_json::{Map, Value};
use tokio::sync::mpsc;

use super::{csv_rows, identity::Identities, mapping::Mapping, ndjson_rows};
use crate::cli::CliError;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Comma-separated values with a header.
    Csv,
    /// A JSON object a line.
    Ndjson,
}

/// Bytes of a batch as JSON, with room for what is around the observations.
const BATCH_BYTES: usize = BODY_BYTES / 8 * 7;
/// Batches that are read ahead.
const AHEAD: usize = 8;

/// An observation and the line it comes from.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) line: u64,
    pub(super) observation: Value,
}

/// Why a line gives no observation.
#[derive(Debug, Clone)]
pub(super) struct BadLine {
    pub(super) line: u64,
    pub(super) reason: String,
}

/// Some of the observations of a file.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// Bytes of the file that it was read from.
    pub(super) bytes: u64,
    pub(super) items: Vec<Item>,
    /// Lines that could not be read.
    pub(super) unread: Vec<BadLine>,
}

/// The rows of a file.
pub(super) struct Rows {
    input: Box<dyn Read + Send>,
    size: Option<u64>,
    format: Format,
    mapping: Mapping,
    from_line: u64,
}

impl Rows {
    /// Opens the file at `path`, or standard input for `-`.
    pub(super) fn open(
        path: &Path,
        format: Option<Format>,
        mapping: Mapping,
        from_line: u64,
    ) -> Result<Self, CliError> {
        let name = path.display();
        let by_name = match path.extension().and_then(|extension| extension.to_str()) {
            Some("csv") => Some(Format::Csv),
            Some("ndjson" | "jsonl" | "json") => Some(Format::Ndjson),
            _ => None,
        };
        let Some(format) = format.or(by_name) else {
            let text = format!("{name} does not say what it holds: give --format csv or ndjson");
            return Err(CliError::Usage(text));
        };
        let failed = |error| CliError::failed(format!("cannot read {name}"), error);
        let (input, size): (Box<dyn Read + Send>, _) = if path == Path::new("-") {
            (Box::new(io::stdin()), None)
        } else {
            let file = File::open(path).map_err(failed)?;
            let size = file.metadata().map_err(failed)?.len();
            (Box::new(file), Some(size))
        };
        Ok(Self {
            input,
            size,
            format,
            mapping,
            from_line,
        })
    }

    /// Bytes of the file, if known.
    pub(super) fn size(&self) -> Option<u64> {
        self.size
    }

    /// Begins to read. An error ends the reading.
    pub(super) fn read(self) -> mpsc::Receiver<Result<Batch, CliError>> {
        let (sender, receiver) = mpsc::channel(AHEAD);
        std::thread::spawn(move || {
            let mut batcher = Batcher {
                mapping: self.mapping,
                identities: Identities::default(),
                from_line: self.from_line,
                batch: Batch::default(),
                size: 0,
                sender,
            };
            let read = match self.format {
                Format::Csv => csv_rows::read(self.input, &mut batcher),
                Format::Ndjson => ndjson_rows::read(self.input, &mut batcher),
            };
            batcher.end(read);
        });
        receiver
    }
}

/// Nobody wants more batches.
pub(super) struct Stopped;

/// Why the reading ended before the rows did.
pub(super) enum Ended {
    Stopped,
    Failed(CliError),
}

impl From<Stopped> for Ended {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

/// Gathers rows into batches.
pub(super) struct Batcher {
    pub(super) mapping: Mapping,
    identities: Identities,
    from_line: u64,
    batch: Batch,
    size: usize,
    sender: mpsc::Sender<Result<Batch, CliError>>,
}

impl Batcher {
    /// Takes the row at `line`, which is `bytes` long, with the texts it is known by.
    pub(super) fn row<'a>(
        &mut self,
        line: u64,
        bytes: u64,
        texts: impl IntoIterator<Item = &'a str>,
        row: Result<Map<String, Value>, String>,
    ) -> Result<(), Stopped> {
        let identity = self.identities.next(texts);
        self.batch.bytes += bytes;
        if line >= self.from_line {
            match row.and_then(|row| self.mapping.observations(&row, &identity)) {
                Ok(observations) => {
                    for observation in observations {
                        self.item(Item { line, observation })?;
                    }
                }
                Err(reason) => self.batch.unread.push(BadLine { line, reason }),
            }
        }
        Ok(())
    }

    /// Takes bytes that say nothing.
    pub(super) fn skip(&mut self, bytes: u64) {
        self.batch.bytes += bytes;
    }

    fn item(&mut self, item: Item) -> Result<(), Stopped> {
        let size = item.observation.to_string().len() + 1;
        if self.batch.items.len() == BATCH_ITEMS || self.size + size > BATCH_BYTES {
            self.send()?;
        }
        self.size += size;
        self.batch.items.push(item);
        Ok(())
    }

    /// Takes a line that is no row.
    pub(super) fn bad(&mut self, line: u64, bytes: u64, reason: String) {
        self.batch.bytes += bytes;
        if line >= self.from_line {
            self.batch.unread.push(BadLine { line, reason });
        }
    }

    fn send(&mut self) -> Result<(), Stopped> {
        self.size = 0;
        let batch = std::mem::take(&mut self.batch);
        self.sender.blocking_send(Ok(batch)).map_err(|_| Stopped)
    }

    fn end(mut self, read: Result<(), Ended>) {
        // Where nobody listens any more there is nobody to tell.
        let _ = match read {
            Ok(()) => self.send(),
            Err(Ended::Stopped) => Ok(()),
            Err(Ended::Failed(error)) => self.sender.blocking_send(Err(error)).map_err(|_| Stopped),
        };
    }
}
