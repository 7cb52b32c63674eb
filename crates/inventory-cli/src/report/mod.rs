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
    Error,
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

/// Renders `report`.
///
/// # Errors
/// The report does not serialise.
pub fn render(format: OutputFormat, report: &Report, paint: Paint) -> Result<String, Error> {
    let analysis = &analyse(report);
    let view = View { report, analysis };
    match format {
        OutputFormat::Terminal => Ok(terminal::render(&view, paint)),
        OutputFormat::Json => json::render(report, analysis),
        OutputFormat::Markdown => Ok(markdown::render(&view)),
        OutputFormat::Html => Ok(html::render(view)),
        OutputFormat::Sarif => sarif::render(report, |_| sarif::Mark::NOTE),
    }
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
