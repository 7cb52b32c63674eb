//! Renderers: a [`Report`] in, text out. One file or folder per format; none of them looks at the scanned
//! tree, and none trusts what a scanned file says.

mod html;
mod json;
mod markdown;
mod sarif;
mod terminal;
mod words;

#[cfg(test)]
mod tests;

use std::io::{self, Write};

use clap::ValueEnum;

pub use self::terminal::Paint;
pub(crate) use self::{
    json::to_json,
    markdown::{code, escape},
    sarif::{BaselineState, Level, Mark, render as sarif},
    terminal::Style,
    words::printable,
};
use crate::{
    analysis::{Analysis, Evidence, Opportunity, analyse},
    mechanism::Report,
};

/// An output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// For reading here, coloured on a terminal
    Terminal,
    /// The documented JSON report
    Json,
    /// For pull requests and wikis
    Markdown,
    /// SARIF 2.1.0, for code hosts and editors
    Sarif,
    /// One file to open in a browser: matrices, graph, every mechanism
    Html,
}

/// A report and what it means together.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    report: &'a Report,
    analysis: &'a Analysis,
}

/// Writes `report` to `out`. JSON, which can be long, is written as it is made: nobody holds the whole text.
///
/// # Errors
/// What `out` says.
pub fn write(
    out: &mut impl Write,
    format: OutputFormat,
    report: &Report,
    paint: Paint,
) -> io::Result<()> {
    let analysis = &analyse(report);
    let view = View { report, analysis };
    let text = match format {
        OutputFormat::Json => return json::write(out, report, analysis),
        OutputFormat::Terminal => terminal::render(&view, paint),
        OutputFormat::Markdown => markdown::render(&view),
        OutputFormat::Html => html::render(view),
        OutputFormat::Sarif => {
            sarif::render(report, |_| sarif::Mark::NOTE).map_err(io::Error::other)?
        }
    };
    out.write_all(text.as_bytes())
}

/// Why the feature of an opportunity is said to need the dimension, in words.
fn need(view: &View<'_>, opportunity: &Opportunity) -> String {
    let need = &opportunity.need;
    match need.evidence {
        Evidence::OwnSilo => format!(
            "relies on its silo {}",
            words::name(&view.report.mechanisms, &need.detail)
        ),
        Evidence::HardCoded => format!("hard-codes {}", need.detail),
        Evidence::Idea => format!("idea: {}", need.detail),
    }
}
