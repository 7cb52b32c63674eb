//! Where a command takes its report from: a scan, or a report stored by an earlier one.

use std::{fs, io::Write as _, path::Path};

use crate::{
    Error, bridged,
    cli::TreeArguments,
    mechanism::{REPORT_VERSION, Report},
    scan::scan,
};

/// What a file of accepted mechanisms should be.
pub(super) const BASELINE: &str = "a baseline: write one with `baseline PATH --output FILE`";

/// What a stored report should be.
const REPORT: &str = "a report: write one with `scan --format json --output FILE`";

/// Scans, or reads the report that `--from` names; marks what `--bridged` bridges.
pub(super) fn load(tree: &TreeArguments) -> Result<Report, Error> {
    let bridges = bridged::read(&tree.bridged)?;
    let mut report = match &tree.from {
        Some(path) => read_report(path)?,
        None => scan(&tree.options())?,
    };
    for stranger in bridged::mark(&mut report, &bridges) {
        let warning = format!("warning: bridge {stranger} fits no mechanism of this scan");
        // Nothing is left to do when standard error is closed.
        drop(writeln!(std::io::stderr(), "{warning}"));
    }
    Ok(report)
}

/// Reads a stored JSON report.
pub(super) fn read_report(path: &Path) -> Result<Report, Error> {
    let invalid = |reason: String| Error::Invalid {
        path: path.to_owned(),
        what: "report of this program (scan --format json)",
        reason,
    };
    let text = read_text(path, REPORT)?;
    let report: Report = serde_json::from_str(&text).map_err(|error| invalid(error.to_string()))?;
    if report.version != REPORT_VERSION {
        let reason = format!(
            "its version is {}, this program reads version {REPORT_VERSION}; scan again",
            report.version
        );
        return Err(invalid(reason));
    }
    Ok(report)
}

/// The text of a file given on the command line, which should be `what`.
pub(super) fn read_text(path: &Path, what: &'static str) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        what,
        source,
    })
}
