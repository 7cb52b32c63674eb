//! Lines of a CSV file, with errors that name file, line and column.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use crate::Error;

/// A CSV file whose columns are found by name.
pub(super) struct Table {
    path: PathBuf,
    columns: csv::StringRecord,
    reader: csv::Reader<File>,
}

/// One line.
pub(super) struct Record<'a> {
    path: &'a Path,
    columns: &'a csv::StringRecord,
    fields: csv::StringRecord,
}

impl Table {
    /// Opens the file and checks that it has the columns.
    pub(super) fn open(path: &Path, needed: &[&str]) -> Result<Self, Error> {
        let unreadable = |source| Error::Read {
            path: path.into(),
            source,
        };
        let mut reader = csv::Reader::from_path(path).map_err(unreadable)?;
        let columns = reader.headers().map_err(unreadable)?.clone();
        let missing = needed
            .iter()
            .find(|name| columns.iter().all(|column| column != **name));
        if let Some(missing) = missing {
            let reason = format!("no column {missing}; needed are {}", needed.join(", "));
            return Err(Error::Line {
                path: path.into(),
                line: 1,
                reason,
            });
        }
        Ok(Self {
            path: path.into(),
            columns,
            reader,
        })
    }

    /// Opens a file whose columns are known by their place.
    pub(super) fn without_headings(path: &Path) -> Result<Self, Error> {
        let mut builder = csv::ReaderBuilder::new();
        let reader = builder.has_headers(false).from_path(path);
        Ok(Self {
            path: path.into(),
            columns: csv::StringRecord::new(),
            reader: reader.map_err(|source| Error::Read {
                path: path.into(),
                source,
            })?,
        })
    }

    /// Calls `each` with every line.
    pub(super) fn each(
        mut self,
        mut each: impl FnMut(&Record<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut fields = csv::StringRecord::new();
        loop {
            let more = self.reader.read_record(&mut fields);
            let more = more.map_err(|source| Error::Read {
                path: self.path.clone(),
                source,
            })?;
            if !more {
                return Ok(());
            }
            let record = Record {
                path: &self.path,
                columns: &self.columns,
                fields,
            };
            each(&record)?;
            fields = record.fields;
        }
    }
}

impl Record<'_> {
    /// The text of a column, which [`Table::open`] was asked for.
    pub(super) fn text(&self, column: &str) -> &str {
        let position = self.columns.iter().position(|name| name == column);
        position
            .and_then(|position| self.fields.get(position))
            .unwrap_or_default()
    }

    /// The text at a place, counted from 0.
    pub(super) fn at(&self, place: usize) -> &str {
        self.fields.get(place).unwrap_or_default()
    }

    /// A column parsed.
    pub(super) fn parse<T: std::str::FromStr>(&self, column: &str, what: &str) -> Result<T, Error> {
        let text = self.text(column);
        text.parse()
            .map_err(|_| self.wrong(format!("{column} is {text:?}, which is not {what}")))
    }

    /// An error at this line.
    pub(super) fn wrong(&self, reason: String) -> Error {
        Error::Line {
            path: self.path.into(),
            line: self.line(),
            reason,
        }
    }

    /// The line, counted from 1.
    pub(super) fn line(&self) -> u64 {
        self.fields.position().map_or(0, csv::Position::line)
    }
}
