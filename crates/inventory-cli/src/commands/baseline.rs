//! `baseline PATH --output FILE`: accept what is there.

use super::{
    output::write_output,
    source::{BASELINE, load, read_text},
};
use crate::{
    Error, Exit,
    analysis::counted,
    baseline::{Baseline, Renewal, renew},
    cli::BaselineArguments,
};

pub(super) fn run(arguments: &BaselineArguments) -> Result<Exit, Error> {
    let path = &arguments.output;
    let previous = if path.exists() {
        Some(Baseline::parse(path, &read_text(path, BASELINE)?)?)
    } else {
        None
    };
    let report = load(&arguments.tree)?;
    let renewal = renew(&report, previous.as_ref(), arguments.reason.as_deref())?;
    write_output(Some(path), &renewal.baseline.to_toml()?)?;
    write_output(None, &describe(&renewal))?;
    Ok(Exit::Clean)
}

fn describe(renewal: &Renewal) -> String {
    let total = renewal.baseline.mechanisms.len();
    let mut text = format!("{} accepted\n", counted(total, "mechanism"));
    for (what, names) in [
        ("new", &renewal.added),
        ("dropped", &renewal.dropped),
        ("let in with the reason given", &renewal.excepted),
    ] {
        if !names.is_empty() {
            text = text + what + ": " + &crate::report::printable(&names.join(", ")) + "\n";
        }
    }
    text
}
