//! The compact, versioned binary form of a self-model: a version byte, then a postcard record with
//! one table of names. Equal models have equal bytes.

mod read;
mod record;
mod write;

use self::{read::Reader, record::ModelRecord, write::Writer};
use super::SelfModel;

/// First byte of an encoded model; grows when the form changes.
const FORMAT: u8 = 1;

/// Why bytes are not a model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// There are no bytes.
    #[error("the encoded self-model is empty")]
    Empty,
    /// Written by another version of this software.
    #[error("the encoded self-model has format {found}, this version reads format {FORMAT}")]
    Format {
        /// The format found.
        found: u8,
    },
    /// The record is damaged.
    #[error("the encoded self-model is damaged: {reason}")]
    Damaged {
        /// What is wrong with it.
        reason: String,
    },
}

impl SelfModel {
    /// The compact form of the model.
    #[must_use]
    #[expect(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "plain records written into memory have no way to fail"
    )]
    pub fn encode(&self) -> Vec<u8> {
        let record = Writer::new(self).record(self);
        postcard::to_extend(&record, vec![FORMAT]).expect("a record fits into memory")
    }

    /// Reads the compact form.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let (format, body) = bytes.split_first().ok_or(DecodeError::Empty)?;
        if *format != FORMAT {
            return Err(DecodeError::Format { found: *format });
        }
        let (record, rest): (ModelRecord<'_>, _) =
            postcard::take_from_bytes(body).map_err(|error| damaged(error.to_string()))?;
        if !rest.is_empty() {
            return Err(damaged(format!("{} bytes follow its end", rest.len())));
        }
        Reader {
            names: &record.names,
        }
        .model(&record)
    }
}

fn damaged(reason: impl Into<String>) -> DecodeError {
    DecodeError::Damaged {
        reason: reason.into(),
    }
}
