//! Rows that are JSON objects, one a line.

use std::io::{BufRead, BufReader, Read};

use serde_json::{Map, Value};

use super::{
    mapping::Mapping,
    rows::{Batcher, Ended},
};
use crate::cli::CliError;

/// Reads every row.
pub(super) fn read(input: Box<dyn Read + Send>, batcher: &mut Batcher) -> Result<(), Ended> {
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
            Ok("") => batcher.skip(length),
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
