//! The documented JSON report: the result of the scan with the analysis beside it. Its schema is published
//! as `schemas/report.schema.json`.

use std::io::{self, Write};

use serde::Serialize;

use crate::{Error, analysis::Analysis, mechanism::Report};

/// A report with its analysis.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(title = "Selfmodel inventory report"))]
pub(super) struct AnalysedReport<'a> {
    #[serde(flatten)]
    report: &'a Report,
    /// What the mechanisms mean together; computed from the rest.
    analysis: &'a Analysis,
}

pub(super) fn write(out: &mut impl Write, report: &Report, analysis: &Analysis) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &AnalysedReport { report, analysis })?;
    out.write_all(b"\n")
}

/// Pretty JSON with a final line feed.
pub(crate) fn to_json(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string_pretty(value)
        .map(|text| text + "\n")
        .map_err(|error| Error::Usage(format!("cannot serialise the report: {error}")))
}
