//! Rows of comma-separated values with a header.

use std::io::Read;

use serde_json::{Map, Value};

use super::{
    mapping::Mapping,
    rows::{Batcher, Ended},
};
use crate::cli::CliError;

/// Reads every row.
pub(super) fn read(input: Box<dyn Read + Send>, batcher: &mut Batcher) -> Result<(), Ended> {
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
