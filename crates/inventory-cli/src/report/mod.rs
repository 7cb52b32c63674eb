//! Renderers: a [`Report`] in, text out. One file per format; none of them looks at the scanned tree.

use crate::{Error, mechanism::Report};

/// An output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum OutputFormat {
    /// The documented JSON report.
    Json,
}

/// Renders `report`.
///
/// # Errors
/// The report does not serialise.
pub fn render(format: OutputFormat, report: &Report) -> Result<String, Error> {
    match format {
        OutputFormat::Json => serde_json::to_string_pretty(report)
            .map(|text| text + "\n")
            .map_err(|error| Error::Usage(format!("cannot serialise the report: {error}"))),
    }
}
