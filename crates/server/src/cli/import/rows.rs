//! Reading rows, in a thread of their own, into batches that fit a request.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::Path,
};

use clap::ValueEnum;
use selfmodel_api_types::{BATCH_ITEMS, BODY_BYTES};
use serde_json::{Map, Value};
use tokio::sync::mpsc;

use super::{identity::Identities, mapping::Mapping};
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
                Format::Csv => csv_rows(self.input, &mut batcher),
                Format::Ndjson => ndjson_rows(self.input, &mut batcher),
            };
            batcher.end(read);
        });
        receiver
    }
}

/// Nobody wants more batches.
struct Stopped;

enum Ended {
    Stopped,
    Failed(CliError),
}

impl From<Stopped> for Ended {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

struct Batcher {
    mapping: Mapping,
    identities: Identities,
    from_line: u64,
    batch: Batch,
    size: usize,
    sender: mpsc::Sender<Result<Batch, CliError>>,
}

impl Batcher {
    /// Takes the row at `line`, which is `bytes` long, with the texts it is known by.
    fn row<'a>(
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

    fn item(&mut self, item: Item) -> Result<(), Stopped> {
        let size = item.observation.to_string().len() + 1;
        if self.batch.items.len() == BATCH_ITEMS || self.size + size > BATCH_BYTES {
            self.send()?;
        }
        self.size += size;
        self.batch.items.push(item);
        Ok(())
    }

    fn bad(&mut self, line: u64, bytes: u64, reason: String) {
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

fn csv_rows(input: Box<dyn Read + Send>, batcher: &mut Batcher) -> Result<(), Ended> {
    let failed = |error: csv::Error| Ended::Failed(CliError::failed("cannot read the rows", error));
    let mut reader = csv::Reader::from_reader(input);
    let header = reader.headers().map_err(failed)?.clone();
    for name in batcher.mapping.columns.keys() {
        if !header.iter().any(|column| column.trim() == name) {
            let columns: Vec<_> = header.iter().collect();
            let text = format!(
                "the mapping names a column {name:?}, the file has {}",
                columns.join(", ")
            );
            return Err(Ended::Failed(CliError::Usage(text)));
        }
    }
    let mut record = csv::StringRecord::new();
    let mut before = reader.position().byte();
    loop {
        let read = reader.read_record(&mut record);
        let bytes = reader.position().byte() - before;
        before = reader.position().byte();
        match read {
            Ok(false) => return Ok(()),
            Ok(true) => {
                // Blank lines before it are skipped, so that only the record knows its line.
                let line = record.position().map_or(0, csv::Position::line);
                let row = fields(&batcher.mapping, &header, &record);
                batcher.row(line, bytes, &record, row)?;
            }
            Err(error) if error.is_io_error() => return Err(failed(error)),
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                batcher.bad(line, bytes, misshapen(&error));
            }
        }
    }
}

/// What is wrong with a record, without the place, which is told apart.
fn misshapen(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => format!("the row has {len} fields, the header {expected_len}"),
        csv::ErrorKind::Utf8 { err, .. } => format!("the row is not UTF-8: {err}"),
        _ => error.to_string(),
    }
}

fn fields(
    mapping: &Mapping,
    header: &csv::StringRecord,
    record: &csv::StringRecord,
) -> Result<Map<String, Value>, String> {
    let mut row = Map::new();
    for (name, text) in header.iter().zip(record) {
        let name = name.trim();
        if let Some(column) = mapping.columns.get(name) {
            let value = column.value(text);
            let value = value.map_err(|reason| format!("column {name}: {reason}"))?;
            row.extend(value.map(|value| (name.to_owned(), value)));
        }
    }
    Ok(row)
}

fn ndjson_rows(input: Box<dyn Read + Send>, batcher: &mut Batcher) -> Result<(), Ended> {
    let mut reader = BufReader::new(input);
    let mut bytes = Vec::new();
    let mut line = 0;
    loop {
        bytes.clear();
        let read = reader.read_until(b'\n', &mut bytes);
        let read =
            read.map_err(|error| Ended::Failed(CliError::failed("cannot read the rows", error)))?;
        if read == 0 {
            return Ok(());
        }
        line += 1;
        let length = u64::try_from(read).unwrap_or(u64::MAX);
        match std::str::from_utf8(&bytes).map(str::trim) {
            Ok("") => batcher.batch.bytes += length,
            Ok(text) => match serde_json::from_str::<Map<String, Value>>(text) {
                Ok(fields) => {
                    // Written anew, so that white space and the order of names do not matter.
                    let known_by = serde_json::to_string(&fields).unwrap_or_default();
                    let row = columns(&batcher.mapping, fields);
                    batcher.row(line, length, [known_by.as_str()], row)?;
                }
                Err(error) => batcher.bad(line, length, error.to_string()),
            },
            Err(error) => batcher.bad(line, length, error.to_string()),
        }
    }
}

fn columns(
    mapping: &Mapping,
    mut fields: Map<String, Value>,
) -> Result<Map<String, Value>, String> {
    let mut row = Map::new();
    for (name, column) in &mapping.columns {
        if let Some(value) = fields.remove(name) {
            let value = column.json(value);
            let value = value.map_err(|reason| format!("field {name}: {reason}"))?;
            row.extend(value.map(|value| (name.clone(), value)));
        }
    }
    Ok(row)
}
